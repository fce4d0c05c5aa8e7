"""Intervals for agreement by the bootstrap: units are drawn anew, as if other sentences had been coded."""

from collections.abc import Hashable, Mapping, Set

import numpy as np
import pandas as pd

from claimbook.agreement import overlap
from claimbook.errors import ClaimbookError

LEVEL_PCT = 95.0


def alpha_interval(
    first: pd.Series, second: pd.Series, level: str = "nominal", resamples_count: int = 2000, seed: int = 1
) -> tuple[float, float]:
    """Return an interval for Krippendorff's alpha of two coders.

    Parameters
    ----------
    first, second : pandas.Series
        Codes by unit (the index); units that one coder left out don't count.
    level : {"nominal", "ordinal"}
        As for `claimbook.agreement.alpha`.
    resamples_count : int
        How often the units are drawn anew.
    seed : int
        Makes the draws the same each time.

    Returns
    -------
    tuple of float
        The 2.5th and 97.5th percentile of alpha over the draws. Draws in which every code is the same have no alpha and
        are left out; where that is all of them, both are NaN.

    Raises
    ------
    ClaimbookError
        If no unit was coded by both.

    Notes
    -----
    Units are drawn with replacement and alpha is computed of each draw. Hayes and Krippendorff (2007),
    doi:10.1080/19312450709336664, draw disagreements instead and keep the disagreement expected by chance as it was,
    which makes narrower intervals; here the share of each code varies too, as it would among other sentences.
    """
    codes = pd.concat([first, second], axis="columns").dropna()
    if codes.empty:
        raise ClaimbookError("no agreement can be told: the two coders rated no unit in common")
    numbers, values = pd.factorize(codes.to_numpy().ravel(), sort=True)
    count = len(values)
    joint = np.bincount(numbers[::2] * count + numbers[1::2], minlength=count**2)
    chance = np.random.default_rng(seed)
    # drawing units with replacement is drawing from a multinomial over the pairs of codes
    draws = chance.multinomial(len(codes), joint / joint.sum(), size=resamples_count)
    found = alphas(draws.reshape(-1, count, count), level)
    return _percentiles(found)


def alphas(joint: np.ndarray, level: str = "nominal") -> np.ndarray:
    """Return Krippendorff's alpha of many tables at once.

    Parameters
    ----------
    joint : numpy.ndarray
        Of shape (tables, codes, codes): how many units the first coder gave the one code and the second the other.
    level : {"nominal", "ordinal"}
        Ordinal codes stand in their order.

    Returns
    -------
    numpy.ndarray
        One alpha for each table; NaN where all codes are the same.

    Notes
    -----
    Krippendorff (2019), Content Analysis, 4th ed., chapter 12: coincidences, and for ordinal codes the squared sum of
    the frequencies between two codes, half of their own counted.
    """
    coincidences = joint + joint.transpose(0, 2, 1)
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    if level == "ordinal":
        reached = np.cumsum(margins, axis=1) - margins / 2
        apart = (reached[:, :, None] - reached[:, None, :]) ** 2
    else:
        apart = np.broadcast_to(1.0 - np.eye(joint.shape[1]), joint.shape)
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (total - 1) * observed / expected, np.nan)


def f1_interval(
    first: Mapping[str, Set[Hashable]],
    second: Mapping[str, Set[Hashable]],
    resamples_count: int = 2000,
    seed: int = 1,
) -> tuple[float, float]:
    """Return an interval for the F1 of two coders' rows.

    Parameters
    ----------
    first, second : mapping of str to set
        The rows of each coder by unit, for example the links of each statement: those of a unit are drawn together.
    resamples_count, seed : int
        As for `alpha_interval`.

    Returns
    -------
    tuple of float
        The 2.5th and 97.5th percentile over the draws; NaN where there is no row at all.
    """
    units = sorted({*first, *second})
    found = [overlap(first.get(unit, frozenset()), second.get(unit, frozenset())) for unit in units]
    counts = np.array([[one.first, one.second, one.shared] for one in found], dtype="float64").reshape(-1, 3)
    if not counts.sum():
        return float("nan"), float("nan")
    chance = np.random.default_rng(seed)
    draws = chance.multinomial(len(units), np.full(len(units), 1 / len(units)), size=resamples_count) @ counts
    with np.errstate(divide="ignore", invalid="ignore"):
        return _percentiles(2 * draws[:, 2] / (draws[:, 0] + draws[:, 1]))


def _percentiles(values: np.ndarray) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, [(100 - LEVEL_PCT) / 2, (100 + LEVEL_PCT) / 2])
    return float(low), float(high)
