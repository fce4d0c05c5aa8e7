"""Each chart says what its frame says, refuses what it can't draw, and never takes data for markup."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest

from claimbook import ClaimbookError, charts
from claimbook.charts.drawing import Drawing
from claimbook.charts.flow import MOST
from claimbook.charts.states import DOTS, GLYPHS, LAYERS
from claimbook.matrix import STATES
from claimbook.render.mime import figure_html
from claimbook.theme import AMOUNTS, CLEAR, KINDS, VERDICTS, shades, template
from claimbook.verdict import CERTAINTIES

NASTY = "</script><img src=x onerror=alert(1)>"


def cell(
    row: str, column: str, state: str, links: int = 0, verdict: str = "", name: str = "", certainty: str = ""
) -> dict:
    asserted, checked = state.startswith("asserted"), "checked" in state
    return {
        "row": row,
        "column": column,
        "row_name": name or row.upper(),
        "column_name": name or column.upper(),
        "stated_count": links,
        "implied_count": 0,
        "aim_count": 0,
        "link_count": links,
        "statement_ids": "s1.p1.1 s1.p1.2" if asserted else "",
        "relations": "produces" if asserted else "",
        "state": state,
        "asserted": asserted,
        "checked": checked,
        "verdict": verdict,
        "certainty": certainty,
        "family_count": 2 if checked else 0,
    }


def five() -> pd.DataFrame:
    return pd.DataFrame(
        [
            cell("a", "x", "asserted_checked", 2, "mostly supported", certainty="moderate"),
            cell("a", "y", "asserted_untested", 5),
            cell("a", "z", "checked_not_asserted", 0, "contradicted", certainty="very low"),
            cell("b", "x", "neither"),
            cell("b", "y", "not_applicable"),
            cell("b", "z", "neither"),
        ]
    )


def legend(figure) -> list[str]:
    return [trace.name for trace in figure.data if trace.showlegend]


def looks(figure) -> set[tuple]:
    """How cells look without their colour: hatch, filled or hollow, framed, glyph."""
    bars = [trace for trace in figure.data if trace.type == "bar" and not trace.showlegend]
    marks = {
        (bar.marker.pattern.shape, bar.marker.color == CLEAR, bar.marker.line.width > 1, bar.text[0].isdigit())
        for bar in bars
    }
    return marks | {trace.type for trace in figure.data if trace.type == "heatmap"}


@pytest.mark.parametrize("layer", LAYERS)
def test_five_states_look_different_without_colour_and_stand_in_words(layer) -> None:
    figure = charts.matrix_chart(five(), layer)
    assert len(looks(figure)) == 5
    words = " ".join(legend(figure))
    for state in ("asserted_untested", "checked_not_asserted", "neither", "not_applicable"):
        assert STATES[state] in words
    assert ("✓ mostly supported (1)" if layer == "checked" else "asserted and checked (1)") in words
    assert "neither asserted nor checked (2)" in words
    json.loads(figure.to_json())


def test_the_asserted_layer_counts_links() -> None:
    bars = [trace for trace in charts.matrix_chart(five()).data if trace.type == "bar" and not trace.showlegend]
    assert {trace.text[0]: trace.marker.color for trace in bars} == {"2": AMOUNTS[0], "5": AMOUNTS[3], "": CLEAR}


def test_the_checked_layer_never_says_a_verdict_of_what_was_not_checked() -> None:
    frame = pd.DataFrame(
        [cell("a", f"c{place}", "asserted_checked", 1, verdict) for place, verdict in enumerate(VERDICTS)]
    )
    frame = pd.concat(
        [frame, pd.DataFrame([cell("a", "u", "asserted_untested", 3), cell("a", "v", "asserted_checked", 1)])]
    )
    figure = charts.matrix_chart(frame, "checked")
    signs = {trace.text[0].split("<br>")[0] for trace in figure.data if trace.type == "bar" and not trace.showlegend}
    assert signs == {"✓✓", "✓", "±", "✗", "✗✗", "?", "§✓", "§±", "§✗", ""}
    assert "? unverified (2)" in legend(figure)
    assert "asserted, not yet checked (1)" in legend(figure)


def test_hovering_tells_names_relation_bases_and_statements() -> None:
    figure = charts.matrix_chart(five())
    said = " ".join(text for trace in figure.data if trace.hovertext for text in trace.hovertext).replace("<br>", " ")
    assert "A × X" in said
    assert "produces (2 stated)" in said
    assert "s1.p1.1 s1.p1.2" in said
    assert "Not yet checked" in said
    assert "contradicted (2 families of studies)" in said
    assert "Certainty: very low" in said


def texts(figure) -> set[str]:
    """What stands in the cells, whatever its size and lines."""
    cells = [text for trace in figure.data if trace.type == "bar" and not trace.showlegend for text in trace.text]
    return {" ".join(re.sub(r"<[^>]*>", " ", text).split()) for text in cells}


def test_the_checked_layer_writes_sign_families_and_dots() -> None:
    assert texts(charts.matrix_chart(five(), "checked")) == {"", "✓ 2 •••", "✗✗ 2 •"}
    # the other layers say nothing of evidence but that there is some
    assert texts(charts.matrix_chart(five(), "asserted")) == {"", "2", "5"}
    assert texts(charts.matrix_chart(five(), "difference")) == {"", "○", "●"}


@pytest.mark.parametrize(("level", "dots"), DOTS.items())
def test_each_level_of_certainty_has_its_dots(level: str, dots: str) -> None:
    frame = pd.DataFrame([cell("a", "x", "asserted_checked", 1, "contested", certainty=level)])
    assert texts(charts.matrix_chart(frame, "checked")) == {f"± 2 {dots}"}


def test_a_cell_on_which_no_family_votes_shows_its_sign_alone() -> None:
    read = cell("a", "x", "asserted_checked", 1, "partly") | {"family_count": 0}
    light = cell("a", "y", "asserted_checked", 1, "unverified", certainty="not rated")
    assert texts(charts.matrix_chart(pd.DataFrame([read, light]), "checked")) == {"? 2", "§±"}


def test_levels_and_verdicts_have_signs_of_their_own() -> None:
    assert set(GLYPHS) == set(VERDICTS)
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert set(DOTS) == set(CERTAINTIES) - {"not rated"}
    assert len(set(DOTS.values())) == len(DOTS)


def test_the_legend_of_the_checked_layer_words_all_five_states_and_what_the_marks_mean() -> None:
    figure = charts.matrix_chart(five(), "checked")
    assert legend(figure) == [
        "✓ mostly supported (1)",
        "✗✗ contradicted (1)",
        "asserted, not yet checked (1)",
        "hollow: checked, not asserted (1)",
        "neither asserted nor checked (2)",
        "not applicable (1)",
    ]
    title = figure.layout.legend.title.text.replace("<br>", " ")
    assert "families of studies" in title
    assert "• (very low) to •••• (high)" in title


@pytest.mark.parametrize("layer", LAYERS)
def test_each_cell_says_where_a_click_leads(layer) -> None:
    figure = charts.matrix_chart(five(), layer)
    pairs = {tuple(pair) for trace in figure.data if trace.customdata is not None for pair in trace.customdata}
    assert pairs == {("a", "x"), ("a", "y"), ("a", "z"), ("b", "y")}
    assert figure.layout.meta["chains"]


def test_orders_choose_and_groups_gather() -> None:
    figure = charts.matrix_chart(
        five(),
        row_order=["b", "a"],
        column_order=["z", "y"],
        row_groups={"a": "first", "b": "second"},
        column_groups={"z": "late"},
    )
    assert list(figure.layout.yaxis.ticktext) == ["", "B", "", "A"]
    assert [note.text for note in figure.layout.annotations] == ["<b>second</b>", "<b>first</b>"]
    assert list(figure.layout.xaxis.ticktext) == ["<b>late</b>", "Z", "<b>other</b>", "Y"]
    assert len(figure.layout.shapes) == 2
    assert figure.layout.xaxis.tickangle == -90


def test_a_large_matrix_scrolls_and_repeats_the_names_of_its_columns() -> None:
    names = [f"entity number {number}" for number in range(48)]
    frame = pd.DataFrame([cell(row, column, "neither") for row in names for column in names[:27]])
    figure = charts.matrix_chart(frame)
    assert figure.layout.meta["min_width"] > 27 * 30
    assert figure.layout.height > 48 * 16
    assert list(figure.layout.xaxis2.ticktext) == list(figure.layout.xaxis.ticktext)
    assert charts.matrix_chart(five()).layout.xaxis.tickangle == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer": "assertd"}, "no layer 'assertd': did you mean asserted"),
        ({"row_order": ["c"]}, "no cell has the row 'c'"),
        ({"column_order": []}, "nothing to draw: no cell"),
        ({"cells": five().iloc[:0]}, "nothing to draw: there are no cells"),
        ({"cells": five().drop(columns="state")}, "no column 'state'"),
        ({"cells": five().assign(state="maybe")}, "no state 'maybe'"),
        ({"cells": five().assign(verdict="fine"), "layer": "checked"}, "no verdict 'fine'"),
    ],
)
def test_a_matrix_refuses_what_it_does_not_know(change, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.matrix_chart(**({"cells": five()} | change))


def flows(count: int = 2) -> pd.DataFrame:
    rows = [(f"s{number}", f"t{number % 3}", number + 1, f"g{number % 2}") for number in range(count)]
    return pd.DataFrame(rows, columns=["from", "to", "count", "group"])


def test_a_flow_loses_nothing_when_it_folds() -> None:
    figure = charts.flow(flows(20), "from", "to", "count")
    left, right = (trace for trace in figure.data if trace.name == "ends")
    assert len(left.y) == MOST
    assert any("other (9)" in text for text in left.hovertext)
    assert sum(left.y) == pytest.approx(sum(right.y))
    amounts = [int(text.rsplit("<br>", 1)[1]) for text in left.hovertext]
    assert sum(amounts) == sum(range(1, 21))


def test_too_many_sources_become_their_groups() -> None:
    figure = charts.flow(flows(20), "from", "to", "count", source_group="group")
    names = [trace.name for trace in figure.data if trace.name != "ends"]
    assert len(names) == 6
    assert all(name.startswith("g") for name in names)


def test_ends_of_a_group_stand_together_and_apart() -> None:
    frame = flows(6).assign(kind=["u", "v", "u", "u", "v", "u"])
    figure = charts.flow(frame, "from", "to", "count", "group", "kind")
    assert {"<b>g0</b>", "<b>g1</b>", "<b>u</b>", "<b>v</b>"} <= {note.text for note in figure.layout.annotations}
    for side in (trace for trace in figure.data if trace.name == "ends"):
        edges = list(zip(side.base, (top + size for top, size in zip(side.base, side.y, strict=True)), strict=True))
        assert all(before[1] < after[0] for before, after in pairwise(edges))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (flows(0), "nothing to draw: there are no flows"),
        (flows(2).assign(count=0), "nothing to draw: every flow is 0"),
        (flows(2).assign(count=-1), "below 0"),
        (flows(4).assign(**{"from": "s"}), "'s' lies in two groups"),
        (flows(2).drop(columns="to"), "no column 'to'"),
    ],
)
def test_a_flow_refuses(frame, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.flow(frame, "from", "to", "count", "group")


def nodes(count: int) -> pd.DataFrame:
    rows = [
        (f"n{number}", f"A name of some length {number}", "ab"[number % 2], count - number) for number in range(count)
    ]
    return pd.DataFrame(rows, columns=["id", "name", "kind", "size"])


def edges(*pairs: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["source", "target", "amount"])


def test_a_network_is_the_same_each_time_whatever_the_order() -> None:
    links = edges(*((f"n{number}", f"n{number // 2}", number % 5 + 1) for number in range(1, 30)), ("n0", "n0", 1))
    one, two = charts.network(nodes(30), links), charts.network(nodes(30), links[::-1])
    assert one.data[-1].x == two.data[-1].x
    assert {trace.name for trace in one.data} == {"1", "2 to 3", "4 or more", "connections", "a", "b"}
    connections = next(trace for trace in one.data if trace.name == "connections")
    assert len(connections.x) == len(links) - 1


def test_names_in_a_network_do_not_collide() -> None:
    from claimbook.charts.layout import extent, layout, name_sides, overlap, sides_of
    from claimbook.charts.network import _radii

    frame = nodes(40)
    spots, radii = layout(frame["id"].tolist(), edges(), *extent(40)), _radii(frame)
    sides = name_sides(frame, spots, radii)
    boxes = [
        dict(sides_of("A name of some<br>length 10", *spots[key], radii[key]))[side] for key, side in sides.items()
    ]
    assert len(boxes) > 10
    assert sides["n0"]
    assert not any(overlap(a, b) for place, a in enumerate(boxes) for b in boxes[:place])


def test_kinds_have_symbols_of_their_own() -> None:
    figure = charts.network(nodes(4), edges())
    assert len({trace.marker.symbol for trace in figure.data}) == len(figure.data) == 2


@pytest.mark.parametrize(
    ("ends", "links", "message"),
    [
        (nodes(0), edges(), "nothing to draw: there are no nodes"),
        (pd.concat([nodes(1), nodes(1)]), edges(), "an id stands twice: 'n0'"),
        (nodes(2), edges(("n0", "n9", 1)), "ends at 'n9'"),
        (nodes(2).drop(columns="kind"), edges(), "no column 'kind'"),
    ],
)
def test_a_network_refuses(ends, links, message) -> None:
    with pytest.raises(ClaimbookError, match=message):
        charts.network(ends, links)


def estimates() -> pd.DataFrame:
    return pd.DataFrame(
        {"place": ["b", "a", "c"], "rate": [2.0, 1.0, None], "least": [1.0, None, None], "most": [4.0, None, None]}
    )


def test_dots_keep_the_order_show_ranges_and_say_gaps() -> None:
    figure = charts.dots(estimates(), "place", "rate", "least", "most", unit="deaths")
    assert list(figure.layout.yaxis.ticktext) == ["b", "a", "c"]
    assert list(figure.data[0].error_x.array) == [2, 0, 0]
    assert list(figure.data[0].error_x.arrayminus) == [1, 0, 0]
    assert "2 deaths (1 to 4)" in figure.data[0].hovertext[0]
    assert [note.text for note in figure.layout.annotations] == ["no value"]


def test_dots_of_groups_differ_in_symbol_and_stand_apart() -> None:
    frame = pd.concat([estimates().assign(when="before"), estimates().assign(when="after", rate=[1.5, None, None])])
    figure = charts.dots(frame, "place", "rate", group="when")
    assert len({trace.marker.symbol for trace in figure.data}) == 2
    assert figure.data[0].y[0] < figure.data[1].y[0]
    assert sorted(note.text for note in figure.layout.annotations) == ["no value", "no value: after"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"frame": estimates()[:0]}, "nothing to draw"),
        ({"high": None}, "two ends"),
        ({"frame": estimates().assign(most=None)}, "has one end only"),
        ({"frame": estimates().assign(rate=9.0)}, "outside of its range"),
    ],
)
def test_dots_refuse(change, message) -> None:
    known = {"frame": estimates(), "category": "place", "value": "rate", "low": "least", "high": "most"}
    with pytest.raises(ClaimbookError, match=message):
        charts.dots(**(known | change))


def nasty_figures() -> list:
    cells = five().assign(row_name=NASTY, column_name=NASTY, relations=NASTY, statement_ids=NASTY)
    bad = flows(3).assign(to=[NASTY + str(number) for number in range(3)], group=NASTY)
    return [
        charts.matrix_chart(cells, row_groups={"a": NASTY}, column_groups={"x": NASTY}),
        charts.flow(bad, "from", "to", "count", "group"),
        charts.flow(bad, "to", "from", "count"),
        charts.network(nodes(2).assign(name=NASTY, kind=NASTY), edges(("n0", "n1", 1))),
        charts.dots(estimates().assign(place=NASTY, g=NASTY), "place", "rate", group="g", unit=NASTY),
    ]


@pytest.mark.parametrize("figure", nasty_figures())
def test_names_never_become_markup(figure) -> None:
    assert "<img" not in json.dumps(json.loads(figure.to_json()))
    assert "<img" not in figure_html(json.loads(figure.to_json()))


def test_each_colour_that_changes_with_the_paper_is_known_by_its_neutral_form() -> None:
    neutral = shades("neutral")
    assert all(key == value for key, value in neutral.items())
    assert not set(neutral) & set(KINDS)
    for paper in ("light", "dark"):
        assert template(paper)["layout"]["meta"]["shades"] == shades(paper)
        assert set(shades(paper)) == set(neutral)
        assert set(shades(paper).values()).isdisjoint(neutral) or paper == "light"


def test_a_missing_value_may_be_none() -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "value": pd.Series([1, None], dtype="object")})
    figure = charts.dots(frame, "name", "value")
    assert list(figure.data[0].x)[:1] == [1]


def test_a_figure_has_our_template_alone() -> None:
    layout = Drawing(300).figure().to_plotly_json()["layout"]
    assert layout["template"] == template("neutral")


def test_a_drawing_becomes_the_figure_that_plotly_would_make_part_by_part() -> None:
    drawing, figure = Drawing(300, min_width=20), Drawing(300, min_width=20).figure()
    for one in (drawing, figure):
        one.add_scatter(x=[1, 2], y=[3, 4], mode="markers", marker={"size": 5}, yaxis="y2")
        one.add_bar(x=[None], y=[None], name="a")
        one.add_heatmap(z=[[1, 2]])
        one.add_shape(type="line", x0=0, line={"width": 1})
        one.add_annotation(text="words", showarrow=False, font_size=12)
        one.update_layout(yaxis2={"side": "right", "title": {"text": "a"}}, legend={"font": {"size": 12}}, margin_t=90)
        one.update_yaxes({"nticks": 3}, range=[0, 1], title={"font": {"size": 9}})
        one.update_xaxes(title_text="b", dtick=None)
        one.update_layout(margin={"l": 1}, meta={"min_width": 20, "chains": True})
    assert json.loads(drawing.figure().to_json()) == json.loads(figure.to_json())
    drawing.add_shapes([{"type": "rect"}] * 2)
    drawing.add_annotations([{"text": "more"}])
    assert (len(drawing.figure().layout.shapes), len(drawing.figure().layout.annotations)) == (3, 2)


def test_a_property_that_plotly_does_not_know_is_refused() -> None:
    drawing = Drawing(300)
    drawing.add_scatter(colour="red")
    with pytest.raises(ValueError, match="colour"):
        drawing.figure()
