"""The reader of UCDP's country-years: a small file with the producer's columns, ways to break it, and the real one."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from claimbook.errors import ClaimbookError
from claimbook.sources.ucdp import read_country_years
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "ucdp" / "organizedviolencecy_v25_1.csv"
TOTAL = "cumulative_total_deaths_in_orgvio_{}_cy"


def producer_rows() -> pd.DataFrame:
    rows = []
    for gwno, name, year, deaths in [
        (565, "Namibia", 2001, {"sb": (1, 2, 4), "ns": (0, 0, 0), "os": (5, 6, 6)}),
        (432, "Mali", 2012, {"sb": (10, 12, 20), "ns": (3, 3, 3), "os": (0, 0, 0)}),
    ]:
        row: dict[str, object] = {"country_id_cy": gwno, "country_cy": name, "year_cy": year, "region_cy": "Africa"}
        for place, bound in enumerate(["low", "best", "high"]):
            row |= {f"{prefix}_total_deaths_{bound}_cy": counts[place] for prefix, counts in deaths.items()}
            row[TOTAL.format(bound)] = sum(counts[place] for counts in deaths.values())
        rows.append({**row, "version": "25.1"})
    return pd.DataFrame(rows).astype("str")


def test_each_type_has_its_range(tmp_path: Path) -> None:
    file = tmp_path / "cy.csv"
    producer_rows().to_csv(file, index=False)
    rows = read_country_years(file)
    assert rows["gwno"].tolist() == [432] * 3 + [565] * 3
    assert rows["violence_type"].tolist() == ["state-based", "non-state", "one-sided"] * 2
    assert rows.loc[0, ["low", "best", "high"]].tolist() == [10, 12, 20]
    assert rows.loc[5, ["country_name", "year", "low", "best", "high"]].tolist() == ["Namibia", 2001, 5, 6, 6]


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    producer_rows().to_csv(one, index=False)
    producer_rows()[sorted(producer_rows().columns)].to_csv(other, index=False)
    pd.testing.assert_frame_equal(read_country_years(one), read_country_years(other))


BREAKAGES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "renamed": (
        lambda rows: rows.rename(columns={"year_cy": "years_cy"}),
        "cy.csv:1 year_cy: .*did you mean years_cy",
    ),
    "another version": (
        lambda rows: rows.assign(version=["25.1", "24.1"]),
        "cy.csv:3 version: another version .*24.1",
    ),
    "twice": (lambda rows: pd.concat([rows, rows.head(1)]), "cy.csv:4 year_cy: .*has this year already"),
    "empty cell": (lambda rows: rows.assign(sb_total_deaths_best_cy=["2", ""]), "cy.csv:3 sb_total.*no whole number"),
    "empty name": (lambda rows: rows.assign(country_cy=["", "Mali"]), "cy.csv:2 country_cy: an empty cell"),
    "no number": (lambda rows: rows.assign(year_cy=["2001", "2012.5"]), "cy.csv:3 year_cy: no whole number.*2012.5"),
    "sum": (lambda rows: rows.assign(**{TOTAL.format("best"): ["8", "99"]}), "cy.csv:3 cumulative.*add up to.*99"),
    "no rows": (lambda rows: rows.head(0), "holds no row"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    broken, told = BREAKAGES[name]
    file = tmp_path / "cy.csv"
    broken(producer_rows()).to_csv(file, index=False)
    with pytest.raises(ClaimbookError, match=told):
        read_country_years(file)


def test_a_truncated_download_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cy.csv"
    whole = producer_rows().to_csv(index=False)
    file.write_text(whole[: len(whole) - 12])
    with pytest.raises(ClaimbookError, match=r"cy\.csv:3 "):
        read_country_years(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimbookError, match=r"none\.csv can't be read"):
        read_country_years(tmp_path / "none.csv")


def test_the_sums_of_the_producers_file() -> None:
    if not REAL.is_file():
        require("sources", "UCDP's own file is not at hand")
    rows = read_country_years(REAL)
    deaths = rows.groupby(["country_name", "year"])["best"].sum()
    wanted = {("Mali", 2012): 359, ("Mali", 2018): 1281, ("Mali", 2022): 3656, ("Mali", 2024): 1901}
    wanted |= {("Somalia", 2012): 2989, ("Somalia", 2023): 4216}
    assert {key: int(deaths[key]) for key in wanted} == wanted
    assert rows["year"].agg(["min", "max"]).tolist() == [1989, 2024]
    assert rows["gwno"].nunique() == 199
    outside = rows[(rows["best"] < rows["low"]) | (rows["best"] > rows["high"])]
    assert len(outside) == 9, "UCDP's own best estimates outside their ranges"
