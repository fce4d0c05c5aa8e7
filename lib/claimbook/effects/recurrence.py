"""Whether wars come back, end, or grow: hazards over years of peace and of war, with and without a mission."""

import numpy as np
import pandas as pd

from claimbook.effects import hazards
from claimbook.effects.panel import CONFLICT, Panel
from claimbook.effects.result import Result
from claimbook.violence import between

# deaths in a year from which UCDP calls a conflict a war
WAR = 1000
Years = tuple[int | None, int | None]
_HAZARD = "Complementary log-log regression (Prentice and Gloeckler 1978, doi:10.2307/2529588)"


def recurrence(
    panel: Panel, without: tuple[str, ...] = (), years: Years = (None, None), matched: bool = False
) -> Result:
    """Estimate how the chance that war comes back differs where a mission was there in the year before.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it; its years after conflict are the years at risk.
    without : tuple of str
        Countries to leave out.
    years : tuple of int or None
        First and last year; None for the record's own.
    matched : bool
        Whether to compare only years of peace that are alike in time since war and inhabitants (coarsened exact
        matching: Iacus, King and Porro 2012, doi:10.1093/pan/mpr013).

    Returns
    -------
    Result
        The ratio of hazards. A spell ends with its first year of conflict, and is cut off ten years after war or where
        the record ends. No country effects: most countries have one spell.

    Raises
    ------
    ClaimbookError
        If fewer than ten wars come back, or missions don't vary.
    """
    rows = _sample(panel, "after", without, years)
    weights = _matched(rows) if matched else pd.Series(1.0, index=rows.index)
    rows, weights = rows[weights > 0], weights[weights > 0]
    words = {
        "estimand": "hazard that a war with 25 deaths a year comes back, with a mission in the year before",
        "sample": "ten years after conflict" + (", matched" if matched else ""),
        "events": "wars back",
        "assumptions": "Missions go to peaces that are no harder or easier once time since war and inhabitants are "
        "equal.",
        "method": _HAZARD + (", matched (Iacus, King and Porro 2012, doi:10.1093/pan/mpr013)" if matched else ""),
    }
    design = pd.DataFrame(
        {"mission": rows["mission"], "duration": np.log(rows["years_since"]), "people": rows["log_people"]}
    )
    return hazards.ratio(rows, rows["state_based"] >= CONFLICT, "mission", design, words, weights=weights)


def ending(panel: Panel, years: Years = (None, None)) -> Result:
    """Estimate how the chance that a war ends differs where a mission was there in the year before.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it; its years of conflict are the years at risk.
    years : tuple of int or None
        First and last year; None for the record's own.

    Returns
    -------
    Result
        The ratio of hazards of the first year below 25 deaths; above one, wars end sooner.

    Raises
    ------
    ClaimbookError
        If fewer than ten wars end, or missions don't vary.
    """
    rows = _sample(panel, "during", (), years)
    words = {
        "estimand": "hazard that a war falls below 25 deaths a year, with a mission in the year before",
        "sample": "years of conflict",
        "events": "wars ended",
        "assumptions": "Missions go to wars that are no harder or easier once deaths of the year before and "
        "inhabitants are equal.",
        "method": _HAZARD,
    }
    deadly = np.log1p(rows["state_based_before"])
    design = pd.DataFrame({"mission": rows["mission"], "deaths_before": deadly, "people": rows["log_people"]})
    return hazards.ratio(rows, rows["state_based"] < CONFLICT, "mission", design, words)


def major(panel: Panel, years: Years = (None, None)) -> Result:
    """Estimate how the odds of a major war differ where a mission with a strong mandate was there in the year before.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it.
    years : tuple of int or None
        First and last year; None for the record's own.

    Returns
    -------
    Result
        The ratio of odds of 1,000 deaths or more, given the level of the year before and missions with other mandates.

    Raises
    ------
    ClaimbookError
        If there are fewer than ten years of major war, or mandates don't vary.
    """
    rows = _sample(panel, "all", (), years)
    before = rows["state_based_before"]
    design = pd.DataFrame(
        {
            "strong": rows["strong"],
            "other": rows["mission"] - rows["strong"],
            "minor_before": before.between(CONFLICT, WAR - 1),
            "major_before": before >= WAR,
            "since": np.log1p(rows["years_since"]),
            "people": rows["log_people"],
        }
    )
    words = {
        "estimand": "odds of a war with 1,000 deaths a year, with a mission under a strong mandate in the year before",
        "sample": "years of conflict and the ten after",
        "events": "years of major war",
        "assumptions": "Strong mandates go to conflicts that are no harder or easier once the level of the year "
        "before, time since war and inhabitants are equal.",
        "method": "Logistic regression on the level of the year before",
    }
    return hazards.ratio(rows, rows["state_based"] >= WAR, "strong", design, words, link="odds")


def _sample(panel: Panel, name: str, without: tuple[str, ...], years: Years) -> pd.DataFrame:
    rows = panel.sample(name)
    return rows[~rows["country_id"].isin(list(without)) & between(rows["year"], *years)]


def _matched(rows: pd.DataFrame) -> pd.Series:
    """Return weights with which years without a mission stand as often in each stratum as those with one."""
    strata = [
        pd.cut(rows["years_since"], [0, 1, 3, 6, 10], labels=False),
        pd.qcut(rows["log_people"], 4, labels=False),
        rows["year"] // 10,
    ]
    groups = rows.groupby(strata)["mission"]
    treated, others = groups.transform("sum"), groups.transform("size") - groups.transform("sum")
    whole = rows["mission"].sum() / max((rows["mission"] == 0)[treated > 0].sum(), 1)
    weights = (treated / others).where(rows["mission"] == 0, 1.0) / whole
    return weights.where(rows["mission"] == 0, 1.0).where((treated > 0) & (others > 0), 0.0)
