"""Briefs on strategies: every link stands under one way, every strategy has its words, extremes do not break."""

import warnings

import pytest

from claimbook import Book
from claimbook.views import strategy_brief as view


def test_every_link_of_every_strategy_has_its_way(book: Book) -> None:
    links = book.tables["links"]
    seen = set()
    for strategy in view.strategies(book):
        found = view.links(book, strategy)
        assert found["way"].notna().all(), found[found["way"].isna()]
        own = links[(links["source"] == strategy) | (links["target"] == strategy)]
        assert sorted(found["link_id"]) == sorted(own["link_id"])
        seen |= set(found["way"])
    assert seen == set(view.WAYS)


@pytest.mark.parametrize("strategy", ["peacekeeping-operations", "diverse-composition", "liaison-offices"])
@pytest.mark.parametrize("bases", [("stated", "implied", "aim"), ("aim",), ()])
def test_extremes_are_drawn_or_said(book: Book, strategy: str, bases: tuple[str, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        titles = [view.ways(book, strategy, bases).title, view.surroundings(book, strategy, bases).title]
        assert all(titles)
        assert view.statements(book, strategy, bases).frame is not None
        assert view.definition(book, strategy)["value"].iloc[0] == strategy


def test_the_numbers_and_the_standing_agree(book: Book) -> None:
    told = view.headline(book, "community-engagement")
    assert told["families of studies on it"] == 3
    assert "on 3 families of studies" in view.standing(book, "community-engagement")
    assert view.standing(book, "liaison-offices").startswith("Not ranked: fewer than 2 families")
    assert "umbrella" in view.standing(book, "peacekeeping-operations")
    assert view.ways(book, "diverse-composition").title.startswith("No link of")
