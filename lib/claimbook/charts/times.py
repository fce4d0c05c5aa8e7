"""Dates on a chart: spans and marks checked, and how a date becomes a place on an axis of years or of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.charts.base import require
from claimbook.errors import ClaimbookError

# how long a time is drawn whose end no source states, in pixels
STUB = 16
# the status of a time that goes on
GOES_ON = ("ongoing", "")
_EPOCH = pd.Timestamp("1970-01-01")
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Scale:
    """An axis of time: yearly (the middle of a year has the year's number) or daily (days since 1970).

    Attributes
    ----------
    yearly : bool
        Whether numbers are years rather than days.
    first, last : float
        The ends of the axis.
    width : int
        The least width of the axis in pixels, at which labels must not collide.
    """

    yearly: bool
    first: float
    last: float
    width: int

    def number(self, date: pd.Timestamp) -> float:
        """Return the number of a date; a date that is missing lies at the end of the axis."""
        return self.last if pd.isna(date) else number_of(date, self.yearly)

    def end(self, span: Any) -> float:
        """Return the number at which a span ends: a stub where nobody says when."""
        return self.after(self.number(span.start), STUB) if span.unknown else self.number(span.end)

    def clipped(self, number: float) -> float:
        """Return a number, or the end of the axis beyond which it lies."""
        return min(max(number, self.first), self.last)

    def pixels(self, number: float) -> float:
        """Return how far right of the axis' start a number stands at the least width."""
        return self.width * (number - self.first) / ((self.last - self.first) or 1)

    def after(self, number: float, pixels: float) -> float:
        """Return the number that stands some pixels right of another at the least width."""
        return number + pixels * (self.last - self.first) / self.width

    def written(self, number: float) -> float | str:
        """Return a number as a figure holds it: a year with decimals, or a date."""
        if self.yearly:
            return round(number, 3)
        stamp = _EPOCH + pd.Timedelta(seconds=round(number * 86400))
        return f"{stamp:%Y-%m-%d}" if stamp == stamp.normalize() else f"{stamp:%Y-%m-%d %H:%M}"


def number_of(date: pd.Timestamp, yearly: bool) -> float:
    """Return the number of a date on a yearly or daily axis.

    Examples
    --------
    >>> number_of(pd.Timestamp("2013-01-01"), yearly=True), number_of(pd.Timestamp("1970-01-03"), yearly=False)
    (2012.5, 2.0)
    """
    if not yearly:
        return float((date - _EPOCH) / _DAY)
    return float(date.year + (date.day_of_year - 1) / (366 if date.is_leap_year else 365) - 0.5)


def spans_of(frame: pd.DataFrame | None, columns: Sequence[str], what: str = "spans") -> pd.DataFrame:
    """Return times with `start` and `end` as timestamps, or refuse them; none or no row gives an empty frame.

    A time without an end goes on, unless the frame has a column `status` that says something else than `ongoing`: the
    column `unknown` of what is returned tells the two apart.

    Raises
    ------
    ClaimbookError
        If a column is missing, a start is missing, a cell holds no date, or a time ends before it starts.

    Examples
    --------
    >>> spans_of(pd.DataFrame({"start": ["2013-04-25"], "end": ["2013-01-01"], "label": ["MINUSMA"]}), ["label"])
    Traceback (most recent call last):
        ...
    claimbook.errors.ClaimbookError: spans that end before they start: MINUSMA (2013-04-25 to 2013-01-01)
    """
    rows = _with_dates(frame, [*columns, "start", "end"], ("start", "end"), what)
    if (lost := rows[rows["start"].isna()]).shape[0]:
        raise ClaimbookError(f"{what} without a start: {_named(lost)}")
    if (bad := rows[rows["end"] < rows["start"]]).shape[0]:
        ends = [
            f"{name} ({told})" for name, told in zip(bad["label"], map(_told, bad["start"], bad["end"]), strict=True)
        ]
        raise ClaimbookError(f"{what} that end before they start: {', '.join(ends)}")
    status = rows["status"].astype("str") if "status" in rows.columns else pd.Series("", index=rows.index)
    return rows.assign(unknown=rows["end"].isna() & ~status.isin(GOES_ON))


def marks_of(frame: pd.DataFrame | None, columns: Sequence[str]) -> pd.DataFrame:
    """Return marks with their `date` as a timestamp, the earliest first, or refuse them.

    Raises
    ------
    ClaimbookError
        If a column or a date is missing, or a cell holds no date.
    """
    rows = _with_dates(frame, [*columns, "date"], ("date",), "marks")
    if (lost := rows[rows["date"].isna()]).shape[0]:
        raise ClaimbookError(f"marks without a date: {_named(lost)}")
    return rows.sort_values("date", kind="stable", ignore_index=True)


def during(start: pd.Timestamp, end: pd.Timestamp, unknown: bool = False) -> str:
    """Return a time in words; the end is missing where the time goes on, or where nobody says when it ended.

    Examples
    --------
    >>> during(pd.Timestamp("2013-04-25"), pd.NaT), during(pd.Timestamp("2013-04-25"), pd.NaT, unknown=True)
    ('since 2013-04-25', 'from 2013-04-25, end not stated')
    """
    if unknown:
        return f"from {start:%Y-%m-%d}, end not stated"
    return f"since {start:%Y-%m-%d}" if pd.isna(end) else _told(start, end)


def year_step(years: float, most: int) -> int:
    """Return from year to year how far ticks stand apart, so that there are about as many as find room.

    Examples
    --------
    >>> [year_step(years, 6) for years in (6, 20, 36, 80)]
    [1, 5, 10, 20]
    """
    return next((step for step in (1, 2, 5, 10, 20) if years <= (most + 0.5) * step), 50)


def _with_dates(frame: pd.DataFrame | None, columns: Sequence[str], dates: Sequence[str], what: str) -> pd.DataFrame:
    if frame is None or frame.empty:
        return pd.DataFrame({name: pd.Series(dtype="datetime64[s]" if name in dates else "str") for name in columns})
    require(frame, columns, what)
    rows = frame.reset_index(drop=True)
    for name in dates:
        if pd.api.types.is_numeric_dtype(rows[name]) and rows[name].notna().any():
            raise ClaimbookError(f"{what}: {name} holds numbers, not dates, for example {rows[name].dropna().iloc[0]}")
        try:
            rows[name] = pd.to_datetime(rows[name])
        except (ValueError, TypeError) as error:
            raise ClaimbookError(f"{what}: {name} holds something that is no date: {error}") from error
    return rows


def _named(rows: pd.DataFrame) -> str:
    return ", ".join(rows["label"].astype("str"))


def _told(start: pd.Timestamp, end: pd.Timestamp) -> str:
    return f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"
