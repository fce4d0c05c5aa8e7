"""A network: entities as marks, what connects them as arrows; the largest carry their names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import distinct, hide_axes, label, require
from claimbook.charts.dots import SYMBOLS
from claimbook.charts.drawing import Drawing
from claimbook.charts.layout import FONT, LABEL, extent, layout, name_sides
from claimbook.errors import ClaimbookError, nearest
from claimbook.theme import INK, KINDS, VOID

# how far arrows widen with their amount
_WIDTHS = ((1, 1.0), (2, 2.0), (4, 3.5))


def network(nodes: pd.DataFrame, edges: pd.DataFrame) -> go.Figure:
    """Draw what connects entities; the same frames always give the same picture.

    Parameters
    ----------
    nodes : pandas.DataFrame
        One row an entity: `id`, `name`, `kind`, `size`.
    edges : pandas.DataFrame
        One row a connection: `source` and `target` (ids), `amount`. May be without rows.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each width of arrow, one to hover over them, and one for each kind. A name that would collide with
        the name or mark of a larger entity shows on hovering only.

    Raises
    ------
    ClaimbookError
        If there is no node, an id stands twice, or an edge has an end that is no node.

    Examples
    --------
    >>> ends = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "kind": ["x", "y"], "size": [1, 2]})
    >>> figure = network(ends, pd.DataFrame({"source": ["a"], "target": ["b"], "amount": [1]}))
    >>> [trace.name for trace in figure.data]
    ['1', 'connections', 'x', 'y']
    """
    names = _names(nodes, edges)
    width, height = extent(len(nodes))
    spots = layout(list(names), edges, width, height)
    radii = _radii(nodes)
    drawing = Drawing(height=height + 60, min_width=width)
    drawn = [row for row in edges.itertuples() if row.source != row.target]
    if drawn:
        _add_arrows(drawing, drawn, spots, radii)
        _add_middles(drawing, drawn, spots, names)
    _add_marks(drawing, nodes, spots, radii)
    hide_axes(drawing, [0, width], [height, 0])
    drawing.update_layout(
        hovermode="closest", margin={"l": 0, "r": 0, "t": 40, "b": 0}, legend={"itemsizing": "constant"}
    )
    return drawing.figure()


def _names(nodes: pd.DataFrame, edges: pd.DataFrame) -> dict[str, str]:
    """Return the name of each id, or refuse the frames."""
    require(nodes, ["id", "name", "kind", "size"], "nodes")
    if len(edges):
        require(edges, ["source", "target", "amount"], "edges")
    names = dict(zip(nodes["id"].astype("str"), nodes["name"].astype("str"), strict=True))
    if len(names) < len(nodes):
        raise ClaimbookError(f"an id stands twice: {nodes['id'][nodes['id'].duplicated()].iloc[0]!r}")
    for side in ("source", "target") if len(edges) else ():
        for key in edges[side]:
            if key not in names:
                raise ClaimbookError(f"an edge ends at {key!r}, which is no node: {nearest(str(key), list(names))}")
    return names


def _radii(nodes: pd.DataFrame) -> dict[str, float]:
    """Return the radius of each mark in pixels; its area grows with its size."""
    most = float(nodes["size"].max()) or 1.0
    pairs = zip(nodes["id"].astype("str"), nodes["size"], strict=True)
    return {key: round(5 + 9 * (max(float(size), 0) / most) ** 0.5, 1) for key, size in pairs}


def _add_arrows(
    drawing: Drawing, edges: list[Any], spots: Mapping[str, tuple[float, float]], radii: Mapping[str, float]
) -> None:
    """Add the arrows, in front of nothing, a trace for each width."""
    for place, (least, width) in enumerate(_WIDTHS):
        above = _WIDTHS[place + 1][0] if place + 1 < len(_WIDTHS) else None
        some = [row for row in edges if row.amount >= (least if place else 0) and (above is None or row.amount < above)]
        if not some:
            continue
        words = f"{least} or more" if above is None else str(least) if above == least + 1 else f"{least} to {above - 1}"
        across, down = (
            [end for row in some for end in (spots[row.source][axis], spots[row.target][axis], None)] for axis in (0, 1)
        )
        drawing.add_scatter(
            name=words,
            showlegend=False,
            hoverinfo="skip",
            mode="lines+markers",
            x=across,
            y=down,
            line={"width": width, "color": VOID},
            marker={
                "symbol": "arrow",
                "size": [size for _ in some for size in (0, 7 + width, 0)],
                "angleref": "previous",
                # the tip touches the edge of the mark
                "standoff": [gap for row in some for gap in (0, radii[row.target], 0)],
                "color": VOID,
                "opacity": 1,
                "line": {"width": 0},
            },
        )


def _add_middles(
    drawing: Drawing, edges: list[Any], spots: Mapping[str, tuple[float, float]], names: Mapping[str, str]
) -> None:
    """Add marks nobody sees in the middles of the arrows, to hover over."""
    across, down = ([(spots[row.source][axis] + spots[row.target][axis]) / 2 for row in edges] for axis in (0, 1))
    drawing.add_scatter(
        name="connections",
        showlegend=False,
        mode="markers",
        x=across,
        y=down,
        marker={"size": 12, "opacity": 0},
        hovertext=[
            f"{label(names[row.source], 42)} →<br>{label(names[row.target], 42)}: {row.amount:,g}" for row in edges
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _add_marks(
    drawing: Drawing, nodes: pd.DataFrame, spots: Mapping[str, tuple[float, float]], radii: Mapping[str, float]
) -> None:
    """Add the marks of the entities, a trace for each kind, with the names that find room."""
    sides = name_sides(nodes, spots, radii)
    for place, kind in enumerate(distinct(nodes["kind"])):
        rows = nodes[nodes["kind"].astype("str") == kind].astype({"id": "str", "name": "str"})
        keys = rows["id"].tolist()
        drawing.add_scatter(
            name=label(kind),
            x=[spots[key][0] for key in keys],
            y=[spots[key][1] for key in keys],
            mode="markers+text",
            text=[label(name, LABEL) if key in sides else "" for key, name in zip(keys, rows["name"], strict=True)],
            textposition=[sides.get(key, "middle right") for key in keys],
            textfont={"size": FONT, "color": INK},
            hovertext=[
                f"<b>{label(name, 42)}</b><br>{label(kind, 42)}, {size:,g}"
                for name, size in zip(rows["name"], rows["size"], strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            marker={
                "size": [2 * radii[key] for key in keys],
                "symbol": SYMBOLS[place % len(SYMBOLS)],
                "color": KINDS[place % len(KINDS)],
                "line": {"width": 0},
                "opacity": 1,
            },
            cliponaxis=False,
        )
