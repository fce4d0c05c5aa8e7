"""A matrix in two layers: what the article asserts of each pair, what was checked, and where the two differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, line_count, require
from claimbook.charts.cells import FONT, add_cells, add_legend, marked
from claimbook.charts.drawing import Drawing
from claimbook.charts.places import Places, head_height
from claimbook.errors import ClaimbookError
from claimbook.theme import CLEAR, LINE

_COLUMNS = ["row", "column", "row_name", "column_name", "stated_count", "implied_count", "aim_count", "link_count"]
_COLUMNS += ["statement_ids", "relations", "state", "asserted", "checked", "verdict", "certainty", "family_count"]
_NOTES = {
    "asserted": "The number counts links in the article;<br>a frame marks what was checked.",
    "checked": (
        "What evidence says of the pair.<br>Below the sign: families of studies,<br>"
        "and certainty from • (very low)<br>to •••• (high)."
    ),
    "difference": "Where assertion and evidence part.",
}
_BARE: dict[str, Any] = {"showgrid": False, "zeroline": False, "fixedrange": True}
# the ticks nobody sees keep the names off the cells
_BARE |= {"ticks": "outside", "ticklen": 4, "tickcolor": CLEAR}
_LINE = 15
_FEW = 7
_MANY = 12


def matrix_chart(
    cells: pd.DataFrame,
    layer: str = "asserted",
    row_order: Sequence[str] | None = None,
    column_order: Sequence[str] | None = None,
    row_groups: Mapping[str, str] | None = None,
    column_groups: Mapping[str, str] | None = None,
) -> go.Figure:
    """Draw one layer of a matrix; filled means asserted, framed means checked.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row a cell, as `claimbook.matrix` makes them: ids and names of row and column, counts by basis, the
        statements and relations, the state and the verdict.
    layer : {"asserted", "checked", "difference"}
        The number of links in the article, the verdicts of the evidence, or the state of each cell.
    row_order, column_order : sequence of str, optional
        Ids, from top to bottom and from left to right; those left out are not drawn. By default the frame's order.
    row_groups, column_groups : mapping of str to str, optional
        Ids to the names of their groups; what belongs together is drawn together, below its name.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each look of a cell, and one for each line of the legend.

    Raises
    ------
    ClaimbookError
        If there is no cell, or an id, a layer, a state or a verdict is unknown.
    """
    require(cells, _COLUMNS, "cells")
    rows = Places(cells, "row", row_order, row_groups)
    columns = Places(cells, "column", column_order, column_groups)
    cells = cells[cells["row"].isin(list(rows.places)) & cells["column"].isin(list(columns.places))]
    if cells.empty:
        raise ClaimbookError("nothing to draw: no cell lies in the rows and columns asked for")
    grid = _measured(rows, columns, layer)
    drawing = Drawing(100, min_width=round(190 + grid.width * columns.length))
    # on the site a click on a cell leads to its chain
    drawing.update_layout(meta={"chains": True})
    found = marked(cells, layer)
    add_cells(drawing, found, rows, columns, grid.width, grid.row_height)
    _set_layout(drawing, grid, rows.length, _NOTES[layer], add_legend(drawing, found))
    _set_axes(drawing, grid, rows, columns)
    _add_separators(drawing, rows, columns)
    return drawing.figure()


@dataclass(frozen=True)
class _Grid:
    """The names of rows and columns, and the room in pixels: of a cell, and of the names above the cells."""

    row_names: list[str]
    column_names: list[str]
    turned: bool
    row_height: int
    width: int
    head: int
    # whoever reads the last row should not have to scroll to the first for the names
    tall: bool


def _measured(rows: Places, columns: Places, layer: str) -> _Grid:
    # the checked layer writes two lines below its signs
    least_height = 56 if layer == "checked" else 0
    turned = len(columns.places) > _FEW or bool(columns.headings)
    row_names = rows.labels(24 if rows.length <= _MANY else 0, with_headings=False)
    column_names = columns.labels(0 if turned else 13, with_headings=True)
    return _Grid(
        row_names=row_names,
        column_names=column_names,
        turned=turned,
        row_height=max(least_height, (4 if rows.length > _MANY else 14) + _LINE * max(map(line_count, row_names))),
        width=4 + _LINE * max(2, *map(line_count, column_names)) if turned else 104,
        head=head_height(column_names, FONT, turned),
        tall=rows.length > 20,
    )


def _set_layout(drawing: Drawing, grid: _Grid, row_count: int, note: str, legend_count: int) -> None:
    """Give the figure its height, and its legend the room above the names of columns."""
    above = 16 + _LINE * line_count(note) + 19 * legend_count
    drawing.update_layout(
        height=round(grid.row_height * row_count + grid.head + above + (grid.head if grid.tall else 8)),
        barmode="overlay",
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": grid.head + above, "b": 8},
        # beside the names of rows, where a phone shows it first
        legend={
            "title": {"text": note, "font": {"size": FONT}, "side": "top"},
            "orientation": "h",
            "entrywidthmode": "fraction",
            "entrywidth": 1,
            "xref": "container",
            "yref": "container",
            "xanchor": "left",
            "yanchor": "top",
            "font": {"size": FONT},
        },
    )


def _set_axes(drawing: Drawing, grid: _Grid, rows: Places, columns: Places) -> None:
    """Write the names of columns above the cells (of a tall matrix below them too) and those of rows beside them."""
    across = {
        "tickvals": columns.ticks,
        "ticktext": grid.column_names,
        "tickangle": -90 if grid.turned else 0,
        "tickfont": {"size": FONT},
        "range": [-0.5, columns.length - 0.5],
        **_BARE,
    }
    drawing.update_xaxes(across | {"side": "top"})
    if grid.tall:
        drawing.add_scatter(x=[0], y=[0], xaxis="x2", mode="none", showlegend=False, hoverinfo="skip")
        drawing.update_layout(xaxis2=across | {"side": "bottom", "overlaying": "x"})
    drawing.update_yaxes(
        tickvals=rows.ticks,
        ticktext=grid.row_names,
        tickfont={"size": FONT},
        range=[rows.length - 0.5, -0.5],
        **_BARE,
    )


def _add_separators(drawing: Drawing, rows: Places, columns: Places) -> None:
    """Add a line before each group, and the names of groups of rows."""
    line = {"color": LINE, "width": 1}
    for place, name in rows.headings.items():
        # nothing else stands in the row of a heading, so that a long one need not be wrapped
        text = f"<b>{label(name, 200)}</b>"
        place_of = {"xref": "paper", "x": 0, "xanchor": "left", "y": place + 0.4, "yanchor": "bottom"}
        drawing.add_annotation(**place_of, text=text, showarrow=False, font_size=FONT)
        if place:
            drawing.add_shape(type="line", xref="paper", x0=0, x1=1, y0=place - 0.5, y1=place - 0.5, line=line)
    for place in columns.headings:
        if place:
            drawing.add_shape(type="line", yref="paper", y0=0, y1=1, x0=place - 0.5, x1=place - 0.5, line=line)
