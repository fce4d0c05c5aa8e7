"""The law: counts from the tables, dates with their precision, readings without a vote."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.checked import legal_verdicts
from claimbook.views import legal as view


def test_instruments_beside_the_article_are_marked(book: Book) -> None:
    rows = view.provisions(book)
    assert len(rows) == len(book.tables["instrument_provisions"])
    assert set(rows["scope"]) == {"article", "extension"}
    assert set(rows["instrument_id"]) == set(book.tables["instruments"]["instrument_id"])
    exhibit = view.what_they_do(book)
    assert exhibit.title.startswith("13 of 18 instruments")
    names = list(exhibit.figure.data[0].y)
    assert sum(name.startswith("+ ") for name in names) == 13
    assert set(view.what_they_do(book, "article").frame["scope"]) == {"article"}


@pytest.mark.parametrize("scope", view.SCOPES)
@pytest.mark.parametrize("effect", ["all", "limits", "protects"])
def test_choices_are_drawn_or_said(book: Book, scope: str, effect: str) -> None:
    assert view.what_they_do(book, scope, effect).title
    assert view.since_when(book, scope).title
    assert view.headline(book, scope)["provisions shown"] == len(view.provisions(book, scope))


def test_dates_are_told_as_exactly_as_they_are_known(book: Book) -> None:
    frame = view.since_when(book).frame
    assert len(frame) == len(book.tables["instrument_dates"])
    row = frame[(frame["instrument"] == "Resolution 1373") & (frame["event"] == "adopted")].iloc[0]
    assert row["date"] == "2001"
    protocol = frame[(frame["instrument"] == "Protocol to the Algiers Convention") & (frame["event"] == "in-force")]
    assert protocol["date"].tolist() == ["26 February 2014"]
    assert "9.6 years" in view.since_when(book).title


def test_decisions_count_once_however_many_sources_code_them(book: Book) -> None:
    frame = view.mandates_by_year(book).frame
    once = book.tables["mandates"].drop_duplicates(["mission_id", "instrument"])
    assert frame["decisions"].sum() == once["adopted_date"].notna().sum()
    assert (frame["year"].diff().dropna() == 1).all()
    assert view.mandates_by_year(book, 2100).title.startswith("No decision")


def test_readings_carry_no_vote(book: Book) -> None:
    frame = view.readings(book).frame
    assert frame.drop(columns=["claim", "statements"]).to_numpy().sum() == len(book.tables["readings"])
    assert frame["statements"].str.startswith("s3.").all()
    listed = view.overstated(book).frame
    assert "bears it out" not in set(listed["read as"])
    full = int((legal_verdicts(book) == "correct").sum())
    assert view.finding(book).startswith(f"The texts bear out {full} of 7")
    assert len(view.finding(book)) <= 160


def test_unknown_choices_are_refused(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean obliges"):
        view.provisions(book, effect="oblige")
    with pytest.raises(ClaimbookError, match="did you mean article"):
        view.since_when(book, "artikle")
