"""Interrupted time series: generated steps are found at the stated rate, and what is missing is named."""

import numpy as np
import pandas as pd
import pytest

from claimbook import ClaimbookError
from claimbook.effects.interrupted import interrupted

MONTHS = pd.date_range("2005-01-01", periods=144, freq="MS")
START = pd.Timestamp("2011-01-01")


def series(level: float, seed: int | None = None) -> pd.Series:
    """Return deaths that grow by a tenth a year and change by a factor at the start; without a seed as expected."""
    years = np.arange(len(MONTHS)) / 12
    mean = 80 * 1.1**years * np.where(MONTHS >= START, level, 1.0)
    if seed is None:
        return pd.Series(mean, index=MONTHS)
    chance = np.random.default_rng(seed)
    # more variance than a Poisson has, as deaths do
    return pd.Series(chance.poisson(mean * chance.gamma(4, 1 / 4, len(mean))), index=MONTHS)


def test_a_step_without_noise_is_found_exactly() -> None:
    # up and down by a thousandth in turn: a perfect fit leaves statsmodels without an error to tell
    found = interrupted(series(0.5) * np.resize([1.001, 0.999], len(MONTHS)), START, ["none known"])
    assert (found.level, found.trend) == (pytest.approx(0.5, rel=1e-3), pytest.approx(1, rel=1e-3))
    assert (found.before_count, found.after_count) == (72, 72)
    carried = found.fitted.set_index("month")["expected"]
    assert carried.loc[:"2010-12"].isna().all()
    assert carried.loc[START] == pytest.approx(80 * 1.1**6, rel=1e-3)


def test_the_interval_holds_the_step_at_about_the_stated_rate() -> None:
    found = [interrupted(series(0.6, seed), START, ["none known"]) for seed in range(60)]
    held = sum(one.level_low <= 0.6 <= one.level_high for one in found)
    # 95 of 100 are stated; errors that allow for correlation are known to be a little short in series of this length
    assert 48 <= held <= 60
    assert all(0 < one.detectable < 60 for one in found)


def test_a_wide_interval_and_rivals_fail() -> None:
    found = interrupted(series(1.0, 3), START, ["an invasion, 2010-12"])
    assert "an invasion" in found.failed[0]
    assert found.level_low < 1 < found.level_high
    assert "both a fall and a rise" in found.failed[1]


def test_all_that_is_missing_is_told_at_once() -> None:
    short = series(1.0).drop(MONTHS[100])
    with pytest.raises(ClaimbookError) as error:
        interrupted(short, pd.Timestamp("2005-06-01"), [])
    rules = [problem.rule for problem in error.value.problems]
    assert rules == ["no rival events named", "a missing month", "too few periods before"]
    silent = series(1.0)
    silent.loc[START:] = 0
    with pytest.raises(ClaimbookError, match="no variation after"):
        interrupted(silent, START, ["none known"])
