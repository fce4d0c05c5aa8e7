"""Dots on lines: a value for each category, with its range where it is an estimate."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import distinct, label, line_count, require, unit_title
from claimbook.charts.drawing import Drawing
from claimbook.errors import ClaimbookError
from claimbook.theme import BLUE, KINDS

# shapes that stay apart in grey and when they are small
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "hourglass", "pentagon", "bowtie")
_WIDTH = 20
_LINE = 15
_STEP = 16


@dataclass(frozen=True)
class _Columns:
    """The names of the columns that hold what is drawn."""

    category: str
    value: str
    low: str | None
    high: str | None
    group: str | None


def dots(
    frame: pd.DataFrame,
    category: str,
    value: str,
    low: str | None = None,
    high: str | None = None,
    group: str | None = None,
    unit: str = "",
) -> go.Figure:
    """Draw one dot for each row, the categories from top to bottom in the frame's order.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a dot.
    category, value : str
        Columns with the name of the line and where its dot stands; a row without a value says so.
    low, high : str, optional
        Columns with the ends of the range; a row without them is a dot without a range.
    group : str, optional
        Column with a second name; each has its colour and symbol, and they stand below each other on a line.
    unit : str
        What the values are, for the axis.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each group.

    Raises
    ------
    ClaimbookError
        If there is no row, a range has one end only, or a value lies outside of its range.

    Examples
    --------
    >>> rates = pd.DataFrame({"country": ["Mali", "Somalia"], "rate": [1.5, 2.5], "least": [1, 2], "most": [2, 4]})
    >>> figure = dots(rates, "country", "rate", "least", "most")
    >>> list(figure.data[0].x), list(figure.data[0].error_x.array)
    ([1.5, 2.5], [0.5, 1.5])
    """
    columns = _Columns(category, value, low, high, group)
    frame = _checked(frame, columns)
    names, groups = distinct(frame[category]), [""] if group is None else distinct(frame[group])
    labels = [label(name, _WIDTH) for name in names]
    row_height = max(14 + _LINE * max(map(line_count, labels)), 14 + _STEP * len(groups))
    drawing = Drawing(height=100 + 10 * len(groups) + row_height * len(names))
    _add_groups(drawing, frame, columns, names, groups, _STEP / row_height, unit)
    _set_layout(drawing, labels, unit, grouped=group is not None)
    return drawing.figure()


def _checked(frame: pd.DataFrame, columns: _Columns) -> pd.DataFrame:
    """Return the frame with numbers for numbers, or refuse one that can't be drawn."""
    category, value, low, high, group = columns.category, columns.value, columns.low, columns.high, columns.group
    if (low is None) != (high is None):
        raise ClaimbookError("a range has two ends: give low and high, or neither")
    require(frame, [name for name in (category, value, low, high, group) if name is not None], "rows")
    # a missing value may come as None, which no number format takes
    numbers = [name for name in (value, low, high) if name is not None]
    frame = frame.assign(**{name: pd.to_numeric(frame[name]) for name in numbers})
    if low is None or high is None:
        return frame
    for name, number, least, most in zip(frame[category], frame[value], frame[low], frame[high], strict=True):
        if pd.isna(least) != pd.isna(most):
            raise ClaimbookError(f"the range of {name!r} has one end only: {least} to {most}")
        if not any(map(pd.isna, (number, least, most))) and not least <= number <= most:
            raise ClaimbookError(f"the value of {name!r} lies outside of its range: {number}, {least} to {most}")
    return frame


def _add_groups(
    drawing: Drawing,
    frame: pd.DataFrame,
    columns: _Columns,
    names: list[str],
    groups: list[str],
    step: float,
    unit: str,
) -> None:
    """Add the dots of each group, a `step` below those of the group before, and words where a value is missing."""
    missing: dict[str, list[tuple[float, str]]] = {}
    for place, group in enumerate(groups):
        shift = (place - (len(groups) - 1) / 2) * step
        rows = frame if columns.group is None else frame[frame[columns.group].astype("str") == group]
        heights = [names.index(str(text)) + shift for text in rows[columns.category]]
        _add_dots(drawing, rows, columns, heights, place, group, unit)
        texts = rows[columns.category].astype("str")
        for text, number, height in zip(texts, rows[columns.value], heights, strict=True):
            if pd.isna(number):
                missing.setdefault(text, []).append((height, group))
    _add_gaps(drawing, missing, len(groups))


def _add_dots(
    drawing: Drawing, rows: pd.DataFrame, columns: _Columns, heights: list[float], place: int, group: str, unit: str
) -> None:
    """Add the dots of one group, in the colour and symbol of its place."""
    colour = BLUE if columns.group is None else KINDS[place % len(KINDS)]
    drawing.add_scatter(
        name=label(group),
        mode="markers",
        x=[None if pd.isna(number) else float(number) for number in rows[columns.value]],
        y=heights,
        marker={"size": 10, "symbol": SYMBOLS[place % len(SYMBOLS)], "color": colour},
        error_x=_ranges(rows, columns),
        hovertext=[_words(row, columns, group, unit) for row in rows.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _add_gaps(drawing: Drawing, missing: dict[str, list[tuple[float, str]]], group_count: int) -> None:
    """Say where a value is missing, so that nobody takes the gap for a zero."""
    for places in missing.values():
        every = len(places) == group_count
        for height, name in [(sum(height for height, _ in places) / len(places), "")] if every else places:
            said = f"no value: {label(name, 42)}" if name else "no value"
            drawing.add_annotation(
                xref="paper", x=0, xanchor="left", y=height, text=said, showarrow=False, font_size=11
            )


def _set_layout(drawing: Drawing, labels: list[str], unit: str, grouped: bool) -> None:
    drawing.update_layout(showlegend=grouped, hovermode="closest")
    drawing.update_yaxes(
        tickvals=list(range(len(labels))),
        ticktext=labels,
        range=[len(labels) - 0.5, -0.5],
        # the line leads the eye from the name to its dot
        showgrid=True,
        zeroline=False,
        fixedrange=True,
    )
    drawing.update_xaxes(title=unit_title(unit), showgrid=False, zeroline=True, nticks=6, fixedrange=True)


def _ranges(rows: pd.DataFrame, columns: _Columns) -> dict[str, object] | None:
    if columns.low is None or columns.high is None:
        return None
    values = rows[columns.value]
    above, below = (rows[columns.high] - values).fillna(0), (values - rows[columns.low]).fillna(0)
    ends = {"array": [float(size) for size in above], "arrayminus": [float(size) for size in below]}
    return {"type": "data", "symmetric": False, "thickness": 2, "width": 0} | ends


def _words(row: dict[str, object], columns: _Columns, group: str, unit: str) -> str:
    """Return what shows on hovering over a dot."""
    title = f"{row[columns.category]}, {group}" if group else str(row[columns.category])
    number = f"{row[columns.value]:,g} {unit}".strip()
    if columns.low is not None and columns.high is not None and not pd.isna(row[columns.low]):
        number += f" ({row[columns.low]:,g} to {row[columns.high]:,g})"
    return f"<b>{label(title, 42)}</b><br>{label(number, 42)}"
