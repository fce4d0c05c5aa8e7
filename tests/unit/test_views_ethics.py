"""Principles, groups and records: from the links and counts as they are, never added up."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import conduct
from claimbook.views import ethics as view


def test_what_protects_whom_comes_from_the_links(book: Book) -> None:
    links = book.tables["links"]
    assert len(view.protected(book)) == (links["relation"] == "protects").sum()
    listed = view.vulnerable(book).frame
    assert set(listed["group"]) == set(book.tables["groups"]["name"])
    nothing = view.vulnerable(book, []).frame
    assert (nothing["protected by"] == "nothing named").all()
    assert nothing["statement"].str.startswith("s").all() or (nothing["statement"] == "").any()


@pytest.mark.parametrize("layer", ["asserted", "checked", "difference"])
@pytest.mark.parametrize("bases", [("stated", "implied", "aim"), ("aim",), ()])
def test_choices_are_drawn_or_said(book: Book, layer: str, bases: tuple[str, ...]) -> None:
    assert view.as_matrix(book, bases, layer).title
    assert view.promises(book, "human-rights", bases).title
    assert len(view.headline(book, bases)) == 8


@pytest.mark.parametrize("topic", conduct.TOPICS)
def test_records_keep_their_span_source_and_words(book: Book, topic: str) -> None:
    rows = conduct.records(book, topic)
    exhibit = conduct.record(book, topic)
    assert len(exhibit.frame) == len(rows) > 5
    assert "never to be added up" in exhibit.subtitle
    assert "gaps" in exhibit.subtitle
    assert exhibit.frame["span"].str.contains(r"\d{4}").all()
    assert conduct.record(book, topic, 2026).title == "No count from that year on"


def test_spans_read_as_years_or_months() -> None:
    assert conduct._span(pd.Timestamp("2021-01-01"), pd.Timestamp("2022-01-01")) == "2021"
    assert conduct._span(pd.Timestamp("2022-01-01"), pd.Timestamp("2022-04-01")) == "Jan 2022 to Mar 2022"


def test_tension_and_evidence(book: Book) -> None:
    assert len(view.tension(book).frame) == view.headline(book)["links on aims in each other's way"]
    frame = view.evidence(book).frame.set_index("claim")
    assert set(frame["origin"]) == {"article", "literature"}
    assert frame.loc["c-117", "for"] == 5
    assert len(view.finding(book)) <= 160
    with pytest.raises(ClaimbookError, match="did you mean misconduct"):
        conduct.records(book, "misconducts")
