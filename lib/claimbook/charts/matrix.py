"""A matrix in two layers: what the article asserts of each pair, what was checked, and where the two differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, line_count, new_figure, require
from claimbook.charts.places import Places, head_height
from claimbook.charts.states import WORDS, Mark, mark_of, words_of
from claimbook.errors import ClaimbookError
from claimbook.theme import CLEAR, LINE, TILE, VERDICTS

_COLUMNS = ["row", "column", "row_name", "column_name", "stated_count", "implied_count", "aim_count", "link_count"]
_COLUMNS += ["statement_ids", "relations", "state", "asserted", "checked", "verdict", "family_count"]
_NOTES = {
    "asserted": "The number counts links in the article;<br>a frame marks what was checked.",
    "checked": "What evidence says of the pair.",
    "difference": "Where assertion and evidence part.",
}
_BARE: dict[str, Any] = {"showgrid": False, "zeroline": False, "fixedrange": True}
# the ticks nobody sees keep the names off the cells
_BARE |= {"ticks": "outside", "ticklen": 4, "tickcolor": CLEAR}
_FONT = 12
_LINE = 15
_FEW = 7
_MANY = 12
_GAP = 4


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
    turned = len(columns.places) > _FEW or bool(columns.headings)
    row_names = rows.labels(24 if rows.length <= _MANY else 0, with_headings=False)
    column_names = columns.labels(0 if turned else 13, with_headings=True)
    row_height = (4 if rows.length > _MANY else 14) + _LINE * max(map(line_count, row_names))
    width = 4 + _LINE * max(2, *map(line_count, column_names)) if turned else 104
    head = head_height(column_names, _FONT, turned)
    figure = new_figure(100, min_width=round(190 + width * columns.length))
    most = int(cells["link_count"].max())
    found = [
        (mark_of(layer, str(cell.state), str(cell.verdict), int(cell.link_count), most), cell)
        for cell in cells.itertuples()
    ]
    _add_empty(figure, [cell for mark, cell in found if mark.group == "neither"], rows, columns)
    gaps = (_GAP / width, _GAP / row_height)
    for mark in dict.fromkeys(mark for mark, _ in found):
        if mark.group != "neither":
            _add_cells(figure, mark, [cell for other, cell in found if other == mark], rows, columns, gaps)
    legend_count = _add_legend(figure, found)
    tall = rows.length > 20
    plot = row_height * rows.length
    above = 16 + _LINE * line_count(_NOTES[layer]) + 19 * legend_count
    figure.update_layout(
        height=round(plot + head + above + (head if tall else 8)),
        barmode="overlay",
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": head + above, "b": 8},
        # beside the names of rows, where a phone shows it first
        legend={
            "title": {"text": _NOTES[layer], "font": {"size": _FONT}, "side": "top"},
            "orientation": "h",
            "entrywidthmode": "fraction",
            "entrywidth": 1,
            "xref": "container",
            "yref": "container",
            "xanchor": "left",
            "yanchor": "top",
            "font": {"size": _FONT},
        },
    )
    across = {
        "tickvals": columns.ticks,
        "ticktext": column_names,
        "tickangle": -90 if turned else 0,
        "tickfont": {"size": _FONT},
        "range": [-0.5, columns.length - 0.5],
        **_BARE,
    }
    figure.update_xaxes(across | {"side": "top"})
    if tall:
        # whoever reads the last row should not have to scroll to the first for the names
        figure.add_scatter(x=[0], y=[0], xaxis="x2", mode="none", showlegend=False, hoverinfo="skip")
        figure.update_layout(xaxis2=across | {"side": "bottom", "overlaying": "x"})
    figure.update_yaxes(
        tickvals=rows.ticks,
        ticktext=row_names,
        tickfont={"size": _FONT},
        range=[rows.length - 0.5, -0.5],
        **_BARE,
    )
    _add_separators(figure, rows, columns)
    return figure


def _add_empty(figure: go.Figure, cells: list[Any], rows: Places, columns: Places) -> None:
    """Add the cells where nothing stands: one pale sheet, so that a sparse matrix stays a small page."""
    if not cells:
        return
    sheet: list[list[int | None]] = [[None] * columns.length for _ in range(rows.length)]
    for cell in cells:
        sheet[rows.places[cell.row]][columns.places[cell.column]] = 0
    figure.add_heatmap(
        z=sheet,
        x=list(range(columns.length)),
        y=list(range(rows.length)),
        colorscale=[[0, TILE], [1, TILE]],
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=_GAP,
        ygap=_GAP,
        hoverongaps=False,
        name="neither",
        legendgroup="neither",
        hovertemplate=f"%{{y}} × %{{x}}<br>{WORDS['neither']}<extra></extra>",
    )


def _add_cells(
    figure: go.Figure, mark: Mark, cells: list[Any], rows: Places, columns: Places, gaps: tuple[float, float]
) -> None:
    """Add the cells of one look, each a bar with a place of its own: bars know hatches, frames and text."""
    # a frame is drawn on the edge, half of it outside
    across, down = (1 - gap * (1.6 if mark.frame else 1) for gap in gaps)
    figure.add_bar(
        orientation="h",
        base=[columns.places[cell.column] - across / 2 for cell in cells],
        x=[across] * len(cells),
        y=[rows.places[cell.row] for cell in cells],
        width=down,
        text=[mark.glyph] * len(cells),
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": _FONT if mark.glyph.isdigit() else 14},
        hovertext=[words_of(cell) for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
        name=label(mark.words, 60),
        legendgroup=mark.group,
        showlegend=False,
        **mark.style(),
    )


def _add_legend(figure: go.Figure, found: list[tuple[Mark, Any]]) -> int:
    """Add a line of words for each look that occurs, in the order of the states and verdicts; return their number."""
    counts: dict[str, int] = {}
    shown: dict[str, Mark] = {}
    for mark, _ in found:
        # a hollow cell stands for its state and its verdict
        for line in (mark, *mark.also):
            counts[line.group] = counts.get(line.group, 0) + 1
            shown[line.group] = line
    for group in sorted(shown, key=[*VERDICTS, *WORDS].index):
        figure.add_bar(
            x=[None],
            y=[None],
            name=f"{shown[group].words} ({counts[group]:,})",
            legendgroup=group,
            showlegend=True,
            hoverinfo="skip",
            **shown[group].style(),
        )
    return len(shown)


def _add_separators(figure: go.Figure, rows: Places, columns: Places) -> None:
    """Add a line before each group, and the names of groups of rows."""
    line = {"color": LINE, "width": 1}
    for place, name in rows.headings.items():
        # nothing else stands in the row of a heading, so that a long one need not be wrapped
        text = f"<b>{label(name, 200)}</b>"
        place_of = {"xref": "paper", "x": 0, "xanchor": "left", "y": place + 0.4, "yanchor": "bottom"}
        figure.add_annotation(**place_of, text=text, showarrow=False, font_size=_FONT)
        if place:
            figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=place - 0.5, y1=place - 0.5, line=line)
    for place in columns.headings:
        if place:
            figure.add_shape(type="line", yref="paper", y0=0, y1=1, x0=place - 0.5, x1=place - 0.5, line=line)
