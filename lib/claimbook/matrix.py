"""Any two kinds of entity as a matrix: one tidy row a cell, with what the article says there and what was checked."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from claimbook.book import Book
from claimbook.checked import checked_as, judged_cells, oriented
from claimbook.errors import ClaimbookError, nearest

BASES = ("stated", "implied", "aim")
STATES = {
    "asserted_checked": "asserted and checked",
    "asserted_untested": "asserted, not yet checked",
    "checked_not_asserted": "checked, not asserted",
    "neither": "neither asserted nor checked",
    "not_applicable": "not applicable",
}


def matrix(
    book: Book,
    row_kind: str,
    column_kind: str,
    relation: str | None = None,
    bases: Sequence[str] = BASES,
    theme: str | None = None,
    as_of: dt.date | None = None,
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
        Only links of statements of this theme; evidence on what the article asserts under another is left out too.
    as_of : datetime.date, optional
        Only evidence that was published by then.

    Returns
    -------
    pandas.DataFrame
        One row a cell, rows and columns in the order of their tables: `row`, `column`, `row_name`, `column_name`;
        `stated_count`, `implied_count`, `aim_count`, `link_count`; `relations`, `link_ids`, `statement_ids`
        (blank-separated, each once); `asserted`, `checked` (bool); `verdict` and `certainty` of the evidence on the
        cell's own links (a word for what the law says where they are of legal claims; empty where nothing was
        checked); `family_count`, the families of studies that vote; `evidence_ids`; `checked_as` (verdict, families
        and certainty in words, or "not yet checked"); `state`, one of `STATES`.

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
    links = oriented(links[links["relation"].isin(applicable)], set(rows.index), set(columns.index))
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
    cells["asserted"] = cells["link_count"] > 0
    judged = judged_cells(book, applicable, rows.index, columns.index, as_of)
    cells = cells.merge(judged, on=["row", "column"], how="left")
    # what the article asserts under another theme or basis is not "checked and not asserted"
    elsewhere = _asserted(book, applicable, rows.index, columns.index) - set(
        cells.loc[cells["asserted"], ["row", "column"]].itertuples(index=False, name=None)
    )
    left_out = [pair in elsewhere for pair in zip(cells["row"], cells["column"], strict=True)]
    cells["checked"] = cells["verdict"].notna() & ~np.array(left_out, dtype="bool")
    cells.loc[~cells["checked"], ["verdict", "certainty", "family_count", "evidence_ids"]] = None
    cells["family_count"] = cells["family_count"].fillna(0).astype("int64")
    told = ["verdict", "certainty", "evidence_ids"]
    cells[told] = cells[told].fillna("")
    cells["checked_as"] = cells.apply(checked_as, axis="columns")
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


def _asserted(book: Book, relations: Sequence[str], rows: pd.Index, columns: pd.Index) -> set[tuple[str, str]]:
    """Return the cells that the article asserts, whatever the theme and basis."""
    links = _links(book, BASES, None)
    links = oriented(links[links["relation"].isin(relations)], set(rows), set(columns))
    return set(links[["row", "column"]].itertuples(index=False, name=None))


def _counts(links: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each cell that holds a link: how many of each basis, and what they are."""
    cell = [links["row"], links["column"]]
    counts = pd.crosstab(cell, links["basis"]).reindex(columns=list(BASES), fill_value=0).astype("int64")
    counts = counts.add_suffix("_count").assign(link_count=counts.sum(axis="columns"))
    texts = {"relations": "relation", "link_ids": "link_id", "statement_ids": "statement_id"}
    for name, column in texts.items():
        counts[name] = links[column].groupby(cell).agg(lambda values: " ".join(dict.fromkeys(values)))
    return counts.rename_axis(columns=None).reset_index()


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
