"""What of the land lies on a map: the region around some countries, and their rings as far as they show."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimbook.charts.borders import (
    Box,
    Country,
    Point,
    arcs,
    area,
    box_of,
    clipped,
    joined,
    middle,
    simplified_arc,
    touch,
    unwrapped,
)

# the room for a map, in pixels: of a page of 360 pixels, and of a wide one
PHONE = 320
HEIGHT = 340
# pages give the map a room up to this much wider or narrower than it is high; what lies there is drawn too
_WIDEST, _NARROWEST = 3.2, 0.85
# the least map in degrees, and the margin around the countries in parts of their extent
_LEAST, _MARGIN = 14.0, 0.22
# a country that takes fewer pixels than this on a phone, across and down, is a dot
_DOT = 7
_WORLD: Box = (-170.0, -56.0, 180.0, 76.0)
# what lies outside of the region is drawn so much rougher
_ROUGH = 4
# the points of all rings together, about 45 kilobytes of figure
_MOST_POINTS = 3200


@dataclass(frozen=True)
class View:
    """A map's region in degrees: what it must show, and what shows on the widest and on the narrowest page."""

    box: Box
    drawn: Box

    @property
    def stretch(self) -> float:
        """How many degrees of longitude are as long as one of latitude, in the middle of the map."""
        return 1 / math.cos(math.radians((self.box[1] + self.box[3]) / 2))

    @property
    def pixel(self) -> float:
        """The degrees of latitude that a pixel takes where a phone shows the map."""
        return max((self.box[2] - self.box[0]) / self.stretch / PHONE, (self.box[3] - self.box[1]) / HEIGHT)

    def at(self, point: Point) -> Point:
        """Return where a point stands on a phone, in pixels from the left and upper edge of the region."""
        return (point[0] - self.box[0]) / self.stretch / self.pixel, (self.box[3] - point[1]) / self.pixel


@dataclass(frozen=True)
class Shape:
    """What a map shows of a country: rings, or a dot where these would be too small, and its mainland's box.

    Its outline leaves out what Natural Earth draws between two parts of it.
    """

    rings: list[list[Point]]
    outline: list[list[Point]]
    box: Box
    dot: bool

    @property
    def centre(self) -> Point:
        """The middle of the largest ring, or of the box."""
        if self.rings:
            return middle(max(self.rings, key=area))
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def view_of(some: Sequence[Country]) -> View:
    """Return the region around some countries; of none, the world."""
    if not some:
        return View(_WORLD, _WORLD)
    boxes = [country.mainland for country in some]
    left, low = (min(box[side] for box in boxes) for side in (0, 1))
    right, high = (max(box[side] for box in boxes) for side in (2, 3))
    stretch = 1 / math.cos(math.radians((low + high) / 2))
    wide, tall = (_room(extent, least) for extent, least in ((right - left, _LEAST * stretch), (high - low, _LEAST)))
    across, up = (left + right) / 2, (low + high) / 2
    box = _around(across, up, wide, tall)
    more = _around(across, up, max(wide, tall * stretch * _WIDEST), max(tall, wide / stretch / _NARROWEST))
    return View(box, more)


def shapes_of(known: Mapping[str, Country], view: View) -> dict[str, Shape]:
    """Return what lies on a map, no finer than it shows."""
    boxes = [box_of(line) for line in arcs()]
    near = {code: country for code, country in known.items() if _near(country, boxes, view.drawn)}
    dots = {code for code, country in near.items() if _small(country, boxes, view)}
    used = {max(index, ~index) for code in near.keys() - dots for ring in near[code].rings for index in ring}
    # a wide page shows the region larger than a phone
    tolerance = view.pixel / 5
    while True:
        lines = {
            index: simplified_arc(index, tolerance if touch(boxes[index], view.box) else _ROUGH * tolerance)
            for index in used
        }
        found = {}
        for code, country in near.items():
            rings = [] if code in dots else _rings(country, lines, tolerance, view)
            if rings or code in dots:
                outline = [] if code in dots else _outline(country, lines)
                found[code] = Shape(rings, outline, country.mainland, code in dots)
        if sum(len(ring) for shape in found.values() for ring in shape.rings) <= _MOST_POINTS:
            return found
        tolerance *= 1.3


def _near(country: Country, boxes: Sequence[Box], where: Box) -> bool:
    return any(touch(boxes[max(index, ~index)], where) for ring in country.rings for index in ring)


def _small(country: Country, boxes: Sequence[Box], view: View) -> bool:
    """Whether a country takes a few pixels only where a phone shows the map."""
    own = [boxes[max(index, ~index)] for ring in country.rings for index in ring]
    wide = max(box[2] for box in own) - min(box[0] for box in own)
    high = max(box[3] for box in own) - min(box[1] for box in own)
    return wide / view.stretch < _DOT * view.pixel and high < _DOT * view.pixel


def _rings(country: Country, lines: Mapping[int, Sequence[Point]], least: float, view: View) -> list[list[Point]]:
    """Return the rings of a country as far as they lie on a map; what shrinks to a line shows nothing."""
    parts = [part for ring in country.rings for part in unwrapped(joined(ring, lines))]
    found = [clipped(part, view.drawn) for part in parts if touch(box_of(part), view.drawn)]
    return [[*ring, ring[0]] for ring in found if len(ring) > 2 and area(ring) > least**2]


def _outline(country: Country, lines: Mapping[int, Sequence[Point]]) -> list[list[Point]]:
    """Return the lines that bound one ring of the country only."""
    counts = Counter(max(index, ~index) for ring in country.rings for index in ring)
    return [list(lines[index]) for index, count in counts.items() if count == 1]


def _room(extent: float, least: float) -> float:
    return max(extent * (1 + 2 * _MARGIN), least)


def _around(across: float, up: float, wide: float, tall: float) -> Box:
    """Return a box around a point, no farther than land reaches."""
    return (
        max(across - wide / 2, -180.0),
        max(up - tall / 2, -60.0),
        min(across + wide / 2, 180.0),
        min(up + tall / 2, 84.0),
    )
