"""Missions dealt anew: every p is as likely where nothing is there, and small where something is."""

from dataclasses import replace

import numpy as np
import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.models import ESTIMATORS
from claimbook.effects.panel import Panel, panel
from claimbook.effects.randomised import randomised_p


@pytest.fixture(scope="module")
def real(book: Book) -> Panel:
    return panel(book)


def dealt(real: Panel, sample: str, seed: int) -> Panel:
    """Return the sample with missions dealt anew among its countries: there is nothing left to find."""
    rows = real.sample(sample)
    countries = rows["country_id"].unique()
    histories = real.histories.loc[np.random.default_rng(seed).permutation(countries)].set_axis(countries)
    mission = [histories.at[one, year] for one, year in zip(rows["country_id"], rows["year"], strict=True)]
    return Panel(rows.assign(mission=mission), (), histories=histories)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_without_an_effect_p_values_are_uniform(real: Panel, estimator: str) -> None:
    ps = [randomised_p(dealt(real, "during", seed), "deaths", estimator, "all", draws=99) for seed in range(60)]
    # the mean of uniform p-values is 0.5, its standard error over 60 draws 0.037
    assert 0.5 - 3 * 0.037 < np.mean(ps) < 0.5 + 3 * 0.037
    # 3 of 60 are expected below 0.05, and 9 or more come once in 300 times
    assert sum(p <= 0.05 for p in ps) < 9


def test_an_effect_is_seen(real: Panel) -> None:
    rows = real.sample("during")
    fewer = np.where(rows["mission"] == 1, rows["deaths"] // 20, rows["deaths"])
    assert randomised_p(replace(real, frame=rows.assign(deaths=fewer)), "deaths", "log", "all", draws=199) <= 0.02


def test_the_draws_are_the_same_each_time_and_p_is_never_zero(real: Panel) -> None:
    first, again = (randomised_p(real, sample="during", draws=49) for _ in range(2))
    assert first == again >= 1 / 50


def test_what_can_not_be_dealt_is_named(real: Panel) -> None:
    with pytest.raises(ClaimbookError) as error:
        randomised_p(real, "death", "poison")
    assert [problem.rule for problem in error.value.problems] == ["no such outcome", "no such estimator"]
    with pytest.raises(ClaimbookError, match="no variation in the exposure within countries"):
        randomised_p(replace(real, frame=real.frame.assign(mission=0)))
