"""Interrupted time series for one mission: level and trend by month before and after its start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from claimbook.effects.synthetic import rival_problem
from claimbook.errors import ClaimbookError, Problem

MIN_MONTHS = 24
# months over which errors may hang together; a year, so that seasons of fighting do not pass for news
LAGS = 12
_Z, _POWER_Z = 1.959964, 0.841621


@dataclass(frozen=True)
class Interrupted:
    """A segmented regression, and what speaks against reading it as an effect.

    Attributes
    ----------
    start : pandas.Timestamp
        First month with the mission.
    before_count, after_count : int
        Months on either side.
    level, level_low, level_high : float
        Ratio of deaths at the start to what the trend before led to, with its 95 per cent interval.
    trend, trend_low, trend_high : float
        Ratio by which the yearly change of deaths differs after the start from before.
    detectable : float
        The smallest fall of the level, in per cent, that this series would show in four cases of five (two-sided, 5
        per cent).
    fitted : pandas.DataFrame
        `month`, `deaths`, `fitted` and `expected` (the trend before, carried on; empty before the start).
    failed : tuple of str
        Conditions that fail; where there is one, the ratios are no effect.
    """

    start: pd.Timestamp
    before_count: int
    after_count: int
    level: float
    level_low: float
    level_high: float
    trend: float
    trend_low: float
    trend_high: float
    detectable: float
    fitted: pd.DataFrame
    failed: tuple[str, ...]


def interrupted(deaths: pd.Series, start: pd.Timestamp, rivals: Sequence[str], lags: int = LAGS) -> Interrupted:
    """Fit level and trend of monthly deaths before and after a start.

    Parameters
    ----------
    deaths : pandas.Series
        Deaths a month; the index holds the first day of each month, none left out.
    start : pandas.Timestamp
        First month with the mission.
    rivals : sequence of str
        Events that could have had the same effect at the same time; `["none known"]` where there is none.
    lags : int
        Months over which errors may hang together (Newey and West).

    Returns
    -------
    Interrupted
        From a Poisson regression of deaths on time, a step and time since the step, with errors that allow for any
        variance and for correlation over `lags` months.

    Raises
    ------
    ClaimbookError
        With every problem: fewer than 24 months on a side, a missing month, no death on a side, no rival event named.

    Notes
    -----
    Lopez Bernal, Cummins and Gasparrini (2017), doi:10.1093/ije/dyw098. The trend before is carried on by a straight
    line on the logarithm: after a surge, which is when missions come, that line misleads.
    """
    problems = _problems(deaths, start, rivals)
    if problems:
        raise ClaimbookError("no interrupted time series:", problems)
    import statsmodels.api as sm

    years = np.arange(len(deaths)) / 12
    after = (deaths.index >= start).astype("float64")
    first = int((deaths.index < start).sum()) / 12
    design = np.column_stack([np.ones(len(deaths)), years, after, after * (years - first)])
    model = sm.GLM(deaths.to_numpy("float64"), design, family=sm.families.Poisson())
    result = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags}, maxiter=200)
    level, trend = (_ratio(result.params[place], result.bse[place]) for place in (2, 3))
    carried = np.exp(design[:, :2] @ result.params[:2])
    fitted = pd.DataFrame({"month": deaths.index, "deaths": deaths.to_numpy(), "fitted": result.fittedvalues})
    fitted["expected"] = np.where(after == 1, carried, np.nan)
    return Interrupted(
        start,
        int((after == 0).sum()),
        int(after.sum()),
        *level,
        *trend,
        100 * (1 - float(np.exp(-(_Z + _POWER_Z) * result.bse[2]))),
        fitted,
        tuple(_failed(level, rivals)),
    )


def _ratio(coefficient: float, error: float) -> tuple[float, float, float]:
    return tuple(float(np.exp(coefficient + z * error)) for z in (0, -_Z, _Z))  # type: ignore[return-value]


def _failed(level: tuple[float, float, float], rivals: Sequence[str]) -> list[str]:
    named = [rival for rival in rivals if rival != "none known"]
    failed = [f"other events at the same time: {'; '.join(named)}"] if named else []
    if level[1] < 1 < level[2]:
        failed.append("the interval of the change of level holds both a fall and a rise")
    return failed


def _problems(deaths: pd.Series, start: pd.Timestamp, rivals: Sequence[str]) -> list[Problem]:
    months = pd.DatetimeIndex(deaths.index)
    problems = rival_problem(rivals)
    whole = pd.date_range(months.min(), months.max(), freq="MS") if len(months) else months
    missing = whole.difference(months[deaths.notna()])
    if len(missing):
        told = ", ".join(f"{month:%Y-%m}" for month in missing[:6])
        problems.append(Problem("", "a missing month", "give every month, zeros where none died", value=told))
    for side, own in (("before", deaths[months < start]), ("after", deaths[months >= start])):
        if len(own) < MIN_MONTHS:
            todo = f"{MIN_MONTHS} months {side} the start are needed"
            problems.append(Problem("", f"too few periods {side}", todo, value=str(len(own))))
        elif not own.sum() > 0:
            todo = "a series without a death on one side has no trend there"
            problems.append(Problem("", f"no variation {side}", todo, value="0"))
    return problems
