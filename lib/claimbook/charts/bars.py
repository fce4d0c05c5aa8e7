"""Horizontal bars, whole or in parts that add up."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import CHARACTER, distinct, label, line_count, require, unit_title
from claimbook.charts.drawing import Drawing
from claimbook.theme import BLUE, CATEGORIES

_ROW_HEIGHT = 18
_LINE_HEIGHT = 15
_BAR_HEIGHT = 26
_FONT = 12
# what the bars of a page of 360 pixels have when the names stand beside them
_PHONE = 170


def bars(frame: pd.DataFrame, category: str, amount: str, part: str | None = None, unit: str = "") -> go.Figure:
    """Draw one horizontal bar for each category, from top to bottom in the frame's order.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a bar, or one row a part of a bar.
    category, amount : str
        Columns with the name of the bar and its length.
    part : str, optional
        Column with the name of the part; parts are stacked in the order of their first row (or, if categorical, of
        their categories).
    unit : str
        What the amounts count, for the axis.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each part; amounts of 0 carry no label. The number of a part that is too narrow for it on a phone
        stands behind the bar, in the colour of the part.

    Raises
    ------
    ClaimbookError
        If there is no row to draw.

    Examples
    --------
    >>> counts = pd.DataFrame({"section": ["a", "a"], "kind": ["claim", "aim"], "count": [40, 1]})
    >>> figure = bars(counts, "section", "count", "kind")
    >>> [list(trace.text) for trace in figure.data], len(figure.layout.annotations)
    ([['40'], ['']], 1)
    """
    require(frame, [name for name in (category, amount, part) if name is not None], "bars")
    names = distinct(frame[category])
    row_height = _ROW_HEIGHT + _LINE_HEIGHT * max(line_count(label(name)) for name in names)
    drawing = Drawing(height=110 + row_height * len(names))
    totals = frame[amount].groupby(frame[category].astype("str")).sum()
    longest = float(totals.max())
    behind: dict[str, list[str]] = {}
    for place, (name, rows) in enumerate(_parts(frame, part)):
        colour = BLUE if part is None else CATEGORIES[place % len(CATEGORIES)]
        texts = [f"{value:,}" if value else "" for value in rows[amount]]
        if part is not None:
            texts = _inside(texts, rows[category].astype("str"), rows[amount], longest, colour, behind)
        _add(drawing, rows, category, amount, name, colour, texts)
    _add_behind(drawing, behind, totals)
    drawing.update_layout(barmode="stack", bargap=1 - _BAR_HEIGHT / row_height, showlegend=part is not None)
    _set_axes(drawing, names, unit, longest, behind)
    return drawing.figure()


def _parts(frame: pd.DataFrame, part: str | None) -> list[tuple[str, pd.DataFrame]]:
    """Return the name and the rows of each part."""
    if part is None:
        return [("", frame)]
    known = frame[part].cat.categories if frame[part].dtype == "category" else frame[part].drop_duplicates()
    return [(str(name), frame[frame[part] == name]) for name in known]


def _fits(text: str, amount: float, longest: float) -> bool:
    """Whether a number stands inside of its part on a phone."""
    return _PHONE * amount / longest >= CHARACTER * _FONT * len(text) + 4


def _inside(
    texts: list[str], names: pd.Series, amounts: pd.Series, longest: float, colour: str, behind: dict[str, list[str]]
) -> list[str]:
    """Return the numbers of a part, blank where they don't fit; these are added, in its colour, to those `behind`."""
    inside = []
    for text, name, amount in zip(texts, names, amounts, strict=True):
        fits = not text or _fits(text, float(amount), longest)
        if not fits:
            behind.setdefault(name, []).append(f'<span style="color:{colour}">{text}</span>')
        inside.append(text if fits else "")
    return inside


def _add(
    drawing: Drawing, frame: pd.DataFrame, category: str, amount: str, name: str, colour: str, texts: list[str]
) -> None:
    drawing.add_bar(
        orientation="h",
        name=label(name),
        y=[label(value) for value in frame[category].astype("str")],
        x=frame[amount].tolist(),
        text=texts,
        textposition="inside" if name else "outside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont_size=_FONT,
        cliponaxis=False,
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate=f"%{{y}}{': ' if name else ''}{label(name)}<br>%{{x}}<extra></extra>",
    )


def _add_behind(drawing: Drawing, behind: dict[str, list[str]], totals: pd.Series) -> None:
    """Add the numbers that stand behind the bars."""
    for bar, numbers in behind.items():
        drawing.add_annotation(
            x=float(totals[bar]),
            y=label(bar),
            xanchor="left",
            xshift=2,
            showarrow=False,
            font_size=_FONT,
            text=f"<b>{' '.join(numbers)}</b>",
        )


def _set_axes(drawing: Drawing, names: list[str], unit: str, longest: float, behind: dict[str, list[str]]) -> None:
    drawing.update_yaxes(categoryorder="array", categoryarray=[label(name) for name in reversed(names)], showgrid=False)
    # what stands behind the longest bar needs room too
    room = max((sum(len(number) - 30 for number in numbers) for numbers in behind.values()), default=1)
    drawing.update_xaxes(
        # few things are counted in wholes
        dtick=1 if longest <= 6 else None,
        title=unit_title(unit),
        range=[0, longest * (1.08 + 0.05 * room)] if longest else None,
    )
