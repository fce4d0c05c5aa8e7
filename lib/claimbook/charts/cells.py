"""The cells of a matrix and the lines of its legend, as traces."""

from typing import Any

import pandas as pd

from claimbook.charts.base import label
from claimbook.charts.drawing import Drawing
from claimbook.charts.places import Places
from claimbook.charts.states import Mark, mark_of, text_of, words_of
from claimbook.matrix import STATES
from claimbook.theme import TILE, VERDICTS

FONT = 12
_GAP = 4
Found = list[tuple[Mark, Any]]


def marked(cells: pd.DataFrame, layer: str) -> Found:
    """Return each cell, as a named tuple, with its look."""
    most = int(cells["link_count"].max())
    return [
        (mark_of(layer, str(cell.state), str(cell.verdict), int(cell.link_count), most), cell)
        for cell in cells.itertuples()
    ]


def add_cells(drawing: Drawing, found: Found, rows: Places, columns: Places, width: float, row_height: float) -> None:
    """Add the cells, a trace for each look; width and height of a cell are in pixels."""
    _add_empty(drawing, [cell for mark, cell in found if mark.group == "neither"], rows, columns)
    gaps = (_GAP / width, _GAP / row_height)
    for mark in dict.fromkeys(mark for mark, _ in found):
        if mark.group != "neither":
            _add_look(drawing, mark, [cell for other, cell in found if other == mark], rows, columns, gaps)


def add_legend(drawing: Drawing, found: Found) -> int:
    """Add a line of words for each look that occurs, in the order of the states and verdicts; return their number."""
    counts: dict[str, int] = {}
    shown: dict[str, Mark] = {}
    for mark, _ in found:
        # a hollow cell stands for its state and its verdict
        for line in (mark, *mark.also):
            counts[line.group] = counts.get(line.group, 0) + 1
            shown[line.group] = line
    for group in sorted(shown, key=[*VERDICTS, *STATES].index):
        drawing.add_bar(
            x=[None],
            y=[None],
            name=f"{shown[group].words} ({counts[group]:,})",
            legendgroup=group,
            showlegend=True,
            hoverinfo="skip",
            **shown[group].style(),
        )
    return len(shown)


def _add_empty(drawing: Drawing, cells: list[Any], rows: Places, columns: Places) -> None:
    """Add the cells where nothing stands: one pale sheet, so that a sparse matrix stays a small page."""
    if not cells:
        return
    sheet: list[list[int | None]] = [[None] * columns.length for _ in range(rows.length)]
    for cell in cells:
        sheet[rows.places[cell.row]][columns.places[cell.column]] = 0
    drawing.add_heatmap(
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
        hovertemplate=f"%{{y}} × %{{x}}<br>{STATES['neither']}<extra></extra>",
    )


def _add_look(
    drawing: Drawing, mark: Mark, cells: list[Any], rows: Places, columns: Places, gaps: tuple[float, float]
) -> None:
    """Add the cells of one look, each a bar with a place of its own: bars know hatches, frames and text."""
    # a frame is drawn on the edge, half of it outside
    across, down = (1 - gap * (1.6 if mark.frame else 1) for gap in gaps)
    drawing.add_bar(
        orientation="h",
        base=[columns.places[cell.column] - across / 2 for cell in cells],
        x=[across] * len(cells),
        y=[rows.places[cell.row] for cell in cells],
        width=down,
        text=[text_of(cell, mark) for cell in cells],
        # where a click on the cell leads: the chain from it to statements, claims, evidence and sources
        customdata=[[cell.row, cell.column] for cell in cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": FONT if mark.glyph.isdigit() else 14},
        hovertext=[words_of(cell) for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
        name=label(mark.words, 60),
        legendgroup=mark.group,
        showlegend=False,
        **mark.style(),
    )
