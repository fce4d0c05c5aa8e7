"""Any two kinds of entity as an exhibit: the one of the notebook that shows them, or one drawn in the same way."""

from collections.abc import Callable

import pandas as pd

from claimbook.book import Book
from claimbook.exhibit import Exhibit
from claimbook.matrix import groups, matrix
from claimbook.views import case_studies, challenges, civil_military, ethics, mechanisms, technology
from claimbook.views.common import Nothing, plural
from claimbook.views.matrices import matrix_exhibit

# rows, columns, relation: the notebook that shows them, and the function that it calls
_NOTEBOOKS: dict[tuple[str, str, str], tuple[str, Callable[..., Exhibit | Nothing]]] = {
    ("strategy", "outcome", "produces"): ("01_mechanisms", mechanisms.as_matrix),
    ("challenge", "strategy", "addresses"): ("02_challenges", challenges.as_matrix),
    ("actor", "strategy", "performs"): ("05_civil_military", civil_military.as_matrix),
    ("technology", "outcome", "produces"): ("06_technology", technology.as_matrix),
    ("case", "strategy", "uses"): ("07_case_studies", case_studies.strategies),
    ("case", "challenge", "faces"): ("07_case_studies", case_studies.challenges),
    ("principle", "strategy", "governs"): ("09_ethics_rights", ethics.as_matrix),
}


def partners(book: Book, kind: str) -> list[str]:
    """Return the kinds that a relation may connect to a kind, whichever way it runs; those of a notebook come first."""
    allowed = book.tables["relations"].astype("str")
    found = {*allowed.loc[allowed["source_kind"] == kind, "target_kind"]}
    found |= {*allowed.loc[allowed["target_kind"] == kind, "source_kind"]}
    shown = [column for row, column, _ in _NOTEBOOKS if row == kind and column in found]
    return list(dict.fromkeys([*shown, *(one for one in book.package.kind_tables if one in found)]))


def relations(book: Book, row_kind: str, column_kind: str) -> dict[str, str]:
    """Return the relations that may connect two kinds, each with how it reads; that of a notebook comes first."""
    allowed = book.tables["relations"].astype("str")
    ends = {(row_kind, column_kind), (column_kind, row_kind)}
    own = allowed[[pair in ends for pair in zip(allowed["source_kind"], allowed["target_kind"], strict=True)]]
    told = {one.relation: f"{one.source_kind} {one.reads_as} {one.target_kind}" for one in own.itertuples()}
    shown = [one for one in told if notebook_of(row_kind, column_kind, one)]
    return {one: told[one] for one in [*shown, *told]}


def notebook_of(row_kind: str, column_kind: str, relation: str | None) -> str:
    """Return the notebook that shows two kinds joined by a relation; empty where none does."""
    return _NOTEBOOKS.get((row_kind, column_kind, relation or ""), ("",))[0]


def pair(
    book: Book, row_kind: str, column_kind: str, relation: str | None = None, layer: str = "asserted"
) -> Exhibit | Nothing:
    """Show two kinds of entity as a matrix, in one layer.

    Parameters
    ----------
    book : Book
        An opened data package.
    row_kind, column_kind, relation : str
        As `claimbook.matrix` takes them. Where a notebook shows them, its exhibit is returned.
    layer : {"asserted", "checked", "difference"}
        What the cells show.
    """
    if notebook_of(row_kind, column_kind, relation):
        return _NOTEBOOKS[row_kind, column_kind, str(relation)][1](book, layer=layer)
    cells = matrix(book, row_kind, column_kind, relation)
    filled = cells[cells["asserted"] | cells["checked"]]
    rows, columns = (book.package.kind_tables[kind].name for kind in (row_kind, column_kind))
    key = "-".join(["pairs", row_kind, column_kind, *([relation] if relation else [])])
    if filled.empty:
        return Nothing(
            f"{key}-{layer}",
            f"Nothing joins {rows} and {columns} here",
            "No sentence of the article says that one is joined to the other, and no evidence bears on such a pair.",
        )
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key=key,
        title=_titles(filled)[layer],
        row_noun=row_kind,
        column_noun=column_kind,
        layer=layer,
        by="meaning",
        row_groups=groups(book, row_kind).str.replace("-", " ").str.capitalize(),
        tables=("links", rows, columns),
    )


def _titles(filled: pd.DataFrame) -> dict[str, str]:
    said, alone = filled[filled["asserted"]], int((~filled["asserted"]).sum())
    if said.empty:
        return dict.fromkeys(
            ("asserted", "checked", "difference"), f"The article joins none of them, research {plural(alone, 'pair')}"
        )
    full, tested = said.loc[said["link_count"].idxmax()], int(said["checked"].sum())
    every, untested = plural(len(said), "pair"), len(said) - tested
    return {
        "asserted": f"{every}, joined most often: {full['row_name']} and {full['column_name']}",
        "checked": f"{tested} of {every} that the article joins {'has' if tested == 1 else 'have'} been checked",
        "difference": f"{untested} of {every} {'is' if untested == 1 else 'are'} said and not checked",
    }
