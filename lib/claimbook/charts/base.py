"""What all charts share: safe and wrapped labels, axes, and clear refusals."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

import pandas as pd

from claimbook.charts.drawing import Drawing
from claimbook.errors import ClaimbookError, nearest

LABEL_WIDTH = 24
# a wide font's mean advance, in parts of its size: what is measured here must hold where nobody measures
CHARACTER = 0.6


def label(text: str, width: int = LABEL_WIDTH) -> str:
    """Return a label on several short lines, in which nothing is markup.

    Examples
    --------
    >>> label("State authority and <rule> of law", 20)
    'State authority and<br>&lt;rule&gt; of law'
    """
    return "<br>".join(escape(line, quote=False) for line in wrap(text, width))


def line_count(text: str) -> int:
    """Return on how many lines a label stands.

    Examples
    --------
    >>> line_count("State authority and<br>rule of law")
    2
    """
    return text.count("<br>") + 1


def distinct(column: pd.Series) -> list[str]:
    """Return the texts of a column, each once, in the order of their first row.

    Examples
    --------
    >>> distinct(pd.Series(["b", "a", "b"]))
    ['b', 'a']
    """
    return list(dict.fromkeys(column.astype("str")))


def unit_title(unit: str) -> dict[str, object]:
    """Return the title of an axis that says what is counted."""
    return {"text": label(unit), "font": {"size": 12}}


def hide_axes(drawing: Drawing, across: Sequence[float], down: Sequence[float]) -> None:
    """Fix the ranges of both axes and show neither."""
    hidden = {"visible": False, "fixedrange": True}
    drawing.update_xaxes(hidden, range=across)
    drawing.update_yaxes(hidden, range=down)


def require(frame: pd.DataFrame, columns: Sequence[str], rows: str) -> None:
    """Refuse a frame that lacks columns or rows.

    Raises
    ------
    ClaimbookError
        If a column is missing, or there is no row and so nothing to draw.

    Examples
    --------
    >>> require(pd.DataFrame({"a": []}), ["a"], "rows with an a")
    Traceback (most recent call last):
        ...
    claimbook.errors.ClaimbookError: nothing to draw: there are no rows with an a
    """
    for column in columns:
        if column not in frame.columns:
            known = [str(name) for name in frame.columns]
            raise ClaimbookError(f"no column {column!r} to draw: {nearest(column, known)}")
    if frame.empty:
        raise ClaimbookError(f"nothing to draw: there are no {rows}")
