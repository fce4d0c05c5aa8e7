"""An exhibit: a figure with the data behind it, its words, its sources and how to cite it."""

import json
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go

PLOTLY_MIME = "application/vnd.plotly.v1+json"
# what CSV has much of and an address in an attribute may hold as it is
_SAFE = ",;:/()!*"


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
        words |= {"citation": self.citation}
        title, subtitle = _lines(self.title, 72), _lines(self.subtitle, 110)
        layout = self.figure.layout
        meta = layout.meta or {}
        # plotly's own room for a title of several lines cuts it off, so the figure grows by what the title needs
        room = 16 + 20 * (title.count("<br>") + 1) + 16 * (subtitle.count("<br>") + 1)
        more = room - meta.get("title_height", 0)
        height = (layout.height or 450) + more
        top = 100 if layout.margin.t is None else layout.margin.t
        # the words travel inside the figure, so that the site finds them in an executed notebook. One by one: plotly
        # takes several times as long to update a layout
        layout.meta = meta | words | {"sources": list(self.sources), "title_height": room}
        layout.height, layout.margin.t = height, top + more
        layout.title = {
            "text": f"<b>{title}</b><br><sup>{subtitle}</sup>",
            "font": {"size": 16},
            "x": 0,
            "xanchor": "left",
            "xref": "container",
            "yref": "container",
            "yanchor": "top",
            # plotly sets the first line on the upper edge where a title has several
            "y": 1 - 22 / height,
            "pad": {"l": 8},
        }
        if layout.legend.yref == "container":
            layout.legend.y = 1 - room / height

    @property
    def citation(self) -> str:
        """How to cite the exhibit: who made it, its title, the version of the package, its key and its data's version.

        Examples
        --------
        >>> sources = ("claimbook 0.1.0, table links", "claimbook 0.1.0, table entities")
        >>> table = pd.DataFrame({"links": [307]})
        >>> Exhibit("links", "307 links", "", go.Figure(), table, "One number.", sources).citation  # doctest: +ELLIPSIS
        'The claimbook authors, “307 links”, claimbook ..., exhibit links, data: claimbook 0.1.0'
        """
        packages = dict.fromkeys(source.split(", table ")[0] for source in self.sources)
        parts = ["The claimbook authors", f"“{self.title}”", f"claimbook {version('claimbook')}", f"exhibit {self.key}"]
        return ", ".join([*parts, f"data: {'; '.join(packages)}"] if packages else parts)

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """Return the data as CSV, or write them to a path."""
        text: str | None = self.frame.to_csv(path, index=False, lineterminator="\n")
        return text

    def to_html(self) -> str:
        """Return the table twin: the data as an HTML table that folds open, to download and to cite, all escaped."""
        # pandas would cut every cell at 50 characters
        with pd.option_context("display.max_colwidth", None):
            table = self.frame.to_html(index=False, border=0, classes="exhibit-table", na_rep="")
        source = escape("; ".join(self.sources))
        file = escape(f"{self.key}.csv")
        # the file stands in the page itself: it works offline, from a folder and without a script
        data = quote(self.to_csv() or "", safe=_SAFE)
        rows = f"{len(self.frame)} {'row' if len(self.frame) == 1 else 'rows'}"
        return (
            f'<details class="exhibit-twin"><summary>The same as a table ({rows}), as CSV, to cite</summary>'
            f'<div class="exhibit-scroll" tabindex="0" role="group" aria-label="Table: {escape(self.title)}">{table}'
            f'</div><p>Source: {source}</p><p><a class="exhibit-download" download="{file}" '
            f'href="data:text/csv;charset=utf-8,{data}">Download {file}</a></p>'
            f'<p class="exhibit-citation">Cite this: {escape(self.citation)}</p></details>'
        )

    def bundle(self) -> dict[str, Any]:
        """Return the figure as Jupyter shows it: plotly's JSON, and a digest in words."""
        figure = json.loads(self.figure.to_json())
        # never "responsive": JupyterLab fits figures itself, and one that also does loses its height with the theme
        config = {"displaylogo": False, "displayModeBar": False}
        digest = "\n".join([self.title, self.subtitle, self.alt, f"Source: {'; '.join(self.sources)}"])
        return {PLOTLY_MIME: figure | {"config": config}, "text/plain": digest}

    def bundles(self) -> tuple[dict[str, Any], ...]:
        """Return what Jupyter shows: the figure, then its table twin, which one bundle with both would drop."""
        return self.bundle(), {"text/html": self.to_html(), "text/plain": self.frame.to_string(index=False)}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for bundle in self.bundles():
            display(bundle, raw=True)


def _lines(text: str, width: int) -> str:
    return "<br>".join(escape(line, quote=False) for line in wrap(text, width))
