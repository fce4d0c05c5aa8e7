"""Panel models of deaths on peacekeepers of the year before: a ratio, the margin of any deaths, and log deaths last."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from claimbook.effects.panel import OUTCOMES, PERSONNEL, Panel
from claimbook.effects.result import BLIND, Result, Z, detectable, e_value, ratio_of
from claimbook.errors import ClaimbookError, Problem, nearest

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
    years: tuple[int, int] | None = None,
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
    years : tuple of int, optional
        First and last year of the outcome.

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
    among countries, so that there is no effect, they reject more than a third of the time. The jackknife over clusters
    (MacKinnon, Nielsen and Webb 2023, arXiv:2301.04527) is on the safe side; for Poisson one step stands for each new
    fit, as the same authors do for logistic models (arXiv:2406.00650).
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
    rows = panel.sample(sample).dropna(subset=named)
    rows = rows[~rows["country_id"].isin(list(without))]
    if years is not None:
        rows = rows[rows["year"].between(*years)]
    if estimator == "poisson":
        # a country that never has a death tells nothing of a ratio
        rows = rows[rows.groupby("country_id")[outcome].transform("sum") > 0]
    _check(rows, outcome, exposure)
    coefficient, error, p = _FITS[estimator](rows, outcome, exposure, [*named, *controls])
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
        p=p,
        inference=_INFERENCE,
        rows=len(rows),
        countries=rows["country_id"].nunique(),
        treated=int((rows["mission"] > 0).sum()),
        sample=_sample_in_words(rows, exposure, sample, without),
        detectable=detectable(error, unit),
        bias=e_value(low, high) if unit == "ratio" else abs(coefficient) / error,
        assumptions=_TEXTS[estimator],
        blind=BLIND,
        method=_METHODS[estimator],
    )


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


def _design(rows: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    effects = pd.get_dummies(rows[["country_id", "year"]].astype("str"), drop_first=True, dtype="float64")
    design = pd.concat([rows[list(terms)].astype("float64"), effects], axis="columns").assign(const=1.0)
    # a column that never changes, or repeats another, has no coefficient of its own
    varying = design.loc[:, (design.nunique() > 1) | (design.columns == "const")]
    return varying.reset_index(drop=True)


def _poisson(rows: pd.DataFrame, outcome: str, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    import statsmodels.api as sm

    model = sm.GLM(rows[outcome].to_numpy("float64"), _design(rows, terms), family=sm.families.Poisson())
    fit = model.fit(maxiter=200)
    return _told(rows, model, fit, np.asarray(fit.mu), exposure)


def _linear(rows: pd.DataFrame, values: np.ndarray, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    import statsmodels.api as sm

    model = sm.OLS(values, _design(rows, terms))
    return _told(rows, model, model.fit(), np.ones(len(rows)), exposure)


def _any(rows: pd.DataFrame, outcome: str, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    return _linear(rows, (rows[outcome] > 0).to_numpy("float64"), exposure, terms)


def _log(rows: pd.DataFrame, outcome: str, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    return _linear(rows, np.log1p(rows[outcome].to_numpy("float64")), exposure, terms)


_FITS: dict[str, Callable[[pd.DataFrame, str, str, Sequence[str]], tuple[float, float, float]]] = {
    "poisson": _poisson,
    "any": _any,
    "log": _log,
}


def _told(rows: pd.DataFrame, model: Any, fit: Any, weights: np.ndarray, exposure: str) -> tuple[float, float, float]:
    from scipy.stats import norm

    design = pd.DataFrame(model.exog, columns=model.exog_names)
    shared = [name for name in design if name != "const" and not name.startswith("country_id_")]
    moves = _moves(design[shared], np.asarray(model.endog - fit.fittedvalues), weights, rows)
    error = float(np.sqrt((len(moves) - 1) / len(moves) * (moves[:, shared.index(exposure)] ** 2).sum()))
    coefficient = float(fit.params[exposure])
    return coefficient, error, float(2 * norm.sf(abs(coefficient / error)))


def _moves(design: pd.DataFrame, residuals: np.ndarray, weights: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    """Return how far leaving out each country moves the coefficients that countries share."""
    groups = rows["country_id"].to_numpy()
    # a country's own effect is taken out of its rows, so that it needs no column when the country is left out
    weighted = design.mul(weights, axis="index").groupby(groups).transform("sum")
    within = (design - weighted.div(pd.Series(weights).groupby(groups).transform("sum"), axis="index")).to_numpy()
    whole = within.T @ (within * weights[:, None])
    moves = []
    for places in pd.Series(range(len(groups))).groupby(groups).indices.values():
        own = within[places]
        rest = np.linalg.pinv(whole - own.T @ (own * weights[places, None]), hermitian=True)
        moves.append(-rest @ own.T @ residuals[places])
    return np.array(moves)


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
