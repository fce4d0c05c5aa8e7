"""An estimate along time: numbers checked, runs of times without a gap, its line, its band, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from claimbook.charts.base import label, require
from claimbook.charts.drawing import Drawing
from claimbook.charts.times import Scale, number_of
from claimbook.errors import ClaimbookError
from claimbook.theme import BAND, ESTIMATE

_HOVER = 42
# a range of one time alone is drawn this wide, in parts of the step from one time to the next
_ALONE = 0.3
# what a frame without a range need not have
_BOUNDS = ("low", "high")


@dataclass(frozen=True)
class Columns:
    """The names of the columns that hold what is drawn; no low and no high where there is no range."""

    x: str
    best: str
    low: str | None
    high: str | None


def columns_of(frame: pd.DataFrame, x: str, low: str | None, best: str, high: str | None) -> Columns:
    """Return the columns to draw; a frame that has neither `low` nor `high` may leave them at these names.

    Raises
    ------
    ClaimbookError
        If a column is missing, a range has one end only, or there is no row.
    """
    if (low, high) == _BOUNDS and not {*_BOUNDS} & {*map(str, frame.columns)}:
        low = high = None
    if (low is None) != (high is None):
        raise ClaimbookError("a range has two ends: give low and high, or neither")
    require(frame, [name for name in (x, low, best, high) if name is not None], "rows")
    return Columns(x, best, low, high)


def placed(frame: pd.DataFrame, columns: Columns) -> tuple[pd.DataFrame, bool]:
    """Return the frame as `place`, `best`, `low`, `high`, by place, beside its other columns, and whether x is years.

    Raises
    ------
    ClaimbookError
        If x is neither whole years nor dates, an estimate has a range with one end, or best is nowhere a number.
    """
    values = frame[columns.x]
    yearly = bool(pd.api.types.is_numeric_dtype(values))
    if yearly and (values.isna().any() or (values % 1 != 0).any()):
        raise ClaimbookError(f"{columns.x} must hold whole years, or dates")
    if yearly:
        places = values.astype("float64")
    else:
        places = pd.Series([number_of(date, yearly=False) for date in _dates(values, columns.x)], index=frame.index)
    numbers = {"best": pd.to_numeric(frame[columns.best]).astype("float64")}
    for name, column in (("low", columns.low), ("high", columns.high)):
        given = pd.Series(float("nan"), index=frame.index) if column is None else pd.to_numeric(frame[column])
        numbers[name] = given.astype("float64")
    if numbers["best"].isna().all():
        raise ClaimbookError(f"nothing to draw: {columns.best} is empty in all rows")
    half = values[numbers["low"].isna() != numbers["high"].isna()]
    if len(half):
        raise ClaimbookError(f"ranges with one end only: {', '.join(map(str, half))}")
    rows = frame.assign(place=places, **numbers).dropna(subset="best")
    return rows.sort_values("place", kind="stable", ignore_index=True), yearly


def once(rows: pd.DataFrame, x: str, where: str = "") -> None:
    """Refuse rows of which two have the same time: a line through both would say nothing.

    Raises
    ------
    ClaimbookError
        If a time stands twice.
    """
    twice = rows.loc[rows["place"].duplicated(), x]
    if len(twice):
        raise ClaimbookError(f"{x} {twice.iloc[0]} stands twice{where}: give one row for each")


def step_of(places: Sequence[float], yearly: bool) -> float:
    """Return the step from one time to the next: a year, or the shortest time between two dates.

    Examples
    --------
    >>> step_of([2013, 2015], yearly=True), step_of([0, 31, 59], yearly=False)
    (1.0, 28)
    """
    steps = [later - earlier for earlier, later in pairwise(places) if later > earlier]
    return 1.0 if yearly or not steps else min(steps)


def runs(places: Sequence[float], step: float) -> list[list[int]]:
    """Return the positions of times that follow each other without a gap, run by run.

    Examples
    --------
    >>> runs([2013, 2014, 2017], 1)
    [[0, 1], [2]]
    """
    found: list[list[int]] = []
    for place, here in enumerate(places):
        # months differ in length, by less than half of the shortest
        if found and here - places[found[-1][-1]] <= 1.5 * step:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def add_estimates(drawing: Drawing, rows: pd.DataFrame, columns: Columns, scale: Scale, unit: str, axis: str) -> None:
    """Add band and line of placed rows to the panel of a y axis."""
    step = step_of(rows["place"].tolist(), scale.yearly)
    if columns.low is not None:
        _add_band(drawing, rows.dropna(subset=["low", "high"]), scale, step, axis)
    across: list[Any] = []
    up: list[float | None] = []
    words: list[str] = []
    sizes: list[int] = []
    for run in runs(rows["place"].tolist(), step):
        some = rows.loc[run].to_dict("records")
        across += [*(scale.written(row["place"]) for row in some), None]
        up += [*(row["best"] for row in some), None]
        words += [*(_words(row, columns, unit) for row in some), ""]
        # what stands alone has no line to show it
        sizes += [*([7 if len(run) == 1 else 4] * len(run)), 0]
    drawing.add_scatter(
        x=across[:-1],
        y=up[:-1],
        yaxis=axis,
        mode="lines+markers",
        line={"color": ESTIMATE, "width": 2},
        marker={"size": sizes[:-1], "color": ESTIMATE, "opacity": 1, "line": {"width": 0}},
        hovertext=words[:-1],
        hovertemplate="%{hovertext}<extra></extra>",
        name="best",
        showlegend=False,
    )


def _add_band(drawing: Drawing, rows: pd.DataFrame, scale: Scale, step: float, axis: str) -> None:
    """Add the range as one trace: a polygon for each run of times, a narrow one for a time alone."""
    across: list[Any] = []
    up: list[float | None] = []
    rows = rows.reset_index(drop=True)
    for run in runs(rows["place"].tolist(), step):
        places, lows, highs = (rows.loc[run, name].tolist() for name in ("place", "low", "high"))
        if len(run) == 1:
            places = [places[0] - _ALONE * step / 2, places[0] + _ALONE * step / 2]
            lows, highs = lows * 2, highs * 2
        across += [*map(scale.written, (*places, *reversed(places))), None]
        up += [*lows, *reversed(highs), None]
    drawing.add_scatter(
        x=across[:-1],
        y=up[:-1],
        yaxis=axis,
        mode="lines",
        line={"width": 0.5, "color": BAND},
        fill="toself",
        fillcolor=BAND,
        hoverinfo="skip",
        name="low to high",
        showlegend=False,
    )


def _words(row: dict[str, Any], columns: Columns, unit: str) -> str:
    """Return what shows on hovering over a time: best (low to high)."""
    time = row[columns.x]
    # the first of a month stands for the month
    named = f"{time:%Y-%m}" if hasattr(time, "day") and time.day == 1 else _time(time)
    number = f"{row['best']:,.6g} {unit}".strip()
    if not pd.isna(row["low"]):
        number = f"{row['best']:,.6g} ({row['low']:,.6g} to {row['high']:,.6g}) {unit}".strip()
    return f"<b>{label(named, _HOVER)}</b><br>{label(number, _HOVER)}"


def _time(time: Any) -> str:
    return f"{time:%Y-%m-%d}" if hasattr(time, "day") else f"{time:.0f}"


def _dates(values: pd.Series, name: str) -> pd.Series:
    try:
        dates = pd.to_datetime(values)
    except (ValueError, TypeError) as error:
        raise ClaimbookError(f"{name} must hold whole years, or dates: {error}") from error
    if dates.isna().any():
        raise ClaimbookError(f"{name} must hold whole years, or dates: one is missing")
    return dates
