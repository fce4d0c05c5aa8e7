"""The reader of operations of others than the UN: a small file with its columns, ways to break it, and the real one."""

from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, open_book
from claimbook.errors import ClaimbookError
from claimbook.sources import bara_hultman
from claimbook.sources.bara_hultman import read_operations
from claimbook.sources.fetch import _as_text
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "non_un" / "peace_operations_month_un_nonun.csv"
[PRODUCER] = bara_hultman.PRODUCERS
MONTHS = """\
mission,org,location,ccode,date,year,troops_iepo,police_iepo,observers_iepo,totals_iepo,SIPRI_totals
EUTM,Regional organization,Mali,432,2013-11,2013,400.0,0.0,0.0,400.0,
EUTM,Regional organization,Mali,432,2013-12,2013,430.0,0.0,0.0,430.0,430.0
EUTM,Regional organization,Mali,432,2014-12,2014,0.0,0.0,0.0,0.0,0.0
EUTM,Coalition/other international,Somalia,520,2013-06,2013,70.0,5.0,3.0,78.0,78.0
EUTM,Coalition/other international,Somalia,520,2013-12,2013,80.0,5.0,3.0,88.0,88.0
MINUSMA,UN,Mali,432,2013-12,2013,5000.0,900.0,0.0,5900.0,6000.0
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "others.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_only_observed_months_of_others_are_read(tmp_path: Path) -> None:
    rows = read_operations(write(tmp_path, MONTHS))
    assert rows["code"].tolist() == ["EUTM (Mali)", "EUTM (Somalia)", "EUTM (Somalia)"]
    assert rows.loc[3, ["year", "month", "troops_count", "total_count"]].tolist() == [2013, 12, 430, 430]
    assert rows.loc[5, ["police_count", "observers_count", "total_count"]].tolist() == [5, 3, 78]


BROKEN = {
    "renamed": (MONTHS.replace("SIPRI_totals", "SIPRI_total"), r"others\.csv:1 SIPRI_totals: .*mean SIPRI_total"),
    "no rows": (MONTHS.split("\n", maxsplit=1)[0] + "\n", "holds no row"),
    "a sender": (MONTHS.replace("Regional organization", "NATO", 1), r"others\.csv:2 org: an unknown sender, 'NATO'"),
    "no month": (MONTHS.replace("2013-11", "2013-13"), r"others\.csv:2 date: no month of its year, '2013-13'"),
    "another year": (MONTHS.replace("2013-11", "2012-11"), r"others\.csv:2 date: no month of its year, '2012-11'"),
    "no count": (MONTHS.replace("400.0,0.0", ",0.0"), r"others\.csv:2 troops_iepo: no count"),
    "words": (MONTHS.replace("430.0,430.0", "430.0,some"), r"others\.csv:3 SIPRI_totals: neither a number .*'some'"),
    "twice": (MONTHS.replace("2013-11", "2013-12"), r"others\.csv:3 date: .*has already"),
    "sum": (MONTHS.replace("78.0,78.0", "79.0,79.0"), r"others\.csv:5 SIPRI_totals: .*do not add up to, '79.0'"),
    "another total": (MONTHS.replace("78.0,78.0", "78.0,79.0"), r"others\.csv:5 SIPRI_totals: .*add up to"),
    "truncated": (MONTHS[: MONTHS.index("5000.0")] + "\n", r"others\.csv:7"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN[name]
    with pytest.raises(ClaimbookError, match=told):
        read_operations(write(tmp_path, text))


@pytest.fixture
def small(package: Path) -> Book:
    codes = "source_id,producer_name,mission_id,reason\nbara-hultman-2020,EUTM (Mali),eutm-mali,\n"
    codes += "bara-hultman-2020,EUTM (Somalia),eutm-somalia,\n"
    (package / "missions" / "mission_codes.csv").write_text(codes, encoding="utf-8")
    return open_book(package)


def test_a_year_has_its_last_observed_month(tmp_path: Path, small: Book) -> None:
    rows = PRODUCER.compile({"f": write(tmp_path, MONTHS)}, small)["mission_personnel"]
    assert list(rows.columns) == small.package.tables["mission_personnel"].columns
    assert _as_text(rows).to_numpy().tolist() == [
        ["eutm-mali", "2013", "bara-hultman-2020", "12", "430", "0", "0", "430", "430", "1", ""],
        ["eutm-somalia", "2013", "bara-hultman-2020", "12", "80", "5", "3", "88", "83", "2", ""],
    ]


def test_an_acronym_in_another_country_is_told(tmp_path: Path, small: Book) -> None:
    with pytest.raises(ClaimbookError, match=r"others\.csv:5 code: .*'EUTM \(Somaliland\)', did you mean EUTM"):
        PRODUCER.compile({"f": write(tmp_path, MONTHS.replace("Somalia", "Somaliland"))}, small)


def test_the_figures_of_the_producers_file(book: Book) -> None:
    if not REAL.is_file():
        require("sources", "the file of Bara and Hultman is not at hand")
    rows = PRODUCER.compile({REAL.name: REAL}, book)["mission_personnel"]
    totals = rows.set_index(["mission_id", "year"])["total_count"]
    assert totals["amisom", 2015] == 22_126
    assert totals["serval", 2013] == 2_500
    assert totals["ifor", 1995] == 60_000
    assert (rows["total_count"] > 0).all()
    assert rows["year"].agg(["min", "max"]).tolist() == [1993, 2016]
    key = ["mission_id", "year"]
    ours = _as_text(book.tables["mission_personnel"])
    ours = ours[ours["source_id"] == bara_hultman.SOURCE].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(ours, _as_text(rows).sort_values(key, ignore_index=True))
