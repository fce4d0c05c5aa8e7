"""Synthetic control: known answers from generated data, placebos, and every condition that forbids a point effect."""

import numpy as np
import pandas as pd
import pytest

from claimbook import ClaimbookError
from claimbook.effects.synthetic import synthetic_control

YEARS = pd.RangeIndex(2000, 2020)
START = 2012
DONORS = [f"d{number:02d}" for number in range(24)]


def outcomes(effect: float = 0.0, noise: float = 0.0, seed: int = 5) -> pd.DataFrame:
    """Return donors that share two factors, and a treated unit that is 0.6 of the first and 0.4 of the second donor."""
    chance = np.random.default_rng(seed)
    factors = chance.normal(size=(len(YEARS), 2)).cumsum(axis=0) + 6
    loads = chance.uniform(0.2, 1.0, size=(2, len(DONORS)))
    frame = pd.DataFrame(factors @ loads, index=YEARS, columns=DONORS)
    frame += chance.normal(scale=noise or 1e-3, size=frame.shape)
    frame["t"] = 0.6 * frame["d00"] + 0.4 * frame["d01"]
    frame.loc[START:, "t"] += effect
    return frame


def test_weights_and_effect_are_recovered_where_the_unit_is_a_mean_of_two_donors() -> None:
    found = synthetic_control(outcomes(-1.5)[["t", "d00", "d01"]], "t", START, ["d00", "d01"], ["none known"])
    assert found.weights.to_dict() == pytest.approx({"d00": 0.6, "d01": 0.4}, abs=1e-3)
    gaps = found.path.set_index("year")["gap"]
    assert gaps.loc[:2011].abs().max() < 1e-3
    assert gaps.loc[START:].to_numpy() == pytest.approx(-1.5, abs=1e-3)
    # two donors can never give a small p, so that no effect is told however clear it is
    assert found.effect is None
    assert found.smallest_p == pytest.approx(1 / 3)
    assert "no p can be below 0.33" in found.failed[0]


def test_an_effect_is_told_where_fit_pool_and_rivals_allow_it() -> None:
    found = synthetic_control(outcomes(-1.5), "t", START, DONORS, ["none known"])
    assert found.failed == ()
    assert found.effect == pytest.approx(-1.5, abs=0.05)
    assert found.p == found.smallest_p == 1 / 25
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights >= 0).all()
    assert found.in_time.set_index("year")["gap"].abs().max() < 0.1
    assert found.in_time["year"].max() == START - 1


def test_without_an_effect_every_rank_is_as_likely() -> None:
    ps = [synthetic_control(outcomes(0, 0.5, seed), "d23", START, DONORS[:19], ["none known"]).p for seed in range(40)]
    # uniform over 0.05, 0.10 … 1: the mean is 0.525, its standard error over 40 draws 0.046
    assert 0.525 - 3 * 0.046 < np.mean(ps) < 0.525 + 3 * 0.046
    assert sum(p <= 0.05 for p in ps) <= 7


def test_rival_events_and_a_bad_fit_forbid_a_point_effect() -> None:
    far = outcomes()
    far["t"] += 30
    found = synthetic_control(far, "t", START, DONORS, ["another intervention, 2013-01"])
    assert found.effect is None
    assert found.fit > 0.25
    assert [word in " ".join(found.failed) for word in ("misses the years before", "another intervention")] == [
        True,
        True,
    ]


def test_all_that_is_missing_is_told_at_once() -> None:
    frame = outcomes()
    frame["t"] = 1.0
    frame.loc[2005, "d01"] = np.nan
    with pytest.raises(ClaimbookError) as error:
        synthetic_control(frame, "t", 2003, ["t", "d01", "nowhere"], [])
    rules = [problem.rule for problem in error.value.problems]
    assert rules == [
        "a treated unit among its own donors",
        "a unit without outcomes",
        "no rival events named",
        "too few periods before",
        "a missing outcome year",
        "no variation",
    ]
    assert "d01: 2005" in [problem.value for problem in error.value.problems]
    with pytest.raises(ClaimbookError, match="empty donor pool"):
        synthetic_control(outcomes(), "t", START, [], ["none known"])
    with pytest.raises(ClaimbookError, match="too few periods after"):
        synthetic_control(outcomes(), "t", 2018, DONORS, ["none known"])
