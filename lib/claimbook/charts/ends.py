"""The ends of a flow's bands: which come first, where they stand, and what is written beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from claimbook.charts.base import label, line_count
from claimbook.theme import GREY, KINDS

OTHER = "other ("
WIDTH = 24
FONT = 12
_LINE = 16
_GAP = 8


@dataclass(frozen=True)
class End:
    """One end of bands, in pixels below the upper edge: the slot that its name needs, and the bar in its middle."""

    name: str
    amount: float
    group: str
    colour: str
    slot_top: float
    top: float
    bottom: float
    slot_bottom: float


def ordered(sums: pd.Series, groups: Mapping[str, str]) -> pd.Series:
    """Return the sums from large to small, within their groups, these from large to small; the folded ones last."""
    keys = pd.DataFrame({"sum": sums, "group": [groups.get(name, "") for name in sums.index]})
    keys["whole"] = keys.groupby("group")["sum"].transform("sum")
    keys["last"] = [name.startswith(OTHER) for name in sums.index]
    keys = keys.sort_values(["last", "whole", "group", "sum"], ascending=[True, False, True, False], kind="stable")
    return keys["sum"]


def ends(sums: pd.Series, groups: Mapping[str, str], scale: float, coloured: bool) -> dict[str, End]:
    """Return the ends of a side from top to bottom, each with room for its name."""
    colours: dict[str, str] = {}
    nodes: dict[str, End] = {}
    top, before = 0.0, ""
    for name, amount in sums.items():
        group = groups.get(name, "")
        if group and group != before:
            top += _LINE * line_count(label(group, WIDTH)) + _GAP / 2
        if groups and not group:
            # the folded ones are of no group
            top += 2 * _GAP
        before = group
        colour = colours.setdefault(group or name, KINDS[len(colours) % len(KINDS)])
        if name.startswith(OTHER) or not coloured:
            colour = GREY
        size = amount * scale
        slot = max(size, _LINE * line_count(named(name, amount)))
        start = top + (slot - size) / 2
        nodes[name] = End(name, amount, group, colour, top, start, start + size, top + slot)
        top += slot + _GAP
    return nodes


def named(name: str, amount: float) -> str:
    r"""Return the name with its amount, in bold, on the line of its last word.

    Examples
    --------
    >>> named("Civil-military collaboration", 2)
    'Civil-military<br>collaboration\xa0<b>2</b>'
    """
    number = f"{amount:,g}"
    lines = label(f"{name}\u00a0{number}", WIDTH)
    return f"{lines.removesuffix(number)}<b>{number}</b>"


def bottom(nodes: Mapping[str, End]) -> float:
    """Return how far down a side reaches."""
    return list(nodes.values())[-1].slot_bottom


def lowered(nodes: Mapping[str, End], by: float) -> dict[str, End]:
    """Return a side moved down by some pixels."""
    return {
        name: replace(
            node,
            slot_top=node.slot_top + by,
            top=node.top + by,
            bottom=node.bottom + by,
            slot_bottom=node.slot_bottom + by,
        )
        for name, node in nodes.items()
    }
