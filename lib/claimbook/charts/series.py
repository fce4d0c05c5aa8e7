"""An estimate along time: one line with its range, over shaded times and dated marks."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.estimates import columns_of, once, placed, step_of
from claimbook.charts.panels import LEAST, Panel, draw
from claimbook.charts.times import Scale, marks_of, spans_of

_HEIGHT = 230


def series(
    frame: pd.DataFrame,
    x: str = "year",
    low: str | None = "low",
    best: str = "best",
    high: str | None = "high",
    marks: pd.DataFrame | None = None,
    spans: pd.DataFrame | None = None,
    unit: str = "",
) -> go.Figure:
    """Draw one line with its band; a time without a row is a gap.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a time.
    x : str
        Column with whole years or with dates; a year's number stands in the middle of its year.
    low, best, high : str
        Columns with the estimate and its range. A row without low and high has no band; where a frame has neither
        column `low` nor `high`, no row has. A best estimate outside of its range is drawn as it was published.
    marks : pandas.DataFrame, optional
        Dated events: `date`, `label`. Thin lines; a label without room shows on hovering only.
    spans : pandas.DataFrame, optional
        Shaded times: `start`, `end` (missing: it goes on), `label` (empty: shaded without a name). Where a column
        `status` says other than `ongoing`, a missing end is unknown: nothing is shaded, and a stub shows the start.
    unit : str
        What the numbers count.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces for the band, the line, and the names of spans and marks. What lies outside of the times in the frame is
        left out.

    Raises
    ------
    ClaimbookError
        If there is no row, a time stands twice, a range has one end, or a span ends before it starts.

    Examples
    --------
    >>> deaths = pd.DataFrame({"year": [2012, 2013, 2015], "low": [1, 2, 3], "best": [2, 3, 4], "high": [3, 4, 5]})
    >>> [(trace.name, trace.y) for trace in series(deaths).data][1]
    ('best', (2.0, 3.0, None, 4.0))
    """
    columns = columns_of(frame, x, low, best, high)
    rows, yearly = placed(frame, columns)
    once(rows, x)
    scale = scale_of(rows, yearly)
    shown, dated = within(spans_of(spans, ["label"]), scale), marks_within(marks_of(marks, ["label"]), scale)
    panel = Panel("", rows, shown, dated, named(shown), dated)
    return draw([panel], columns, scale, unit, _HEIGHT)


def scale_of(rows: pd.DataFrame, yearly: bool) -> Scale:
    """Return the axis of time of placed rows, half a step wider on both sides."""
    places = sorted(rows["place"].unique())
    half = step_of(places, yearly) / 2
    return Scale(yearly, places[0] - half, places[-1] + half, LEAST)


def within(spans: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Return the spans of which some part lies on the axis."""
    inside = [scale.number(span.start) < scale.last and scale.end(span) > scale.first for span in spans.itertuples()]
    return spans[inside] if len(spans) else spans


def marks_within(marks: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Return the marks that lie on the axis."""
    return marks[[scale.first <= scale.number(date) <= scale.last for date in marks["date"]]] if len(marks) else marks


def named(spans: pd.DataFrame) -> pd.DataFrame:
    """Return the spans that have a name."""
    return spans[spans["label"].fillna("").astype("str") != ""]
