"""The labels above a panel of a chart along time: flags of dated marks, above them strips of named times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.charts.base import label
from claimbook.charts.drawing import Drawing
from claimbook.charts.flags import SMALL, flag_rows, packed_rows, short, width_of
from claimbook.charts.times import Scale, during
from claimbook.theme import INK, VOID

_ROW = 15
_MOST_ROWS = 5
_FOOT = 8
_STRIP = _ROW + 6
_LONGEST = 24


@dataclass(frozen=True)
class Head:
    """The labels above a panel, in pixels from its upper edge: rows of marks' flags, above them rows of spans."""

    flags: list[int | None]
    strips: list[int]
    flag_height: int

    @property
    def height(self) -> int:
        """How many pixels all rows need."""
        spans = _STRIP * (max(self.strips) + 1) if self.strips else 0
        return self.flag_height + spans


def head_of(spans: pd.DataFrame, marks: pd.DataFrame, scale: Scale) -> Head:
    """Place the labels of named spans and of marks above a panel."""
    starts = [scale.pixels(scale.number(date)) for date in marks["date"]]
    widths = [width_of(short(text)) + 6 for text in marks["label"].astype("str")]
    flags = flag_rows(starts, widths, _MOST_ROWS)
    rows = max((row + 1 for row in flags if row is not None), default=0)
    stretches = [_stretch(span, scale)[:2] for span in spans.itertuples()]
    return Head(flags, packed_rows(stretches), _FOOT + 4 + _ROW * rows if flags else 0)


def add_head(drawing: Drawing, head: Head, spans: pd.DataFrame, marks: pd.DataFrame, scale: Scale, axis: str) -> None:
    """Add strips and flags to the axis above a panel, which counts pixels."""
    for row, span in zip(head.strips, spans.itertuples(), strict=True):
        _add_strip(drawing, span, head.flag_height + _STRIP * row, scale, axis)
    if head.flags:
        _add_flags(drawing, marks, head.flags, scale, axis)


def _words(span: Any) -> str:
    return short(str(span.label), _LONGEST) + (" ?" if span.unknown else "")


def _stretch(span: Any, scale: Scale) -> tuple[float, float, bool]:
    """Return from where to where the strip of a span and its words need room, in pixels, and whether they end it."""
    left, right = (scale.pixels(scale.clipped(end)) for end in (scale.number(span.start), scale.end(span)))
    room = width_of(_words(span)) + 8
    at_end = left + room > scale.width
    return (min(left, right - room), right, True) if at_end else (left, max(right, left + room), False)


def _add_strip(drawing: Drawing, span: Any, low: float, scale: Scale, axis: str) -> None:
    """Add the strip of a span with its name above it; it ends in an arrow where the span goes on."""
    first, last = (scale.clipped(end) for end in (scale.number(span.start), scale.end(span)))
    at_end = _stretch(span, scale)[2]
    drawing.add_annotation(
        x=scale.written(last if at_end else first),
        xanchor="right" if at_end else "left",
        yref=axis,
        y=low + 5,
        yanchor="bottom",
        text=label(_words(span), 100),
        showarrow=False,
        font_size=SMALL,
        borderpad=0,
    )
    goes_on = pd.isna(span.end) and not span.unknown
    middles = 12
    drawing.add_scatter(
        x=[scale.written(first + (last - first) * part / middles) for part in range(middles + 1)],
        y=[low + 3] * (middles + 1),
        yaxis=axis,
        mode="lines+markers" if goes_on else "lines",
        line={"width": 4, "color": VOID},
        marker={
            "symbol": "triangle-right",
            "size": [0] * middles + [10],
            "color": VOID,
            "opacity": 1,
            "line": {"width": 0},
        },
        hovertext=[f"<b>{label(str(span.label), 42)}</b><br>{during(span.start, span.end, span.unknown)}"]
        * (middles + 1),
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
        name="span",
    )


def _add_flags(drawing: Drawing, marks: pd.DataFrame, rows: Sequence[int | None], scale: Scale, axis: str) -> None:
    """Add a sign for each mark, and its pole and name where these find room."""
    places = [scale.written(scale.number(date)) for date in marks["date"]]
    drawing.add_scatter(
        x=places,
        y=[_FOOT / 2] * len(places),
        yaxis=axis,
        mode="markers",
        marker={"symbol": "triangle-down", "size": 8, "color": INK, "opacity": 1},
        hovertext=[f"<b>{label(str(mark.label), 42)}</b><br>{mark.date:%Y-%m-%d}" for mark in marks.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
        name="marks",
    )
    poles, words = [], []
    for place, row, text in zip(places, rows, marks["label"].astype("str"), strict=True):
        if row is None:
            continue
        low = _FOOT + _ROW * row
        foot = {"type": "line", "line": {"width": 1, "color": INK}, "yref": axis, "y0": 0}
        poles.append(foot | {"x0": place, "x1": place, "y1": low + 12})
        where = {"x": place, "xanchor": "left", "xshift": 2, "yref": axis, "y": low, "yanchor": "bottom"}
        words.append(where | {"text": label(short(text), 100), "showarrow": False, "font_size": SMALL, "borderpad": 0})
    drawing.add_shapes(poles)
    drawing.add_annotations(words)
