"""The exhibit of a matrix, as the themes share it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import matrix_chart
from claimbook.exhibit import Exhibit
from claimbook.ordering import order
from claimbook.views.common import sources


def matrix_exhibit(
    book: Book,
    cells: pd.DataFrame,
    *,
    key: str,
    title: str,
    row_noun: str,
    column_noun: str,
    layer: str,
    by: str,
    row_groups: Mapping[str, str],
    tables: Sequence[str],
) -> Exhibit:
    """Make an exhibit of some cells of a matrix.

    Parameters
    ----------
    book : Book
        Where the cells come from.
    cells : pandas.DataFrame
        As `claimbook.matrix` gives them, whole rows and columns, at least one cell asserted or checked.
    key, title : str
        As an exhibit has them; the layer is added to the key.
    row_noun, column_noun : str
        What rows and columns are, in the singular (`strategy`, `outcome`), for headings.
    layer : {"asserted", "checked", "difference"}
        What the cells show.
    by : {"meaning", "count", "seriation"}
        Order of rows and columns; only by meaning do the groups of rows stand together and get their names.
    row_groups : mapping of str to str
        Group of each row.
    tables : sequence of str
        Tables that were used.
    """
    filled = cells[cells["asserted"] | cells["checked"]]
    full = filled.loc[filled["link_count"].idxmax()]
    frame = filled[["row_name", "column_name", "link_count", "statement_ids", "state", "checked_as"]]
    names = {"row_name": row_noun, "column_name": column_noun, "link_count": "links", "statement_ids": "statements"}
    return Exhibit(
        key=f"{key}-{layer}",
        title=title,
        subtitle=f"Rows: {row_noun}, columns: {column_noun}; {layer} layer, {len(filled)} filled cells",
        figure=matrix_chart(
            cells,
            layer,
            row_order=order(cells, "row", by),
            column_order=order(cells, "column", by),
            row_groups=dict(row_groups) if by == "meaning" else None,
        ),
        frame=frame.rename(columns={**names, "checked_as": "checked"}),
        alt=(
            f"A matrix of {cells['row'].nunique()} by {cells['column'].nunique()} with {len(filled)} filled cells. "
            f"The fullest is {full['row_name']} and {full['column_name']} with {full['link_count']} links."
        ),
        sources=sources(book, *tables),
    )
