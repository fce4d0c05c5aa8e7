"""Where things stand in a timeline: the rows of its lanes, in pixels from the upper edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.charts.base import label, line_count
from claimbook.charts.flags import flag_rows, packed_rows, short, width_of
from claimbook.charts.times import Scale

BAR = 18
RIBBON = 16
FLAG = 14
FOOT = 9
NAME_WIDTH = 18
_PAD = 7
_LINE = 16
_MOST_ROWS = 4

# rows of a frame as named tuples
Rows = Sequence[Any]


@dataclass(frozen=True)
class Lane:
    """One lane: its rows of spans, marks and ribbons, and where they stand.

    Attributes
    ----------
    name : str
        The lane's name.
    top, bottom : float
        Its edges.
    bars : float
        Upper edge of its uppermost row of bars.
    rows : list of int
        The row of bars in which each span stands; spans that overlap stand below each other.
    flags : list of int or None
        The row of each mark's flag above the bars.
    ribbons : dict of str to float
        Label of a ribbon to the middle of its row.
    """

    name: str
    spans: Rows
    marks: Rows
    strips: Rows
    top: float
    bottom: float
    bars: float
    rows: list[int]
    flags: list[int | None]
    ribbons: dict[str, float]

    def middle(self, row: int) -> float:
        """Return the middle of a row of bars."""
        return self.bars + BAR * row + BAR / 2

    @property
    def centre(self) -> float:
        """The middle of all rows of bars."""
        return self.bars + BAR * (max(self.rows, default=0) + 1) / 2


def lanes_of(spans: pd.DataFrame, marks: pd.DataFrame, ribbons: pd.DataFrame, scale: Scale) -> list[Lane]:
    """Return the lanes in the order of their first span, from top to bottom."""
    found: list[Lane] = []
    top = 0.0
    own, dated, strips = map(_by_lane, (spans, marks, ribbons))
    for name, rows in own.items():
        found.append(_lane(name, rows, dated.get(name, []), strips.get(name, []), scale, top))
        top = found[-1].bottom
    return found


def _by_lane(frame: pd.DataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in frame.itertuples():
        found.setdefault(str(row.lane), []).append(row)
    return found


def beside(spans: Rows, rows: Sequence[int], scale: Scale, size: int) -> list[str]:
    """Return where the label of each span of a lane finds room: right or left of its bar, inside, or nowhere (empty).

    A span whose label is the name of its lane needs none.
    """
    ends = [(scale.pixels(scale.number(span.start)), scale.pixels(scale.end(span))) for span in spans]
    found = []
    for place, (span, row) in enumerate(zip(spans, rows, strict=True)):
        left, right = ends[place]
        room = width_of(short(span.label, 30), size) + (22 if span.unknown else 10)
        others = [ends[other] for other in range(len(ends)) if other != place and rows[other] == row]
        free = {
            "right": right + room <= min([scale.width, *(start for start, _ in others if start >= right)]),
            "left": left - room >= max([0, *(end for _, end in others if end <= left)]),
            "inside": right - left >= room,
        }
        wanted = span.label and span.label != span.lane
        found.append(next((side for side, room_there in free.items() if wanted and room_there), ""))
    return found


def _lane(name: str, spans: Rows, marks: Rows, ribbons: Rows, scale: Scale, top: float) -> Lane:
    rows = packed_rows([(scale.number(span.start), scale.end(span)) for span in spans])
    flags = flag_rows(
        [scale.pixels(scale.number(mark.date)) for mark in marks],
        [width_of(short(mark.label)) + 6 for mark in marks],
        _MOST_ROWS,
    )
    most = max((row + 1 for row in flags if row is not None), default=0)
    bars = top + _PAD + (FOOT + FLAG * most if flags else 0)
    below = bars + BAR * (max(rows) + 1)
    # a name of several lines needs its room beside the bars
    lack = _LINE * line_count(label(name, NAME_WIDTH)) - BAR * (max(rows) + 1)
    below += max(0, lack / 2)
    bars += max(0, lack / 2)
    below += max(0, lack / 2)
    middles = {}
    for text in dict.fromkeys(strip.label for strip in ribbons):
        middles[text] = below + 3 + RIBBON / 2
        below += RIBBON
    below += 3 if middles else 0
    return Lane(name, spans, marks, ribbons, top, below + _PAD, bars, rows, flags, middles)
