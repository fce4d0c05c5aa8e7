"""Any two kinds of entity as a matrix: one tidy row a cell, with what the article says there and what was checked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, nearest

BASES = ("stated", "implied", "aim")
STATES = {
    "asserted_checked": "asserted and checked",
    "asserted_untested": "asserted, not yet checked",
    "checked_not_asserted": "checked, not asserted",
    "neither": "neither asserted nor checked",
    "not_applicable": "not applicable",
}
NOT_YET = "not yet checked"


def matrix(
    book: Book,
    row_kind: str,
    column_kind: str,
    relation: str | None = None,
    bases: Sequence[str] = BASES,
    theme: str | None = None,
) -> pd.DataFrame:
    """Cross two kinds of entity.

    Parameters
    ----------
    book : Book
        An opened data package.
    row_kind, column_kind : str
        Kinds of entity, for example `challenge` and `strategy`. Links count whichever way they run between the two;
        within one kind rows are sources and columns targets.
    relation : str, optional
        Only this relation, for example `addresses`; by default all that connect the two kinds.
    bases : sequence of str
        Which links count: `stated`, `implied`, `aim`.
    theme : str, optional
        Only links of statements of this theme.

    Returns
    -------
    pandas.DataFrame
        One row a cell, rows and columns in the order of their tables: `row`, `column`, `row_name`, `column_name`;
        `stated_count`, `implied_count`, `aim_count`, `link_count`; `relations`, `link_ids`, `statement_ids`
        (blank-separated, each once); `asserted`, `checked` (bool); `family_count`, `verdict` (empty until there is
        evidence), `checked_as` (the verdict, or "not yet checked"); `state`, one of `STATES`.

    Raises
    ------
    ClaimbookError
        For an unknown kind, relation, basis or theme, and where nothing can connect the two kinds.

    Examples
    --------
    >>> from claimbook import open_book
    >>> cells = matrix(open_book(), "challenge", "strategy", relation="addresses")
    >>> cells.loc[cells["link_count"].idxmax(), "column_name"]
    'Threat monitoring and mitigation'
    """
    rows, columns = entities(book, row_kind), entities(book, column_kind)
    applicable = _relations(book, row_kind, column_kind, relation)
    known("basis", bases, BASES)
    links = _links(book, bases, theme)
    links = _oriented(links[links["relation"].isin(applicable)], set(rows.index), set(columns.index))
    cells = rows.index.to_frame(name="row").merge(columns.index.to_frame(name="column"), how="cross")
    cells["row_name"] = cells["row"].map(rows)
    cells["column_name"] = cells["column"].map(columns)
    numbers = [*(f"{basis}_count" for basis in BASES), "link_count"]
    texts = ["relations", "link_ids", "statement_ids"]
    if links.empty:
        cells[numbers], cells[texts] = 0, ""
    else:
        cells = cells.merge(_counts(links), on=["row", "column"], how="left")
        cells[numbers] = cells[numbers].fillna(0).astype("int64")
        cells[texts] = cells[texts].fillna("")
    tested = _tested(book, applicable, set(rows.index), set(columns.index))
    cells["asserted"] = cells["link_count"] > 0
    cells["checked"] = [pair in tested for pair in zip(cells["row"], cells["column"], strict=True)]
    cells["family_count"] = 0
    cells["verdict"] = ""
    cells["checked_as"] = np.where(cells["checked"], "evidence, no verdict yet", NOT_YET)
    cells["state"] = _states(cells)
    return cells


def entities(book: Book, kind: str) -> pd.Series:
    """Return the names of the entities of a kind, by id, ordered by meaning: by their attribute, then by name.

    Raises
    ------
    ClaimbookError
        If the kind is unknown; the message names the nearest.
    """
    tables = book.package.kind_tables
    known("kind", [kind], list(tables))
    frame = book.tables[tables[kind].name].set_index(tables[kind].primary_key[0]).rename_axis("entity_id")
    coded = [column for column in frame if isinstance(frame[column].dtype, pd.CategoricalDtype) and column != "scope"]
    return frame.sort_values([*coded, "name"])["name"]


def groups(book: Book, kind: str) -> pd.Series:
    """Return the attribute of each entity of a kind (a challenge's level, a strategy's family, …), by id.

    A kind without an attribute gives empty texts.
    """
    table = book.package.kind_tables[kind]
    frame = book.tables[table.name].set_index(table.primary_key[0]).rename_axis("entity_id")
    coded = [field.name for field in table.fields if field.categories and field.name != "scope"]
    return frame[coded[0]].astype("str") if coded else pd.Series("", index=frame.index)


def _links(book: Book, bases: Sequence[str], theme: str | None) -> pd.DataFrame:
    links = book.tables["links"]
    links = links[links["basis"].isin(list(bases))]
    if theme is not None:
        known("theme", [theme], list(book.labels("statements", "theme")))
        statements = book.tables["statements"]
        links = links[links["statement_id"].isin(statements.loc[statements["theme"] == theme, "statement_id"])]
    return links.astype({"relation": "str", "basis": "str"})


def _relations(book: Book, row_kind: str, column_kind: str, relation: str | None) -> list[str]:
    """Return the relations that may connect the kinds, in either direction."""
    allowed = book.tables["relations"].astype("str")
    there = (allowed["source_kind"] == row_kind) & (allowed["target_kind"] == column_kind)
    back = (allowed["source_kind"] == column_kind) & (allowed["target_kind"] == row_kind)
    fitting = sorted(set(allowed.loc[there | back, "relation"]))
    if relation is None and fitting:
        return fitting
    if relation is not None:
        known("relation", [relation], sorted(set(allowed["relation"])))
        if relation in fitting:
            return [relation]
    said = f"{relation} never connects" if relation else "no relation connects"
    hint = f"between them: {', '.join(fitting)}" if fitting else "see the table relations for what may connect to what"
    raise ClaimbookError(f"a matrix of nothing: {said} {row_kind} and {column_kind}; {hint}")


def _oriented(links: pd.DataFrame, rows: set[str], columns: set[str]) -> pd.DataFrame:
    """Lay links that run from columns to rows the other way, so that each has its `row` and `column`."""
    there = links[links["source"].isin(rows) & links["target"].isin(columns)]
    there = there.assign(row=there["source"], column=there["target"])
    if rows == columns:
        return there
    back = links[links["source"].isin(columns) & links["target"].isin(rows)]
    return pd.concat([there, back.assign(row=back["target"], column=back["source"])])


def _counts(links: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each cell that holds a link: how many of each basis, and what they are."""
    cell = [links["row"], links["column"]]
    counts = pd.crosstab(cell, links["basis"]).reindex(columns=list(BASES), fill_value=0).astype("int64")
    counts = counts.add_suffix("_count").assign(link_count=counts.sum(axis="columns"))
    texts = {"relations": "relation", "link_ids": "link_id", "statement_ids": "statement_id"}
    for name, column in texts.items():
        counts[name] = links[column].groupby(cell).agg(lambda values: " ".join(dict.fromkeys(values)))
    return counts.rename_axis(columns=None).reset_index()


def _tested(book: Book, relations: Sequence[str], rows: set[str], columns: set[str]) -> set[tuple[str, str]]:
    """Return the cells on whose links, the article's or the literature's, there is evidence."""
    if "evidence_links" not in book.tables:
        return set()
    parts = [book.tables[name] for name in ("links", "literature_links") if name in book.tables]
    links = pd.concat([part[["link_id", "source", "relation", "target"]].astype("str") for part in parts])
    links = links[links["link_id"].isin(book.tables["evidence_links"]["link_id"]) & links["relation"].isin(relations)]
    laid = _oriented(links, rows, columns)
    return set(zip(laid["row"], laid["column"], strict=True))


def _states(cells: pd.DataFrame) -> pd.Series:
    names = list(STATES)
    conditions = [
        cells["row"] == cells["column"],
        cells["asserted"] & cells["checked"],
        cells["asserted"],
        cells["checked"],
    ]
    choices = ["not_applicable", "asserted_checked", "asserted_untested", "checked_not_asserted"]
    states = np.select(conditions, choices, default="neither")
    return pd.Series(pd.Categorical(states, categories=names), index=cells.index)


def known(what: str, given: Sequence[str], words: Sequence[str]) -> None:
    """Raise a ClaimbookError for the first given word that is not among those known; it names the nearest."""
    for word in given:
        if word not in words:
            raise ClaimbookError(f"no {what} {word!r}: {nearest(word, words)}")
