"""The graph holds every link, and an explanation leads from two entities to the statements between them."""

import pytest

from claimbook import Book, ClaimbookError, explain, graph


def test_the_graph_holds_every_entity_and_link(book: Book) -> None:
    links = graph(book)
    assert links.number_of_nodes() == len(book.tables["entities"])
    assert links.number_of_edges() == len(book.tables["links"])


def test_every_pair_is_explained_by_exactly_its_links(book: Book) -> None:
    links = book.tables["links"]
    pairs = {tuple(sorted(pair)) for pair in zip(links["source"], links["target"], strict=True)}
    assert len(pairs) > 100
    for source, target in sorted(pairs)[::10]:
        told = explain(book, source, target)
        ends = {source, target}
        expected = links[links["source"].isin(ends) & links["target"].isin(ends)]
        assert set(told.links["link_id"]) == set(expected["link_id"])
        assert told.path == (source, target)


def test_an_explanation_reads_as_text(book: Book) -> None:
    told = explain(book, "minusma", "violence-reduction")
    text = told.to_text({"s7.p1.3": "The sentence itself."})
    assert "MINUSMA → is said to have reached → " in text
    assert "s7.p1.3" in text
    assert "in the article: The sentence itself." in text
    assert "tested as c-" in text
    assert "in the article" not in told.to_text()
    assert "not found" in told.to_text({})


def test_entities_that_no_statement_links_are_joined_by_the_shortest_way(book: Book) -> None:
    told = explain(book, "minusma", "amisom")
    assert len(told.path) > 2
    assert told.to_text().startswith("No statement links minusma and amisom directly")
    steps = {frozenset(pair) for pair in zip(told.path, told.path[1:], strict=False)}
    assert {frozenset(pair) for pair in zip(told.links["source"], told.links["target"], strict=True)} == steps


def test_entities_without_any_way_are_said_to_have_none(book: Book) -> None:
    told = explain(book, "dignity", "geneva-conventions")
    assert told.path == ()
    assert "in no way" in told.to_text()


def test_an_unknown_entity_suggests_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean minusma"):
        explain(book, "minusmaa", "trust")
