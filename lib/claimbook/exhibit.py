"""An exhibit: a figure with the data behind it, its words, its sources and how to cite it."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

PLOTLY_MIME = "application/vnd.plotly.v1+json"


@dataclass(frozen=True)
class Exhibit:
    """What a notebook cell ends with.

    Attributes
    ----------
    key : str
        Stable id, the same in every run; also the anchor on the site.
    title : str
        The finding, in words.
    subtitle : str
        What is counted, in which unit, and n.
    figure : plotly.graph_objects.Figure
        The chart.
    frame : pandas.DataFrame
        The data behind it, as readers should see them.
    alt : str
        What the chart shows, for those who do not see it; made from the data.
    sources : tuple of str
        Where the data come from.
    """

    key: str
    title: str
    subtitle: str
    figure: go.Figure
    frame: pd.DataFrame
    alt: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        words = {"key": self.key, "title": self.title, "subtitle": self.subtitle, "alt": self.alt}
        self.figure.update_layout(
            # the words travel inside the figure, so that the site finds them in an executed notebook
            meta=(self.figure.layout.meta or {}) | words | {"sources": list(self.sources)},
            title={
                "text": f"<b>{_lines(self.title, 78)}</b><br><sup>{_lines(self.subtitle, 110)}</sup>",
                "x": 0,
                "xanchor": "left",
                "xref": "container",
                "yref": "container",
                "yanchor": "top",
                "y": 0.98,
                "pad": {"l": 8},
                "automargin": True,
            },
        )

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """Return the data as CSV, or write them to a path."""
        text: str | None = self.frame.to_csv(path, index=False, lineterminator="\n")
        return text

    def to_html(self) -> str:
        """Return the table twin: the data as an HTML table that folds open, every cell escaped."""
        table = self.frame.to_html(index=False, border=0, classes="exhibit-table", na_rep="")
        source = escape("; ".join(self.sources))
        return (
            f'<details class="exhibit-twin"><summary>The same as a table ({len(self.frame)} rows)</summary>'
            f'<div class="exhibit-scroll" tabindex="0">{table}</div><p>Source: {source}</p></details>'
        )

    def _bundle(self) -> dict[str, Any]:
        figure = json.loads(self.figure.to_json())
        config = {"responsive": True, "displaylogo": False, "displayModeBar": False}
        digest = "\n".join([self.title, self.subtitle, self.alt, f"Source: {'; '.join(self.sources)}"])
        return {PLOTLY_MIME: figure | {"config": config}, "text/plain": digest}

    def _ipython_display_(self) -> None:
        """Show the figure, then its table twin: two outputs, since one bundle with both would drop the twin."""
        from IPython.display import display

        display(self._bundle(), raw=True)
        display({"text/html": self.to_html(), "text/plain": self.frame.to_string(index=False)}, raw=True)


def _lines(text: str, width: int) -> str:
    return "<br>".join(escape(line, quote=False) for line in wrap(text, width))
