"""Panel models of deaths on peacekeepers of the year before: a ratio, the margin of any deaths, and log deaths last."""

from collections.abc import Callable, Sequence
from math import nan

import numpy as np
import pandas as pd

from claimbook.effects.fits import Fit, fit_panel, fitted
from claimbook.effects.panel import OUTCOMES, Panel
from claimbook.effects.people import PERSONNEL
from claimbook.effects.result import BLIND, Result, Z, detectable, e_value, oster_delta, ratio_of
from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.violence import between

ESTIMATORS = ("poisson", "any", "log")
EXPOSURES = ("troops", "police", "observers", "mission")
CONTROLS = ("years_since", "log_people")
MIN_COUNTRIES = 10
_TEXTS = {
    "poisson": "Deaths follow the model on the logarithm; country and year explain what missions and deaths share.",
    "any": "A straight line stands for the chance of any deaths; country and year explain what both share.",
    "log": "The logarithm of one plus deaths follows a line; the one added weighs most where deaths are few.",
}
_METHODS = {
    "poisson": "Poisson regression with country and year effects (Wooldridge 1999, doi:10.1016/S0304-4076(98)00033-5)",
    "any": "Linear probability model with country and year effects",
    "log": "Least squares on log(1 + deaths) with country and year effects, given last (Chen and Roth 2024, "
    "doi:10.1093/qje/qjad054)",
}
VALUES: dict[str, Callable[[pd.Series], pd.Series]] = {
    "poisson": lambda deaths: deaths.astype("float64"),
    "any": lambda deaths: (deaths > 0).astype("float64"),
    "log": lambda deaths: np.log1p(deaths.astype("float64")),
}
_INFERENCE = "each country left out in turn (cluster jackknife, linearised for Poisson)"
# fewer countries than this in which missions come or go are no sample but a few cases
MIN_CHANGING = 3


def estimate(
    panel: Panel,
    outcome: str = "state_based",
    exposure: str = "troops",
    estimator: str = "poisson",
    sample: str = "all",
    controls: Sequence[str] = CONTROLS,
    without: Sequence[str] = (),
    years: tuple[int | None, int | None] = (None, None),
) -> Result:
    """Estimate how deaths differ where peacekeepers were there the year before.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it.
    outcome : str
        One of `state_based`, `non_state`, `one_sided`, `deaths`.
    exposure : str
        `troops` in thousands, `police` or `observers` in hundreds, all three in the model, or `mission` (0 or 1) alone.
    estimator : str
        `poisson` (a ratio), `any` (points of the chance of any deaths on record) or `log` (a ratio).
    sample : str
        `during` conflict, `after` it, or `all`.
    controls : sequence of str
        Some of `years_since` and `log_people`.
    without : sequence of str
        Countries to leave out.
    years : tuple of int or None
        First and last year of the outcome; None for the record's own.

    Returns
    -------
    Result
        With errors from leaving out each country in turn, see Notes.

    Raises
    ------
    ClaimbookError
        With every problem: an unknown choice, a sample without variation, too few countries, or too few in which the
        exposure changes.

    Notes
    -----
    Few countries carry these estimates, and usual clustered errors are then far too small: with missions dealt anew
    among countries, so that there is no effect, they reject more than a third of the time. Leaving out each country in
    turn (see `claimbook.effects.fits`) is on the safer side; `claimbook.effects.randomised` asks without an error.
    """
    problems = [
        Problem("", f"no such {what}", nearest(value, list(known)), value=value)
        for what, value, known in (
            ("outcome", outcome, OUTCOMES),
            ("exposure", exposure, EXPOSURES),
            ("estimator", estimator, ESTIMATORS),
            *(("control", one, CONTROLS) for one in controls),
        )
        if value not in known
    ]
    if problems:
        raise ClaimbookError("this can't be estimated:", problems)
    named = ["mission"] if exposure == "mission" else list(PERSONNEL)
    whole = panel.sample(sample)
    whole = whole[~whole["country_id"].isin(list(without))]
    whole = whole[between(whole["year"], *years)]
    rows = whole.dropna(subset=named)
    if estimator == "poisson":
        rows = with_deaths(rows, outcome)
    _check(rows, outcome, exposure)
    found = _fit(rows, outcome, exposure, estimator, [*named, *controls])
    coefficient, error = found.coefficient, found.error
    unit = "points" if estimator == "any" else "ratio"
    if unit == "ratio":
        value, low, high = ratio_of(coefficient, error)
    else:
        value, low, high = coefficient, coefficient - Z * error, coefficient + Z * error
    step = "a mission" if exposure == "mission" else f"{PERSONNEL[exposure]:,} {exposure} more"
    what = "chance of any deaths" if estimator == "any" else "deaths"
    words = outcome.replace("_", "-") if outcome != "deaths" else "all"
    return Result(
        estimand=f"{what} in {words} violence in a year, with {step} in the year before, within a country",
        unit=unit,
        estimate=value,
        low=low,
        high=high,
        p=found.p,
        inference=_INFERENCE,
        rows=len(rows),
        countries=rows["country_id"].nunique(),
        treated=int((rows["mission"] > 0).sum()),
        sample=_sample_in_words(rows, exposure, sample, without) + _unknown(whole, rows),
        detectable=detectable(error, unit),
        bias=e_value(low, high) if unit == "ratio" else _delta(rows, outcome, exposure, named, controls, found),
        assumptions=_TEXTS[estimator],
        blind=BLIND,
        method=_METHODS[estimator],
    )


def with_deaths(rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Leave out countries and years without any death, which tell nothing of a ratio."""
    while len(rows):
        some = (rows.groupby(name)[outcome].transform("sum") > 0 for name in ("country_id", "year"))
        kept = rows[next(some) & next(some)]
        if len(kept) == len(rows):
            break
        rows = kept
    return rows


def _fit(rows: pd.DataFrame, outcome: str, exposure: str, estimator: str, terms: Sequence[str]) -> Fit:
    return fit_panel(rows.assign(y=VALUES[estimator](rows[outcome])), exposure, terms, estimator == "poisson")


def _delta(
    rows: pd.DataFrame, outcome: str, exposure: str, named: Sequence[str], controls: Sequence[str], found: Fit
) -> float:
    if not controls:
        return nan
    short = fitted(rows.assign(y=VALUES["any"](rows[outcome])), named, poisson=False)
    return oster_delta(float(short.coef()[exposure]), float(short._r2_within), found.coefficient, found.within)


def _check(rows: pd.DataFrame, outcome: str, exposure: str) -> None:
    problems = []
    if rows["country_id"].nunique() < MIN_COUNTRIES:
        told = str(rows["country_id"].nunique())
        problems.append(Problem("", "too few countries", f"at least {MIN_COUNTRIES} are needed for errors", value=told))
    changing = _changing(rows, exposure)
    if changing < MIN_CHANGING:
        rule, todo = "no variation in the exposure within countries", f"at least {MIN_CHANGING} must change; it was"
        problems.append(Problem("", rule, f"{todo} {changing}: choose another sample", value=exposure))
    if rows.empty or rows[outcome].nunique() < 2:
        problems.append(Problem("", "no variation in the outcome", "choose another sample", value=outcome))
    if problems:
        raise ClaimbookError("this can't be estimated:", problems)


def _sample_in_words(rows: pd.DataFrame, exposure: str, sample: str, without: Sequence[str]) -> str:
    words = {
        "all": "years of conflict and the ten after",
        "during": "years of conflict",
        "after": "the ten years after",
    }
    left = f", without {', '.join(without)}" if without else ""
    changing = _changing(rows, exposure)
    return f"{words[sample]}, {rows['year'].min()} to {rows['year'].max()}{left}; {changing} countries change"


def _changing(rows: pd.DataFrame, exposure: str) -> int:
    """Return in how many countries the exposure changes: they alone tell an effect within countries."""
    return int(rows.groupby("country_id")[exposure].nunique().gt(1).sum())


def _unknown(whole: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Say how many country-years with a mission are left out since its people are not on record."""
    count = int(whole["mission"].sum() - whole.loc[whole.index.intersection(rows.index), "mission"].sum())
    return f"; {count} country-years with a mission left out, its people not on record" if count else ""
