"""Put a plotly figure of an executed notebook on a page of the site: words, a place to draw, and its JSON."""

import json
from html import escape
from typing import Any, ClassVar

from docutils import nodes

from claimbook.exhibit import PLOTLY_MIME

PLOT_CLASS = "exhibit-plot"
# what exhibits.js reads of a figure's own words: its least width, and whether its cells lead to chains
_DRAWN_BY = ("min_width", "chains")
# so many digits of a number are drawn: a millionth of a chart is far less than a pixel
_DIGITS = 7


class PlotlyDiv:
    """MyST-NB's entry point for the MIME type of plotly figures."""

    mime_priority_overrides: ClassVar = [("html", PLOTLY_MIME, 1), ("html", "text/markdown", None)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:  # noqa: ARG004
        """Return the figure as raw HTML, or None for any other MIME type."""
        if inline or data.mime_type != PLOTLY_MIME:
            return None
        return [nodes.raw(text=figure_html(data.content), format="html")]


def figure_html(figure: dict[str, Any]) -> str:
    """Return a figure as HTML that draws itself once `exhibits.js` is there.

    The title and subtitle become text on the page, where they wrap, and the template goes: the page brings its own,
    light or dark.
    """
    layout = dict(figure["layout"])
    words = layout.get("meta") or {}
    layout.pop("template", None)
    if layout.pop("title", None):
        _close(layout, int(words.get("title_height") or 0))
    # the words stand on the page, so that the figure need not say them again
    layout["meta"] = {name: value for name, value in words.items() if name in _DRAWN_BY}
    drawn = {"data": figure["data"], "layout": layout, "config": figure.get("config", {}) | {"responsive": True}}
    key = words.get("key") or "figure"
    heading = f'<p class="exhibit-title">{escape(words["title"])}</p>' if words.get("title") else ""
    below = f'<p class="exhibit-subtitle">{escape(words["subtitle"])}</p>' if words.get("subtitle") else ""
    width = int(words.get("min_width") or 0)
    style = f"height:{layout.get('height', 450)}px" + (f";min-width:{width}px" if width else "")
    alt = escape(words.get("alt") or words.get("title") or "a figure")
    return (
        f'<div class="exhibit" id="{escape(key)}">{heading}{below}'
        f'<div class="exhibit-scroll" tabindex="0" role="group" aria-label="{alt}">'
        f'<div class="{PLOT_CLASS}" style="{style}">'
        f'<script type="application/json">{json_for_html(_short(drawn))}</script></div></div></div>'
    )


def _short(value: Any) -> Any:
    """Return a part of a figure with numbers no longer than can be seen; whole ones stay what they are."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(f"{value:.{_DIGITS}g}")
    if isinstance(value, list):
        return [_short(one) for one in value]
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    return value


def _close(layout: dict[str, Any], room: int) -> None:
    """Take back the room that the figure gave to its title."""
    if not room:
        return
    layout["height"] -= room
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] - room}
    if layout.get("legend", {}).get("yref") == "container":
        layout["legend"] = layout["legend"] | {"y": 1}


def json_for_html(value: Any) -> str:
    """Return JSON that can't end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
