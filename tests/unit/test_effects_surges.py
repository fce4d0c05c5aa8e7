"""The base rate after a surge: counted by hand on one country, and on all of the record."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.surges import FACTORS, GAPS, THRESHOLDS, base_rate, over_definitions, surges


@pytest.fixture(scope="module")
def found(book: Book) -> pd.DataFrame:
    return surges(book)


def test_a_surge_is_measured_against_the_years_around_it(book: Book, found: pd.DataFrame) -> None:
    assert not found.duplicated(["country_id", "year"]).any()
    row = found[found["country_id"] == "uzb"].iloc[0]
    years = book.tables["country_years"].set_index(["country_id", "year"]).loc["uzb"]
    best = years[["state_based_best", "non_state_best", "one_sided_best"]].sum(axis="columns")
    assert row["year"] == 2000
    assert row["best"] == best[2000]
    assert row["before"] == pytest.approx(best.loc[1997:1999].mean())
    assert row["after"] == pytest.approx(best.loc[2002:2006].mean())
    assert row["lower"]
    assert not row["mission"]


def test_every_surge_fits_its_definition(found: pd.DataFrame) -> None:
    assert (found["best"] >= 100).all()
    assert (found["best"] >= 2 * found["before"]).all()
    assert found["year"].between(1993, 2018).all()
    apart = found.sort_values("year").groupby("country_id")["year"].diff().dropna()
    assert len(apart)
    assert (apart > 2).all()
    assert (found["lower"] == (found["after"] < found["best"])).all()


def test_missions_are_told_from_their_absence(found: pd.DataFrame) -> None:
    mali = found[(found["country_id"] == "mli") & (found["year"] == 2012)]
    assert mali["mission"].all()
    assert len(mali) == 1
    without, beside = base_rate(found), base_rate(found, mission=True)
    assert without["surge_count"] + beside["surge_count"] == len(found)
    assert (without["surge_count"], without["lower_count"]) == (74, 50)


def test_the_interval_is_wilsons() -> None:
    rows = pd.DataFrame({"mission": [False] * 10, "lower": [True] * 8 + [False] * 2})
    rate = base_rate(rows)
    # Wilson's interval for 8 of 10, as printed in tables of it
    assert (rate["share"], round(rate["low"], 3), round(rate["high"], 3)) == (0.8, 0.490, 0.943)
    assert base_rate(rows, mission=True)["surge_count"] == 0


def test_definitions_change_the_share_little(book: Book) -> None:
    rates = over_definitions(book)
    assert len(rates) == len(THRESHOLDS) * len(FACTORS) * len(GAPS)
    assert rates["share"].between(0.6, 0.8).all()


def test_a_definition_that_finds_nothing_is_refused(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="no surge") as none:
        surges(book, threshold=10**8)
    assert none.value.problems
    with pytest.raises(ClaimbookError) as wrong:
        surges(book, threshold=0, factor=1, gap=-1, first_year=1990)
    assert len(wrong.value.problems) == 4
