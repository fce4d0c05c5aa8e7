"""Matrices count the links that they say, in every state, and their orders and margins follow from the counts."""

from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, charts, explain, matrix, open_book
from claimbook.checked import NOT_YET
from claimbook.matrix import STATES, entities, groups
from claimbook.ordering import margins, order, wide, without_partner

PAIRS = [("challenge", "strategy"), ("strategy", "outcome"), ("actor", "strategy"), ("strategy", "strategy")]


@pytest.fixture
def five_states(package: Path) -> Book:
    """Return a book with a cell of each of the five states: two links have evidence, one of them only in research."""
    literature = "link_id,claim_id,source,relation,target,polarity\n"
    literature += "r-001,c-001,minusma,uses,drones,positive\n"
    literature += "r-002,c-001,stability,leads_to,resilience,positive\n"
    literature += "r-003,c-001,trust,leads_to,reconciliation,positive\n"
    (package / "evidence" / "literature_links.csv").write_text(literature)
    some = open_book(package).tables["evidence"]["evidence_id"][:4]
    rows = [f"{one},{link}" for one, link in zip(some, ["l-037", "r-001", "l-089", "r-003"], strict=True)]
    (package / "evidence" / "evidence_links.csv").write_text("\n".join(["evidence_id,link_id", *rows]) + "\n")
    return open_book(package)


@pytest.fixture
def unchecked(package: Path) -> Book:
    """Return the collection without what was checked."""
    for name in ("evidence_links", "readings"):
        file = package / "evidence" / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return open_book(package)


@pytest.mark.parametrize(("rows", "columns"), PAIRS)
def test_every_link_between_the_kinds_is_counted_once(book: Book, rows: str, columns: str) -> None:
    cells = matrix(book, rows, columns)
    kinds = book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    links = book.tables["links"]
    ends = zip(links["source"].map(kinds), links["target"].map(kinds), strict=True)
    between = sum({source, target} == {rows, columns} for source, target in ends)
    assert cells["link_count"].sum() == between > 0
    assert (cells[["stated_count", "implied_count", "aim_count"]].sum(axis="columns") == cells["link_count"]).all()
    assert len(cells) == len(entities(book, rows)) * len(entities(book, columns))


@pytest.mark.parametrize(("rows", "columns"), PAIRS[:3])
def test_explain_returns_exactly_the_statements_of_a_cell(book: Book, rows: str, columns: str) -> None:
    filled = matrix(book, rows, columns)
    # each takes a while: every third of those asserted, and all that were checked
    filled = pd.concat([filled[filled["asserted"]][::3], filled[filled["checked"]]])
    assert len(filled) > 10
    for cell in filled.itertuples():
        told = explain(book, cell.row, cell.column)
        assert set(told.links["statement_id"]) == set(cell.statement_ids.split())
        assert set(told.links["link_id"]) == set(cell.link_ids.split())
        assert set(told.evidence["evidence_id"]) == set(cell.evidence_ids.split())
        assert not cell.evidence_ids or told.verdict == cell.verdict


def test_a_relation_a_basis_or_a_theme_narrows_the_count(book: Book) -> None:
    links = book.tables["links"]
    addresses = matrix(book, "challenge", "strategy", "addresses")
    assert addresses["link_count"].sum() == (links["relation"] == "addresses").sum()
    stated = matrix(book, "challenge", "strategy", bases=["stated"])
    assert stated["link_count"].sum() == stated["stated_count"].sum() > 0
    themes = [matrix(book, "strategy", "outcome", theme=theme) for theme in book.labels("statements", "theme")]
    assert sum(cells["link_count"].sum() for cells in themes) == matrix(book, "strategy", "outcome")["link_count"].sum()


def test_nothing_is_checked_until_there_is_evidence(unchecked: Book) -> None:
    cells = matrix(unchecked, "strategy", "outcome")
    assert set(cells["state"]) == {"asserted_untested", "neither"}
    assert (cells["checked_as"] == NOT_YET).all()
    assert (cells["verdict"] == "").all()


def test_each_of_the_five_states(five_states: Book) -> None:
    link = five_states.tables["links"].set_index("link_id").loc["l-037"]
    kinds = five_states.tables["entities"].set_index("entity_id")["kind"].astype("str")
    said = matrix(five_states, kinds[link["source"]], kinds[link["target"]]).set_index(["row", "column"])
    assert said.loc[(link["source"], link["target"]), "state"] == "asserted_checked"
    assert said.loc[(link["source"], link["target"]), "checked_as"] != NOT_YET
    research = matrix(five_states, "case", "technology").set_index(["row", "column"])
    assert research.loc[("minusma", "drones"), "state"] == "checked_not_asserted"
    assert not research.loc[("minusma", "drones"), "asserted"]
    assert research.loc[("amisom", "drones"), "state"] == "neither"
    within = matrix(five_states, "outcome", "outcome").set_index(["row", "column"])
    assert within.loc[("trust", "trust"), "state"] == "not_applicable"
    assert "asserted_untested" in set(within["state"])
    assert within.loc[("violence-reduction", "trust"), "state"] == "asserted_checked"
    assert within.loc[("trust", "reconciliation"), "state"] == "checked_not_asserted"
    assert set(within["state"]) == set(STATES), "each of the five, in one matrix"
    # literature without evidence does not count, and the asserted layer never reads it
    assert not within.loc[("stability", "resilience"), "checked"]


@pytest.mark.parametrize("layer", ["asserted", "checked", "difference"])
def test_each_layer_of_the_chart_shows_the_five_states(five_states: Book, layer: str) -> None:
    figure = charts.matrix_chart(matrix(five_states, "outcome", "outcome"), layer)
    legend = [trace.name.replace("<br>", " ") for trace in figure.data if trace.showlegend]
    assert len(legend) >= 5
    for words in ("asserted, not yet checked", "neither asserted nor checked", "not applicable"):
        assert any(words in name for name in legend), legend


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("challange", "strategy"), "no kind 'challange': did you mean challenge"),
        (("challenge", "strategy", "adresses"), "no relation 'adresses': did you mean addresses"),
        (("challenge", "strategy", "teaches"), "a matrix of nothing: teaches never connects challenge and strategy"),
        (("case", "lesson"), "a matrix of nothing: no relation connects case and lesson"),
        (("challenge", "strategy", None, ["said"]), "no basis 'said'"),
        (("challenge", "strategy", None, ["aim"], "ethic"), "no theme 'ethic': did you mean ethics"),
    ],
)
def test_what_can_not_be_crossed_is_told(book: Book, arguments: tuple, message: str) -> None:
    with pytest.raises(ClaimbookError) as error:
        matrix(book, *arguments)
    assert message in str(error.value)


def worked() -> pd.DataFrame:
    counts = {("a", "x"): 3, ("a", "y"): 0, ("b", "x"): 0, ("b", "y"): 5, ("c", "x"): 0, ("c", "y"): 0}
    cells = pd.DataFrame(
        [(row, column, n) for (row, column), n in counts.items()], columns=["row", "column", "link_count"]
    )
    return cells.assign(row_name=cells["row"], column_name=cells["column"], asserted=cells["link_count"] > 0)


def test_margins_partners_and_orders_of_a_worked_example() -> None:
    cells = worked()
    assert margins(cells, "row")["link_count"].to_dict() == {"a": 3, "b": 5, "c": 0}
    assert margins(cells, "column")["partner_count"].to_dict() == {"x": 1, "y": 1}
    assert without_partner(cells, "row") == ["c"]
    assert wide(cells).loc["b"].tolist() == [0, 5]
    assert order(cells, "row", "meaning") == ["a", "b", "c"]
    assert order(cells, "row", "count") == ["b", "a", "c"]
    seriated = order(cells, "row", "seriation")
    assert set(seriated[:2]) == {"a", "b"}
    assert seriated[2] == "c"
    with pytest.raises(ClaimbookError, match="did you mean count"):
        order(cells, "row", "counts")


def test_seriation_puts_like_rows_together() -> None:
    columns = ["u", "v", "w", "x"]
    counts = {"p": [2, 1, 0, 0], "q": [0, 0, 1, 2], "r": [2, 1, 0, 0], "s": [0, 0, 2, 2]}
    cells = pd.DataFrame(
        [(row, column, n) for row, ns in counts.items() for column, n in zip(columns, ns, strict=True)],
        columns=["row", "column", "link_count"],
    )
    cells = cells.assign(row_name=cells["row"], column_name=cells["column"], asserted=cells["link_count"] > 0)
    first, second, third, fourth = order(cells, "row", "seriation")
    assert {frozenset((first, second)), frozenset((third, fourth))} == {frozenset("pr"), frozenset("qs")}


def test_entities_are_ordered_by_meaning(book: Book) -> None:
    ids = entities(book, "challenge").index
    levels = groups(book, "challenge")[ids].tolist()
    ranked = [level for level in book.labels("challenges", "level") if level in set(levels)]
    assert list(dict.fromkeys(levels)) == ranked
    assert (groups(book, "lesson") == "").all()
    assert set(STATES) == {"asserted_checked", "asserted_untested", "checked_not_asserted", "neither", "not_applicable"}
