"""Flows from the left to the right: bands as wide as their amounts, with the names beside them."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import hide_axes, label, require
from claimbook.charts.drawing import Drawing
from claimbook.charts.ends import FONT, OTHER, WIDTH, End, bottom, ends, lowered, named, ordered
from claimbook.errors import ClaimbookError

MOST = 12
_BESIDE = 185
_SMALLEST = 18
_NODE = 0.018
# the curve of a band from its left end (0) to its right end (1)
_CURVE = [(step / 32, (step / 32) ** 2 * (3 - 2 * step / 32)) for step in range(33)]


def flow(
    frame: pd.DataFrame,
    source: str,
    target: str,
    amount: str,
    source_group: str | None = None,
    target_group: str | None = None,
) -> go.Figure:
    """Draw the amounts that go from sources, on the left, to targets, on the right.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each source and target; rows that repeat a pair add up, amounts of 0 are left out.
    source, target, amount : str
        Columns with the names of both ends and the width of the band.
    source_group, target_group : str, optional
        Columns with the groups of the ends. Grouped sources stand below the name of their group, in its colour; where
        there are more than 12 of them, each group is one end. Grouped targets stand below the name of their group.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each band and one for each end. Of more than 12 ends on a side, the smallest become "other (n)".

    Raises
    ------
    ClaimbookError
        If there is nothing to draw, an amount is below 0, or something lies in two groups.

    Examples
    --------
    >>> links = pd.DataFrame({"from": ["a", "a", "b"], "to": ["x", "y", "x"], "count": [3, 1, 2]})
    >>> [trace.name for trace in flow(links, "from", "to", "count").data][:3]
    ['a → x', 'a → y', 'b → x']
    """
    flows = _flows(frame, source, target, amount, source_group, target_group)
    left_groups = _groups(flows["left"], frame, source_group)
    right_groups = _groups(flows["right"], frame, target_group)
    flows = flows[flows["amount"] > 0]
    if flows.empty:
        raise ClaimbookError("nothing to draw: every flow is 0")
    if left_groups and flows["left"].nunique() > MOST:
        flows["left"] = flows["left"].map(left_groups)
        left_groups = {}
    return _draw(_folded(flows), left_groups, right_groups)


def _flows(frame: pd.DataFrame, source: str, target: str, amount: str, *groups: str | None) -> pd.DataFrame:
    """Return `left`, `right` and `amount` of each row, or refuse the frame."""
    require(frame, [name for name in (source, target, amount, *groups) if name is not None], "flows")
    if (frame[amount] < 0).any():
        raise ClaimbookError(f"a band can't be narrower than nothing: {amount} is below 0")
    flows = pd.DataFrame({"left": frame[source].astype("str"), "right": frame[target].astype("str")})
    flows["amount"] = frame[amount].astype("float64")
    return flows


def _groups(names: pd.Series, frame: pd.DataFrame, column: str | None) -> dict[str, str]:
    if column is None:
        return {}
    pairs = list(dict.fromkeys(zip(names, frame[column].astype("str"), strict=True)))
    groups = dict(pairs)
    for name, group in pairs:
        if groups[name] != group:
            raise ClaimbookError(f"{name!r} lies in two groups: {group!r} and {groups[name]!r}")
    return groups


def _folded(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the sum for each pair, the smallest ends of a side folded into one where there are too many."""
    for side in ("left", "right"):
        sums = flows.groupby(side, sort=False)["amount"].sum().sort_values(ascending=False, kind="stable")
        if len(sums) > MOST:
            kept = sums.index[: MOST - 1]
            other = f"{OTHER}{len(sums) - len(kept)})"
            flows = flows.assign(**{side: flows[side].where(flows[side].isin(kept), other)})
    return flows.groupby(["left", "right"], sort=False, as_index=False)["amount"].sum()


def _draw(flows: pd.DataFrame, left_groups: Mapping[str, str], right_groups: Mapping[str, str]) -> go.Figure:
    total = float(flows["amount"].sum())
    sides = {
        side: ordered(flows.groupby(side, sort=False)["amount"].sum(), groups)
        for side, groups in (("left", left_groups), ("right", right_groups))
    }
    scale = max(_SMALLEST * max(map(len, sides.values())), 240) / total
    nodes = {
        "left": ends(sides["left"], left_groups, scale, coloured=True),
        "right": ends(sides["right"], right_groups, scale, coloured=False),
    }
    height = max(bottom(side) for side in nodes.values())
    # the shorter side stands in the middle
    nodes = {name: lowered(side, (height - bottom(side)) / 2) for name, side in nodes.items()}
    drawing = Drawing(height=round(height) + 40, min_width=640)
    _add_bands(drawing, flows, nodes, scale)
    _add_ends(drawing, nodes["left"], -_NODE, "right")
    _add_ends(drawing, nodes["right"], 1, "left")
    hide_axes(drawing, [-_NODE, 1 + _NODE], [height + 2, -2])
    drawing.update_layout(
        showlegend=False, barmode="overlay", hovermode="closest", margin={"l": _BESIDE, "r": _BESIDE, "t": 16, "b": 16}
    )
    return drawing.figure()


def _add_bands(drawing: Drawing, flows: pd.DataFrame, nodes: Mapping[str, Mapping[str, End]], scale: float) -> None:
    starts = {side: {name: node.top for name, node in nodes[side].items()} for side in nodes}
    amounts = {(row.left, row.right): row.amount for row in flows.itertuples()}
    # in the order of both sides, so that bands cross only where they must
    bands = [(left, right) for left in nodes["left"] for right in nodes["right"] if (left, right) in amounts]
    for left, right in bands:
        width = amounts[left, right] * scale
        above, below = starts["left"][left], starts["right"][right]
        starts["left"][left] += width
        starts["right"][right] += width
        edge = [above + (below - above) * rise for _, rise in _CURVE]
        across = [step for step, _ in _CURVE]
        red, green, blue = (int(nodes["left"][left].colour[place : place + 2], 16) for place in (1, 3, 5))
        words = f"{label(left, 42)} → {label(right, 42)}"
        drawing.add_scatter(
            x=[round(step, 3) for step in (*across, *reversed(across))],
            y=[round(height, 1) for height in (*edge, *(height + width for height in reversed(edge)))],
            mode="lines",
            line={"width": 0.5, "color": f"rgba({red},{green},{blue},0.5)"},
            fill="toself",
            fillcolor=f"rgba({red},{green},{blue},0.35)",
            hoveron="fills",
            hoverinfo="text",
            text=f"{words}<br>{amounts[left, right]:,g}",
            name=words,
        )


def _add_ends(drawing: Drawing, nodes: Mapping[str, End], x: float, anchor: str) -> None:
    """Add the ends of a side as bars, with their names and amounts beside them and the names of groups above them."""
    drawing.add_bar(
        orientation="v",
        x=[x + _NODE / 2] * len(nodes),
        base=[node.top for node in nodes.values()],
        y=[node.bottom - node.top for node in nodes.values()],
        width=_NODE,
        marker={"color": [node.colour for node in nodes.values()], "line": {"width": 0}},
        hovertext=[f"{label(node.name, 42)}<br>{node.amount:,g}" for node in nodes.values()],
        hovertemplate="%{hovertext}<extra></extra>",
        name="ends",
    )
    outer = {"x": x if anchor == "right" else x + _NODE, "xanchor": anchor, "align": anchor, "showarrow": False}
    outer["font_size"] = FONT
    shift = -4 if anchor == "right" else 4
    group = ""
    for node in nodes.values():
        drawing.add_annotation(
            **outer, xshift=shift, y=(node.top + node.bottom) / 2, text=named(node.name, node.amount)
        )
        if node.group and node.group != group:
            words = f"<b>{label(node.group, WIDTH)}</b>"
            drawing.add_annotation(**outer, xshift=shift, y=node.slot_top - 2, yanchor="bottom", text=words)
        group = node.group
