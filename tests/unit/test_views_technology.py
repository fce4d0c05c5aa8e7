"""Technology: reports and conditions as their tables have them, both sides apart, and words where nothing is left."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import technology as view


def test_conditions_of_the_article_and_of_research_stand_apart(book: Book) -> None:
    rows = view.conditions(book)
    assert (rows.loc[rows["origin"] == "article", "statement_id"] != "").all()
    assert (rows.loc[rows["origin"] == "literature", "source_id"] != "").all()
    exhibit = view.needs(book)
    assert len(exhibit.frame) == len(rows)
    assert exhibit.title == "The article names 1 risk of technology, research 8"
    listed = view.listed(book).frame
    assert set(listed["named by"]) == {"the article", "research and practice"}
    assert listed["where"].ne("").all()


def test_reports_are_dated_and_filtered(book: Book) -> None:
    rows = view.uses(book)
    assert rows["valid_from"].is_monotonic_increasing
    assert len(view.uses(book, "drones", 2014)) < len(view.uses(book, "drones")) < len(rows)
    exhibit = view.adoption(book)
    assert len(exhibit.frame) == len(rows)
    assert exhibit.figure.data
    assert view.adoption(book, "drones", 2026).title == "No dated report with this choice"
    told = view.headline(book)
    assert told["reports that a host refused"] == 2
    assert told["dated reports of use"] == rows["adoption"].isin(["used", "extended"]).sum()


@pytest.mark.parametrize("technology", ["all", "drones", "communication-systems"])
@pytest.mark.parametrize("layer", ["asserted", "checked", "difference"])
def test_choices_are_drawn_or_said(book: Book, technology: str, layer: str) -> None:
    assert view.as_matrix(book, technology, layer=layer).title
    assert view.needs(book, technology).title
    assert view.adoption(book, technology).title
    assert len(view.headline(book, technology)) == 8


def test_the_finding_counts_claims_without_a_verdict(book: Book) -> None:
    assert view.finding(book).startswith("7 of 8 claims")
    assert len(view.finding(book)) <= 160
    with pytest.raises(ClaimbookError, match="did you mean drones"):
        view.uses(book, "drone")
