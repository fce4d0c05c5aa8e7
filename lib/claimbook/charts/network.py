"""A network: entities as marks, what connects them as arrows; the largest carry their names."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, new_figure, require
from claimbook.charts.dots import SYMBOLS
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
    width, height = extent(len(nodes))
    spots = layout(list(names), edges, width, height)
    radii = _radii(nodes)
    figure = new_figure(height=height + 60, min_width=width)
    _add_arrows(figure, edges, spots, radii, names)
    texts = name_sides(nodes, spots, radii)
    for place, kind in enumerate(dict.fromkeys(nodes["kind"].astype("str"))):
        rows = nodes[nodes["kind"].astype("str") == kind]
        keys = rows["id"].astype("str").tolist()
        sizes = [f"{size:,g}" for size in rows["size"]]
        figure.add_scatter(
            name=label(kind),
            x=[spots[key][0] for key in keys],
            y=[spots[key][1] for key in keys],
            mode="markers+text",
            text=[label(names[key], LABEL) if key in texts else "" for key in keys],
            textposition=[texts.get(key, "middle right") for key in keys],
            textfont={"size": FONT, "color": INK},
            hovertext=[
                f"<b>{label(names[key], 42)}</b><br>{label(kind, 42)}, {size}"
                for key, size in zip(keys, sizes, strict=True)
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
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[0, width], **hidden)
    figure.update_yaxes(range=[height, 0], **hidden)
    figure.update_layout(
        hovermode="closest", margin={"l": 0, "r": 0, "t": 40, "b": 0}, legend={"itemsizing": "constant"}
    )
    return figure


def _radii(nodes: pd.DataFrame) -> dict[str, float]:
    """Return the radius of each mark in pixels; its area grows with its size."""
    most = float(nodes["size"].max()) or 1.0
    pairs = zip(nodes["id"].astype("str"), nodes["size"], strict=True)
    return {key: round(5 + 9 * (max(float(size), 0) / most) ** 0.5, 1) for key, size in pairs}


def _add_arrows(
    figure: go.Figure,
    edges: pd.DataFrame,
    spots: Mapping[str, tuple[float, float]],
    radii: Mapping[str, float],
    names: Mapping[str, str],
) -> None:
    """Add the arrows, in front of nothing, and marks nobody sees in their middles, to hover over."""
    drawn = [row for row in edges.itertuples() if row.source != row.target]
    if not drawn:
        return
    for place, (least, width) in enumerate(_WIDTHS):
        above = _WIDTHS[place + 1][0] if place + 1 < len(_WIDTHS) else None
        some = [row for row in drawn if row.amount >= (least if place else 0) and (above is None or row.amount < above)]
        if not some:
            continue
        words = f"{least} or more" if above is None else str(least) if above == least + 1 else f"{least} to {above - 1}"
        figure.add_scatter(
            name=words,
            showlegend=False,
            hoverinfo="skip",
            mode="lines+markers",
            x=[x for row in some for x in (spots[row.source][0], spots[row.target][0], None)],
            y=[y for row in some for y in (spots[row.source][1], spots[row.target][1], None)],
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
    figure.add_scatter(
        name="connections",
        showlegend=False,
        mode="markers",
        x=[(spots[row.source][0] + spots[row.target][0]) / 2 for row in drawn],
        y=[(spots[row.source][1] + spots[row.target][1]) / 2 for row in drawn],
        marker={"size": 12, "opacity": 0},
        hovertext=[
            f"{label(names[row.source], 42)} →<br>{label(names[row.target], 42)}: {row.amount:,g}" for row in drawn
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
