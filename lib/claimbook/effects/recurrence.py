"""Whether wars come back: the hazard over years of peace with and without a mission."""

import numpy as np
import pandas as pd

from claimbook.effects.panel import CONFLICT, Panel
from claimbook.effects.result import BLIND, Result, detectable, e_value, ratio_of
from claimbook.errors import ClaimbookError, Problem

MIN_EVENTS = 10


def recurrence(panel: Panel, without: tuple[str, ...] = (), years: tuple[int, int] | None = None) -> Result:
    """Estimate how the chance that war comes back differs where a mission was there in the year before.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it; its years after conflict are the years at risk.
    without : tuple of str
        Countries to leave out.
    years : tuple of int, optional
        First and last year.

    Returns
    -------
    Result
        The ratio of hazards, errors clustered by country. A spell ends with its first year of conflict, and is cut off
        ten years after war or where the record ends.

    Raises
    ------
    ClaimbookError
        If fewer than ten wars come back, or missions don't vary.

    Notes
    -----
    Discrete time with a complementary log-log link, whose coefficients are those of a proportional hazard in continuous
    time (Prentice and Gloeckler 1978, doi:10.2307/2529588). No country effects: most countries have one spell.
    """
    import statsmodels.api as sm

    rows = panel.sample("after")
    rows = rows[~rows["country_id"].isin(list(without))]
    if years is not None:
        rows = rows[rows["year"].between(*years)]
    back = (rows["state_based"] >= CONFLICT).astype("float64")
    problems = []
    if back.sum() < MIN_EVENTS:
        told = str(int(back.sum()))
        problems.append(Problem("", "too few wars that come back", f"{MIN_EVENTS} are needed", value=told))
    if rows["mission"].nunique() < 2:
        problems.append(Problem("", "no variation in the exposure", "choose other years", value="mission"))
    if problems:
        raise ClaimbookError("no hazard can be estimated:", problems)
    design = pd.DataFrame(
        {
            "mission": rows["mission"],
            "duration": np.log(rows["years_since"]),
            "people": rows["log_people"],
            "const": 1.0,
        }
    ).astype("float64")
    family = sm.families.Binomial(link=sm.families.links.CLogLog())
    groups = {"groups": pd.factorize(rows["country_id"])[0]}
    fit = sm.GLM(back, design, family=family).fit(cov_type="cluster", cov_kwds=groups)
    error = float(fit.bse["mission"])
    value, low, high = ratio_of(float(fit.params["mission"]), error)
    return Result(
        estimand="hazard that a war with 25 deaths a year comes back, with a mission in the year before",
        unit="ratio",
        estimate=value,
        low=low,
        high=high,
        p=float(fit.pvalues["mission"]),
        inference="errors clustered by country",
        rows=len(rows),
        countries=rows["country_id"].nunique(),
        treated=int(rows["mission"].sum()),
        sample=f"ten years after conflict, {rows['year'].min()} to {rows['year'].max()}, {int(back.sum())} wars back",
        detectable=detectable(error),
        bias=e_value(low, high),
        assumptions="Missions go to peaces that are no harder or easier once time since war and inhabitants are equal.",
        blind=BLIND,
        method="Complementary log-log regression over spells of peace (Prentice and Gloeckler 1978)",
    )
