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
_INFERENCE = "errors clustered by country"


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
        With errors clustered by country.

    Raises
    ------
    ClaimbookError
        With every problem: an unknown choice, a sample without variation, too few countries.
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
        sample=_sample_in_words(rows, sample, without),
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
    if rows.empty or rows[exposure].nunique() < 2:
        problems.append(Problem("", "no variation in the exposure", "choose another sample", value=exposure))
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
    return _told(model.fit(cov_type="cluster", cov_kwds=_clusters(rows), maxiter=200), exposure)


def _linear(rows: pd.DataFrame, values: np.ndarray, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    import statsmodels.api as sm

    return _told(sm.OLS(values, _design(rows, terms)).fit(cov_type="cluster", cov_kwds=_clusters(rows)), exposure)


def _any(rows: pd.DataFrame, outcome: str, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    return _linear(rows, (rows[outcome] > 0).to_numpy("float64"), exposure, terms)


def _log(rows: pd.DataFrame, outcome: str, exposure: str, terms: Sequence[str]) -> tuple[float, float, float]:
    return _linear(rows, np.log1p(rows[outcome].to_numpy("float64")), exposure, terms)


_FITS: dict[str, Callable[[pd.DataFrame, str, str, Sequence[str]], tuple[float, float, float]]] = {
    "poisson": _poisson,
    "any": _any,
    "log": _log,
}


def _clusters(rows: pd.DataFrame) -> dict[str, Any]:
    return {"groups": pd.factorize(rows["country_id"])[0]}


def _told(fit: Any, exposure: str) -> tuple[float, float, float]:
    return float(fit.params[exposure]), float(fit.bse[exposure]), float(fit.pvalues[exposure])


def _sample_in_words(rows: pd.DataFrame, sample: str, without: Sequence[str]) -> str:
    words = {
        "all": "years of conflict and the ten after",
        "during": "years of conflict",
        "after": "the ten years after",
    }
    left = f", without {', '.join(without)}" if without else ""
    return f"{words[sample]}, {rows['year'].min()} to {rows['year'].max()}{left}"
