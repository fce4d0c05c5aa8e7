"""Predictions and their signs: counted from the tables, both directions shown, and a series of our own."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import futures as view


def test_every_prediction_has_an_indicator_and_every_sign_its_prediction(book: Book) -> None:
    rows = view.predictions(book)
    assert len(rows) == 9
    assert rows["says"].notna().all()
    assert rows[["for", "mixed", "against"]].to_numpy().sum() == len(book.tables["prediction_signs"])
    statements = book.tables["statements"].set_index("statement_id")
    future = statements.loc[statements["kind"] == "predictive"].index
    assert set(future) <= set(rows["statement_id"])
    told = view.headline(book)
    assert told["signs as predicted"] == rows["for"].sum()
    assert len(view.finding(book)) <= 160


@pytest.mark.parametrize("prediction", ["all", "pred-integration", "pred-community"])
@pytest.mark.parametrize("year", [1990, 2022, 2026])
def test_choices_are_drawn_or_said(book: Book, prediction: str, year: int) -> None:
    assert view.so_far(book, prediction).title
    assert view.over_time(book, prediction, year).title
    assert len(view.listed(book, prediction).frame) == (9 if prediction == "all" else 1)


def test_a_prediction_without_a_sign_says_so(book: Book) -> None:
    assert view.so_far(book, "pred-community").title == "No sign was found"


def test_strength_is_the_united_nations_december_count(book: Book) -> None:
    frame = view.strength(book).frame.set_index("year")["people"]
    # political missions hold a few of the 83,331 that the United Nations counts in all
    assert 81_000 < frame[2019] <= 83_331
    assert frame.idxmax() == 2015
    assert view.strength(book, 2024).title.startswith("No count")


def test_an_unknown_prediction_is_refused(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean pred-integration"):
        view.predictions(book, "pred-integrations")
