"""What stands in the lanes of a timeline: bars with open ends, labels, flags of dated decisions, and verdicts."""

from typing import Any

import pandas as pd

from claimbook.charts.base import CHARACTER, label, line_count
from claimbook.charts.drawing import Drawing
from claimbook.charts.flags import SMALL, short
from claimbook.charts.lanes import BAR, FLAG, FOOT, RIBBON, Lane, beside
from claimbook.charts.states import GLYPHS
from claimbook.charts.times import Scale, during
from claimbook.theme import CLEAR, INK, KINDS, LINE, PLATE, VERDICTS

# a second cue for each kind beside its colour
HATCHES = ("", "/", "x", ".", "-", "\\", "|", "+")
_DAY = 86_400_000
_THIN = 4
_GLYPH = 12
_LEGEND_LINE = 19


def add_bars(drawing: Drawing, lanes: list[Lane], kinds: list[str], scale: Scale) -> None:
    """Add the bars, a trace for each kind, and an arrow where a bar goes on."""
    for place, kind in enumerate(kinds):
        bars, colour = [], KINDS[place % len(KINDS)]
        for lane in lanes:
            own = zip(lane.spans, lane.rows, strict=True)
            bars += [(span, lane.middle(row)) for span, row in own if span.kind == kind]
        open_ends = [(span, middle) for span, middle in bars if pd.isna(span.end) and not span.unknown]
        _add_stretches(
            drawing,
            [(scale.number(span.start), scale.end(span), middle) for span, middle in bars],
            scale,
            width=BAR - 4,
            name=label(kind, 34),
            marker=_style(colour, HATCHES[place % len(HATCHES)]),
            hovertext=[_words(span) for span, _ in bars],
        )
        if open_ends:
            drawing.add_scatter(
                x=[scale.written(scale.last)] * len(open_ends),
                y=[middle for _, middle in open_ends],
                mode="markers",
                marker={"symbol": "triangle-right", "size": 15, "color": colour, "opacity": 1},
                hovertext=[_words(span) for span, _ in open_ends],
                hovertemplate="%{hovertext}<extra></extra>",
                cliponaxis=False,
                showlegend=False,
                name="goes on",
            )


def add_ribbons(drawing: Drawing, lanes: list[Lane], scale: Scale) -> None:
    """Add the verdicts below the bars, a trace for each, its sign in it where it finds room."""
    strips = [(strip, lane.ribbons[strip.label]) for lane in lanes for strip in lane.strips]
    for code, glyph in GLYPHS.items():
        own = [(strip, middle) for strip, middle in strips if strip.code == code]
        if not own:
            continue
        room = _room(glyph)
        widths = [scale.pixels(scale.number(strip.end)) - scale.pixels(scale.number(strip.start)) for strip, _ in own]
        _add_stretches(
            drawing,
            [(scale.number(strip.start), scale.end(strip), middle) for strip, middle in own],
            scale,
            width=RIBBON - 2,
            name=f"{glyph} {code}",
            marker={"color": VERDICTS[code], "line": {"width": 1, "color": LINE}},
            text=[glyph if width >= room else "" for width in widths],
            hovertext=[
                f"<b>{label(strip.label, 42)}: {glyph} {code}</b><br>{during(strip.start, strip.end)}"
                for strip, _ in own
            ],
        )


def add_narrow_signs(drawing: Drawing, lane: Lane, scale: Scale) -> None:
    """Add the sign of each verdict that is too narrow for it behind its strip, unless another follows there."""
    for strip in lane.strips:
        start, end = (scale.pixels(scale.number(date)) for date in (strip.start, strip.end))
        room = _room(GLYPHS[strip.code])
        starts = [scale.pixels(scale.number(other.start)) for other in lane.strips if other.label == strip.label]
        if end - start < room and not any(end <= other < end + room for other in starts):
            drawing.add_annotation(
                x=scale.written(max(scale.number(strip.end), scale.after(scale.number(strip.start), _THIN))),
                xanchor="left",
                xshift=1,
                y=lane.ribbons[strip.label],
                text=GLYPHS[strip.code],
                showarrow=False,
                font_size=_GLYPH,
                borderpad=0,
            )


def _room(glyph: str) -> float:
    return CHARACTER * _GLYPH * len(glyph) + 4


def add_labels(drawing: Drawing, lane: Lane, scale: Scale) -> None:
    """Add the labels of a lane's bars, beside them where they find room."""
    sides = beside(lane.spans, lane.rows, scale, SMALL + 1)
    for span, row, side in zip(lane.spans, lane.rows, sides, strict=True):
        if span.unknown:
            where = {"x": scale.written(scale.end(span)), "y": lane.middle(row), "xanchor": "left", "xshift": 3}
            drawing.add_annotation(**where, text="<b>?</b>", showarrow=False, font_size=_GLYPH, borderpad=0)
        if not side:
            continue
        start, end = scale.number(span.start), scale.end(span)
        x, anchor, shift = {
            "right": (end, "left", 16 if span.unknown else 4),
            "left": (start, "right", -4),
            "inside": ((start + end) / 2, "center", 0),
        }[side]
        place = {"x": scale.written(x), "xanchor": anchor, "xshift": shift, "y": lane.middle(row)}
        # a hatch would cross the words
        plate = {"bgcolor": PLATE, "borderpad": 0} if side == "inside" else {}
        text = label(short(span.label, 30), 100)
        drawing.add_annotation(**place, **plate, text=text, showarrow=False, font_size=SMALL + 1)


def add_flags(drawing: Drawing, lane: Lane, scale: Scale) -> None:
    """Add a sign for each mark of a lane, with a pole and its label where these find room."""
    if not lane.marks:
        return
    places = [scale.written(scale.number(mark.date)) for mark in lane.marks]
    drawing.add_scatter(
        x=places,
        y=[lane.bars - FOOT / 2] * len(places),
        mode="markers",
        marker={"symbol": "triangle-down", "size": 8, "color": INK, "opacity": 1},
        hovertext=[
            f"<b>{label(mark.label, 42)}</b><br>{mark.date:%Y-%m-%d}, {label(lane.name, 42)}" for mark in lane.marks
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
        name="decisions",
    )
    poles, words = [], []
    for place, row, mark in zip(places, lane.flags, lane.marks, strict=True):
        if row is None:
            continue
        low = lane.bars - FOOT - FLAG * row
        line = {"width": 1, "color": INK}
        poles.append({"type": "line", "line": line, "x0": place, "x1": place, "y0": lane.bars, "y1": low - FLAG + 2})
        where = {"x": place, "xanchor": "left", "xshift": 2, "y": low, "yanchor": "bottom"}
        words.append(
            where | {"text": label(short(mark.label), 100), "showarrow": False, "font_size": SMALL, "borderpad": 0}
        )
    drawing.add_shapes(poles)
    drawing.add_annotations(words)


def legend_height(drawing: Drawing) -> int:
    """Return how many pixels the legend needs, two entries a line."""
    lines = [line_count(trace["name"]) for trace in drawing.traces if trace.get("showlegend") is not False]
    rows = [max(lines[place : place + 2]) for place in range(0, len(lines), 2)]
    return 8 + sum(_LEGEND_LINE + 16 * (row - 1) for row in rows)


def _add_stretches(drawing: Drawing, stretches: list[tuple[float, float, float]], scale: Scale, **look: Any) -> None:
    """Add bars from start to end at their heights; a day alone stays visible."""
    starts = [start for start, _, _ in stretches]
    ends = [max(end, scale.after(start, _THIN)) for start, end, _ in stretches]
    drawing.add_bar(
        orientation="h",
        base=[scale.written(start) for start in starts],
        x=[round((end - start) * _DAY) for start, end in zip(starts, ends, strict=True)],
        y=[middle for _, _, middle in stretches],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": _GLYPH},
        hovertemplate="%{hovertext}<extra></extra>",
        **look,
    )


def _style(colour: str, hatch: str) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": colour, "line": {"width": 1.5, "color": colour}}
    if hatch:
        marker["pattern"] = {"shape": hatch, "fgcolor": colour, "bgcolor": CLEAR, "size": 7, "solidity": 0.35}
    return marker


def _words(span: Any) -> str:
    named = "" if span.label in {"", span.lane} else f" ({label(span.lane, 42)})"
    title = label(span.label or span.lane, 42)
    return f"<b>{title}</b>{named}<br>{label(span.kind, 42)}<br>{during(span.start, span.end, span.unknown)}"
