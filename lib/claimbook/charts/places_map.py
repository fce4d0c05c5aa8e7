"""A map of amounts by country: the hosts of missions outlined, and what lies around them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import hide_axes, label, line_count
from claimbook.charts.borders import Point, countries, source
from claimbook.charts.classes import NO_VALUE, ZERO, Classes, hatch
from claimbook.charts.drawing import Drawing
from claimbook.charts.estimates import columns_of
from claimbook.charts.land import HEIGHT, Shape, View, shapes_of, view_of
from claimbook.charts.map_names import Rows, add_names, told_of
from claimbook.errors import ClaimbookError, nearest
from claimbook.theme import INK, TILE, VOID

_HOVER = 42
_FONT = 12
_LINE = 15
_LEGEND_LINE = 19
# a page of 360 pixels has room for two entries of the legend beside each other
_ACROSS = 2
# less is too little for the world
_WORLD_WIDTH = 640


def map_chart(
    frame: pd.DataFrame,
    country: str,
    amount: str,
    unit: str = "",
    highlight: Sequence[str] = (),
    name: str = "country_name",
    low: str | None = "low",
    high: str | None = "high",
) -> go.Figure:
    """Draw the countries around some of them, coloured by amount.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a country.
    country, amount : str
        Columns with the country (ISO 3166-1 alpha-3 in lower case) and what colours it; a country without a row or an
        amount is hatched.
    unit : str
        What the amounts count.
    highlight : sequence of str
        Countries that are outlined and named, and around which the map is drawn; none: the world.
    name : str
        Column with the names of countries, where the frame has it; else the border file's names stand.
    low, high : str, optional
        Columns with the range of an estimate, which stands behind the amount; a frame may have neither.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each country on the map that has a row, one for all that have none, and those of outlines, dots,
        names and legend. A country too small to show is a dot; one that the border file does not know is named below
        the map.

    Raises
    ------
    ClaimbookError
        If there is no row, a country stands twice, an amount is below 0, a range has one end, or a highlighted country
        is neither in the frame nor in the border file.

    Notes
    -----
    Equirectangular, true to scale in the middle of the map. Borders are as Natural Earth draws them
    (`claimbook.charts.borders`) and express no position.

    Examples
    --------
    >>> rates = pd.DataFrame({"country_id": ["mli", "ner"], "rate": [8.2, 3.0]})
    >>> figure = map_chart(rates, "country_id", "rate", "deaths per 100,000", highlight=["mli"])
    >>> [trace.text for trace in figure.data if trace.name == "Niger"]
    ['<b>Niger</b><br>3 deaths per 100,000']
    """
    table = _checked(frame, country, amount, low, high)
    known = countries()
    for code in highlight:
        if code not in known and code not in table.index:
            raise ClaimbookError(f"no country {code!r} to highlight: {nearest(code, list(known))}")
    view = view_of([known[code] for code in highlight if code in known])
    shapes = shapes_of(known, view)
    named = frame.set_index(country)[name].astype("str").to_dict() if name in frame.columns else {}
    here = table[table.index.isin(list(shapes))]
    rows = Rows(table["amount"].to_dict(), named, told_of(table), Classes.of(here["amount"].tolist()))
    drawing = Drawing(height=100, min_width=0 if highlight else _WORLD_WIDTH)
    _add_land(drawing, shapes, rows, unit)
    _add_outlines(drawing, [line for code in highlight if code in shapes for line in shapes[code].outline])
    _add_dots(drawing, shapes, rows, unit, highlight)
    add_names(drawing, shapes, rows, view, highlight)
    wanted = dict.fromkeys([*highlight, *table.index[table["amount"] > 0]])
    lost = [rows.name(code) for code in wanted if code not in known]
    _set_layout(drawing, view, _add_legend(drawing, shapes, rows, unit), lost)
    return drawing.figure()


def _checked(frame: pd.DataFrame, country: str, amount: str, low: str | None, high: str | None) -> pd.DataFrame:
    """Return `amount`, `low` and `high` by country, or refuse the frame."""
    columns = columns_of(frame, country, low, amount, high)
    twice = frame.loc[frame[country].duplicated(), country]
    if len(twice):
        raise ClaimbookError(f"the country {twice.iloc[0]!r} stands twice: give one row for each")
    given = {"amount": amount, "low": columns.low, "high": columns.high}
    numbers = {
        key: pd.to_numeric(frame[column]).astype("float64") if column else float("nan") for key, column in given.items()
    }
    table = pd.DataFrame(numbers, index=frame.index).set_index(frame[country].astype("str"))
    below = table.index[table["amount"] < 0]
    if len(below):
        raise ClaimbookError(f"amounts below 0, which no class takes: {', '.join(below)}")
    half = table.index[table["low"].isna() != table["high"].isna()]
    if len(half):
        raise ClaimbookError(f"ranges with one end only: {', '.join(half)}")
    return table


def _path(rings: Sequence[Sequence[Point]]) -> dict[str, list[float | None]]:
    """Return rings as the x and y of one line, with a gap between each two."""
    points = [point for ring in rings for point in (*((round(x, 2), round(y, 2)) for x, y in ring), (None, None))]
    return {"x": [x for x, _ in points[:-1]], "y": [y for _, y in points[:-1]]}


def _add_land(drawing: Drawing, shapes: Mapping[str, Shape], rows: Rows, unit: str) -> None:
    """Add the countries whose amount is above 0, each a trace, on sheets of those at 0 and of those without a value."""
    line = {"width": 0.6, "color": VOID}
    same: dict[str, Any] = {"mode": "lines", "line": line, "fill": "toself", "showlegend": False}
    by_word: dict[str, list[str]] = {}
    for code, shape in shapes.items():
        if shape.rings:
            by_word.setdefault(rows.word(code), []).append(code)
    for word in (NO_VALUE, ZERO):
        codes = by_word.pop(word, [])
        rings = [ring for code in codes for ring in shapes[code].rings]
        fill = {"fillpattern": hatch()} if word == NO_VALUE else {"fillcolor": TILE}
        if rings:
            drawing.add_scatter(**_path(rings), **same, **fill, hoverinfo="skip", name=word)
            _add_words(drawing, {code: shapes[code] for code in codes}, rows, unit)
    for word, codes in by_word.items():
        for code in codes:
            words = {"text": rows.words(code, unit), "hoverinfo": "text", "hoveron": "fills"}
            fill = {"fillcolor": rows.classes.colour(word)}
            drawing.add_scatter(
                **_path(shapes[code].rings), **same, **fill, **words, name=label(rows.name(code), _HOVER)
            )


def _add_words(drawing: Drawing, shapes: Mapping[str, Shape], rows: Rows, unit: str) -> None:
    """Add marks nobody sees in the middles of countries that are drawn together, to hover over."""
    named = {code: shape.centre for code, shape in shapes.items() if code in rows.amounts}
    if named:
        drawing.add_scatter(
            x=[round(x, 2) for x, _ in named.values()],
            y=[round(y, 2) for _, y in named.values()],
            mode="markers",
            marker={"size": 16, "opacity": 0},
            hovertext=[rows.words(code, unit) for code in named],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
            name="words",
        )


def _add_outlines(drawing: Drawing, lines: Sequence[Sequence[Point]]) -> None:
    if lines:
        line = {"width": 2.5, "color": INK}
        drawing.add_scatter(
            **_path(lines), mode="lines", line=line, hoverinfo="skip", showlegend=False, name="outlined"
        )


def _add_dots(drawing: Drawing, shapes: Mapping[str, Shape], rows: Rows, unit: str, highlight: Sequence[str]) -> None:
    """Add a dot for each country that has a row or is outlined, and is too small to show."""
    codes = [code for code, shape in shapes.items() if shape.dot and (code in rows.amounts or code in highlight)]
    if codes:
        drawing.add_scatter(
            x=[round(shapes[code].centre[0], 2) for code in codes],
            y=[round(shapes[code].centre[1], 2) for code in codes],
            mode="markers",
            marker={
                "size": 9,
                "opacity": 1,
                "color": [rows.classes.colour(rows.word(code)) for code in codes],
                "line": {
                    "width": [2.5 if code in highlight else 1 for code in codes],
                    "color": [INK if code in highlight else VOID for code in codes],
                },
            },
            hovertext=[rows.words(code, unit) for code in codes],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
            name="small countries",
        )


def _add_legend(drawing: Drawing, shapes: Mapping[str, Shape], rows: Rows, unit: str) -> int:
    """Add the legend of the classes on the map; return how many pixels it needs."""
    there = {rows.word(code) for code, shape in shapes.items() if shape.rings or code in rows.amounts}
    words = [word for word in (*rows.classes.words, NO_VALUE) if word in there]
    for word in words:
        drawing.add_bar(x=[None], y=[None], name=word, hoverinfo="skip", marker=rows.classes.marker(word))
    title = label(unit, 40)
    drawing.update_layout(
        legend={
            "title": {"text": title, "font": {"size": _FONT}, "side": "top"},
            "xref": "container",
            "yref": "container",
            "yanchor": "top",
            "font": {"size": _FONT},
            "entrywidth": 100,
        }
    )
    lines = -(-len(words) // _ACROSS)
    return 8 + _LINE * line_count(title) * bool(title) + _LEGEND_LINE * lines


def _set_layout(drawing: Drawing, view: View, above: int, lost: Sequence[str]) -> None:
    """Set ranges that grow with the page, and name below the map who drew it and whom it lacks."""
    drew = source()[0].split(",", maxsplit=1)[0]
    notes = [f"Borders as {drew} draws them; no position on them"]
    notes += [f"Not on the map: {', '.join(lost)}"] if lost else []
    note = "<br>".join(label(text, 48) for text in notes)
    below = 10 + _LINE * line_count(note)
    hide_axes(drawing, [view.box[0], view.box[2]], [view.box[1], view.box[3]])
    # the axis that has more room shows more of the land
    drawing.update_yaxes(scaleanchor="x", scaleratio=view.stretch)
    drawing.update_layout(
        height=above + HEIGHT + below,
        margin={"l": 8, "r": 8, "t": above, "b": below},
        hovermode="closest",
    )
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 0, "yanchor": "top", "yshift": -4}
    drawing.add_annotation(**place, text=note, showarrow=False, align="left", font_size=11, borderpad=0)
