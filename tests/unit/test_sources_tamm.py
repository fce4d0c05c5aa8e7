"""The reader of TAMM: a small file with the producer's columns, ways to break it, and the real one."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, open_book
from claimbook.errors import ClaimbookError
from claimbook.sources import tamm
from claimbook.sources.fetch import _as_text
from claimbook.sources.tamm import TASKS, read_mandates
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "mandates" / "tamm_v2_1_mission_resolution.csv"
[PRODUCER] = tamm.PRODUCERS
UNCOUNTED = {"au_coop", "cultural_pres"}


def producer_rows() -> pd.DataFrame:
    rows = []
    for mission, year, month, resolution, tasks in [
        ("UNIFIL", 1978, 3, "425/426", ["peaceag_cease_monitor"]),
        ("UNSF", 1962, 9, "GA 1752", ["peaceag_cease_monitor"]),
        ("UNMIK", 2008, 6, "S/2008/354", []),
        ("MINUSMA", 2013, 4, "2100", ["ddr_assist", "prociv", "au_coop"]),
        ("UNOMSIL", 1999, 9, "1260", ["cultural_pres", "ddr_assist"]),
    ]:
        total = len(set(tasks) - UNCOUNTED)
        row = {"mission": mission, "yearmon": 561, "month": month, "year": year, "unsc_resolution": resolution}
        rows.append(row | {name: int(name in tasks) for name in TASKS} | {"totaltasks": total, "region": "Africa"})
    return pd.DataFrame(rows).astype("str")


def write(folder: Path, rows: pd.DataFrame) -> Path:
    file = folder / "tamm.csv"
    rows.to_csv(file, index=False)
    return file


def test_each_mission_and_resolution_has_its_tasks(tmp_path: Path) -> None:
    rows = read_mandates(write(tmp_path, producer_rows()))
    assert rows["code"].tolist() == ["UNIFIL", "UNIFIL", "UNSF", "UNMIK", "MINUSMA", "UNOMSIL"]
    assert rows["instrument"].tolist() == [
        *["S/RES/425 (1978)", "S/RES/426 (1978)", "A/RES/1752 (1962)", "S/2008/354", "S/RES/2100 (2013)"],
        "S/RES/1260 (1999)",
    ]
    assert rows["tasks"].fillna("").tolist() == [
        *["tamm-peaceag-cease-monitor"] * 3,
        "",
        "tamm-au-coop tamm-ddr-assist tamm-prociv",
        "tamm-cultural-pres tamm-ddr-assist",
    ]


def test_a_month_known_to_be_wrong_is_put_right(tmp_path: Path) -> None:
    dates = read_mandates(write(tmp_path, producer_rows())).set_index("instrument")["adopted_date"]
    assert dates["S/RES/1260 (1999)"] == pd.Timestamp("1999-08-01")
    assert dates["S/RES/2100 (2013)"] == pd.Timestamp("2013-04-01")
    mended = producer_rows().replace({"month": {"9": "8"}})
    assert read_mandates(write(tmp_path, mended)).loc[6, "adopted_date"] == pd.Timestamp("1999-08-01")


def with_cell(row: int, column: str, value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return a way to change a cell, by its line in the file."""

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[row - 2, column] = value
        return rows

    return change


BREAKAGES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "renamed": (lambda rows: rows.rename(columns={"prociv": "procivs"}), r"tamm\.csv:1 prociv: .*did you mean procivs"),
    "missing": (lambda rows: rows.drop(columns="totaltasks"), r"tamm\.csv:1 totaltasks: the producer's column"),
    "no rows": (lambda rows: rows.head(0), "holds no row"),
    "two": (with_cell(5, "prociv", "2"), r"tamm\.csv:5 prociv: neither 0 nor 1, '2'"),
    "decimal": (with_cell(5, "prociv", "1.0"), r"tamm\.csv:5 prociv: no whole number, '1.0'"),
    "empty": (with_cell(5, "ch7", ""), r"tamm\.csv:5 ch7: no whole number"),
    "sum": (with_cell(5, "totaltasks", "3"), r"tamm\.csv:5 totaltasks: .*do not add up to, '3'"),
    "month": (with_cell(5, "month", "13"), r"tamm\.csv:5 year, month: no month, '2013-13'"),
    "year": (with_cell(5, "year", "20130"), r"tamm\.csv:5 year, month: no month, '20130-4'"),
    "no mission": (with_cell(5, "mission", ""), r"tamm\.csv:5 mission: an empty cell"),
    "no resolution": (with_cell(5, "unsc_resolution", "PRST"), r"tamm\.csv:5 unsc_resolution: no resolution, 'PRST'"),
    "other order": (with_cell(5, "year", "1977"), r"tamm\.csv:5 instrument: a date before that of S/RES/1260 \(1999\)"),
    "twice": (lambda rows: pd.concat([rows, rows.iloc[[3]]]), r"tamm\.csv:7 instrument: .*already, 'S/RES/2100"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    broken, told = BREAKAGES[name]
    with pytest.raises(ClaimbookError, match=told):
        read_mandates(write(tmp_path, broken(producer_rows())))


def test_a_truncated_download_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, producer_rows())
    whole = file.read_text()
    file.write_text(whole[: len(whole) - 12])
    with pytest.raises(ClaimbookError, match=r"tamm\.csv:6: a line that is cut off"):
        read_mandates(file)


@pytest.fixture
def small(package: Path) -> Book:
    codes = "source_id,producer_name,mission_id,reason\n"
    codes += "".join(f"tamm-2.1,{code},{code.lower()},\n" for code in ["UNIFIL", "UNSF", "UNMIK", "MINUSMA"])
    codes += "tamm-2.1,UNOMSIL,,Left out here.\npema-2,UNOMSIL,unomsil,\n"
    (package / "missions" / "mission_codes.csv").write_text(codes, encoding="utf-8")
    return open_book(package)


def test_the_table_has_our_missions(tmp_path: Path, small: Book) -> None:
    rows = PRODUCER.compile({"f": write(tmp_path, producer_rows())}, small)["mandates"]
    assert list(rows.columns) == small.package.tables["mandates"].columns
    assert rows["mission_id"].tolist() == ["unifil", "unifil", "unsf", "unmik", "minusma"]
    fixed = ["source_id", "adopted_date_precision", "change"]
    assert rows[fixed].drop_duplicates().to_numpy().tolist() == [["tamm-2.1", "month", "not-coded"]]
    assert rows["what"].isna().all()


def test_an_unknown_mission_is_told_with_the_nearest(tmp_path: Path, small: Book) -> None:
    rows = with_cell(5, "mission", "MINUSMAA")(producer_rows())
    with pytest.raises(ClaimbookError, match=r"tamm\.csv:5 code: .*'MINUSMAA', did you mean MINUSMA"):
        PRODUCER.compile({"f": write(tmp_path, rows)}, small)


def test_every_task_stands_in_our_table(book: Book) -> None:
    ours = book.tables["mandate_tasks"]
    assert set(ours.loc[ours["source_id"] == tamm.SOURCE, "task_id"]) == set(TASKS.values())


def test_the_figures_of_the_producers_file(book: Book) -> None:
    if not REAL.is_file():
        require("sources", "TAMM's own file is not at hand")
    rows = PRODUCER.compile({REAL.name: REAL}, book)["mandates"]
    assert len(rows) == 147, "146 lines, one of which names two resolutions"
    assert rows["mission_id"].nunique() == 72
    assert len(TASKS) == 50
    assert rows["tasks"].str.count("tamm-").sum() == 1817, "1,814 ones, and three of the line that gives two rows"
    tasks = rows.set_index(["mission_id", "instrument"])["tasks"]
    assert "tamm-prociv" in tasks["minusma", "S/RES/2100 (2013)"].split()
    assert rows["adopted_date"].dt.year.agg(["min", "max"]).tolist() == [1948, 2014]
    key = ["mission_id", "instrument"]
    ours = _as_text(book.tables["mandates"])
    ours = ours[ours["source_id"] == tamm.SOURCE].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(ours, _as_text(rows).sort_values(key, ignore_index=True))
