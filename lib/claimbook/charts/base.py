"""What all charts share: the empty figure with the neutral template, safe and wrapped labels, and clear refusals."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimbook.errors import ClaimbookError, nearest
from claimbook.theme import template

LABEL_WIDTH = 24
# a wide font's mean advance, in parts of its size: what is measured here must hold where nobody measures
CHARACTER = 0.6


def new_figure(height: int, min_width: int = 0) -> go.Figure:
    """Return an empty figure of a height in pixels; its width follows the page.

    Below `min_width` pixels the site lets the figure scroll in its place rather than squeeze it.
    """
    # given at once: set afterwards, the template would be mixed with plotly's own, which no page of the site has
    layout = {
        "template": template("neutral"),
        "height": height,
        "meta": {"min_width": min_width},
        "margin": {"l": 8, "r": 16, "t": 36, "b": 40},
        # a touch on a phone scrolls the page rather than zooming the chart
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
    }
    return go.Figure(layout=layout)


def add_together(
    figure: go.Figure, shapes: Iterable[Mapping[str, Any]] = (), annotations: Iterable[Mapping[str, Any]] = ()
) -> None:
    """Add shapes and annotations at once: for each that is added alone, plotly checks all that are there again."""
    figure.layout.shapes += tuple(go.layout.Shape(**shape) for shape in shapes)
    figure.layout.annotations += tuple(go.layout.Annotation(**annotation) for annotation in annotations)


def label(text: str, width: int = LABEL_WIDTH) -> str:
    """Return a label on several short lines, in which nothing is markup.

    Examples
    --------
    >>> label("State authority and <rule> of law", 20)
    'State authority and<br>&lt;rule&gt; of law'
    """
    return "<br>".join(escape(line, quote=False) for line in wrap(text, width))


def line_count(text: str) -> int:
    """Return on how many lines a label stands.

    Examples
    --------
    >>> line_count("State authority and<br>rule of law")
    2
    """
    return text.count("<br>") + 1


def distinct(column: pd.Series) -> list[str]:
    """Return the texts of a column, each once, in the order of their first row.

    Examples
    --------
    >>> distinct(pd.Series(["b", "a", "b"]))
    ['b', 'a']
    """
    return list(dict.fromkeys(column.astype("str")))


def unit_title(unit: str) -> dict[str, object]:
    """Return the title of an axis that says what is counted."""
    return {"text": label(unit), "font": {"size": 12}}


def hide_axes(figure: go.Figure, across: Sequence[float], down: Sequence[float]) -> None:
    """Fix the ranges of both axes and show neither."""
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=across, **hidden)
    figure.update_yaxes(range=down, **hidden)


def require(frame: pd.DataFrame, columns: Sequence[str], rows: str) -> None:
    """Refuse a frame that lacks columns or rows.

    Raises
    ------
    ClaimbookError
        If a column is missing, or there is no row and so nothing to draw.

    Examples
    --------
    >>> require(pd.DataFrame({"a": []}), ["a"], "rows with an a")
    Traceback (most recent call last):
        ...
    claimbook.errors.ClaimbookError: nothing to draw: there are no rows with an a
    """
    for column in columns:
        if column not in frame.columns:
            known = [str(name) for name in frame.columns]
            raise ClaimbookError(f"no column {column!r} to draw: {nearest(column, known)}")
    if frame.empty:
        raise ClaimbookError(f"nothing to draw: there are no {rows}")
