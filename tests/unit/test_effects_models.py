"""Panel models on generated country-years: the stated effect lies in the interval, and none is found where none is."""

import numpy as np
import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.models import ESTIMATORS, EXPOSURES, estimate
from claimbook.effects.panel import OUTCOMES, SAMPLES, Panel, panel
from claimbook.effects.recurrence import recurrence
from claimbook.effects.result import detectable, e_value


def made(effect: float, seed: int, countries: int = 40) -> Panel:
    """Return country-years whose deaths change by a factor for each 1,000 troops, with effects of country and year."""
    chance = np.random.default_rng(seed)
    years = np.arange(1995, 2015)
    rows = pd.DataFrame([(f"c{c:02d}", y) for c in range(countries) for y in years], columns=["country_id", "year"])
    base = np.repeat(chance.normal(4, 1, countries), len(years)) + np.tile(chance.normal(0, 0.3, len(years)), countries)
    treated = np.repeat(chance.random(countries) < 0.5, len(years)) & (rows["year"] >= 2003)
    troops = np.where(treated, chance.uniform(1, 6, len(rows)), 0)
    mean = np.exp(base + np.log(effect) * troops)
    deaths = chance.poisson(mean * chance.gamma(3, 1 / 3, len(rows)))
    rows = rows.assign(**dict.fromkeys(OUTCOMES, deaths.astype("float64")), conflict=True, mission=(troops > 0) * 1)
    rows = rows.assign(
        years_since=0, troops=troops, police=0.0, observers=0.0, log_people=15 + chance.random(len(rows))
    )
    return Panel(rows, ())


def test_the_stated_ratio_lies_in_the_interval_at_about_the_stated_rate() -> None:
    found = [estimate(made(0.8, seed)) for seed in range(20)]
    held = sum(one.low <= 0.8 <= one.high for one in found)
    assert held >= 16
    assert all(one.sign == "fewer" for one in found)
    assert np.mean([one.estimate for one in found]) == pytest.approx(0.8, abs=0.02)


def test_without_an_effect_p_values_spread_out() -> None:
    ps = [estimate(made(1.0, seed, 24)).p for seed in range(24)]
    # uniform p-values have the mean 0.5 and, over 24 draws, a standard error of 0.06
    assert 0.5 - 3 * 0.06 < np.mean(ps) < 0.5 + 3 * 0.06
    assert sum(p < 0.05 for p in ps) <= 5


def test_the_error_is_that_of_leaving_out_each_country_in_turn() -> None:
    rows = made(0.8, 3, 14)
    left = [
        estimate(rows, estimator="log", without=(one,)).estimate for one in sorted(rows.frame["country_id"].unique())
    ]
    whole = estimate(rows, estimator="log")
    moves = np.log(left) - np.log(whole.estimate)
    error = np.sqrt((len(left) - 1) / len(left) * (moves**2).sum())
    assert np.log(whole.high / whole.estimate) / 1.959964 == pytest.approx(error, rel=1e-6)


def test_missions_dealt_anew_among_few_countries_are_seldom_taken_for_an_effect(real: Panel) -> None:
    rows = real.sample("after")
    rows = rows[rows["year"] >= 2003]
    paths = real.frame.pivot(index="country_id", columns="year", values="mission").fillna(0).astype("int64")
    chance, countries, found = np.random.default_rng(3), rows["country_id"].unique(), []
    for _ in range(12):
        dealt = dict(zip(countries, chance.permutation(countries), strict=True))
        mission = [paths.at[dealt[one], year] for one, year in zip(rows["country_id"], rows["year"], strict=True)]
        found.append(estimate(Panel(rows.assign(mission=mission), ()), "deaths", "mission", "poisson", "after").p)
    # usual clustered errors take about four of these for an effect
    assert sum(p < 0.05 for p in found) <= 2


def test_a_mission_that_never_comes_or_goes_is_no_comparison(real: Panel) -> None:
    ever = real.frame.groupby("country_id")["mission"].transform("max")
    with pytest.raises(ClaimbookError, match="no variation in the exposure within countries"):
        estimate(Panel(real.frame.assign(mission=ever), ()), exposure="mission", estimator="any")


@pytest.fixture(scope="module")
def real(book: Book) -> Panel:
    return panel(book)


def test_the_panel_is_what_is_at_risk(real: Panel) -> None:
    frame = real.frame
    assert not frame.duplicated(["country_id", "year"]).any()
    assert frame["years_since"].between(0, 10).all()
    assert (frame["conflict"] == (frame["years_since"] == 0)).all()
    assert len(real.sample("during")) + len(real.sample("after")) == len(frame)
    mali = frame[frame["country_id"] == "mli"].set_index("year")
    # MINUSMA came in 2013: the year after is the first with a mission in the year before
    assert mali.loc[2013, "mission"] == 0
    assert mali.loc[2014, "mission"] == 1
    assert mali.loc[2018, "deaths"] == 1281
    # its strength after 2021 is not on record, which is not zero
    assert np.isnan(mali.loc[2024, "troops"])
    assert frame.loc[frame["mission"] == 0, "troops"].eq(0).all()
    reasons = {problem.rule for problem in real.left_out}
    assert {"people in several countries", "a mission without personnel"} <= reasons


def test_missions_that_can_not_be_placed_are_named(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="can be placed"):
        panel(book, ["un-record"])


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("exposure", ["troops", "mission"])
def test_a_result_carries_all_that_it_takes_to_doubt_it(real: Panel, estimator: str, exposure: str) -> None:
    found = estimate(real, "one_sided", exposure, estimator)
    assert found.low <= found.estimate <= found.high
    assert found.rows > 1000
    assert found.countries > 50
    assert 0 < found.treated < found.rows
    assert found.detectable > 0
    assert "hard places" in found.blind
    assert found.method
    assert found.sign in {"fewer", "more", "open"}
    # Oster's delta has either sign, and is there wherever a control is in the model
    assert found.bias >= 1 if found.unit == "ratio" else np.isfinite(found.bias)


def test_leaving_a_country_out_changes_the_sample(real: Panel) -> None:
    whole, less = estimate(real, "one_sided"), estimate(real, "one_sided", without=("rwa",))
    assert less.rows < whole.rows
    assert "without rwa" in less.sample
    late = estimate(real, "one_sided", years=(2000, 2010))
    assert "2000 to 2010" in late.sample


def test_what_can_not_be_estimated_is_named(real: Panel) -> None:
    with pytest.raises(ClaimbookError) as error:
        estimate(real, "state-based", "troop", "poison", controls=("people",))
    assert [problem.rule for problem in error.value.problems] == [
        "no such outcome",
        "no such exposure",
        "no such estimator",
        "no such control",
    ]
    with pytest.raises(ClaimbookError, match="no sample"):
        estimate(real, sample="always")
    with pytest.raises(ClaimbookError, match="no variation in the exposure"):
        estimate(real, years=(1960, 1970))
    assert len(EXPOSURES) * len(OUTCOMES) * len(SAMPLES) == 48


def test_recurrence_counts_wars_that_come_back(real: Panel) -> None:
    found = recurrence(real)
    after = real.sample("after")
    assert f"{int((after['state_based'] >= 25).sum())} wars back" in found.sample
    assert found.rows == len(after)
    with pytest.raises(ClaimbookError, match="too few wars"):
        recurrence(real, years=(1991, 1992))


def test_small_numbers_by_hand() -> None:
    # VanderWeele and Ding (2017): a ratio of 3.9 has an E-value of 7.26, and of 1.8 one of 3.0
    assert e_value(3.9, 9) == pytest.approx(7.26, abs=0.01)
    assert e_value(1.8, 9) == pytest.approx(3.0, abs=0.01)
    assert e_value(0.1, 1 / 1.8) == pytest.approx(3.0, abs=0.01)
    assert e_value(0.9, 1.1) == 1
    assert detectable(0.1, "points") == pytest.approx(28.0, abs=0.1)
