"""Panels over one axis of time: an estimate in each, shaded times and dated marks, and above them their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, line_count
from claimbook.charts.drawing import Drawing
from claimbook.charts.estimates import Columns, add_estimates
from claimbook.charts.heads import add_head, head_of
from claimbook.charts.times import Scale, year_step
from claimbook.theme import INK, LINE, SHADE

# the axis of a page of 360 pixels has this much beside the numbers of the y axis
LEAST = 240
_GAP = 26
_TITLE_LINE = 17


@dataclass(frozen=True)
class Panel:
    """One panel: its title (empty for none), its placed rows, its spans and marks, and which of these it names."""

    title: str
    rows: pd.DataFrame
    spans: pd.DataFrame
    marks: pd.DataFrame
    named_spans: pd.DataFrame
    named_marks: pd.DataFrame


def draw(panels: Sequence[Panel], columns: Columns, scale: Scale, unit: str, plot_height: int) -> go.Figure:
    """Return the figure of some panels, one under the other over the same axis of time.

    The labels of spans and marks find their places at the least width; a mark whose label finds none has its sign and
    its words on hovering.
    """
    note = _note(unit, ranged=columns.low is not None)
    heads = [head_of(panel.named_spans, panel.named_marks, scale) for panel in panels]
    top = _TITLE_LINE * line_count(note) + 4 if note else 0
    heights = [_title_height(panel) + head.height + plot_height for panel, head in zip(panels, heads, strict=True)]
    whole = top + sum(heights) + _GAP * (len(panels) - 1)
    drawing = Drawing(height=whole + 54)
    drawing.update_layout(margin={"l": 8, "r": 16, "t": 14, "b": 40}, hovermode="closest", hoverdistance=30)
    _add_words(drawing, note, 1.0)
    below = float(top)
    for place, (panel, head, height) in enumerate(zip(panels, heads, heights, strict=True)):
        if panel.title:
            _add_words(drawing, f"<b>{label(panel.title, 34)}</b>", 1 - below / whole)
        upper = below + _title_height(panel) + head.height
        axes = (_axis(place), _axis(len(panels) + place))
        _set_axis(drawing, panel, axes[0], (1 - (upper + plot_height) / whole, 1 - upper / whole))
        if head.height:
            span = {"domain": [1 - upper / whole, 1 - (upper - head.height) / whole], "range": [0, head.height]}
            drawing.layout[f"yaxis{axes[1][1:]}"] = span | {"visible": False, "fixedrange": True}
        _add_times(drawing, panel, scale, axes[0])
        add_head(drawing, head, panel.named_spans, panel.named_marks, scale, axes[1])
        add_estimates(drawing, panel.rows, columns, scale, unit, axes[0])
        below += height + _GAP
    _set_time_axis(drawing, scale, _axis(len(panels) - 1))
    return drawing.figure()


def _axis(place: int) -> str:
    return f"y{place + 1}" if place else "y"


def _note(unit: str, ranged: bool) -> str:
    """Return what the numbers count and how best, low and high look."""
    parts = [part for part in (unit, "line: best, band: low to high" if ranged else "") if part]
    together = "; ".join(parts)
    return label(together, 44) if len(together) <= 44 else "<br>".join(label(part, 40) for part in parts)


def _title_height(panel: Panel) -> int:
    return _TITLE_LINE * line_count(label(panel.title, 34)) + 3 if panel.title else 0


def _add_words(drawing: Drawing, text: str, height: float) -> None:
    """Add a line of words whose upper edge lies at a height of the paper."""
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": height, "yanchor": "top"}
    if text:
        drawing.add_annotation(**place, text=text, showarrow=False, align="left", font_size=13, borderpad=0)


def _add_times(drawing: Drawing, panel: Panel, scale: Scale, axis: str) -> None:
    """Add shaded times and dated lines to a panel."""
    shade = {"type": "rect", "layer": "below", "fillcolor": SHADE, "line": {"width": 0}}
    thin = {"type": "line", "line": {"width": 1, "color": INK, "dash": "dot"}}
    whole = {"yref": f"{axis} domain", "y0": 0, "y1": 1}
    shapes = []
    # a time that has no known end shades nothing
    for span in panel.spans[~panel.spans["unknown"]].itertuples():
        first, last = (scale.written(scale.clipped(end)) for end in (scale.number(span.start), scale.end(span)))
        shapes.append(shade | whole | {"x0": first, "x1": last})
    for date in panel.marks["date"]:
        at = scale.written(scale.number(date))
        shapes.append(thin | whole | {"x0": at, "x1": at})
    drawing.add_shapes(shapes)


def _set_axis(drawing: Drawing, panel: Panel, axis: str, domain: tuple[float, float]) -> None:
    numbers = panel.rows[["low", "best", "high"]]
    most, least = float(numbers.max().max()), min(float(numbers.min().min()), 0.0)
    drawing.layout[f"yaxis{axis[1:]}"] = {
        "domain": domain,
        "range": [least * 1.05, most * 1.06 or 1],
        # few things are counted in parts
        "dtick": 1 if most <= 3 and (numbers.dropna() % 1 == 0).all(axis=None) else None,
        "nticks": 5,
        "tickformat": ",",
        "fixedrange": True,
        "zeroline": True,
    }


def _set_time_axis(drawing: Drawing, scale: Scale, axis: str) -> None:
    ticks = (
        {"dtick": year_step(scale.last - scale.first, most=6), "tick0": 0, "tickformat": "d"} if scale.yearly else {}
    )
    drawing.update_layout(
        xaxis={
            "range": [scale.written(scale.first), scale.written(scale.last)],
            "type": "linear" if scale.yearly else "date",
            "anchor": axis,
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
            "tickcolor": LINE,
            "tickangle": 0,
            "nticks": 6,
            "fixedrange": True,
            **ticks,
        }
    )
