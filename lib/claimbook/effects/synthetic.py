"""Synthetic control for one mission: a weighted mean of countries without one, its fit, and what placebos give."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from claimbook.errors import ClaimbookError, Problem

MIN_BEFORE, MIN_AFTER = 8, 3
# largest error before, as a share of the outcome's own size, at which the synthetic unit still stands for the real one
FIT = 0.25
LEVEL = 0.05


@dataclass(frozen=True)
class Synthetic:
    """A synthetic control and what speaks against reading it as an effect.

    Attributes
    ----------
    treated : str
        The unit with the mission.
    start : int
        First year with it.
    weights : pandas.Series
        Weight of each donor, largest first; they sum to 1.
    path : pandas.DataFrame
        `year`, `observed`, `synthetic`, `gap` (observed less synthetic, in units of the outcome).
    fit : float
        Root mean square gap before the start over the root mean square of the outcome then: 0 is a perfect fit, 1 no
        better than a synthetic unit of zero (Adhikari and Alm 2016).
    placebos : pandas.DataFrame
        `unit`, `before`, `after` (root mean square gaps) and `ratio` of after to before; the treated unit first.
    in_time : pandas.DataFrame
        As `path`, with the start moved to the middle of the years before: a gap there is no effect.
    failed : tuple of str
        Conditions that fail; where there is one, `effect` is None.
    """

    treated: str
    start: int
    weights: pd.Series
    path: pd.DataFrame
    fit: float
    placebos: pd.DataFrame
    in_time: pd.DataFrame
    failed: tuple[str, ...] = field(default=())

    @property
    def p(self) -> float:
        """Share of units whose ratio is at least that of the treated one, itself included."""
        return float((self.placebos["ratio"] >= self.placebos["ratio"].iloc[0]).mean())

    @property
    def smallest_p(self) -> float:
        """The smallest p that this donor pool allows: one over the number of units."""
        return 1 / len(self.placebos)

    @property
    def effect(self) -> float | None:
        """Mean gap after the start, in units of the outcome; None where a condition fails."""
        return None if self.failed else float(self.path.loc[self.path["year"] >= self.start, "gap"].mean())


def synthetic_control(
    outcomes: pd.DataFrame, treated: str, start: int, donors: Sequence[str], rivals: Sequence[str]
) -> Synthetic:
    """Fit a synthetic control on the outcome before the start, with placebos in space and in time.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        The outcome by year (index) and unit (columns), for example log(1 + deaths); all years are used.
    treated : str
        The unit with the mission.
    start : int
        First year with the mission.
    donors : sequence of str
        Units without one, over all years.
    rivals : sequence of str
        Events that could have had the same effect at the same time. They must be named: that there is none is so rare
        that it has to be said (`["none known"]`).

    Returns
    -------
    Synthetic
        Weights from the years before only.

    Raises
    ------
    ClaimbookError
        With every problem at once: too few years before or after, no donor, the treated unit among its donors, an
        unknown unit, a missing value, an outcome that never changes, no rival event named.

    Notes
    -----
    Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, for estimator and placebos; Abadie (2021),
    doi:10.1257/jel.20191450, for the conditions. All outcomes of the years before are predictors, with equal weights,
    so that nothing is chosen after a look at the result.
    """
    problems = _problems(outcomes, treated, start, donors, rivals)
    if problems:
        raise ClaimbookError(f"no synthetic control for {treated}:", problems)
    weights, path = _fit(outcomes, treated, start, donors)
    placebos = [_errors(treated, path, start)]
    for donor in donors:
        others = [one for one in donors if one != donor]
        if others:
            placebos.append(_errors(donor, _fit(outcomes, donor, start, others)[1], start))
    table = pd.DataFrame(placebos)
    before = outcomes.loc[: start - 1]
    middle = int(before.index[len(before) // 2])
    size = float(np.sqrt((before[treated] ** 2).mean()))
    fit = table["before"].iloc[0] / size
    return Synthetic(
        treated,
        start,
        weights,
        path,
        fit,
        table,
        _fit(before, treated, middle, donors)[1],
        tuple(_failed(fit, len(table), rivals)),
    )


def _fit(outcomes: pd.DataFrame, unit: str, start: int, donors: Sequence[str]) -> tuple[pd.Series, pd.DataFrame]:
    from pysyncon import Synth

    before = outcomes.loc[: start - 1]
    own, pool = before[unit], before[list(donors)]
    model = Synth()
    # on the scale of the data the optimiser stops early where numbers are small
    scale = float(np.sqrt((before[[unit, *donors]] ** 2).to_numpy().mean())) or 1.0
    model.fit(X0=pool / scale, X1=own / scale, Z0=pool / scale, Z1=own / scale, custom_V=np.ones(len(before)))
    weights = pd.Series(np.clip(model.W, 0, None), index=list(donors))
    weights = (weights / weights.sum()).sort_values(ascending=False, kind="stable")
    synthetic = outcomes[weights.index] @ weights
    observed = outcomes[unit]
    path = pd.DataFrame({"observed": observed, "synthetic": synthetic, "gap": observed - synthetic})
    return weights, path.rename_axis("year").reset_index()


def _errors(unit: str, path: pd.DataFrame, start: int) -> dict[str, object]:
    squared = path.set_index("year")["gap"] ** 2
    before, after = np.sqrt(squared.loc[: start - 1].mean()), np.sqrt(squared.loc[start:].mean())
    # a perfect fit before leaves nothing to divide by
    ratio = after / before if before > 1e-9 else (np.inf if after > 1e-9 else 1.0)
    return {"unit": unit, "before": float(before), "after": float(after), "ratio": float(ratio)}


def _failed(fit: float, units: int, rivals: Sequence[str]) -> list[str]:
    failed = []
    if fit > FIT:
        failed.append(f"the synthetic unit misses the years before by {fit:.0%} of their size, more than {FIT:.0%}")
    if 1 / units > LEVEL:
        failed.append(f"with {units - 1} donors no p can be below {1 / units:.2f}")
    if named := [rival for rival in rivals if rival != "none known"]:
        failed.append(f"other events at the same time: {'; '.join(named)}")
    return failed


def rival_problem(rivals: Sequence[str]) -> list[Problem]:
    """Return the problem that nobody said what else happened at the time."""
    todo = 'name what else happened then, or say "none known"'
    return [] if rivals else [Problem("", "no rival events named", todo)]


def _problems(
    outcomes: pd.DataFrame, treated: str, start: int, donors: Sequence[str], rivals: Sequence[str]
) -> list[Problem]:
    problems = []

    def flag(rule: str, todo: str, value: object = "") -> None:
        problems.append(Problem("", rule, todo, value=str(value)))

    if not donors:
        flag("an empty donor pool", "name units without a mission in all years")
    if treated in donors:
        flag("a treated unit among its own donors", "take it out of the donors", treated)
    if unknown := [one for one in dict.fromkeys([treated, *donors]) if one not in outcomes]:
        flag("a unit without outcomes", "give its outcomes or leave it out", ", ".join(unknown))
    problems += rival_problem(rivals)
    years = outcomes.index
    for side, count, least in (
        ("before", (years < start).sum(), MIN_BEFORE),
        ("after", (years >= start).sum(), MIN_AFTER),
    ):
        if count < least:
            flag(f"too few periods {side}", f"{least} years {side} the start are needed", count)
    known = outcomes[[one for one in dict.fromkeys([treated, *donors]) if one in outcomes]]
    for unit in known.columns[known.isna().any()]:
        missing = ", ".join(map(str, years[known[unit].isna()]))
        flag(
            "a missing outcome year",
            "leave the unit out, or the years; never fill them with zeros",
            f"{unit}: {missing}",
        )
    if treated in known and known.loc[years < start, treated].nunique() < 2:
        flag("no variation", "an outcome that never changes before the start tells nothing of weights", treated)
    return problems
