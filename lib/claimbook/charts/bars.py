"""Horizontal bars, whole or in parts that add up."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import CHARACTER, label, line_count, new_figure, require
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
    names = list(dict.fromkeys(frame[category].astype("str")))
    row_height = _ROW_HEIGHT + _LINE_HEIGHT * max(line_count(label(name)) for name in names)
    figure = new_figure(height=110 + row_height * len(names))
    totals = frame[amount].groupby(frame[category].astype("str")).sum()
    longest = float(totals.max())
    behind: dict[str, list[str]] = {}
    for place, name in enumerate(_parts(frame, part)):
        colour = BLUE if part is None else CATEGORIES[place % len(CATEGORIES)]
        rows = frame if part is None else frame[frame[part] == name]
        texts = []
        for bar, value in zip(rows[category].astype("str"), rows[amount], strict=True):
            text = f"{value:,}" if value else ""
            if part is not None and text and not _fits(text, float(value), longest):
                behind.setdefault(bar, []).append(f'<span style="color:{colour}">{text}</span>')
                text = ""
            texts.append(text)
        _add(figure, rows, category, amount, str(name), colour, texts)
    for bar, numbers in behind.items():
        figure.add_annotation(
            x=float(totals[bar]),
            y=label(bar),
            xanchor="left",
            xshift=2,
            showarrow=False,
            font_size=_FONT,
            text=f"<b>{' '.join(numbers)}</b>",
        )
    figure.update_layout(barmode="stack", bargap=1 - _BAR_HEIGHT / row_height, showlegend=part is not None)
    figure.update_yaxes(categoryorder="array", categoryarray=[label(name) for name in reversed(names)], showgrid=False)
    # what stands behind the longest bar needs room too
    room = max((sum(len(number) - 30 for number in numbers) for numbers in behind.values()), default=1)
    figure.update_xaxes(
        # few things are counted in wholes
        dtick=1 if longest <= 6 else None,
        title={"text": label(unit), "font": {"size": 12}},
        range=[0, longest * (1.08 + 0.05 * room)] if longest else None,
    )
    return figure


def _parts(frame: pd.DataFrame, part: str | None) -> list[object]:
    if part is None:
        return [""]
    if frame[part].dtype == "category":
        return list(frame[part].cat.categories)
    return list(frame[part].drop_duplicates())


def _fits(text: str, amount: float, longest: float) -> bool:
    """Whether a number stands inside of its part on a phone."""
    return _PHONE * amount / longest >= CHARACTER * _FONT * len(text) + 4


def _add(
    figure: go.Figure, frame: pd.DataFrame, category: str, amount: str, name: str, colour: str, texts: list[str]
) -> None:
    figure.add_bar(
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
