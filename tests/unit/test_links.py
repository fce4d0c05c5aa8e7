"""The graph holds every link, and an explanation leads from two entities to the statements between them."""

import pytest

from claimbook import Book, ClaimbookError, explain, graph, matrix


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
    assert "in the article:" not in told.to_text()
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


def test_the_text_leads_from_the_cell_to_the_sources(book: Book) -> None:
    told = explain(book, "minusma", "violence-reduction")
    cells = matrix(book, "case", "outcome").set_index(["row", "column"])
    cell = cells.loc[("minusma", "violence-reduction")]
    assert set(told.evidence["evidence_id"]) == set(cell["evidence_ids"].split())
    assert told.verdict == cell["verdict"] != ""
    text = told.to_text()
    # in the order of the chain: cell, link, statement, claims, verdict, evidence, source
    steps = ["minusma · violence-reduction", "  s7.p1.3  ", "  tested as c-", f"Checked: {cell['verdict']}"]
    for row in told.evidence.itertuples():
        steps += [f"{row.evidence_id}  {row.direction} {row.link_id} ", f"  {row.finding}", f"  {row.citation}"]
    assert len(steps) >= 10
    places = [text.index(step) for step in steps[:4]]
    for step in steps[4:]:
        places.append(text.index(step, places[-1]))
    assert places == sorted(places)
    tested = text.split("tested as ")[1].splitlines()[0].split()
    assert set(told.evidence["claim_id"]) <= {*tested, *book.tables["literature_links"]["claim_id"]}


def test_each_source_in_the_text_is_one_of_the_collection(book: Book) -> None:
    sources = book.tables["sources"]
    told = explain(book, "minusma", "violence-reduction").evidence
    assert set(told["citation"]) <= set(sources["citation"])
    rows = book.tables["evidence"].set_index("evidence_id")
    assert (told["design"] == told["evidence_id"].map(rows["design"])).all()


def test_a_pair_without_evidence_says_so(book: Book) -> None:
    cells = matrix(book, "challenge", "strategy", "addresses")
    cell = cells[cells["state"] == "asserted_untested"].iloc[0]
    told = explain(book, cell["row"], cell["column"])
    assert told.verdict == ""
    assert told.to_text().endswith("No evidence bears on this.")


def test_a_relation_that_only_research_tests_is_explained(book: Book) -> None:
    cells = matrix(book, "strategy", "outcome", "produces")
    cell = cells[cells["state"] == "checked_not_asserted"].iloc[0]
    told = explain(book, cell["row"], cell["column"])
    assert told.links.empty
    assert "0 links in the article" in told.to_text()
    assert told.verdict == cell["verdict"]
    assert set(told.evidence["evidence_id"]) == set(cell["evidence_ids"].split())
