"""A figure in the making: its parts are collected, and plotly checks them once."""

from collections.abc import Iterable, Mapping
from typing import Any

import plotly.graph_objects as go

from claimbook.theme import template


class Drawing:
    """What becomes a figure: methods are called as those of plotly's figures, at a tenth of their time.

    A figure of plotly checks with each part that is added or updated all that are there already.

    Parameters
    ----------
    height : int
        Height in pixels; the width follows the page.
    min_width : int
        Below so many pixels the site lets the figure scroll in its place rather than squeeze it.
    """

    def __init__(self, height: int, min_width: int = 0) -> None:
        self.traces: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {
            "template": template("neutral"),
            "height": height,
            "meta": {"min_width": min_width},
            "margin": {"l": 8, "r": 16, "t": 36, "b": 40},
            # a touch on a phone scrolls the page rather than zooming the chart
            "dragmode": False,
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
            "shapes": [],
            "annotations": [],
        }

    def add_scatter(self, **trace: Any) -> None:
        """Add points or lines."""
        self.traces.append({"type": "scatter", **trace})

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self.traces.append({"type": "bar", **trace})

    def add_heatmap(self, **trace: Any) -> None:
        """Add a heatmap."""
        self.traces.append({"type": "heatmap", **trace})

    def add_shape(self, **shape: Any) -> None:
        """Add a line or a rectangle."""
        self.layout["shapes"].append(shape)

    def add_annotation(self, **annotation: Any) -> None:
        """Add words."""
        self.layout["annotations"].append(annotation)

    def add_shapes(self, shapes: Iterable[Mapping[str, Any]]) -> None:
        """Add some lines and rectangles."""
        self.layout["shapes"].extend(shapes)

    def add_annotations(self, annotations: Iterable[Mapping[str, Any]]) -> None:
        """Add some words."""
        self.layout["annotations"].extend(annotations)

    def update_layout(self, **parts: Any) -> None:
        """Update the layout; of a part that is there already, what is not named stays."""
        _update(self.layout, parts)

    def update_xaxes(self, axis: Mapping[str, Any] | None = None, **parts: Any) -> None:
        """Update each horizontal axis that is there."""
        self._update_axes("xaxis", dict(axis or {}) | parts)

    def update_yaxes(self, axis: Mapping[str, Any] | None = None, **parts: Any) -> None:
        """Update each vertical axis that is there."""
        self._update_axes("yaxis", dict(axis or {}) | parts)

    def figure(self) -> go.Figure:
        """Return the figure.

        Raises
        ------
        ValueError
            By plotly, if a part has a property or a value that it does not know.
        """
        return go.Figure(data=self.traces, layout=self.layout)

    def _update_axes(self, kind: str, parts: Mapping[str, Any]) -> None:
        for name in {kind, *(one for one in self.layout if one.startswith(kind))}:
            _update(self.layout, {name: parts})


def _update(whole: dict[str, Any], parts: Mapping[str, Any]) -> None:
    for name, part in parts.items():
        there = whole.get(name)
        if isinstance(part, Mapping):
            whole[name] = dict(there) if isinstance(there, Mapping) else {}
            _update(whole[name], part)
        else:
            whole[name] = part
