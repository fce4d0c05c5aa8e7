"""A timeline: when missions worked, a lane each, with dated decisions above the bar and verdicts by phase below it."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import CHARACTER, distinct, label, require
from claimbook.charts.drawing import Drawing
from claimbook.charts.flags import SMALL
from claimbook.charts.lane_marks import add_bars, add_flags, add_labels, add_narrow_signs, add_ribbons, legend_height
from claimbook.charts.lanes import NAME_WIDTH, Lane, lanes_of
from claimbook.charts.states import GLYPHS
from claimbook.charts.times import Scale, marks_of, number_of, spans_of, year_step
from claimbook.errors import ClaimbookError, nearest
from claimbook.theme import CLEAR, LINE

_WIDTH = 640
_FONT = 13
_FOOT = 34
_YEAR = 365.25
# more rows than a screen shows need their years above them too
_TALL = 460


def timeline(
    spans: pd.DataFrame,
    marks: pd.DataFrame | None = None,
    ribbons: pd.DataFrame | None = None,
    until: pd.Timestamp | None = None,
) -> go.Figure:
    """Draw when things lasted, one lane for each mission, from top to bottom in the frame's order.

    Parameters
    ----------
    spans : pandas.DataFrame
        One row a bar: `lane`, `start`, `end` (missing: it goes on, drawn to an open end), `label`, `kind` (a colour and
        a hatch each). Bars of a lane that overlap stand below each other. Where a column `status` says other
        than `ongoing`, a missing end is unknown: a stub with a question mark shows the start.
    marks : pandas.DataFrame, optional
        Dated decisions, above the bars of their lane: `lane`, `date`, `label`. A label without room shows on hovering
        only.
    ribbons : pandas.DataFrame, optional
        Verdicts phase by phase, thin strips below the bars of their lane: `lane`, `start`, `end`, `code` (a verdict of
        `claimbook.theme.VERDICTS`), `label` (a row for each, for example a claim's id).
    until : pandas.Timestamp, optional
        How far what goes on is drawn at the least; by default to the last date in the frames.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each kind and each verdict, for open ends, and for the marks of each lane.

    Raises
    ------
    ClaimbookError
        If there is no span, a time ends before it starts, a mark or ribbon has a lane without a span, or a code is no
        verdict.

    Examples
    --------
    >>> spans = pd.DataFrame({"lane": ["MINUSMA"], "start": ["2013-04-25"], "end": ["2023-12-31"], "kind": ["UN"]})
    >>> figure = timeline(spans.assign(label="MINUSMA"))
    >>> figure.data[0].base, figure.layout.yaxis.ticktext
    (('2013-04-25',), ('MINUSMA',))
    """
    require(spans, ["lane", "start", "end", "label", "kind"], "spans")
    times = _named(spans_of(spans, ["lane", "label", "kind"]), ["lane", "label", "kind"])
    dated = _named(marks_of(marks, ["lane", "label"]), ["lane", "label"])
    strips = _named(spans_of(ribbons, ["lane", "code", "label"], "ribbons"), ["lane", "code", "label"])
    _check(times, dated, strips)
    gutter = _gutter(times, strips)
    scale = _scale(times, dated, strips, until, _WIDTH - gutter)
    lanes = lanes_of(times, dated, strips, scale)
    drawing = Drawing(height=100, min_width=_WIDTH)
    kinds = distinct(times["kind"])
    add_bars(drawing, lanes, kinds, scale)
    add_ribbons(drawing, lanes, scale)
    for lane in lanes:
        add_labels(drawing, lane, scale)
        add_narrow_signs(drawing, lane, scale)
        add_flags(drawing, lane, scale)
    above = legend_height(drawing)
    _set_layout(drawing, lanes, scale, above)
    return drawing.figure()


def _named(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.assign(**{name: rows[name].astype("object").fillna("").astype("str") for name in columns})


def _check(spans: pd.DataFrame, marks: pd.DataFrame, ribbons: pd.DataFrame) -> None:
    lanes = distinct(spans["lane"])
    for name, rows in (("mark", marks), ("ribbon", ribbons)):
        for lane in distinct(rows["lane"]):
            if lane not in lanes:
                raise ClaimbookError(f"a {name} stands in the lane {lane!r}, which has no span: {nearest(lane, lanes)}")
    for code in distinct(ribbons["code"]):
        if code not in GLYPHS:
            raise ClaimbookError(f"no verdict {code!r}: {nearest(code, tuple(GLYPHS))}")


def _gutter(spans: pd.DataFrame, ribbons: pd.DataFrame) -> int:
    """Return how many pixels the names beside the lanes and the margins need."""
    lines = [line for lane in spans["lane"] for line in label(lane, NAME_WIDTH).split("<br>")]
    names = [CHARACTER * _FONT * max(map(len, lines))]
    names += [CHARACTER * SMALL * len(text) for text in ribbons["label"]]
    return round(max(names)) + 40


def _scale(
    spans: pd.DataFrame, marks: pd.DataFrame, ribbons: pd.DataFrame, until: pd.Timestamp | None, width: int
) -> Scale:
    dates = pd.concat([spans["start"], spans["end"], marks["date"], ribbons["start"], ribbons["end"]]).dropna()
    latest = max(dates.max(), dates.max() if until is None else pd.Timestamp(until))
    first, last = (number_of(date, yearly=False) for date in (dates.min(), latest))
    # at least a month, so that one day has a place; some room so that nothing stands on the edge
    room = max((last - first) * 0.02, 15.0)
    return Scale(False, first - room, last + room, width)


def _set_layout(drawing: Drawing, lanes: list[Lane], scale: Scale, above: int) -> None:
    whole = lanes[-1].bottom
    tall = whole > _TALL
    head = above + (26 if tall else 6)
    drawing.update_layout(
        height=round(whole) + head + _FOOT,
        margin={"l": 8, "r": 20, "t": head, "b": _FOOT},
        barmode="overlay",
        hovermode="closest",
        legend={
            "xref": "container",
            "yref": "container",
            "yanchor": "top",
            "entrywidthmode": "fraction",
            "entrywidth": 0.5,
            "font": {"size": 12},
        },
    )
    across = {
        "type": "date",
        "range": [scale.written(scale.first), scale.written(scale.last)],
        "tickangle": 0,
        "nticks": 8,
        **_year_ticks(scale),
        "fixedrange": True,
        "showgrid": True,
        "zeroline": False,
    }
    drawing.update_xaxes(across)
    if tall:
        drawing.add_scatter(x=[None], y=[None], xaxis="x2", mode="none", showlegend=False, hoverinfo="skip")
        drawing.update_layout(xaxis2=across | {"side": "top", "overlaying": "x", "showgrid": False})
    ticks = {lane.centre: label(lane.name, NAME_WIDTH) for lane in lanes}
    small = {
        middle: f'<span style="font-size:{SMALL}px">{label(text, 100)}</span>'
        for lane in lanes
        for text, middle in lane.ribbons.items()
    }
    drawing.update_yaxes(
        tickvals=[*ticks, *small],
        ticktext=[*ticks.values(), *small.values()],
        range=[whole, 0],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        # keeps the names off the bars
        ticks="outside",
        ticklen=4,
        tickcolor=CLEAR,
    )
    for lane in lanes[1:]:
        line = {"width": 1, "color": LINE}
        drawing.add_shape(type="line", xref="paper", x0=0, x1=1, y0=lane.top, y1=lane.top, line=line)


def _year_ticks(scale: Scale) -> dict[str, object]:
    """Return ticks on the first days of years; a shorter time gets those that plotly finds."""
    days = scale.last - scale.first
    if days < 3 * _YEAR:
        return {}
    step = year_step(days / _YEAR, most=9)
    first, last = (pd.Timestamp(scale.written(end)).year for end in (scale.first, scale.last))
    years = range(-(-(first + 1) // step) * step, last + 1, step)
    return {"tickvals": [f"{year}-01-01" for year in years], "ticktext": [str(year) for year in years]}
