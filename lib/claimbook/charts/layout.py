"""Where the nodes of a network stand, and which of their names find room."""

from collections.abc import Iterator, Mapping

import pandas as pd

from claimbook.charts.base import CHARACTER, label

FONT = 12
LABEL = 20
_LINE = 15
_SEED = 7
_MARGIN = 30

Box = tuple[float, float, float, float]


def extent(count: int) -> tuple[int, int]:
    """Return width and height in pixels for a number of nodes; a few fit a phone."""
    for most, extent in ((8, (340, 340)), (16, (560, 460)), (25, (720, 560))):
        if count <= most:
            return extent
    return 900, 700


def layout(keys: list[str], edges: pd.DataFrame, width: int, height: int) -> dict[str, tuple[float, float]]:
    """Return where the nodes stand, in pixels."""
    import networkx as nx

    graph = nx.Graph()
    # in the order of ids, so that a frame sorted otherwise gives the same picture
    graph.add_nodes_from(sorted(keys))
    if len(edges):
        pairs = {tuple(sorted(pair)) for pair in zip(edges["source"], edges["target"], strict=True)}
        graph.add_edges_from(sorted(pair for pair in pairs if pair[0] != pair[1]))
    start = nx.circular_layout(graph)
    spring = nx.spring_layout(graph, pos=start, seed=_SEED, k=2.2 / max(len(keys), 1) ** 0.5, iterations=400)
    # the ranks of the coordinates, mixed with the coordinates: nothing hides in a knot in the middle
    result = {}
    spread = []
    for axis in (0, 1):
        order = sorted(graph, key=lambda key, axis=axis: (round(float(spring[key][axis]), 6), key))  # type: ignore[misc]
        low, high = (float(spring[order[end]][axis]) for end in (0, -1))
        last = max(len(order) - 1, 1)
        spread.append(
            {
                key: 0.5 * place / last + 0.5 * (float(spring[key][axis]) - low) / ((high - low) or 1)
                for place, key in enumerate(order)
            }
        )
    for key in graph:
        across = 2 * _MARGIN + spread[0][key] * (width - 4 * _MARGIN)
        result[key] = (round(across, 1), round(_MARGIN + spread[1][key] * (height - 2 * _MARGIN), 1))
    return result


def name_sides(
    nodes: pd.DataFrame, spots: Mapping[str, tuple[float, float]], radii: Mapping[str, float]
) -> dict[str, str]:
    """Return on which side the name of a node stands, the largest first, for those whose name finds room.

    Room is measured at the least width; where the figure is wider, marks move apart and names stay as long.
    """
    taken: list[tuple[str, Box]] = [
        (key, (x - radii[key], y - radii[key], x + radii[key], y + radii[key])) for key, (x, y) in spots.items()
    ]
    width = extent(len(nodes))[0]
    result = {}
    order = nodes.assign(name=nodes["name"].astype("str")).sort_values(["size", "name"], ascending=[False, True])
    for key, name in zip(order["id"].astype("str"), order["name"], strict=True):
        for side, box in sides_of(label(name, LABEL), *spots[key], radii[key]):
            inside = box[0] >= 0 and box[2] <= width
            if inside and not any(other != key and overlap(box, place) for other, place in taken):
                result[key] = side
                taken.append(("", box))
                break
    return result


def sides_of(text: str, x: float, y: float, radius: float) -> Iterator[tuple[str, Box]]:
    """Yield the sides on which a label can stand, the best first, each with the box that it takes there."""
    lines = text.split("<br>")
    long, high = CHARACTER * FONT * max(map(len, lines)) + 4, _LINE * len(lines) / 2
    yield "middle right", (x + radius, y - high, x + radius + long, y + high)
    yield "middle left", (x - radius - long, y - high, x - radius, y + high)
    yield "top center", (x - long / 2, y - radius - 2 * high - 2, x + long / 2, y - radius)
    yield "bottom center", (x - long / 2, y + radius, x + long / 2, y + radius + 2 * high + 2)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share some room.

    Examples
    --------
    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 1, 1), (1, 0, 2, 1))
    (True, False)
    """
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
