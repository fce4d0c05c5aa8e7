"""The words on a map: names and amounts of countries, and where those of the outlined ones find room."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.charts.base import CHARACTER, label
from claimbook.charts.borders import countries
from claimbook.charts.classes import NO_VALUE, Classes
from claimbook.charts.drawing import Drawing
from claimbook.charts.land import PHONE, Shape, View
from claimbook.charts.layout import Box, overlap
from claimbook.theme import PLATE

_HOVER = 42
_FONT = 12
_LINE = 15


@dataclass(frozen=True)
class Rows:
    """The amounts by country, their classes and words."""

    amounts: dict[str, float]
    names: dict[str, str]
    told: dict[str, str]
    classes: Classes

    def word(self, code: str) -> str:
        """Return the class of a country; one without a row has no value."""
        return self.classes.word(self.amounts.get(code, float("nan")))

    def name(self, code: str) -> str:
        """Return the name of a country, as the frame has it if it does."""
        known = countries()
        return self.names.get(code) or (known[code].name if code in known else code)

    def words(self, code: str, unit: str) -> str:
        """Return what shows on hovering over a country: its name, and the amount with its range."""
        said = f"{self.told[code]} {unit}".strip() if code in self.told else NO_VALUE
        return f"<b>{label(self.name(code), _HOVER)}</b><br>{label(said, _HOVER)}"


def told_of(table: pd.DataFrame) -> dict[str, str]:
    """Return each amount in words, with its range where it has one."""
    told = {}
    for row in table.itertuples():
        if not pd.isna(row.amount):
            ends = "" if pd.isna(row.low) else f" ({_number(row.low)} to {_number(row.high)})"
            told[str(row.Index)] = f"{_number(row.amount)}{ends}"
    return told


def _number(amount: float) -> str:
    """Return a number with as many decimals as say something.

    Examples
    --------
    >>> [_number(amount) for amount in (1234.5, 12.34, 0.05861, 3, 0)]
    ['1,234', '12.3', '0.059', '3', '0']
    """
    return f"{amount:,.0f}" if amount >= 100 or amount % 1 == 0 else f"{amount:.{3 if amount >= 1 else 2}g}"


def add_names(drawing: Drawing, shapes: Mapping[str, Shape], rows: Rows, view: View, highlight: Sequence[str]) -> None:
    """Add name and amount of each outlined country, the largest first, where these do not collide on a phone."""
    named = sorted(
        (code for code in dict.fromkeys(highlight) if code in shapes), key=lambda code: _extent(shapes[code])
    )
    taken: list[Box] = []
    for code in reversed(named):
        text = "<br>".join([f"<b>{label(rows.name(code), 18)}</b>", *([rows.told[code]] if code in rows.told else [])])
        for place, room in _sides(text, shapes[code], view):
            inside = room[0] >= 0 and room[2] <= PHONE
            if inside and not any(overlap(room, other) for other in taken):
                taken.append(room)
                words = {"text": text, "showarrow": False, "font_size": _FONT, "bgcolor": PLATE, "borderpad": 1}
                drawing.add_annotation(**place, **words)
                break


def _extent(shape: Shape) -> float:
    return (shape.box[2] - shape.box[0]) * (shape.box[3] - shape.box[1])


def _sides(text: str, shape: Shape, view: View) -> list[tuple[dict[str, Any], Box]]:
    """Return where a name can stand, the best first, with the room that it takes on a phone.

    In the middle of a country that it does not hide, else beside it.
    """
    lines = re.sub(r"</?b>", "", text).split("<br>")
    wide, high = CHARACTER * _FONT * max(map(len, lines)) + 4, float(_LINE * len(lines) + 4)
    west, south, east, north = shape.box
    (left, top), (right, bottom) = view.at((west, north)), view.at((east, south))
    (x, y), (middle_x, middle_y) = view.at(shape.centre), shape.centre
    found = [
        (_at(east, middle_y, "left"), (right, y - high / 2)),
        (_at(middle_x, south, "center", "top"), (x - wide / 2, bottom)),
        (_at(middle_x, north, "center", "bottom"), (x - wide / 2, top - high)),
        (_at(east, south, "right", "top"), (right - wide, bottom)),
        (_at(east, north, "right", "bottom"), (right - wide, top - high)),
        (_at(west, south, "left", "top"), (left, bottom)),
        (_at(west, north, "left", "bottom"), (left, top - high)),
        (_at(west, middle_y, "right"), (left - wide, y - high / 2)),
    ]
    centre = (_at(middle_x, middle_y, "center"), (x - wide / 2, y - high / 2))
    order = [centre, *found] if right - left > wide and bottom - top > 2 * high else [*found, centre]
    return [(place, (across, down, across + wide, down + high)) for place, (across, down) in order]


def _at(x: float, y: float, side: str, level: str = "middle") -> dict[str, Any]:
    """Return the place of an annotation, a little off what it names."""
    across = {"left": 6, "right": -6}.get(side, 0) if level == "middle" else 0
    down = {"bottom": 4, "top": -4}.get(level, 0)
    place = {"x": round(x, 2), "y": round(y, 2), "xanchor": side, "yanchor": level}
    return place | {"xshift": across, "yshift": down}
