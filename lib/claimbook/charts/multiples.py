"""Small multiples: a panel for each value of a column, one under the other over the same axis of time."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import distinct, require
from claimbook.charts.estimates import columns_of, once, placed
from claimbook.charts.panels import Panel, draw
from claimbook.charts.series import marks_within, named, scale_of, within
from claimbook.charts.times import marks_of, spans_of
from claimbook.errors import ClaimbookError, nearest

_HEIGHT = 120


def small_multiples(
    rows: pd.DataFrame,
    panel: str,
    x: str = "year",
    low: str | None = "low",
    best: str = "best",
    high: str | None = "high",
    marks: pd.DataFrame | None = None,
    spans: pd.DataFrame | None = None,
    unit: str = "",
) -> go.Figure:
    """Draw a line with its band in a panel for each value of a column; each panel has its own scale of numbers.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row for each panel and time.
    panel : str
        Column with the title of the panel; panels stand in the order of their first row, or, if categorical, of their
        categories.
    x, low, best, high, unit
        As `claimbook.charts.series` takes them.
    marks, spans : pandas.DataFrame, optional
        As `claimbook.charts.series` takes them. With a column `panel` a row belongs to the panel of that title alone;
        without one it belongs to all, and its name stands above the first.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces for each panel as in `claimbook.charts.series`.

    Raises
    ------
    ClaimbookError
        As in `claimbook.charts.series`, and if a mark or span names a panel that is not there.

    Examples
    --------
    >>> deaths = pd.DataFrame({"type": ["a", "a", "b"], "year": [2012, 2013, 2013], "best": [2, 3, 4]})
    >>> [trace.x for trace in small_multiples(deaths, "type").data]
    [(2012.0, 2013.0), (2013.0,)]
    """
    require(rows, [panel], "rows")
    columns = columns_of(rows, x, low, best, high)
    found, yearly = placed(rows, columns)
    scale = scale_of(found, yearly)
    titles = [title for title in _titles(rows[panel]) if title in set(found[panel].astype("str"))]
    shaded, dated = within(spans_of(spans, ["label"]), scale), marks_within(marks_of(marks, ["label"]), scale)
    for name, times in (("span", spans), ("mark", marks)):
        _known(times, titles, name)
    panels = []
    for place, title in enumerate(titles):
        own = found[found[panel].astype("str") == title].reset_index(drop=True)
        once(own, x, f" in the panel {title!r}")
        spans_here, marks_here = (_of(times, title) for times in (shaded, dated))
        # what belongs to all panels is named once
        chosen = [
            times if not place or "panel" in times.columns else times.head(0) for times in (spans_here, marks_here)
        ]
        panels.append(Panel(title, own, spans_here, marks_here, named(chosen[0]), chosen[1]))
    return draw(panels, columns, scale, unit, _HEIGHT)


def _titles(column: pd.Series) -> list[str]:
    """Return the titles of panels in their order, those without a row left out."""
    there = distinct(column)
    if column.dtype == "category":
        return [str(title) for title in column.cat.categories if str(title) in there]
    return there


def _known(times: pd.DataFrame | None, titles: list[str], name: str) -> None:
    if times is not None and "panel" in times.columns:
        for title in distinct(times["panel"]):
            if title not in titles:
                raise ClaimbookError(f"a {name} belongs to {title!r}, which is no panel: {nearest(title, titles)}")


def _of(times: pd.DataFrame, title: str) -> pd.DataFrame:
    return times[times["panel"].astype("str") == title] if "panel" in times.columns else times
