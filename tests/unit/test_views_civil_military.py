"""Actors and their parts: counted from the links, filtered, and said where there is nothing."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import civil_military as view


def test_parts_are_the_links_by_which_actors_perform(book: Book) -> None:
    links = book.tables["links"]
    performs = links[links["relation"] == "performs"]
    said = view.parts(book).query("asserted")
    assert len(said) == len(performs[["source", "target"]].drop_duplicates())
    assert view.as_network(book).frame["links"].sum() == len(performs)
    frame = view.by_actor(book).frame
    assert len(frame) == 12
    assert (frame["carries out"] == "nothing").sum() == (frame["strategies"] == 0).sum() == 9
    told = view.headline(book)
    assert told["actors"] == 12
    assert told["strategies that nobody carries out"] == len(view.without_actor(book).frame)
    assert told["strategies that nobody carries out"] + said["column"].nunique() == 48
    assert str(told["strategies that nobody carries out"]) in view.finding(book)


@pytest.mark.parametrize("family", ["coordination", "learning", "technology"])
@pytest.mark.parametrize("actor", ["peacekeepers", "armed-groups", "all"])
def test_choices_are_drawn_or_said(book: Book, actor: str, family: str) -> None:
    for layer in ("asserted", "checked", "difference"):
        for bases in (("stated", "implied", "aim"), ("aim",)):
            assert view.as_matrix(book, actor, family, bases, layer).title
            assert view.as_network(book, actor, family, bases).title
            assert view.by_actor(book, family, bases).title


def test_unknown_choices_are_refused(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean peacekeepers"):
        view.parts(book, "peacekeeper")
    with pytest.raises(ClaimbookError, match="did you mean"):
        view.parts(book, "all", "coordinaton")


def test_evidence_is_on_claims_of_cooperation(book: Book) -> None:
    frame = view.evidence(book).frame.set_index("claim")
    assert {"c-030", "c-031", "c-032", "c-033", "c-076", "c-110"} <= set(frame.index)
    assert frame.loc["c-076", ["for", "mixed", "against"]].tolist() == [0, 0, 0]
    assert frame.loc["c-076", "searches"] > 0
