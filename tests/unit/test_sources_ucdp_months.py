"""The third party's monthly sums of UCDP's events: a small file, ways to break it, and the real one."""

from pathlib import Path

import pytest

from claimbook import ClaimbookError
from claimbook.sources.ucdp_months import read_country_months
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "ucdp" / "country_month_v26_1.csv"
HEADER = "gwno,year,month,sb_events,sb_deaths,ns_events,ns_deaths,os_events,os_deaths,provisional\n"
GOOD = "520,2026,5,1,7,0,0,0,0,1\n432,2012,3,2,30,1,4,0,0,0\n"


def write(folder: Path, rows: str, header: str = HEADER) -> Path:
    file = folder / "months.csv"
    file.write_text(header + rows, encoding="utf-8")
    return file


def test_months_are_sorted_and_typed(tmp_path: Path) -> None:
    rows = read_country_months(write(tmp_path, GOOD))
    assert rows.to_numpy().tolist() == [[432, 2012, 3, 30, 4, 0, False], [520, 2026, 5, 7, 0, 0, True]]


BROKEN = {
    "month 13": ("432,2012,13,2,30,1,4,0,0,0\n", r"months\.csv:2 month: no month.*13"),
    "another version": ("432,2027,3,2,30,1,4,0,0,1\n", "a year that version 26.1 does not have"),
    "not provisional": ("432,2026,3,2,30,1,4,0,0,0\n", "provisional where version 26.1 is not"),
    "below zero": ("432,2012,3,2,-30,1,4,0,0,0\n", "a count below zero"),
    "twice": ("432,2012,3,2,30,1,4,0,0,0\n432,2012,3,2,31,1,4,0,0,0\n", "a month that the country has already"),
    "cut off": ("432,2012,3,2,30,1,4", r"months\.csv:2 os_deaths: no whole number"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told(tmp_path: Path, name: str) -> None:
    rows, told = BROKEN[name]
    with pytest.raises(ClaimbookError, match=told):
        read_country_months(write(tmp_path, rows))


def test_a_renamed_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClaimbookError, match="did you mean sb_death"):
        read_country_months(write(tmp_path, GOOD, HEADER.replace("sb_deaths", "sb_death")))


def test_the_sums_of_the_real_file() -> None:
    if not REAL.is_file():
        require("sources", "the monthly file is not at hand")
    rows = read_country_months(REAL)
    deaths = rows.assign(all=rows.filter(like="_best").sum(axis="columns")).groupby(["gwno", "year"])["all"].sum()
    assert {gwno: int(deaths[gwno, 2025]) for gwno in (432, 520)} == {432: 2157, 520: 3872}
    assert rows.loc[rows["provisional"], "year"].unique().tolist() == [2026]
