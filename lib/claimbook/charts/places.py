"""Where things stand along an axis of a matrix: in order, below the names of their groups."""

from collections.abc import Mapping, Sequence

import pandas as pd

from claimbook.charts.base import CHARACTER, LABEL_WIDTH, label, line_count
from claimbook.errors import ClaimbookError, nearest


class Places:
    """The places along one axis; the name of a group takes a place of its own, so that it can hide nothing.

    Attributes
    ----------
    names : dict of str to str
        Ids to names.
    places : dict of str to int
        Ids to their places.
    headings : dict of int to str
        Places to the names of the groups that begin there.
    length : int
        How many places there are.

    Examples
    --------
    >>> cells = pd.DataFrame({"row": ["a", "b", "c"], "row_name": ["A", "B", "C"]})
    >>> places = Places(cells, "row", None, {"a": "first", "b": "second", "c": "first"})
    >>> places.places, places.headings
    ({'a': 1, 'c': 2, 'b': 4}, {0: 'first', 3: 'second'})
    """

    def __init__(
        self, cells: pd.DataFrame, side: str, order: Sequence[str] | None, groups: Mapping[str, str] | None
    ) -> None:
        pairs = zip(cells[side].astype("str"), cells[f"{side}_name"].astype("str"), strict=True)
        self.names: dict[str, str] = dict(pairs)
        ids = list(self.names) if order is None else list(dict.fromkeys(order))
        for key in ids:
            if key not in self.names:
                raise ClaimbookError(f"no cell has the {side} {key!r}: {nearest(key, list(self.names))}")
        named = {} if groups is None else dict(groups)
        group_of = {key: named.get(key, "other") if named else "" for key in ids}
        self.places: dict[str, int] = {}
        self.headings: dict[int, str] = {}
        self.length = 0
        for group in dict.fromkeys(group_of.values()):
            if group:
                self.headings[self.length] = group
                self.length += 1
            for key in ids:
                if group_of[key] == group:
                    self.places[key] = self.length
                    self.length += 1

    @property
    def ticks(self) -> list[int]:
        """The places that carry a label."""
        return list(range(self.length))

    def labels(self, width: int, with_headings: bool) -> list[str]:
        """Return the label of each place, wrapped at a width or (0) on two lines, the names of groups in bold.

        Without headings the places of groups stay blank: their names are drawn where there is more room.
        """
        texts = {place: self.names[key] for key, place in self.places.items()}
        texts |= {place: name if with_headings else "" for place, name in self.headings.items()}
        width = width or _two_lines(list(texts.values()))
        labels = [label(texts[place], width) for place in self.ticks]
        return [f"<b>{text}</b>" if place in self.headings and text else text for place, text in enumerate(labels)]


def _two_lines(texts: Sequence[str]) -> int:
    """Return the least width, from that of other labels on, at which each text stands on two lines."""
    return next(
        width for width in range(LABEL_WIDTH, 1000) if all(line_count(label(text, width)) < 3 for text in texts)
    )


def head_height(labels: Sequence[str], font_size: int, turned: bool) -> int:
    """Return how many pixels the labels of columns need above the cells, upright or turned by a quarter.

    Examples
    --------
    >>> head_height(["one<br>two"], 12, turned=False), head_height(["a longer name"], 12, turned=True)
    (42, 108)
    """
    if not turned:
        return 12 + 15 * max(map(line_count, labels))
    longest = max(len(line) for text in labels for line in text.removeprefix("<b>").split("<br>"))
    return round(14 + CHARACTER * font_size * longest)
