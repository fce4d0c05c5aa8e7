"""Horizontal bars, whole or in parts that add up."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, new_figure
from claimbook.theme import BLUE, CATEGORIES

_ROW_HEIGHT = 18
_LINE_HEIGHT = 15
_BAR_HEIGHT = 26


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
        A trace for each part; amounts of 0 carry no label.
    """
    names = list(dict.fromkeys(frame[category].astype("str")))
    tallest = max((label(name).count("<br>") + 1 for name in names), default=1)
    row_height = _ROW_HEIGHT + _LINE_HEIGHT * tallest
    figure = new_figure(height=110 + row_height * len(names))
    if part is None:
        _add(figure, frame, category, amount, "", BLUE)
    else:
        parts = frame[part].astype("category" if frame[part].dtype != "category" else frame[part].dtype)
        order = parts.cat.categories if frame[part].dtype == "category" else frame[part].drop_duplicates()
        for place, name in enumerate(order):
            _add(
                figure,
                frame[frame[part] == name],
                category,
                amount,
                str(name),
                CATEGORIES[place % len(CATEGORIES)],
            )
    figure.update_layout(barmode="stack", bargap=1 - _BAR_HEIGHT / row_height, showlegend=part is not None)
    figure.update_yaxes(categoryorder="array", categoryarray=[label(name) for name in reversed(names)], showgrid=False)
    figure.update_xaxes(title_text=unit, rangemode="tozero")
    return figure


def _add(figure: go.Figure, frame: pd.DataFrame, category: str, amount: str, name: str, colour: str) -> None:
    amounts = frame[amount]
    figure.add_bar(
        orientation="h",
        name=label(name),
        y=[label(value) for value in frame[category].astype("str")],
        x=amounts.tolist(),
        text=[f"{value:,}" if value else "" for value in amounts],
        textposition="auto",
        textangle=0,
        marker_color=colour,
        hovertemplate=f"%{{y}}{': ' if name else ''}{label(name)}<br>%{{x}}<extra></extra>",
    )
