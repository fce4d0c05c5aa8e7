"""Dots on lines: a value for each category, with its range where it is an estimate."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, line_count, new_figure, require
from claimbook.errors import ClaimbookError
from claimbook.theme import BLUE, KINDS

# shapes that stay apart in grey and when they are small
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "hourglass", "pentagon", "bowtie")
_WIDTH = 20
_LINE = 15
_STEP = 16


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
    if (low is None) != (high is None):
        raise ClaimbookError("a range has two ends: give low and high, or neither")
    require(frame, [name for name in (category, value, low, high, group) if name is not None], "rows")
    if low is not None and high is not None:
        _check_ranges(frame, category, value, low, high)
    names = list(dict.fromkeys(frame[category].astype("str")))
    groups = [""] if group is None else list(dict.fromkeys(frame[group].astype("str")))
    labels = [label(name, _WIDTH) for name in names]
    row_height = max(14 + _LINE * max(map(line_count, labels)), 14 + _STEP * len(groups))
    step = _STEP / row_height
    figure = new_figure(height=100 + 10 * len(groups) + row_height * len(names))
    missing: dict[str, list[tuple[float, str]]] = {}
    for place, name in enumerate(groups):
        shift = (place - (len(groups) - 1) / 2) * step
        rows = frame if group is None else frame[frame[group].astype("str") == name]
        heights = [names.index(str(text)) + shift for text in rows[category]]
        values = [None if pd.isna(number) else float(number) for number in rows[value]]
        figure.add_scatter(
            name=label(name),
            mode="markers",
            x=values,
            y=heights,
            marker={"size": 10, "symbol": SYMBOLS[place % len(SYMBOLS)], "color": KINDS[place % len(KINDS)]},
            error_x=_ranges(rows, value, low, high),
            hovertext=[_words(row, category, name, value, low, high, unit) for row in rows.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
            **({"marker_color": BLUE} if group is None else {}),
        )
        for text, number, height in zip(rows[category].astype("str"), values, heights, strict=True):
            if number is None:
                missing.setdefault(text, []).append((height, name))
    for places in missing.values():
        # a gap is said, so that nobody takes it for a zero
        every = len(places) == len(groups)
        for height, name in [(sum(height for height, _ in places) / len(places), "")] if every else places:
            said = f"no value: {label(name, 42)}" if name else "no value"
            figure.add_annotation(xref="paper", x=0, xanchor="left", y=height, text=said, showarrow=False, font_size=11)
    figure.update_layout(showlegend=group is not None, hovermode="closest")
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=labels,
        range=[len(names) - 0.5, -0.5],
        # the line leads the eye from the name to its dot
        showgrid=True,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_xaxes(
        title={"text": label(unit), "font": {"size": 12}}, showgrid=False, zeroline=True, nticks=6, fixedrange=True
    )
    return figure


def _check_ranges(frame: pd.DataFrame, category: str, value: str, low: str, high: str) -> None:
    for name, number, least, most in zip(frame[category], frame[value], frame[low], frame[high], strict=True):
        if pd.isna(least) != pd.isna(most):
            raise ClaimbookError(f"the range of {name!r} has one end only: {least} to {most}")
        if not any(map(pd.isna, (number, least, most))) and not least <= number <= most:
            raise ClaimbookError(f"the value of {name!r} lies outside of its range: {number}, {least} to {most}")


def _ranges(rows: pd.DataFrame, value: str, low: str | None, high: str | None) -> dict[str, object] | None:
    if low is None or high is None:
        return None
    above, below = (rows[high] - rows[value]).fillna(0), (rows[value] - rows[low]).fillna(0)
    ends = {"array": [float(size) for size in above], "arrayminus": [float(size) for size in below]}
    return {"type": "data", "symmetric": False, "thickness": 2, "width": 0} | ends


def _words(
    row: dict[str, object], category: str, group: str, value: str, low: str | None, high: str | None, unit: str
) -> str:
    title = f"{row[category]}, {group}" if group else str(row[category])
    number = f"{row[value]:,g} {unit}".strip()
    if low is not None and high is not None and not pd.isna(row[low]):
        number += f" ({row[low]:,g} to {row[high]:,g})"
    return f"<b>{label(title, 42)}</b><br>{label(number, 42)}"
