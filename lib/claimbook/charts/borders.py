"""The borders that maps draw: rings of each country from the file beside this module, simplified to what shows."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "borders.json"
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Line = Sequence[Point]


@dataclass(frozen=True)
class Country:
    """One country: its name as the border file has it, and its rings (holes among them) as indices of arcs."""

    name: str
    rings: tuple[tuple[int, ...], ...]

    @property
    def mainland(self) -> Box:
        """The box around the largest ring and those that are a fifth of it or more."""
        rings = [joined(ring, arcs()) for ring in self.rings]
        least = max(map(area, rings)) / 5
        return box_of([point for ring in rings if area(ring) >= least for point in ring])


@cache
def _held() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return held


def source() -> tuple[str, str]:
    """Return who drew the borders, with the version, and the note on what they express."""
    return _held()["source"], _held()["note"]


@cache
def arcs() -> tuple[tuple[Point, ...], ...]:
    """Return the lines from which rings are joined, in degrees; neighbours share the line between them."""
    return tuple(tuple(_points(numbers, _held()["scale"])) for numbers in _held()["arcs"])


@cache
def countries() -> dict[str, Country]:
    """Return the countries by ISO 3166-1 alpha-3 in lower case; `none` holds what belongs to no row of the data.

    Notes
    -----
    Natural Earth, public domain; the version stands in the file, which `reports/borders.py` makes.

    Examples
    --------
    >>> len(countries()["mli"].rings), countries()["mli"].name
    (1, 'Mali')
    """
    return {code: Country(row["name"], tuple(map(tuple, row["rings"]))) for code, row in _held()["countries"].items()}


def joined(ring: Sequence[int], lines: Sequence[Line] | Mapping[int, Line]) -> list[Point]:
    """Return the closed ring that some lines make; one with a negative index runs backwards.

    Examples
    --------
    >>> joined([0, ~1], [[(0, 0), (1, 0)], [(0, 0), (1, 1), (1, 0)]])
    [(0, 0), (1, 0), (1, 1), (0, 0)]
    """
    points: list[Point] = []
    for index in ring:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points += line[1:] if points else line
    return points


def unwrapped(ring: Line) -> list[list[Point]]:
    """Return a ring that crosses the 180th meridian as the parts on both sides of it; another one stays as it is.

    Examples
    --------
    >>> unwrapped([(179, 0), (-179, 0), (-179, 1), (179, 1), (179, 0)])[1]
    [(-180.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (-180.0, 1.0)]
    """
    points, turns = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        points.append((x + 360 * turns, y))
    if all(abs(x) <= 180 for x, _ in points):
        return [list(ring)]
    parts = []
    for shift in (0, 360, -360):
        part = clipped(points, (-180.0 + shift, -90.0, 180.0 + shift, 90.0))
        parts.append([(float(x - shift), float(y)) for x, y in part])
    return [part for part in parts if part]


def _points(numbers: Sequence[int], scale: int) -> list[Point]:
    """Return a line in degrees from its first point and the steps from point to point."""
    x = y = 0
    points = []
    for across, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + up
        points.append((x / scale, y / scale))
    return points


def area(ring: Line) -> float:
    """Return the area of a ring in square degrees.

    Examples
    --------
    >>> area([(0, 0), (2, 0), (2, 1), (0, 1)])
    2.0
    """
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def box_of(points: Line) -> Box:
    """Return the box around points: left, low, right, high."""
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def middle(ring: Line) -> Point:
    """Return the centre of gravity of a ring.

    Examples
    --------
    >>> middle([(0, 0), (2, 0), (2, 1), (0, 1)])
    (1.0, 0.5)
    """
    whole = across = up = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        part = x0 * y1 - x1 * y0
        whole, across, up = whole + part, across + (x0 + x1) * part, up + (y0 + y1) * part
    return (across / (3 * whole), up / (3 * whole)) if whole else ring[0]


def touch(a: Box, b: Box) -> bool:
    """Whether two boxes share some room."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def clipped(ring: Line, box: Box) -> list[Point]:
    """Return the part of a ring that lies in a box, closed along its edges (Sutherland and Hodgman).

    Examples
    --------
    >>> clipped([(0, 0), (4, 0), (4, 4), (0, 4)], (1, 1, 2, 2))
    [(1.0, 2), (1.0, 1), (2, 1.0), (2.0, 2)]
    """
    points, own = list(ring), box_of(ring)
    for side, sign in enumerate((1, 1, -1, -1)):
        axis, limit = side % 2, box[side]
        if sign * (own[side] - limit) >= 0:
            # all of it lies on the inner side
            continue
        found: list[Point] = []
        for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
            inside, was = (sign * (point[axis] - limit) >= 0 for point in (here, before))
            if inside != was:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
                found.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                found.append(here)
        points = found
    return points


def simplified(points: Line, tolerance: float) -> list[Point]:
    """Return a line without the points that lie closer than a tolerance to it; its ends stay (Douglas and Peucker).

    Examples
    --------
    >>> simplified([(0, 0), (1, 0.01), (2, 0), (3, 5)], 0.1)
    [(0, 0), (2, 0), (3, 5)]
    """
    return [point for point, far in zip(points, prominences(points), strict=True) if far > tolerance]


def simplified_arc(index: int, tolerance: float) -> list[Point]:
    """Return the arc of an index, simplified: all arcs are worked out once, for all tolerances."""
    return [point for point, far in zip(arcs()[index], _all_prominences()[index], strict=True) if far > tolerance]


def prominences(points: Line) -> list[float]:
    """Return the tolerance above which each point of a line is left out by Douglas and Peucker; its ends never are.

    Examples
    --------
    >>> [round(one, 3) for one in prominences([(0, 0), (1, 0.1), (2, 3), (3, 0), (4, 0)])]
    [inf, 0.777, 3.0, 0.832, inf]
    """
    found = [math.inf] * len(points)
    waiting = [(0, len(points) - 1, math.inf)]
    while waiting:
        first, last, least = waiting.pop()
        if last - first < 2:
            continue
        far, place = max((_distance(points[one], points[first], points[last]), -one) for one in range(first + 1, last))
        # what hangs on a point goes when the point goes
        found[-place] = least = min(far, least)
        waiting += [(first, -place, least), (-place, last, least)]
    return found


@cache
def _all_prominences() -> list[list[float]]:
    return list(map(prominences, arcs()))


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    share = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length if length else 0
    share = min(max(share, 0), 1)
    return float(((x - x0 - share * (x1 - x0)) ** 2 + (y - y0 - share * (y1 - y0)) ** 2) ** 0.5)
