"""Labels along an axis that don't collide: flags on poles above dates, and stretches packed into rows."""

from collections.abc import Sequence

from claimbook.charts.base import CHARACTER

SMALL = 11


def width_of(text: str, size: int = SMALL) -> float:
    """Return about how many pixels a text on one line needs."""
    return CHARACTER * size * len(text)


def short(text: str, most: int = 16) -> str:
    """Return a text, cut where it is longer than a number of signs.

    Examples
    --------
    >>> short("Support and Follow-up Mission", 12)
    'Support and…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def flag_rows(starts: Sequence[float], widths: Sequence[float], most: int) -> list[int | None]:
    """Return the row of each flag above its pole (0 is the lowest), or None for one that finds no room.

    The flags fly to the right of their poles, which stand from left to right. Where they are too many, those go that
    stand the closest behind another; the first always keeps its flag.

    Examples
    --------
    >>> flag_rows([0, 10, 20, 100], [30, 30, 30, 30], most=2)
    [1, None, 0, 0]
    """
    kept = list(range(len(starts)))
    while True:
        rows = _rows([starts[place] for place in kept], [widths[place] for place in kept])
        if max(rows, default=0) < most:
            found = dict(zip(kept, rows, strict=True))
            return [found.get(place) for place in range(len(starts))]
        over = next(place for place, row in enumerate(rows) if row >= most)
        crowd = range(max(over, 1), min(over + most + 1, len(kept)))
        kept.pop(min(crowd, key=lambda place: starts[kept[place]] - starts[kept[place - 1]]))


def _rows(starts: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Return rows in which all flags find room, placed from the right, so that no pole crosses a flag."""
    rows = [0] * len(starts)
    free: list[float] = []
    for place in reversed(range(len(starts))):
        end = starts[place] + widths[place]
        row = next((row for row, left in enumerate(free) if end <= left), len(free))
        rows[place] = row
        # the pole takes room in the rows below
        free[: row + 1] = [starts[place]] * (row + 1)
    return rows


def packed_rows(ends: Sequence[tuple[float, float]]) -> list[int]:
    """Return a row for each stretch (its left and right end), so that those of a row don't overlap.

    Examples
    --------
    >>> packed_rows([(0, 10), (5, 20), (10, 15)])
    [0, 1, 0]
    """
    rows = [0] * len(ends)
    taken: list[float] = []
    for place in sorted(range(len(ends)), key=lambda place: ends[place]):
        left, right = ends[place]
        row = next((row for row, until in enumerate(taken) if until <= left), len(taken))
        rows[place] = row
        taken[row : row + 1] = [right]
    return rows
