"""Intervals for agreement: the many alphas equal the krippendorff package's, and intervals behave as they should."""

import math

import krippendorff
import numpy as np
import pandas as pd
import pytest

from claimbook import ClaimbookError
from claimbook.agreement import alpha
from claimbook.bootstrap import alpha_interval, alphas, f1_interval


@pytest.mark.parametrize("level", ["nominal", "ordinal"])
def test_many_alphas_equal_the_packages(level: str) -> None:
    chance = np.random.default_rng(3)
    codes = chance.integers(0, 4, size=(25, 2, 40))
    # half of the units alike, so that alpha lies between its ends
    codes[:, 1, :20] = codes[:, 0, :20]
    joint = np.zeros((25, 4, 4), dtype="int64")
    for place, (first, second) in enumerate(codes):
        np.add.at(joint[place], (first, second), 1)
    expected = [
        krippendorff.alpha(reliability_data=pair.astype("float64"), level_of_measurement=level) for pair in codes
    ]
    assert alphas(joint, level) == pytest.approx(expected)


def test_the_published_example() -> None:
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section B: two observers, binary, 0.095
    joint = np.array([[[5, 3], [1, 1]]])
    assert alphas(joint)[0] == pytest.approx(0.095, abs=0.0005)


def test_the_interval_holds_the_estimate_and_narrows_with_units() -> None:
    first = pd.Series(["a", "b", "c", "a", "b"] * 8)
    second = first.where(first.index % 7 > 0, "a")
    low, high = alpha_interval(first, second)
    assert low < alpha(first, second) < high <= 1
    again = alpha_interval(pd.concat([first] * 9, ignore_index=True), pd.concat([second] * 9, ignore_index=True))
    assert again[1] - again[0] < (high - low) / 2
    assert alpha_interval(first, second) == (low, high)
    assert alpha_interval(first, second, seed=2) != (low, high)
    assert alpha_interval(first, first) == (1, 1)


def test_the_interval_holds_the_truth_at_the_stated_rate() -> None:
    chance = np.random.default_rng(9)
    # the second coder copies four of five codes and guesses the rest: alpha is 0.8 in the long run
    held = 0
    for seed in range(80):
        first = pd.Series(chance.integers(0, 3, 120))
        second = first.where(chance.random(120) < 0.8, pd.Series(chance.integers(0, 3, 120)))
        low, high = alpha_interval(first, second, resamples_count=400, seed=seed)
        held += low <= 0.8 <= high
    assert held >= 70


def test_nothing_in_common_is_told() -> None:
    first, second = pd.Series({"a": "x"}), pd.Series({"b": "x"})
    for function in (alpha, alpha_interval):
        with pytest.raises(ClaimbookError, match="no unit in common"):
            function(first, second)
    assert all(map(math.isnan, alpha_interval(pd.Series(["a", "a"]), pd.Series(["a", "a"]))))


def test_f1_draws_units_whole() -> None:
    first = {"s1": {1, 2}, "s2": {3}, "s3": {4}}
    low, high = f1_interval(first, {"s1": {1}, "s2": {3}, "s3": {5}})
    assert 0 <= low < 4 / 7 < high <= 1
    assert f1_interval(first, first) == (1, 1)
    assert all(map(math.isnan, f1_interval({}, {})))
