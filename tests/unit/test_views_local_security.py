"""Steps to local security: each is a link of the article, votes are those on the step itself, gaps are said."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.checked import evidence_on_links
from claimbook.views import local_security as view


def test_every_step_is_said_and_votes_are_its_own(book: Book) -> None:
    rows = view.steps(book)
    assert len(rows) == 14
    assert (rows["statements"] != "").all()
    evidence = evidence_on_links(book)
    for row in rows.to_dict("records"):
        own = evidence[(evidence["source"] == row["source"]) & (evidence["target"] == row["target"])]
        assert row["for"] + row["mixed"] + row["against"] <= own["family_id"].nunique()
        assert (row["verdict"] == "no evidence") == own.empty
    told = view.headline(book)
    assert told["steps"] == 14
    assert told["steps on which no study votes"] == 9
    assert len(view.finding(book)) <= 160


@pytest.mark.parametrize("theory", ["all", "stabilisation", "local-capacity"])
@pytest.mark.parametrize("bases", [("stated", "implied", "aim"), ("implied",), ()])
def test_choices_are_drawn_or_said(book: Book, theory: str, bases: tuple[str, ...]) -> None:
    assert view.chain(book, theory, bases).title
    assert view.evidence(book, theory, bases).title
    count = {"all": 14, "stabilisation": 7, "local-capacity": 7}[theory]
    assert len(view.assumptions(book, theory, bases).frame) == count
    assert view.breaks(book, theory, bases).frame["steps borne out"].str.startswith("0 of").all()


def test_the_whole_has_evidence_where_steps_have_none(book: Book) -> None:
    frame = view.whole(book).frame.set_index("claim")
    assert frame.loc["c-018", "for"] > 3
    assert len(frame) > 15


def test_an_unknown_theory_is_refused(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean stabilisation"):
        view.steps(book, "stabilization")
