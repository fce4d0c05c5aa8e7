"""A matrix of amounts: the darker the cell, the more; the number stands in it."""

import pandas as pd
import plotly.graph_objects as go

from claimbook.charts.base import label, require
from claimbook.charts.drawing import Drawing

_ROW_HEIGHT = 40
# a word of twelve letters stands beside its neighbours
_COLUMN_WIDTH = 92


def heatmap(matrix: pd.DataFrame, unit: str = "", row_title: str = "", column_title: str = "") -> go.Figure:
    """Draw a matrix of counts.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Counts, the names of rows and columns as index and columns, drawn from top to bottom and left to right; a cell
        of 0 or without value stays empty.
    unit : str
        What the cells count, for the words that show on hovering.
    row_title, column_title : str
        What the rows and the columns are.

    Returns
    -------
    plotly.graph_objects.Figure
        One heatmap trace.

    Raises
    ------
    ClaimbookError
        If there is no row or column to draw.

    Examples
    --------
    >>> figure = heatmap(pd.DataFrame({"outcome": [2, 0]}, index=["strategy", "case"]))
    >>> figure.data[0].z
    ([2.0], [None])
    """
    require(matrix, [], "rows or columns")
    filled = matrix.where(matrix > 0)
    drawing = Drawing(height=150 + _ROW_HEIGHT * len(matrix), min_width=150 + _COLUMN_WIDTH * len(matrix.columns))
    drawing.add_heatmap(
        z=[[None if pd.isna(value) else float(value) for value in row] for row in filled.to_numpy()],
        x=[label(str(name), 14) for name in matrix.columns],
        y=[label(str(name)) for name in matrix.index],
        texttemplate="%{z}",
        xgap=2,
        ygap=2,
        showscale=False,
        autocolorscale=True,
        hoverongaps=False,
        hovertemplate=f"%{{y}} → %{{x}}<br>%{{z}} {label(unit)}<extra></extra>",
    )
    drawing.update_yaxes(autorange="reversed", title_text=row_title, showgrid=False)
    drawing.update_xaxes(side="top", title_text=column_title, tickangle=0, showgrid=False)
    return drawing.figure()
