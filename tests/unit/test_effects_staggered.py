"""Staggered starts: exact without noise, right where two-way fixed effects are wrong, and honest about trends."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest
import pytest

from claimbook import ClaimbookError
from claimbook.effects.staggered import imputed


def made(growth: float = 1.0, noise: float = 0.0, trend: float = 0.0, seed: int = 4) -> pd.DataFrame:
    """Return units that start in different years, with an effect that grows by a number each year since the start."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(30):
        start = {0: 2003, 1: 2008}.get(number % 3, 9999)
        level = chance.normal()
        for year in range(1998, 2013):
            treated = int(year >= start)
            value = level + 0.1 * (year - 1998) + growth * treated * (year - start + 1)
            value += trend * (year - 1998) * (start < 9999) + noise * chance.normal()
            rows.append((f"u{number:02d}", year, value, treated))
    return pd.DataFrame(rows, columns=["country_id", "year", "y", "mission"])


def test_the_effect_is_exact_without_noise_and_two_way_is_not() -> None:
    rows = made()
    treated = rows[rows["mission"] == 1]
    start = treated.groupby("country_id")["year"].transform("min")
    truth = float((treated["year"] - start + 1).mean())
    found = imputed(rows, "y", "mission")
    assert found.effect == pytest.approx(truth)
    assert found.twfe < truth - 0.5
    after = found.by_event[found.by_event["event"] >= 0]
    assert after["effect"].tolist() == pytest.approx((after["event"] + 1).tolist())
    assert found.by_event[found.by_event["event"] < 0]["effect"].abs().max() < 1e-9
    assert (found.treated_units, found.step) == (20, pytest.approx(0, abs=1e-9))


def test_a_published_example_is_reproduced_within_rounding() -> None:
    # generated data with effects that grow apart, shipped with pyfixest and did2s; the vignette of did2s prints this
    shipped = Path(pyfixest.__file__).parent / "did" / "data" / "df_het.csv"
    rows = pd.read_csv(shipped).astype({"treat": "int64"})
    found = imputed(rows, "dep_var", "treat", "unit")
    assert found.effect == pytest.approx(2.230482, abs=1e-6)
    stated = rows.loc[rows["treat"] == 1, ["te", "te_dynamic"]].sum(axis="columns").mean()
    assert found.low <= stated <= found.high
    assert (found.treated_rows, found.control_rows) == ((rows["treat"] == 1).sum(), (rows["treat"] == 0).sum())


def test_the_interval_holds_a_constant_effect_and_nothing() -> None:
    held = 0
    for seed in range(8):
        found = imputed(made(0.0, 0.5, seed=seed), "y", "mission")
        held += found.low <= 0 <= found.high
    assert held >= 6


def test_a_trend_of_its_own_shows_in_the_bounds() -> None:
    found = imputed(made(0.0, 0.0, trend=0.2), "y", "mission")
    # what grows anyway is taken for an effect, and the change before the start gives the size of the doubt
    assert found.effect > 0.5
    assert found.step == pytest.approx(0.2)
    low, high = found.bounds(1)
    assert low < found.low < found.high < high
    wider = found.bounds(2)
    assert wider[0] < low
    assert found.bounds(0) == (found.low, found.high)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_the_bounds_hold_the_truth_where_treated_units_have_a_trend_of_their_own(noise: float) -> None:
    held = 0
    for seed in range(6):
        low, high = imputed(made(0.0, noise, trend=0.2, seed=seed), "y", "mission").bounds(1)
        # without noise the lower bound is the truth itself, but for rounding
        held += low - 1e-9 <= 0 <= high
    assert held == 6


def test_rows_after_the_end_and_units_without_a_before_are_left_out() -> None:
    rows = made()
    ended = rows["mission"].where(~((rows["country_id"] == "u00") & (rows["year"] > 2006)), 0)
    always = ended.where(rows["country_id"] != "u01", 1)
    found = imputed(rows.assign(mission=always), "y", "mission")
    assert [problem.value for problem in found.left_out] == ["u01"]
    assert found.treated_units == 19


def test_a_single_year_before_is_too_little_and_named() -> None:
    rows = made()
    first = rows["year"].min()
    # treated from its second year on, and a never treated unit of a single year
    short = rows[~((rows["country_id"] == "u02") & (rows["year"] > first))]
    changed = short.assign(
        mission=short["mission"].where(~((short["country_id"] == "u01") & (short["year"] > first)), 1)
    )
    found = imputed(changed, "y", "mission")
    assert [(problem.value, problem.rule) for problem in found.left_out] == [
        ("u01", "a treated unit without two times before")
    ]
    assert found.treated_units == 19


def test_without_variation_nothing_is_imputed() -> None:
    for value in (0, 1):
        with pytest.raises(ClaimbookError, match="no variation in the treatment"):
            imputed(made().assign(mission=value), "y", "mission")
