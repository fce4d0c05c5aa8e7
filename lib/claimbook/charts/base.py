"""What all charts share: the empty figure with the neutral template, and labels that are safe and wrapped."""

from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from claimbook.theme import template

LABEL_WIDTH = 24


def new_figure(height: int, min_width: int = 0) -> go.Figure:
    """Return an empty figure of a height in pixels; its width follows the page.

    Below `min_width` pixels the site lets the figure scroll in its place rather than squeeze it.
    """
    figure = go.Figure()
    figure.update_layout(
        template=template("neutral"),
        height=height,
        meta={"min_width": min_width},
        margin={"l": 8, "r": 16, "t": 36, "b": 40},
        # a touch on a phone scrolls the page rather than zooming the chart
        dragmode=False,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
    )
    return figure


def label(text: str, width: int = LABEL_WIDTH) -> str:
    """Return a label on several short lines, in which nothing is markup.

    Examples
    --------
    >>> label("State authority and <rule> of law", 20)
    'State authority and<br>&lt;rule&gt; of law'
    """
    return "<br>".join(escape(line, quote=False) for line in wrap(text, width))
