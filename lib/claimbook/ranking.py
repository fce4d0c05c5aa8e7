"""Rank options by criteria that the reader weighs: how often each takes each rank, never one list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from claimbook.errors import ClaimbookError, Problem, nearest

_CLOSE = 1e-9


@dataclass(frozen=True)
class Acceptability:
    """What a stochastic multicriteria acceptability analysis gives.

    Attributes
    ----------
    ranks : pandas.DataFrame
        Options by rank (1 is first): share of the draws in which the option takes it, 0 to 1.
    central : pandas.DataFrame
        Options by criterion: the mean weights of the draws in which the option comes first; empty where it never does.
    confidence : pandas.Series
        Share of draws in which an option comes first with its central weights; empty where it never comes first.
    error : float
        Largest standard error of a share in `ranks`.
    """

    ranks: pd.DataFrame
    central: pd.DataFrame
    confidence: pd.Series
    error: float


def check_weights(weights: Mapping[str, float], criteria: Collection[str]) -> dict[str, float]:
    """Return weights for all criteria, 0 where none is given.

    Raises
    ------
    ClaimbookError
        With every problem: an unknown criterion (and the nearest), a negative weight, weights that don't sum to 1.
    """
    problems = [
        Problem("", "a weight for an unknown criterion", nearest(name, list(criteria)), value=name)
        for name in weights
        if name not in criteria
    ]
    problems += [
        Problem("", "a negative weight", "give 0 or more", value=f"{name}={weight:g}")
        for name, weight in weights.items()
        if weight < 0
    ]
    total = sum(weights.values())
    if abs(total - 1) > 1e-6:
        problems.append(Problem("", "weights that do not sum to 1", "divide each by their sum", value=f"{total:g}"))
    if problems:
        raise ClaimbookError("the weights can't be used:", problems)
    return {name: float(weights.get(name, 0)) for name in criteria}


def acceptability(
    low: pd.DataFrame,
    high: pd.DataFrame,
    ordinal: Collection[str] = (),
    weights: Mapping[str, float] | None = None,
    draws_count: int = 10_000,
    seed: int = 1,
) -> Acceptability:
    """Rank options over all that is not known: weights, the values of ordinal codes, and codes within their range.

    Parameters
    ----------
    low, high : pandas.DataFrame
        Options by criteria, the ends of what each value may be, the higher the better. Ordinal criteria hold whole
        codes, of which only the order counts.
    ordinal : collection of str
        Criteria that are ordinal.
    weights : mapping of str to float, optional
        The weight of each criterion, summing to 1; by default every weighting is as likely as any other.
    draws_count : int
        How many draws; the standard error of a share is at most 0.5 over their square root.
    seed : int
        Makes the draws the same each time.

    Raises
    ------
    ClaimbookError
        For fewer than two options, a missing value, a range whose ends are the wrong way round, or wrong weights.

    Notes
    -----
    SMAA-O: Lahdelma, Miettinen and Salminen (2003), European Journal of Operational Research 147(1), 117 to 127. The
    codes of an ordinal criterion get random values in their order, 0 for the worst code in use and 1 for the best;
    cardinal criteria are stretched to 0 and 1 by the ends of their ranges.
    """
    _check(low, high, ordinal)
    criteria = list(low.columns)
    chance = np.random.default_rng(seed)
    values = _values(low, high, ordinal, draws_count, chance)
    if weights is None:
        drawn = chance.dirichlet(np.ones(len(criteria)), size=draws_count)
    else:
        drawn = np.tile(list(check_weights(weights, criteria).values()), (draws_count, 1))
    ranks = _ranks(np.einsum("dac,dc->da", values, drawn), chance)
    places = range(1, len(low) + 1)
    shares = pd.DataFrame({place: (ranks == place).mean(axis=0) for place in places}, index=low.index)
    central = pd.DataFrame(np.nan, index=low.index, columns=criteria)
    confidence = pd.Series(np.nan, index=low.index)
    for number, option in enumerate(low.index):
        first = ranks[:, number] == 1
        if first.any():
            central.loc[option] = drawn[first].mean(axis=0)
            own = _ranks(values @ central.loc[option].to_numpy(), chance)
            confidence[option] = (own[:, number] == 1).mean()
    error = float(np.sqrt(shares * (1 - shares) / draws_count).to_numpy().max())
    return Acceptability(shares.rename_axis(columns="rank"), central, confidence, error)


def flips(middle: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the smallest changes of weights that would put each other option first.

    Parameters
    ----------
    middle : pandas.DataFrame
        Options by criteria, one value each from 0 to 1, the higher the better.
    weights : mapping of str to float
        From where the change is measured.

    Returns
    -------
    pandas.DataFrame
        One row for each option but the first: `option`, `moved` (weight that has to move in all, 0 to 1; empty where
        none is enough), `to` and `from` (criteria that gain and lose). Moving it from the criteria that speak least for
        the option to the one that speaks most for it is the shortest way.

    Raises
    ------
    ClaimbookError
        For fewer than two options or wrong weights.
    """
    _check(middle, middle, ())
    given = check_weights(weights, list(middle.columns))
    scores = middle @ pd.Series(given)
    first = scores.idxmax()
    rows = []
    for option in middle.index.drop(first):
        ahead = middle.loc[option] - middle.loc[first]
        best, missing, moved, lost = ahead.idxmax(), scores[first] - scores[option], 0.0, []
        for criterion in ahead.sort_values().index.drop(best):
            gain = ahead[best] - ahead[criterion]
            if missing <= _CLOSE or gain <= 0:
                break
            taken = min(given[criterion], missing / gain)
            if taken > 0:
                moved, missing = moved + taken, missing - taken * gain
                lost.append(criterion)
        enough = missing <= _CLOSE
        ways = {"to": best, "from": ", ".join(lost)} if enough else {"to": "", "from": ""}
        rows.append({"option": option, "moved": moved if enough else np.nan, **ways})
    return pd.DataFrame(rows).sort_values("moved", ignore_index=True)


def stretched(low: pd.DataFrame, high: pd.DataFrame) -> pd.DataFrame:
    """Return the middle of each range on a scale from 0 (worst end of the criterion) to 1 (best end)."""
    least, most = low.min(), high.max()
    spread = (most - least).where(most > least, 1)
    return ((low + high) / 2 - least) / spread


def _values(
    low: pd.DataFrame, high: pd.DataFrame, ordinal: Collection[str], draws_count: int, chance: np.random.Generator
) -> np.ndarray:
    """Draw values of shape (draws, options, criteria) from 0 to 1."""
    values = np.empty((draws_count, *low.shape))
    for place, criterion in enumerate(low.columns):
        bottom, top = low[criterion].to_numpy("float64"), high[criterion].to_numpy("float64")
        if criterion in ordinal:
            codes = chance.integers(bottom.astype(int), top.astype(int) + 1, size=(draws_count, len(low)))
            classes = np.arange(int(bottom.min()), int(top.max()) + 1)
            steps = np.sort(chance.random((draws_count, len(classes))), axis=1)
            steps[:, 0], steps[:, -1] = 0, 1
            values[:, :, place] = np.take_along_axis(steps, codes - classes[0], axis=1)
        else:
            spread = (top.max() - bottom.min()) or 1.0
            values[:, :, place] = (chance.uniform(bottom, top, size=(draws_count, len(low))) - bottom.min()) / spread
    return values


def _ranks(scores: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return the rank of each option in each draw, 1 for the highest score; ties are broken by chance."""
    tied = np.round(scores, 12) + 1e-13 * chance.random(scores.shape)
    return (-tied).argsort(axis=1).argsort(axis=1) + 1


def _check(low: pd.DataFrame, high: pd.DataFrame, ordinal: Collection[str]) -> None:
    problems = [
        Problem("", "an ordinal criterion that is none", nearest(name, list(low.columns)), value=name)
        for name in ordinal
        if name not in low
    ]
    if len(low) < 2:
        problems.append(Problem("", "a ranking of fewer than two options", "give at least two", value=str(len(low))))
    if low.isna().any(axis=None) or high.isna().any(axis=None):
        problems.append(Problem("", "a missing value", "give the whole scale where nothing is known"))
    elif (low > high).any(axis=None):
        option = str(low.index[(low > high).any(axis="columns")][0])
        problems.append(Problem("", "a range that ends before it begins", "turn it round", value=option))
    if problems:
        raise ClaimbookError("nothing can be ranked:", problems)
