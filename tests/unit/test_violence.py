"""Deaths: low, best and high together, rates, windows, and months without an event; on the collection's own tables."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.violence import by_month, by_year, covered, summed, windows


def test_low_best_and_high_stay_together(book: Book) -> None:
    rows = by_year(book, ["mli", "som"], 2012, 2013)
    assert rows.columns.tolist() == ["country_id", "country_name", "year", "violence_type", "low", "best", "high"]
    assert len(rows) == 2 * 2 * 3
    assert (rows["low"] <= rows["high"]).all()
    assert rows["violence_type"].cat.categories.tolist() == ["state-based", "non-state", "one-sided"]


def test_sums_are_the_widest_range(book: Book) -> None:
    rows = by_year(book, ["mli"], 2012, 2012)
    [row] = summed(rows).to_dict("records")
    assert (row["low"], row["best"], row["high"]) == tuple(rows[["low", "best", "high"]].sum())


def test_a_country_that_did_not_exist_has_no_year(book: Book) -> None:
    assert by_year(book, ["ssd"])["year"].min() == 2011
    assert by_year(book, ["mli"], 1950, 1960).empty


def test_rates_are_deaths_by_people(book: Book) -> None:
    deaths, rates = (summed(by_year(book, ["mli"], 2012, 2012, per_100k=rate)) for rate in (False, True))
    people = book.tables["population"].set_index(["country_id", "year"]).loc[("mli", 2012), "people_count"]
    assert rates["best"].iloc[0] == pytest.approx(deaths["best"].iloc[0] / people * 100_000)
    # Yugoslavia's borders are those of no population in the table
    assert by_year(book, ["srb"], 1990, 1990, per_100k=True).empty


def test_types_can_be_chosen(book: Book) -> None:
    assert set(by_year(book, ["mli"], types=["one-sided"])["violence_type"]) == {"one-sided"}
    with pytest.raises(ClaimbookError, match="did you mean one-sided"):
        by_year(book, ["mli"], types=["onesided"])


@pytest.mark.parametrize(("wrong", "told"), [("mlx", "did you mean ml"), ("Somalio", "did you mean Somalia")])
def test_an_unknown_country_is_told_the_nearest(book: Book, wrong: str, told: str) -> None:
    with pytest.raises(ClaimbookError, match=told):
        by_year(book, [wrong])
    with pytest.raises(ClaimbookError, match=told):
        by_month(book, wrong)


def test_a_month_without_an_event_is_a_zero_and_not_a_gap(book: Book) -> None:
    rows = by_month(book, "nor")
    months = rows["month"].drop_duplicates()
    assert (months.diff().dropna() <= pd.Timedelta(days=31)).all()
    assert (rows["best"] == 0).any()
    assert rows.groupby("month").size().eq(3).all()


def frame(*years_and_deaths: tuple[int, int]) -> pd.DataFrame:
    rows = pd.DataFrame(years_and_deaths, columns=["year", "best"])
    return rows.assign(low=rows["best"] // 2, high=rows["best"] * 2)


def test_windows_are_means_before_during_and_after() -> None:
    rows = frame((2000, 10), (2001, 20), (2002, 100), (2003, 50), (2004, 6), (2005, 2))
    found = windows(rows, pd.Timestamp("2002-06-01"), pd.Timestamp("2003-02-01"), years=2).set_index("window")
    assert found["best"].to_dict() == {"before": 15, "during": 75, "after": 4}
    assert found["low"].to_dict() == {"before": 7.5, "during": 37.5, "after": 2}
    assert found.loc["after", ["first_year", "last_year", "year_count"]].tolist() == [2004, 2005, 2]


def test_a_window_without_years_is_left_out() -> None:
    rows = frame((2002, 100), (2003, 50))
    assert windows(rows, pd.Timestamp("2002-06-01"), None)["window"].tolist() == ["during"]
    assert windows(rows, pd.Timestamp("1990-06-01"), pd.Timestamp("1991-06-01")).empty


def test_an_end_that_nobody_knows_is_not_taken_for_none() -> None:
    rows = frame((2000, 10), (2001, 20), (2002, 100), (2003, 50))
    found = windows(rows, pd.Timestamp("2002-06-01"), pd.NaT, ongoing=False)
    assert found["window"].tolist() == ["before"]
    assert windows(rows, pd.Timestamp("2002-06-01"), pd.NaT)["window"].tolist() == ["before", "during"]


def test_the_series_covers_its_version(book: Book) -> None:
    assert covered(book) == (1989, 2024)
