"""All reasonable ways to ask the same question, and each country left out in turn: how far the answer hangs on them."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from claimbook.effects.models import CONTROLS, ESTIMATORS, estimate
from claimbook.effects.panel import OUTCOMES, Panel
from claimbook.errors import ClaimbookError, Problem

# first and last year; the record's own where there is none
WINDOWS: dict[str, tuple[int | None, int | None]] = {
    "all years": (None, None),
    "until 2012": (None, 2012),
    "from 2003": (2003, None),
}
SAMPLES = ("during", "after")
EXPOSURES = ("troops", "mission")
CONTROL_SETS: dict[str, Sequence[str]] = {"years since, inhabitants": CONTROLS, "none": ()}
SAME_BIAS = (
    "Specifications that agree share the same bias: all of them compare places to which missions were sent, at the "
    "time they were sent, with others."
)


def curve(
    panels: Sequence[Panel],
    outcomes: Sequence[str] = OUTCOMES,
    exposures: Sequence[str] = EXPOSURES,
    estimators: Sequence[str] = ESTIMATORS,
    samples: Sequence[str] = SAMPLES,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Estimate every combination of data version, outcome, exposure, estimator, sample, controls and window.

    Parameters
    ----------
    panels : sequence of Panel
        One for each version of the data, as `claimbook.effects.panel.panel` returns it.
    outcomes, exposures, estimators, samples : sequence of str
        As `claimbook.effects.models.estimate` takes them.

    Returns
    -------
    tuple of pandas.DataFrame and list of Problem
        A row for each estimate (`version`, `outcome`, `exposure`, `estimator`, `sample_name`, `controls`, `window`, and
        the entries of `Result.to_dict`), ordered by the estimate; and the specifications that could not be estimated,
        with why. Simonsohn, Simmons and Nelson (2020), doi:10.1038/s41562-020-0912-z.
    """
    names = ("version", "outcome", "exposure", "estimator", "sample_name", "controls", "window")
    rows, left_out = [], []
    for panel in panels:
        choices = product(outcomes, exposures, estimators, samples, CONTROL_SETS, WINDOWS)
        for outcome, exposure, estimator, sample, controls, window in choices:
            told = (panel.version, outcome, exposure, estimator, sample, controls, window)
            given = (outcome, exposure, estimator, sample, CONTROL_SETS[controls])
            try:
                found = estimate(panel, *given, years=WINDOWS[window])
            except ClaimbookError as error:
                left_out += _left_out(error, told)
            else:
                rows.append(dict(zip(names, told, strict=True)) | found.to_dict())
    frame = pd.DataFrame(rows)
    return frame.sort_values(["unit", "estimate"], ignore_index=True) if len(frame) else frame, left_out


def signs(frame: pd.DataFrame) -> pd.Series:
    """Return how many specifications say fewer, more, or leave it open, in that order."""
    counts = frame["sign"].value_counts().reindex(["fewer", "open", "more"], fill_value=0)
    return counts.astype("int64")


def leave_one_out(
    panel: Panel, outcome: str = "one_sided", exposure: str = "troops", estimator: str = "poisson", sample: str = "all"
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the estimate without each country in turn that had a mission or the most deaths.

    Returns
    -------
    tuple of pandas.DataFrame and list of Problem
        `without` (country, empty for none), `estimate`, `low`, `high`, `sign` and `moved`, ordered by how far leaving
        it out moves the estimate; and the countries without which nothing can be estimated, with why.

    Raises
    ------
    ClaimbookError
        Where nothing can be estimated with all countries either.
    """
    rows = panel.sample(sample)
    treated = set(rows.loc[rows["mission"] > 0, "country_id"])
    most = rows.groupby("country_id")[outcome].sum().nlargest(5).index
    whole = estimate(panel, outcome, exposure, estimator, sample)
    found, left_out = [{"without": ""} | whole.to_dict()], []
    for country in sorted(treated | set(most)):
        try:
            less = estimate(panel, outcome, exposure, estimator, sample, without=(country,))
        except ClaimbookError as error:
            left_out += _left_out(error, (country,))
        else:
            found.append({"without": country} | less.to_dict())
    frame = pd.DataFrame(found)[["without", "estimate", "low", "high", "sign"]]
    moved = (frame["estimate"] - whole.estimate).abs()
    return frame.assign(moved=moved).sort_values("moved", ascending=False, ignore_index=True), left_out


def _left_out(error: ClaimbookError, named: Sequence[str]) -> list[Problem]:
    """Return what could not be estimated, under its name, so that a batch can go on with the rest."""
    return [Problem("", problem.rule, problem.todo, value=", ".join(named)) for problem in error.problems]
