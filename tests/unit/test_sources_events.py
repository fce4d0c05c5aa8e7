"""The reader of UCDP's events: a small file with the producer's columns, and ways to break it."""

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from claimbook.errors import ClaimbookError
from claimbook.sources.ucdp_events import read_events
from shared import PROJECT

NAME = "GEDEvent_v25_1.csv"
COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905
# event, year, type, country, precision of the date, first day, low, best, high
EVENTS = [
    (11, 2012, 1, 432, "Mali", 1, "2012-01-17", 10, 12, 20),
    (12, 2012, 1, 432, "Mali", 4, "2012-01-25", 1, 2, 2),
    (13, 2012, 3, 432, "Mali", 2, "2012-03-31", 0, 5, 5),
    (14, 2012, 1, 432, "Mali", 5, "2012-01-01", 100, 150, 400),
    (15, 2024, 2, 565, "Namibia", 1, "2024-12-31", 1, 1, 1),
]
MONTH = ["gwno", "year", "month", "violence_type", "events", "low", "best", "high"]


def producer_rows() -> pd.DataFrame:
    named = [
        "id",
        "year",
        "type_of_violence",
        "country_id",
        "country",
        "date_prec",
        "date_start",
        "low",
        "best",
        "high",
    ]
    rows = pd.DataFrame(EVENTS, columns=named)
    rows["date_start"] += " 00:00:00.000"
    rows = rows.reindex(columns=COLUMNS).astype("object").where(lambda cells: cells.notna(), "")
    return rows.assign(source_article='Agency, 2012-01-18, "Clashes, again"', where_description="two\nlines").astype(
        "str"
    )


def written(folder: Path, rows: pd.DataFrame | None = None, name: str = NAME) -> Path:
    file = folder / name
    (producer_rows() if rows is None else rows).to_csv(file, index=False)
    return file


def test_events_sum_up_by_month(tmp_path: Path) -> None:
    rows = read_events(written(tmp_path))
    assert rows[MONTH].astype("object").where(rows.notna(), None).to_numpy().tolist() == [
        [432, 2012, 1, "state-based", 2, 11, 14, 22],
        [432, 2012, 3, "one-sided", 1, 0, 5, 5],
        [432, 2012, None, "state-based", 1, 100, 150, 400],
        [565, 2024, 12, "non-state", 1, 1, 1, 1],
    ]
    assert rows["country_name"].tolist() == ["Mali", "Mali", "Mali", "Namibia"]


def test_a_year_holds_what_no_month_does(tmp_path: Path) -> None:
    rows = read_events(written(tmp_path), by="year", version="25.1")
    assert "month" not in rows
    assert rows.loc[0, ["events", "low", "best", "high"]].tolist() == [3, 111, 164, 422]
    assert rows["violence_type"].tolist() == ["state-based", "one-sided", "non-state"]


def test_an_event_that_began_in_another_year_has_no_month(tmp_path: Path) -> None:
    begun = producer_rows().replace({"date_start": {"2012-03-31 00:00:00.000": "2011-12-30"}})
    rows = read_events(written(tmp_path, begun))
    assert rows.loc[rows["violence_type"] == "one-sided", ["year", "best"]].to_numpy().tolist() == [[2012, 5]]
    assert rows.loc[rows["violence_type"] == "one-sided", "month"].isna().all()


def test_columns_may_stand_in_another_order_and_lines_end_otherwise(tmp_path: Path) -> None:
    one = written(tmp_path)
    other = tmp_path / "other.csv"
    producer_rows()[sorted(COLUMNS)].to_csv(other, index=False, lineterminator="\r\n", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read_events(one), read_events(other, version="25.1"))


def test_countries_are_chosen_by_number(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert read_events(file, countries=[565])["country_name"].tolist() == ["Namibia"]
    with pytest.raises(ClaimbookError, match=r"country_id: a country without any event.*'433', did you mean 432"):
        read_events(file, countries=[565, 433])


def test_a_file_name_is_no_pattern(tmp_path: Path) -> None:
    other = producer_rows().assign(best="999", high="999")
    written(tmp_path, other, "events1.csv")
    file = written(tmp_path, name="events[1].csv")
    assert read_events(file, by="year")["best"].sum() == 170


def test_names_of_columns_are_never_run(tmp_path: Path) -> None:
    hostile = producer_rows().rename(columns={"relid": "relid'); DROP TABLE events; --", "adm_1": 'a"b'})
    assert len(read_events(written(tmp_path, hostile))) == 4


def put(column: str, row: int, value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[row, column] = value
        return rows

    return change


BREAKAGES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "renamed": (lambda rows: rows.rename(columns={"best": "best_est"}), r":1 best: .*did you mean best_est"),
    "no header": (lambda rows: rows.set_axis(rows.iloc[0].tolist(), axis=1), r":1 id: the producer's column is not"),
    "no number": (put("best", 2, "5.5"), r":4 best: no whole number from 0 up, '5\.5'"),
    "below zero": (put("low", 2, "-1"), r":4 low: no whole number from 0 up, '-1'"),
    "no low": (put("low", 1, ""), r":3 low: no estimate: low, best and high belong together"),
    "no high": (put("high", 0, ""), r":2 high: no estimate"),
    "no country": (put("country", 4, ""), r":6 country: an empty cell"),
    "empty year": (put("year", 4, ""), r":6 year: an empty cell"),
    "unknown type": (
        put("type_of_violence", 3, "4"),
        r":5 type_of_violence: an unknown type .*1 state-based, 2 non-st",
    ),
    "unknown precision": (put("date_prec", 3, "0"), r":5 date_prec: an unknown precision"),
    "no date": (put("date_start", 0, "17/01/2012"), r":2 date_start: no date, '17/01/2012'"),
    "no such day": (put("date_start", 0, "2012-02-31"), r":2 date_start: no date"),
    "twice": (put("id", 2, "11"), r":4 id: an event that is there already, '11', .*never mixed"),
    "later version": (put("year", 0, "2025"), r":2 year: a year that the version does not have, as it goes to 2024"),
    "earlier version": (lambda rows: rows.head(4), r"csv year: no event of 2024, the last year of version 25\.1"),
    "no rows": (lambda rows: rows.head(0), "no row"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    broken, told = BREAKAGES[name]
    with pytest.raises(ClaimbookError, match=told):
        read_events(written(tmp_path, broken(producer_rows())))


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    broken = put("best", 2, "many")(put("country_id", 4, "?")(producer_rows()))
    with pytest.raises(ClaimbookError) as told:
        read_events(written(tmp_path, broken))
    assert [(one.row, one.column, one.value) for one in told.value.problems] == [
        (6, "country_id", "?"),
        (4, "best", "many"),
    ]


def test_of_one_rule_the_first_rows_are_told(tmp_path: Path) -> None:
    broken = pd.concat([producer_rows()] * 10).assign(best="x", id=[str(number) for number in range(50)])
    with pytest.raises(ClaimbookError) as told:
        read_events(written(tmp_path, broken))
    assert len(told.value.problems) == 20
    assert told.value.problems[0].rule == "no whole number from 0 up (the first 20 of 50)"


@pytest.mark.parametrize("kept", [0.55, 0.9, 0.97])
def test_a_truncated_download_is_refused(tmp_path: Path, kept: float) -> None:
    file = written(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(ClaimbookError, match=r"csv:\d: a row that is cut off"):
        read_events(file)


def test_versions_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ClaimbookError, match=r"another version than 26\.1, '25\.1'"):
        read_events(written(tmp_path), version="26.1")
    renamed = written(tmp_path, name="events.csv")
    with pytest.raises(ClaimbookError, match=r"no event of 2025, the last year of version 26\.1"):
        read_events(renamed, version="26.1")
    candidate = written(tmp_path, producer_rows().tail(1), name="GEDEvent_v24_0_12.csv")
    assert len(read_events(candidate, version="24.0.12")) == 1


def test_what_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimbookError, match=r"none\.csv can't be read"):
        read_events(tmp_path / "none.csv")
    packed = tmp_path / "ged251-csv.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(written(tmp_path), NAME)
    with pytest.raises(ClaimbookError, match="can't be read"):
        read_events(packed)
    with pytest.raises(ClaimbookError, match="no period 'months': did you mean month"):
        read_events(written(tmp_path), by="months")


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / NAME
    producer_rows().replace("Mali", "Côte").to_csv(file, index=False, encoding="latin-1")
    with pytest.raises(ClaimbookError):
        read_events(file)


def test_sums_are_those_of_pandas(tmp_path: Path) -> None:
    spec = spec_from_file_location("benchmark", PROJECT / "benchmarks" / "events.py")
    benchmark = module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    file = tmp_path / NAME
    benchmark.generate(file, 5000)
    order = [*benchmark.KEY, "events", *benchmark.BOUNDS]
    one, other = (
        reader(file)[order].astype("Int64").sort_values(order, ignore_index=True)
        for reader in (benchmark.ours, benchmark.pandas_columns)
    )
    assert one["events"].sum() == 5000
    pd.testing.assert_frame_equal(one, other)


def test_without_duckdb_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ClaimbookError, match=r"pip install 'claimbook\[events\]'"):
        read_events(written(tmp_path))
