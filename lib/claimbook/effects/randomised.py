"""A p-value without any standard error: how often missions dealt anew among countries look as far from nothing."""

import numpy as np
import pandas as pd

from claimbook.effects.fits import fitted
from claimbook.effects.models import CONTROLS, ESTIMATORS, VALUES, with_deaths
from claimbook.effects.panel import OUTCOMES, Panel
from claimbook.errors import ClaimbookError, Problem, nearest

DRAWS = 999


def randomised_p(
    panel: Panel,
    outcome: str = "one_sided",
    estimator: str = "poisson",
    sample: str = "all",
    draws: int = DRAWS,
    seed: int = 1,
) -> float:
    """Return how often missions dealt anew among countries go with deaths at least as strongly as the real ones.

    Parameters
    ----------
    panel : Panel
        As `claimbook.effects.panel.panel` returns it.
    outcome, estimator, sample : str
        As `claimbook.effects.models.estimate` takes them; the exposure is `mission`, since the strength of some
        missions is not on record.
    draws : int
        How often they are dealt; p is at least one over one more.
    seed : int
        Makes the draws the same each time.

    Returns
    -------
    float
        Two-sided. It says whether chance alone could have paired missions and places so; it says nothing of why
        missions go where they go, which is not by chance.

    Raises
    ------
    ClaimbookError
        For an unknown choice, or where no mission comes or goes in the sample.

    Notes
    -----
    Fisher's randomisation test with the score as its statistic: residuals of a model without missions, added up over
    the country-years with one. Each country keeps its deaths and takes another's whole history of missions (see Young
    2019, doi:10.1093/qje/qjy029, for why this is worth more than clustered errors where few units carry a result).
    """
    problems = [
        Problem("", f"no such {what}", nearest(value, list(known)), value=value)
        for what, value, known in (("outcome", outcome, OUTCOMES), ("estimator", estimator, ESTIMATORS))
        if value not in known
    ]
    if problems:
        raise ClaimbookError("missions can't be dealt anew:", problems)
    rows = panel.sample(sample)
    if estimator == "poisson":
        rows = with_deaths(rows, outcome)
    if not rows.groupby("country_id")["mission"].nunique().gt(1).any():
        problem = Problem("", "no variation in the exposure within countries", "choose another sample", value="mission")
        raise ClaimbookError("missions can't be dealt anew:", [problem])
    rows = rows.assign(y=VALUES[estimator](rows[outcome])).reset_index(drop=True)
    model = fitted(rows, CONTROLS, estimator == "poisson")
    means = np.asarray(model.predict(type="response") if estimator == "poisson" else model.predict())
    residuals = rows["y"].to_numpy() - means
    who, countries = pd.factorize(rows["country_id"])
    when = panel.histories.columns.get_indexer(rows["year"])
    histories = panel.histories.loc[countries].to_numpy()
    chance = np.random.default_rng(seed)
    real = abs(residuals @ rows["mission"].to_numpy())
    dealt = [abs(residuals @ histories[chance.permutation(len(countries))[who], when]) for _ in range(draws)]
    # equal but for rounding is at least as far
    return float((1 + (np.array(dealt) >= real * (1 - 1e-9)).sum()) / (draws + 1))
