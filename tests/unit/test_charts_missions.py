"""The charts of missions and violence draw what was published, say what they leave out, and refuse what can't be."""

import datetime as dt
import importlib.util
import itertools
import json
from pathlib import Path

import pandas as pd
import pytest

from claimbook import ClaimbookError, charts
from claimbook.charts import borders
from claimbook.charts.classes import Classes
from claimbook.charts.flags import flag_rows, short, width_of
from claimbook.charts.states import GLYPHS
from claimbook.charts.times import Scale
from claimbook.render.mime import figure_html
from claimbook.theme import BAND, INK, SHADE, TILE, VERDICTS, shades

NASTY = "</script><img src=x onerror=alert(1)>"
ROOT = Path(__file__).parents[2]


def deaths(*years: int) -> pd.DataFrame:
    rows = [(year, 10 * place, 12 * place, 20 * place) for place, year in enumerate(years, start=1)]
    return pd.DataFrame(rows, columns=["year", "low", "best", "high"])


def times(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["label", "start", "end"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def dated(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "date"])


def missions() -> pd.DataFrame:
    spans = times(
        ("MINUSMA", "2013-04-25", "2023-12-31"), ("Serval", "2013-01-11", "2014-08-01"), ("AUSSOM", "2025-01-01", None)
    )
    return spans.assign(lane=spans["label"], kind=["the mission", "beside it", "after it"])


def resolutions(count: int = 3) -> pd.DataFrame:
    dates = [f"{2013 + place}-06-29" for place in range(count)]
    return pd.DataFrame({"lane": "MINUSMA", "date": dates, "label": [str(2100 + place) for place in range(count)]})


def verdicts(*codes: str) -> pd.DataFrame:
    rows = [("MINUSMA", f"{2013 + 2 * n}-05-01", f"{2015 + 2 * n}-05-01", code) for n, code in enumerate(codes)]
    return pd.DataFrame(rows, columns=["lane", "start", "end", "code"]).assign(label="c1")


def traces(figure, name: str) -> list:
    return [trace for trace in figure.data if trace.name == name]


def words(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def rates(**values: float | None) -> pd.DataFrame:
    return pd.DataFrame({"country_id": list(values), "rate": list(values.values())})


# series


def test_a_year_without_a_row_is_a_gap_and_a_year_alone_a_dot() -> None:
    figure = charts.series(deaths(2001, 2002, 2004, 2006, 2007))
    (line,) = traces(figure, "best")
    assert line.x == (2001, 2002, None, 2004, None, 2006, 2007)
    assert line.y == (12, 24, None, 36, None, 48, 60)
    alone, among = line.marker.size[3], line.marker.size[0]
    assert alone > among


def test_the_band_stands_only_where_there_is_a_range() -> None:
    frame = deaths(2001, 2002, 2003, 2004).astype("float64").astype({"year": "int64"})
    frame.loc[frame["year"] == 2003, ["low", "high"]] = None
    figure = charts.series(frame)
    (band,) = traces(figure, "low to high")
    polygons = [list(run) for gap, run in itertools.groupby(band.x, lambda x: x is None) if not gap]
    assert polygons[0] == [2001, 2002, 2002, 2001]
    # one year alone is a narrow strip around its place
    assert sum(polygons[1]) / 4 == 2004
    assert band.fillcolor == BAND
    (line,) = traces(figure, "best")
    assert line.hovertext[2] == "<b>2003</b><br>36"
    assert line.hovertext[3] == "<b>2004</b><br>48 (40 to 80)"


def test_a_best_estimate_outside_of_its_range_is_drawn_as_published() -> None:
    figure = charts.series(pd.DataFrame({"year": [2001, 2002], "low": [5, 5], "best": [3, 9], "high": [8, 8]}))
    assert traces(figure, "best")[0].y == (3, 9)
    assert figure.layout.yaxis.range[1] > 9


def test_without_columns_for_a_range_there_is_no_band_and_no_word_of_one() -> None:
    figure = charts.series(deaths(2001, 2002)[["year", "best"]], unit="people")
    assert not traces(figure, "low to high")
    assert words(figure) == ["people"]
    assert "band: low to high" in " ".join(words(charts.series(deaths(2001, 2002), unit="people")))


def test_months_follow_each_other_whatever_their_length() -> None:
    months = pd.date_range("2023-01-01", "2024-06-01", freq="MS")
    frame = pd.DataFrame({"month": months, "best": range(len(months))})
    assert None not in traces(charts.series(frame, "month"), "best")[0].x
    figure = charts.series(frame.drop(index=5), "month", unit="deaths")
    assert traces(figure, "best")[0].x[5] is None
    assert traces(figure, "best")[0].hovertext[0] == "<b>2023-01</b><br>0 deaths"


def test_a_date_stands_where_its_year_has_come_to() -> None:
    spans = times(("MINUSMA", "2013-04-25", "2023-12-31"))
    figure = charts.series(deaths(*range(2005, 2025)), spans=spans, marks=dated(("2100", "2013-04-25")))
    shade = next(shape for shape in figure.layout.shapes if shape.fillcolor == SHADE)
    # the middle of a year has the year's number
    assert shade.x0 == pytest.approx(2012.5 + 114 / 365, abs=0.001)
    assert shade.x1 == pytest.approx(2023.5, abs=0.01)
    assert shade.layer == "below"
    (signs,) = traces(figure, "marks")
    assert signs.x == (shade.x0,)
    assert "2013-04-25" in signs.hovertext[0]
    assert {"MINUSMA", "2100"} <= set(words(figure))


def test_what_goes_on_lasts_to_the_edge_and_what_lies_outside_is_left_out() -> None:
    spans = times(("on", "2022-01-01", None), ("before", "1990-01-01", "1995-01-01"), ("later", "2030-01-01", None))
    figure = charts.series(deaths(2020, 2021, 2022, 2023), spans=spans, marks=dated(("old", "1999-01-01")))
    assert words(figure)[1:] == ["on"]
    assert [shape.x1 for shape in figure.layout.shapes] == [2023.5]
    (strip,) = traces(figure, "span")
    assert strip.mode == "lines+markers"
    assert "since 2022-01-01" in strip.hovertext[0]


def test_a_time_whose_end_nobody_states_shades_nothing() -> None:
    spans = times(("unknown", "2021-01-01", None)).assign(status="not-stated")
    figure = charts.series(deaths(2020, 2021, 2022, 2023), spans=spans)
    assert not figure.layout.shapes
    assert "unknown ?" in words(figure)
    assert "end not stated" in traces(figure, "span")[0].hovertext[0]


def test_a_span_without_a_name_is_shaded_all_the_same() -> None:
    figure = charts.series(deaths(2020, 2021), spans=times(("", "2020-03-01", "2021-01-01")))
    assert len(figure.layout.shapes) == 1
    assert not traces(figure, "span")


def test_a_series_of_zeros_has_a_scale() -> None:
    figure = charts.series(deaths(2001, 2002).assign(low=0, best=0, high=0))
    assert tuple(figure.layout.yaxis.range) == (0, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"frame": deaths()}, "nothing to draw: there are no rows"),
        ({"frame": deaths(2001).assign(best=None)}, "nothing to draw: best is empty"),
        ({"frame": deaths(2001).drop(columns="low")}, "no column 'low'"),
        ({"frame": deaths(2001), "low": None}, "two ends"),
        ({"frame": deaths(2001, 2002), "low": "lwo"}, "no column 'lwo' to draw: did you mean low"),
        ({"frame": deaths(2001, 2001)}, "year 2001 stands twice"),
        ({"frame": deaths(2001, 2002).assign(low=[1, None])}, "ranges with one end only: 2002"),
        ({"frame": deaths(2001).assign(year=2001.5)}, "whole years"),
        ({"frame": deaths(2001).assign(year="soon")}, "whole years, or dates"),
        ({"frame": deaths(2001).assign(year=[pd.NaT])}, "whole years, or dates"),
        ({"spans": times(("M", "2013-05-01", "2013-01-01"))}, r"before they start: M \(2013-05-01 to 2013-01-01\)"),
        ({"spans": times(("M", None, "2013-01-01"))}, "spans without a start: M"),
        ({"spans": times(("M", "2013-01-01", None)).drop(columns="end")}, "no column 'end'"),
        ({"spans": pd.DataFrame({"start": [2013], "end": [2014], "label": "M"})}, "start holds numbers, not dates"),
        ({"marks": dated(("x", "not a day"))}, "date holds something that is no date"),
        ({"marks": dated(("x", None))}, "marks without a date: x"),
    ],
)
def test_a_series_refuses(change, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.series(**({"frame": deaths(2012, 2013)} | change))


# labels


def test_labels_of_marks_do_not_collide_nor_do_poles_cross_them() -> None:
    starts = [0, 5, 11, 12, 40, 41, 90, 200]
    widths = [width_of(text) for text in ("2100", "2164", "a longer one", "2227", "2295", "2364", "2423", "2690")]
    rows = flag_rows(starts, widths, 3)
    assert rows[0] is not None
    assert rows.count(None) < len(rows) / 2
    flags = [(x, x + wide, row) for x, wide, row in zip(starts, widths, rows, strict=True) if row is not None]
    for (left, right, row), (x, _, other) in itertools.permutations(flags, 2):
        assert not (left < x < right and other >= row)


def test_a_label_without_room_still_shows_on_hovering() -> None:
    marks = dated(*((f"resolution {day}", f"2013-04-{day:02}") for day in range(1, 13)))
    figure = charts.series(deaths(*range(2000, 2025)), marks=marks)
    assert len(traces(figure, "marks")[0].hovertext) == 12
    assert 0 < sum("resolution" in text for text in words(figure)) <= 5


def test_long_labels_are_cut() -> None:
    assert short("Communiqué of the 245th meeting") == "Communiqué of t…"
    assert short("2100") == "2100"


# small multiples


def by_type() -> pd.DataFrame:
    parts = [deaths(2012, 2013, 2014).assign(kind=kind) for kind in ("state-based", "non-state", "one-sided")]
    return pd.concat(parts, ignore_index=True)


def test_panels_keep_the_order_of_their_rows_and_share_the_years() -> None:
    frame = pd.concat([deaths(2012, 2013).assign(kind="b"), deaths(2001, 2002).assign(kind="a")])
    figure = charts.small_multiples(frame, "kind")
    assert [text for text in words(figure) if text.startswith("<b>")] == ["<b>b</b>", "<b>a</b>"]
    assert {trace.xaxis for trace in figure.data} == {None}
    assert tuple(figure.layout.xaxis.range) == (2000.5, 2013.5)
    upper, lower = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert lower[1] < upper[0]
    frame["kind"] = pd.Categorical(frame["kind"], ["a", "b", "without a row"])
    assert [text for text in words(charts.small_multiples(frame, "kind")) if "<b>" in text] == ["<b>a</b>", "<b>b</b>"]


def test_each_panel_has_its_own_scale() -> None:
    frame = pd.concat([deaths(2012).assign(kind="small"), deaths(2012).mul([1, 9, 9, 9]).assign(kind="large")])
    figure = charts.small_multiples(frame, "kind")
    assert figure.layout.yaxis2.range[1] == pytest.approx(9 * figure.layout.yaxis.range[1])


def test_what_all_panels_share_is_named_once_and_what_one_has_in_its_own() -> None:
    spans, marks = times(("MINUSMA", "2013-04-25", None)), dated(("2100", "2013-04-25"))
    figure = charts.small_multiples(by_type(), "kind", marks=marks, spans=spans)
    assert words(figure).count("MINUSMA") == words(figure).count("2100") == 1
    assert sum(shape.fillcolor == SHADE for shape in figure.layout.shapes) == 3
    figure = charts.small_multiples(by_type(), "kind", spans=spans.assign(panel="non-state"))
    (shade,) = (shape for shape in figure.layout.shapes if shape.fillcolor == SHADE)
    assert shade.yref == "y2 domain"
    assert words(figure).count("MINUSMA") == 1


def test_titles_of_panels_wrap() -> None:
    figure = charts.small_multiples(deaths(2012).assign(kind="Democratic Republic of the Congo, MONUSCO"), "kind")
    assert "<b>Democratic Republic of the Congo,<br>MONUSCO</b>" in words(figure)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": by_type().head(0)}, "nothing to draw"),
        ({"panel": "knid"}, "no column 'knid' to draw: did you mean kind"),
        ({"spans": times(("M", "2013-01-01", None)).assign(panel="non state")}, "is no panel: did you mean non-state"),
        ({"marks": dated(("M", "2013-01-01")).assign(panel="x")}, "a mark belongs to 'x'"),
        ({"rows": pd.concat([by_type(), by_type()])}, "year 2012 stands twice in the panel 'state-based'"),
    ],
)
def test_small_multiples_refuse(change, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.small_multiples(**({"rows": by_type(), "panel": "kind"} | change))


# timeline


def bars(figure) -> list:
    return [trace for trace in figure.data if trace.type == "bar"]


def test_a_lane_for_each_mission_and_a_colour_and_hatch_for_each_kind() -> None:
    figure = charts.timeline(missions())
    assert figure.layout.yaxis.ticktext == ("MINUSMA", "Serval", "AUSSOM")
    assert list(figure.layout.yaxis.tickvals) == sorted(figure.layout.yaxis.tickvals)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1] == 0
    assert [bar.name for bar in bars(figure)] == ["the mission", "beside it", "after it"]
    assert len({bar.marker.line.color for bar in bars(figure)}) == 3
    assert len({bar.marker.pattern.shape for bar in bars(figure)}) == 3
    day = 86_400_000
    assert bars(figure)[0].base == ("2013-04-25",)
    assert bars(figure)[0].x == ((dt.date(2023, 12, 31) - dt.date(2013, 4, 25)).days * day,)
    assert figure.layout.meta["min_width"] == 640


def test_what_goes_on_has_an_open_end_and_what_nobody_states_a_question_mark() -> None:
    figure = charts.timeline(missions())
    (arrow,) = traces(figure, "goes on")
    assert arrow.marker.symbol == "triangle-right"
    assert "since 2025-01-01" in arrow.hovertext[0]
    unknown = charts.timeline(missions().assign(status=["ended", "ended", "not-stated"]))
    assert not traces(unknown, "goes on")
    assert "<b>?</b>" in words(unknown)
    assert "end not stated" in bars(unknown)[2].hovertext[0]


def test_what_goes_on_is_drawn_as_far_as_asked() -> None:
    figure = charts.timeline(missions(), until=pd.Timestamp("2026-06-30"))
    assert figure.layout.xaxis.range[1] > "2026-06-30" > charts.timeline(missions()).layout.xaxis.range[1]


def test_bars_that_overlap_in_a_lane_stand_below_each_other_with_labels() -> None:
    figure = charts.timeline(missions().assign(lane="Mali", kind="force"))
    (force,) = bars(figure)
    assert force.y[0] != force.y[1]
    assert {"MINUSMA", "Serval"} <= set(words(figure))
    # a label that repeats its lane is left out
    assert not words(charts.timeline(missions()))


def test_decisions_stand_above_the_bar_of_their_lane() -> None:
    figure = charts.timeline(missions(), resolutions())
    (signs,) = traces(figure, "decisions")
    assert set(signs.y) == {signs.y[0]}
    assert signs.y[0] < bars(figure)[0].y[0]
    assert {"2100", "2101", "2102"} == set(words(figure))
    assert "2013-06-29, MINUSMA" in signs.hovertext[0]
    crowded = charts.timeline(missions(), resolutions(11).assign(date="2014-01-01"))
    assert len(traces(crowded, "decisions")[0].hovertext) == 11
    assert len(words(crowded)) == 4


def test_a_ribbon_for_each_claim_with_the_sign_of_each_verdict() -> None:
    codes = ["mostly supported", "contested", "contradicted"]
    ribbons = pd.concat([verdicts(*codes), verdicts("unverified").assign(label="c2")])
    figure = charts.timeline(missions(), None, ribbons)
    strips = [bar for bar in bars(figure) if bar.marker.color in VERDICTS.values()]
    assert [bar.name for bar in strips] == [f"{GLYPHS[code]} {code}" for code in [*codes, "unverified"]]
    assert [bar.text for bar in strips] == [(GLYPHS[code],) for code in [*codes, "unverified"]]
    assert len({bar.y[0] for bar in strips[:3]}) == 1
    assert strips[3].y[0] > strips[0].y[0] > bars(figure)[0].y[0]
    assert "c1: ± contested" in strips[1].hovertext[0]
    assert sum("c1" in text or "c2" in text for text in figure.layout.yaxis.ticktext) == 2


def test_a_sign_that_finds_no_room_in_its_strip_stands_behind_it() -> None:
    ribbons = verdicts("correct").assign(end="2013-07-01")
    figure = charts.timeline(missions(), None, ribbons)
    assert words(figure) == [GLYPHS["correct"]]
    assert next(bar for bar in bars(figure) if bar.name.endswith("correct")).text == ("",)


def test_a_day_alone_is_seen() -> None:
    spans = missions().assign(end=lambda rows: rows["start"])
    assert min(bar.x[0] for bar in bars(charts.timeline(spans))) > 0
    assert bars(charts.timeline(spans.head(1)))[0].x[0] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"spans": missions().head(0)}, "nothing to draw: there are no spans"),
        ({"spans": missions().drop(columns="kind")}, "no column 'kind'"),
        ({"spans": missions().assign(end="2001-01-01")}, "end before they start: MINUSMA .*, Serval .*, AUSSOM"),
        ({"marks": resolutions().assign(lane="MINUSMO")}, "a mark stands in the lane 'MINUSMO'.*did you mean MINUSMA"),
        ({"ribbons": verdicts("contested").assign(lane="x")}, "a ribbon stands in the lane 'x'"),
        ({"ribbons": verdicts("contestd")}, "no verdict 'contestd': did you mean contested"),
        ({"ribbons": verdicts("contested").assign(end="2001-01-01")}, "ribbons that end before they start: c1"),
    ],
)
def test_a_timeline_refuses(change, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.timeline(**({"spans": missions()} | change))


# map


def test_a_map_draws_the_region_of_its_hosts_and_no_more() -> None:
    world = rates(**dict.fromkeys(borders.countries(), 1.0))
    figure = charts.map_chart(world, "country_id", "rate", highlight=["mli"])
    names = {trace.name for trace in figure.data}
    assert {"Mali", "Niger", "Algeria"} <= names
    assert not {"Australia", "Brazil", "Canada"} & names
    west, east = figure.layout.xaxis.range
    assert west < -12
    assert east > 4
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleratio > 1
    assert len(figure.to_json()) < 82_000


@pytest.mark.parametrize("hosts", [["mli", "som"], ["cod", "rwa", "bdi"], ["xkx"], ["hti"], []])
def test_a_map_stays_small(hosts) -> None:
    world = rates(**dict.fromkeys(borders.countries(), 1.0))
    limit = 82_000 if hosts else 125_000
    assert len(charts.map_chart(world, "country_id", "rate", highlight=hosts).to_json()) < limit


def test_hosts_are_outlined_and_named_with_their_range() -> None:
    frame = rates(mli=8.2, ner=3.0).assign(low=[7.9, 2.0], high=[12.0, 4.0], country_name=["Mali", "Niger"])
    figure = charts.map_chart(frame, "country_id", "rate", "deaths", ["mli"])
    (outline,) = traces(figure, "outlined")
    assert outline.line.color == INK
    assert "<b>Mali</b><br>8.2 (7.9 to 12)" in words(figure)
    assert traces(figure, "Niger")[0].text == "<b>Niger</b><br>3 (2 to 4) deaths"


def test_zero_and_no_value_are_told_apart_without_colour() -> None:
    figure = charts.map_chart(rates(mli=8.2, ner=0, dza=None), "country_id", "rate", highlight=["mli"])
    land = {trace.name: trace for trace in figure.data if trace.type == "scatter" and trace.fill == "toself"}
    assert land["0"].fillcolor == TILE
    assert land["no value"].fillpattern.shape == "/"
    legend = [trace.name for trace in figure.data if trace.type == "bar"]
    assert legend == ["0", "more than 0", "no value"]
    hovered = [text for trace in figure.data if trace.name == "words" for text in trace.hovertext]
    assert sorted(hovered) == ["<b>Algeria</b><br>no value", "<b>Niger</b><br>0"]


def test_a_small_country_is_a_dot() -> None:
    figure = charts.map_chart(rates(hti=2.0, brb=1.0, jam=0.5), "country_id", "rate", highlight=["hti"])
    (dots,) = traces(figure, "small countries")
    assert any("Barbados" in text for text in dots.hovertext)
    assert not traces(figure, "Barbados")


def test_who_is_not_in_the_border_file_is_named_below_the_map() -> None:
    frame = rates(mli=1.0, ymd=2.0, csk=0.0).assign(country_name=["Mali", "Yemen (South Yemen)", "Czechoslovakia"])
    figure = charts.map_chart(frame, "country_id", "rate", highlight=["mli", "ymd"])
    assert words(figure)[-1].replace("<br>", " ").endswith("Not on the map: Yemen (South Yemen)")
    assert "Natural Earth 4.1.0" in words(figure)[-1].replace("<br>", " ")


def test_names_of_hosts_do_not_hide_each_other() -> None:
    from claimbook.charts.drawing import Drawing
    from claimbook.charts.land import shapes_of, view_of
    from claimbook.charts.layout import overlap
    from claimbook.charts.map_names import Rows, add_names

    known, hosts = borders.countries(), ["bdi", "rwa", "cod", "uga"]
    view = view_of([known[code] for code in hosts])
    rows = Rows(dict.fromkeys(hosts, 1.0), {}, dict.fromkeys(hosts, "1 (0.5 to 2)"), Classes((1.0,)))
    drawing = Drawing(height=400)
    add_names(drawing, shapes_of(known, view), rows, view, hosts)
    figure = drawing.figure()
    assert words(figure)[0].startswith("<b>Dem. Rep. Congo")
    boxes = []
    for note in figure.layout.annotations:
        x, y = view.at((note.x, note.y))
        wide, high = 0.6 * 12 * max(len(line) for line in note.text.replace("</b>", "").split("<br>")) - 22, 30
        left = x - {"left": 0, "center": wide / 2, "right": wide}[note.xanchor]
        top = y - {"top": 0, "middle": high / 2, "bottom": high}[note.yanchor]
        boxes.append((left, top, left + wide, top + high))
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def test_classes_are_round_and_each_has_something() -> None:
    amounts = [0.03 * 1.3**place for place in range(30)]
    classes = Classes.of([0, *amounts])
    assert len(classes.bounds) == 3
    assert {classes.word(amount) for amount in (0, *amounts)} == set(classes.words)
    assert len({classes.colour(word) for word in classes.words}) == 5
    assert Classes.of([0, 0]).words == ["0", "more than 0"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"frame": rates()}, "nothing to draw"),
        ({"frame": rates(mli=-1.0)}, "below 0, which no class takes: mli"),
        ({"frame": pd.concat([rates(mli=1.0)] * 2)}, "the country 'mli' stands twice"),
        ({"highlight": ["mil"]}, "no country 'mil' to highlight: did you mean"),
        ({"frame": rates(mli=1.0).assign(low=0.5)}, "no column 'high'"),
        ({"frame": rates(mli=1.0).assign(low=0.5, high=None)}, "ranges with one end only: mli"),
        ({"amount": "rat"}, "no column 'rat' to draw: did you mean rate"),
    ],
)
def test_a_map_refuses(change, message) -> None:
    known = {"frame": rates(mli=1.0), "country": "country_id", "amount": "rate", "highlight": ["mli"]}
    with pytest.raises(ClaimbookError, match=message):
        charts.map_chart(**(known | change))


# borders


def test_the_border_file_names_its_source_and_takes_no_position() -> None:
    source, note = borders.source()
    assert source.startswith("Natural Earth 4.1.0")
    assert "no position" in note
    assert borders.FILE.stat().st_size < 250 * 1024
    assert {"mli", "som", "xkx", "esh", "pse", "ssd", "tls"} <= set(borders.countries())


def test_every_host_and_every_country_of_the_tables_is_on_the_map_or_known_not_to_be() -> None:
    table = pd.read_csv(ROOT / "data" / "missions" / "countries.csv", dtype="str", keep_default_na=False)
    # states that are gone, and one of a few square kilometres
    assert set(table["country_id"]) - set(borders.countries()) <= {"csk", "ddr", "ymd", "yar", "yug", "scg", "tuv"}


def test_a_ring_across_the_180th_meridian_is_cut_there() -> None:
    assert all(
        max(x for x, _ in part) - min(x for x, _ in part) < 180
        for code in ("rus", "fji")
        for ring in borders.countries()[code].rings
        for part in borders.unwrapped(borders.joined(ring, borders.arcs()))
        # Russia's main part alone is wider
        if borders.area(part) < 1000
    )


def test_the_script_that_makes_the_border_file_reads_a_topology(tmp_path, monkeypatch) -> None:
    spec = importlib.util.spec_from_file_location("make_borders", ROOT / "reports" / "borders.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    countries = [
        {"type": "Polygon", "id": "466", "properties": {"name": "Mali"}, "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "id": "562", "properties": {"name": "Niger"}, "arcs": [[[-1, 2]]]},
        {"type": "Polygon", "properties": {"name": "Somaliland"}, "arcs": [[3]]},
        {"type": "Polygon", "id": "706", "properties": {"name": "Somalia"}, "arcs": [[3]]},
        {"type": "Polygon", "properties": {"name": "Siachen Glacier"}, "arcs": [[3]]},
    ]
    atlas = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        # steps from point to point; the first border is shared
        "arcs": [
            [[0, 0], [0, 2]],
            [[0, 2], [-2, 0], [2, -2]],
            [[0, 2], [2, 0], [-2, -2]],
            [[9, 9], [1, 0], [0, 1], [-1, -1]],
        ],
        "objects": {"countries": {"geometries": countries}},
    }
    codes = [["ML", "MLI", "466", ""], ["NE", "NER", "562", ""], ["SO", "SOM", "706", ""]]
    for name, value in (("atlas", atlas), ("codes", codes), ("borders", None)):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    monkeypatch.setattr(script, "FILE", tmp_path / "borders.json")
    script.main(str(tmp_path / "atlas.json"), str(tmp_path / "codes.json"))
    made = json.loads((tmp_path / "borders.json").read_text(encoding="utf-8"))
    assert {code: row["name"] for code, row in made["countries"].items()} == {
        "mli": "Mali",
        "ner": "Niger",
        "none": "",
        "som": "Somalia",
    }
    assert made["arcs"][0] == [0, 0, 0, 200]
    assert made["countries"]["ner"]["rings"] == [[~0, 2]]
    assert made["countries"]["som"]["rings"] == [[3], [3]]


# all


def nasty_figures() -> list:
    spans = missions().assign(lane=NASTY, kind=NASTY, label=["a" + NASTY, "b" + NASTY, NASTY])
    marks, ribbons = (
        resolutions().assign(lane=NASTY, label=NASTY),
        verdicts("contested").assign(lane=NASTY, label=NASTY),
    )
    around = {"marks": marks, "spans": spans, "unit": NASTY}
    frame = deaths(2012, 2013, 2014)
    land = rates(mli=1.0, ner=0.0, ymd=1.0).assign(country_name=NASTY)
    return [
        charts.timeline(spans, marks, ribbons),
        charts.series(frame, **around),
        charts.small_multiples(frame.assign(kind=NASTY), "kind", **around),
        charts.map_chart(land, "country_id", "rate", NASTY, ["mli", "ymd"]),
    ]


@pytest.mark.parametrize("figure", nasty_figures())
def test_names_never_become_markup(figure) -> None:
    assert "<img" not in json.dumps(json.loads(figure.to_json()))
    assert "<img" not in figure_html(json.loads(figure.to_json()))


@pytest.mark.parametrize("figure", nasty_figures())
def test_charts_stand_on_clear_paper_without_a_title_or_a_request(figure) -> None:
    layout = json.loads(figure.to_json())["layout"]
    assert "title" not in layout
    assert not {"geo", "mapbox", "map"} & set(layout)
    assert not {"paper_bgcolor", "plot_bgcolor"} & set(layout)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("paper", "ground"), [("light", "#ffffff"), ("dark", "#14181e")])
def test_the_line_of_an_estimate_stands_out_from_paper_shade_and_band(paper, ground) -> None:
    from claimbook.theme import ESTIMATE

    here = shades(paper)
    assert contrast(here[ESTIMATE], ground) >= 4.5
    assert contrast(here[ESTIMATE], here[SHADE]) >= 4
    red, green, blue, share = (float(part) for part in here[BAND][5:-1].split(","))
    mixed = [
        round(share * part + (1 - share) * int(here[SHADE][place : place + 2], 16))
        for part, place in zip((red, green, blue), (1, 3, 5), strict=True)
    ]
    assert contrast(here[ESTIMATE], "#" + "".join(f"{part:02x}" for part in mixed)) >= 2.5


def test_the_least_width_holds_what_a_phone_has() -> None:
    scale = Scale(yearly=True, first=2000, last=2010, width=200)
    assert scale.pixels(2005) == 100
    assert scale.after(2005, 20) == 2006
    assert scale.written(2005.12345) == 2005.123
