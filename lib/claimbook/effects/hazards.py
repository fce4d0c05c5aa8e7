"""Fit chances of war by year on a mission of the year before, each country left out in turn."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from claimbook.effects.fits import jackknife_error
from claimbook.effects.result import BLIND, Result, detectable, e_value, ratio_of
from claimbook.errors import ClaimbookError, Problem

MIN_EVENTS = 10
# from this share on what is counted is common, and a ratio of hazards or odds no ratio of risks
COMMON = 0.15


def ratio(
    rows: pd.DataFrame,
    event: pd.Series,
    exposure: str,
    design: pd.DataFrame,
    words: dict[str, str],
    link: str = "hazard",
    weights: pd.Series | None = None,
) -> Result:
    """Return the ratio of hazards, or of odds, that goes with an exposure.

    Parameters
    ----------
    rows : pandas.DataFrame
        Country-years at risk, with `country_id`, `year`, `mission` and the exposure.
    event : pandas.Series
        Whether it came, 0 or 1.
    exposure : str
        A column of the design, 0 or 1.
    design : pandas.DataFrame
        The exposure and the controls, without a constant.
    words : dict of str
        `estimand`, `sample`, `assumptions` and `method` of the result, and `events`, what is counted.
    link : str
        `hazard` (complementary log-log, whose coefficients are those of a proportional hazard in continuous time:
        Prentice and Gloeckler 1978, doi:10.2307/2529588) or `odds`.
    weights : pandas.Series, optional
        One for each row.

    Raises
    ------
    ClaimbookError
        If fewer than ten events are at hand, the exposure doesn't vary, or no event came with it or none without it.
    """
    _check(event, design[exposure], exposure, words["events"])
    design = design.astype("float64").assign(const=1.0)
    given = pd.Series(1.0, index=rows.index) if weights is None else weights
    fit = _fitter(event.astype("float64"), design, given, link)
    everyone = pd.Series(True, index=rows.index)
    coefficient = fit(everyone)[exposure]
    countries = rows["country_id"].unique()
    moved = [fit(rows["country_id"] != one)[exposure] - coefficient for one in countries]
    error = jackknife_error(np.array(moved))
    value, low, high = ratio_of(coefficient, error)
    return Result(
        estimand=words["estimand"],
        unit="ratio",
        estimate=value,
        low=low,
        high=high,
        p=_two_sided(coefficient / error),
        inference="each country left out in turn (cluster jackknife)",
        rows=len(rows),
        countries=len(countries),
        treated=int((rows[exposure] > 0).sum()),
        sample=f"{words['sample']}, {rows['year'].min()} to {rows['year'].max()}, {int(event.sum())} {words['events']}",
        detectable=detectable(error),
        bias=e_value(low, high, common=event.mean() > COMMON),
        assumptions=words["assumptions"],
        blind=BLIND,
        method=words["method"],
    )


def _fitter(
    event: pd.Series, design: pd.DataFrame, weights: pd.Series, link: str
) -> Callable[[pd.Series], dict[str, Any]]:
    import statsmodels.api as sm

    links = sm.families.links
    family = sm.families.Binomial(link=links.CLogLog() if link == "hazard" else links.Logit())

    def fit(kept: pd.Series) -> dict[str, Any]:
        model = sm.GLM(event[kept], design[kept], family=family, freq_weights=weights[kept])
        return model.fit(maxiter=100).params.to_dict()

    return fit


def _two_sided(z: float) -> float:
    from scipy.stats import norm

    return float(2 * norm.sf(abs(z)))


def _check(event: pd.Series, exposed: pd.Series, exposure: str, events: str) -> None:
    problems = []
    if event.sum() < MIN_EVENTS:
        told = str(int(event.sum()))
        problems.append(Problem("", f"too few {events}", f"{MIN_EVENTS} are needed", value=told))
    if exposed.nunique() < 2:
        problems.append(Problem("", "no variation in the exposure", "choose other years", value=exposure))
    elif event.groupby(exposed).nunique().min() < 2:
        rule = f"no {events} with the exposure or without it, or nothing else"
        problems.append(Problem("", rule, "choose other years: no ratio can be taken", value=exposure))
    if problems:
        raise ClaimbookError("no hazard can be estimated:", problems)
