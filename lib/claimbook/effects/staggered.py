"""Missions that start in different years: imputed outcomes, two-way fixed effects as the contrast, and bounds."""

from dataclasses import dataclass

import pandas as pd

from claimbook.effects.fits import quietly
from claimbook.errors import ClaimbookError, Problem

BEFORE = 5


@dataclass(frozen=True)
class Staggered:
    """An imputation estimate over staggered starts.

    Attributes
    ----------
    effect, low, high : float
        Mean over treated rows of the outcome less the imputed one, in units of the outcome, with its interval,
        errors clustered by unit.
    by_event : pandas.DataFrame
        `event` (years since the start), `effect` and `count`; before the start the mean residual of the rows from which
        the model was fitted.
    twfe : float
        The coefficient of plain two-way fixed effects on the same rows: a weighted mean whose weights may be negative.
    step : float
        Largest mean change of the outcome in one of the five years before the start, less that of never treated units
        in the same years: what departures from parallel trends looked like. Not known without never treated units.
    horizon : float
        Mean years from the middle of a unit's untreated years to its treated ones, over which a departure would grow.
    treated_units, treated_rows, control_rows : int
        How many.
    left_out : tuple of Problem
        Treated units without two years before, which tell too little.
    """

    effect: float
    low: float
    high: float
    by_event: pd.DataFrame
    twfe: float
    step: float
    horizon: float
    treated_units: int
    treated_rows: int
    control_rows: int
    left_out: tuple[Problem, ...]

    def bounds(self, magnitude: float) -> tuple[float, float]:
        """Return the interval once trends may depart each year by `magnitude` times the largest change before.

        Notes
        -----
        Bounds by relative magnitudes, after Rambachan and Roth (2023), doi:10.1093/restud/rdad018; here the worst case
        is added to the interval, which is simpler and wider than theirs.
        """
        bias = magnitude * self.step * self.horizon
        return self.low - bias, self.high + bias


def imputed(rows: pd.DataFrame, outcome: str, treated: str, unit: str = "country_id", time: str = "year") -> Staggered:
    """Estimate by imputation what outcomes would have been without treatment.

    Parameters
    ----------
    rows : pandas.DataFrame
        A row for each unit and time.
    outcome : str
        A number, for example the logarithm of one plus deaths.
    treated : str
        0 or 1. Rows after a treatment has ended are left out: they are neither treated nor untouched.
    unit, time : str
        Names of the columns.

    Raises
    ------
    ClaimbookError
        If nothing is treated, nothing is not, or no treated unit has two times before.

    Notes
    -----
    Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007: unit and time effects are fitted on rows that are
    not yet or never treated, and carried to the treated ones. The interval is that of Gardner (2021, arXiv:2207.05943).
    """
    kept, left_out = _kept(rows, outcome, treated, unit, time)
    gap = _gaps(kept, outcome, treated, unit, time)
    effect, low, high = _mean(kept, outcome, treated, unit, time)
    step, horizon = _departures(kept, outcome, treated, unit, time)
    return Staggered(
        effect,
        low,
        high,
        _by_event(kept, gap, treated, unit, time),
        _two_way(kept, outcome, treated, unit, time),
        step,
        horizon,
        int(kept.loc[kept[treated] == 1, unit].nunique()),
        int(kept[treated].sum()),
        int((kept[treated] == 0).sum()),
        tuple(left_out),
    )


def _kept(rows: pd.DataFrame, outcome: str, treated: str, unit: str, time: str) -> tuple[pd.DataFrame, list[Problem]]:
    rows = rows[[unit, time, outcome, treated]].dropna().sort_values([unit, time], ignore_index=True)
    ever = rows.groupby(unit)[treated].cummax()
    # after a treatment has ended a row is neither treated nor untouched
    rows = rows[(rows[treated] == 1) | (ever == 0)]
    kept = _told_apart(rows, treated, unit, time)
    gone = set(rows.loc[rows[treated] == 1, unit]) - set(kept.loc[kept[treated] == 1, unit])
    left_out = [
        Problem("", "a treated unit without two times before", "it tells too little and is left out", value=str(one))
        for one in sorted(gone)
    ]
    rows = kept
    if not (rows[treated] == 1).any() or not (rows[treated] == 0).any():
        raise ClaimbookError(
            "nothing can be imputed:",
            [*left_out, Problem("", "no variation in the treatment", "give treated and untreated rows")],
        )
    return rows.reset_index(drop=True), left_out


def _told_apart(rows: pd.DataFrame, treated: str, unit: str, time: str) -> pd.DataFrame:
    """Keep units and times with two untreated rows at least: from one alone an effect of its own can't be told."""
    while True:
        untreated = rows[rows[treated] == 0]
        some = [rows[name].isin(_repeated(untreated[name])) for name in (unit, time)]
        kept = rows[some[0] & some[1]]
        if len(kept) == len(rows):
            return kept
        rows = kept


def _repeated(values: pd.Series) -> pd.Index:
    counts = values.value_counts()
    return counts.index[counts > 1]


def _mean(rows: pd.DataFrame, outcome: str, treated: str, unit: str, time: str) -> tuple[float, float, float]:
    """Return the mean effect with its interval, errors clustered by unit and with those of the first stage in them."""
    import pyfixest as pf

    stages = {"first_stage": f"~ 0 | {unit} + {time}", "second_stage": f"~ {treated}"}
    found = quietly(pf.did2s, rows.copy(), yname=outcome, treatment=treated, cluster=unit, **stages)
    interval = found.confint().loc[treated]
    return float(found.coef()[treated]), float(interval.iloc[0]), float(interval.iloc[1])


def _gaps(rows: pd.DataFrame, outcome: str, treated: str, unit: str, time: str) -> pd.Series:
    """Return each outcome less the one imputed from rows that are not yet or never treated."""
    import pyfixest as pf

    model = quietly(pf.feols, f"{outcome} ~ 1 | {unit} + {time}", rows[rows[treated] == 0].copy(), fixef_rm="none")
    return rows[outcome] - quietly(model.predict, rows)


def _by_event(rows: pd.DataFrame, gap: pd.Series, treated: str, unit: str, time: str) -> pd.DataFrame:
    told = pd.DataFrame({"event": rows[time] - _starts(rows, treated, unit, time), "gap": gap}).dropna()
    by_event = told.groupby("event")["gap"].agg(effect="mean", count="size").reset_index()
    return by_event.astype({"event": "int64"})


def _departures(rows: pd.DataFrame, outcome: str, treated: str, unit: str, time: str) -> tuple[float, float]:
    """Return the largest yearly change apart from never treated units, and the years over which it would add up."""
    # residuals of the fit would hide a steady trend, since unit effects take up half of it
    rows = rows.assign(change=rows.groupby(unit)[outcome].diff())
    ever = rows.groupby(unit)[treated].transform("max") == 1
    start = _starts(rows, treated, unit, time)
    others = rows[~ever].groupby(time)["change"].mean()
    before = rows[ever & (rows[treated] == 0) & (rows[time] >= start - BEFORE)]
    apart = (before["change"] - before[time].map(others)).groupby(before[time] - start).mean().abs()
    middle = rows[rows[treated] == 0].groupby(unit)[time].mean()
    after = rows[rows[treated] == 1]
    return float(apart.max()), float((after[time] - after[unit].map(middle)).mean())


def _starts(rows: pd.DataFrame, treated: str, unit: str, time: str) -> pd.Series:
    """Return for each row when its unit is first treated; nothing for units that never are."""
    return rows[time].where(rows[treated] == 1).groupby(rows[unit]).transform("min")


def _two_way(rows: pd.DataFrame, outcome: str, treated: str, unit: str, time: str) -> float:
    import pyfixest as pf

    formula = f"{outcome} ~ {treated} | {unit} + {time}"
    return float(quietly(pf.feols, formula, rows.copy(), fixef_rm="none").coef()[treated])
