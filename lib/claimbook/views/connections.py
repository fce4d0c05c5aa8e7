"""What an article connects: any two kinds of entity as a matrix, asserted and checked."""

import pandas as pd

from claimbook.book import Book
from claimbook.exhibit import Exhibit
from claimbook.matrix import entities, groups, matrix
from claimbook.views.common import Listing, Nothing
from claimbook.views.matrices import matrix_exhibit


def kinds(book: Book) -> list[str]:
    """Return the kinds of entity."""
    return list(book.package.kind_tables)


def headline(book: Book) -> pd.Series:
    """Return how many entities of each kind there are, and how many links."""
    counts = {table.title: len(book.tables[table.name]) for table in book.package.kind_tables.values()}
    return pd.Series({**counts, "Links": len(book.tables["links"])})


def as_matrix(book: Book, row: str, column: str, layer: str = "asserted", by: str = "meaning") -> Exhibit | Nothing:
    """Show the matrix of two kinds, without rows and columns that are empty; or say that no link joins them yet."""
    cells = matrix(book, row, column)
    filled = cells[cells["asserted"] | cells["checked"]]
    if filled.empty:
        why = (
            f"Nothing is coded that joins the two: the tables hold {len(entities(book, row))} entities of the kind "
            f"{row}, {len(entities(book, column))} of the kind {column}, and no link between them."
        )
        return Nothing(f"connections-{row}-{column}", f"No link between {row} and {column} yet", why)
    asserted = int(filled["asserted"].sum())
    untested = int((filled["state"] == "asserted_untested").sum())
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key=f"connections-{row}-{column}",
        title=f"{untested} of {asserted} asserted pairs of {row} and {column} have not been checked",
        row_noun=row,
        column_noun=column,
        layer=layer,
        by=by,
        row_groups=groups(book, row).str.capitalize(),
        tables=("links", *(book.package.kind_tables[kind].name for kind in dict.fromkeys((row, column)))),
    )


def allowed(book: Book) -> Listing:
    """List what may connect to what, and how it reads."""
    rows = book.tables["relations"].astype("str")
    return Listing(
        rows[["source_kind", "reads_as", "target_kind"]].set_axis(["from", "reads as", "to"], axis="columns")
    )
