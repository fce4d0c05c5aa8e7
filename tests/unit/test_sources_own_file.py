"""The readers of files that a user brings (ACLED, GTD, GTI): small ones with the producers' columns, broken ones."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from claimbook.errors import ClaimbookError
from claimbook.sources import acled, gtd, gti

Change = Callable[[pd.DataFrame], pd.DataFrame]

ACLED_EVENTS = [
    ("MLI1", 2023, "Battles", 466, "Mali", 5),
    ("MLI2", 2023, "Battles", 466, "Mali", 0),
    ("MLI3", 2023, "Protests", 466, "Mali", 0),
    ("NAM1", 2024, "Violence against civilians", 516, "Namibia", 1),
    ("MLI4", 2022, "Explosions/Remote violence", 466, "Mali", 12),
]
ACLED_COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
geo_precision source source_scale notes fatalities tags timestamp
""".split()  # noqa: SIM905
GTD_COLUMNS = """
eventid iyear imonth iday country country_txt region_txt latitude longitude summary doubtterr success suicide
attacktype1 attacktype1_txt gname nkill nkillus nkillter nwound INT_ANY related
""".split()  # noqa: SIM905
GTD_ATTACKS = [
    (199212310001, 1992, "Mali", "-9", 1, "Armed Assault", "2", "1"),
    (201511200001, 2015, "Mali", "0", 1, "Armed Assault", "22.0", ""),
    (201511200002, 2015, "Mali", "1", 0, "Armed Assault", "", "3"),
    (201511200003, 2015, "Mali", "0.0", 1, "Bombing/Explosion", "", ""),
    (201511200004, 2015, "Namibia", "", 1, "Assassination", "0", "0"),
]
GTI_ROWS = [
    ("MLI", "Mali", 4, 8.412, 100, 1000, 200, 30, 2022),
    ("MLI", "Mali", 5, 8.1, 90, 900, 100, 10, 2021),
    ("KSV", "Kosovo", 93, 0, 0, 0, 0, 0, 2022),
]
GTI_COLUMNS = ["iso3c", "Country", "Rank", "Score", "Incidents", "Fatalities", "Injuries", "Hostages", "Year"]


def acled_rows() -> pd.DataFrame:
    named = ["event_id_cnty", "year", "event_type", "iso", "country", "fatalities"]
    return filled(pd.DataFrame(ACLED_EVENTS, columns=named), ACLED_COLUMNS)


def gtd_rows() -> pd.DataFrame:
    named = ["eventid", "iyear", "country_txt", "doubtterr", "success", "attacktype1_txt", "nkill", "nwound"]
    return filled(pd.DataFrame(GTD_ATTACKS, columns=named), GTD_COLUMNS)


def gti_rows() -> pd.DataFrame:
    return pd.DataFrame(GTI_ROWS, columns=GTI_COLUMNS).astype("str")


def filled(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.astype("str").reindex(columns=columns, fill_value="")


READERS = {
    "acled": (acled.read_country_years, acled_rows),
    "gtd": (gtd.read_country_years, gtd_rows),
    "gti": (gti.read_country_years, gti_rows),
}


def read(name: str, folder: Path, change: Change = lambda rows: rows) -> pd.DataFrame:
    reader, rows = READERS[name]
    file = folder / f"{name}.csv"
    change(rows()).to_csv(file, index=False)
    return reader(file)


def test_acled_counts_events_and_deaths(tmp_path: Path) -> None:
    assert read("acled", tmp_path).to_numpy().tolist() == [
        ["Mali", 466, 2022, "Explosions/Remote violence", 1, 12],
        ["Mali", 466, 2023, "Battles", 2, 5],
        ["Mali", 466, 2023, "Protests", 1, 0],
        ["Namibia", 516, 2024, "Violence against civilians", 1, 1],
    ]


def test_unknown_deaths_in_gtd_are_no_zeros(tmp_path: Path) -> None:
    rows = read("gtd", tmp_path)
    columns = ["year", "attack_type", "attacks", "successful_attacks", "killed", "attacks_unknown_killed"]
    mali = rows.loc[rows["country_name"] == "Mali", columns]
    assert mali.astype("object").where(mali.notna(), None).to_numpy().tolist() == [
        [1992, "Armed Assault", 1, 1, 2, 0],
        [2015, "Armed Assault", 2, 1, 22, 1],
        [2015, "Bombing/Explosion", 1, 1, None, 1],
    ]
    namibia = rows[rows["country_name"] == "Namibia"]
    assert (
        namibia[["killed", "attacks_unknown_killed", "wounded", "attacks_unknown_wounded"]].iloc[0].tolist() == [0] * 4
    )


def test_doubtful_attacks_can_be_left_out(tmp_path: Path) -> None:
    file = tmp_path / "gtd.csv"
    gtd_rows().to_csv(file, index=False)
    all_of_them, sure = gtd.read_country_years(file), gtd.read_country_years(file, leave_out_doubtful=True)
    assert (all_of_them["attacks"].sum(), sure["attacks"].sum()) == (5, 4)
    assert sure["attacks_unknown_killed"].sum() == 1


def test_the_index_has_what_its_edition_gives(tmp_path: Path) -> None:
    rows = read("gti", tmp_path)
    assert rows[["iso3", "year", "score", "rank"]].to_numpy().tolist() == [
        ["KSV", 2022, 0, 93],
        ["MLI", 2021, 8.1, 5],
        ["MLI", 2022, 8.412, 4],
    ]
    older = read("gti", tmp_path, lambda rows: rows[["Country", "iso3c", "Year", "Score"]].rename(columns=str.lower))
    assert older["score"].tolist() == rows["score"].tolist()
    assert older.columns.tolist() == rows.columns.tolist()
    assert older["fatalities"].isna().all()


@pytest.mark.parametrize("name", READERS)
def test_columns_may_stand_in_another_order(tmp_path: Path, name: str) -> None:
    whole = read(name, tmp_path)
    pd.testing.assert_frame_equal(whole, read(name, tmp_path, lambda rows: rows[sorted(rows.columns)]))


def put(column: str, row: int, value: str) -> Change:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[row, column] = value
        return rows

    return change


def renamed(old: str, new: str) -> Change:
    return lambda rows: rows.rename(columns={old: new})


BREAKAGES: list[tuple[str, Change, str]] = [
    ("acled", renamed("fatalities", "fatality"), r":1 fatalities: .*did you mean fatality"),
    ("acled", put("event_id_cnty", 1, "MLI1"), r":3 event_id_cnty: .*already, 'MLI1', export one row for each event"),
    ("acled", put("event_type", 2, "Riots/Protests"), r":4 event_type: an unknown type of event, .*known: Battles"),
    ("acled", put("fatalities", 0, ""), r":2 fatalities: no whole number"),
    ("acled", put("fatalities", 0, "-3"), r":2 fatalities: a count below zero"),
    ("acled", put("country", 0, ""), r":2 country: an empty cell"),
    ("acled", put("year", 3, "1923"), r":5 year: a year before ACLED's first, 1997"),
    ("acled", lambda rows: rows.head(0), "holds no row"),
    ("gtd", renamed("nkill", "killed"), r":1 nkill: the producer's column is not there"),
    ("gtd", put("eventid", 2, "201511200001"), r":4 eventid: an attack that is there already"),
    ("gtd", put("eventid", 2, "2.015E+11"), r":4 eventid: no whole number, '2\.015E\+11'"),
    ("gtd", put("iyear", 0, "1993"), r":2 iyear: a year that GTD lost"),
    ("gtd", put("iyear", 0, "1892"), r":2 iyear: a year before GTD's first"),
    ("gtd", put("doubtterr", 0, "2"), r":2 doubtterr: neither 0, 1 nor -9, '2'"),
    ("gtd", put("success", 0, "7"), r":2 success: neither 0 nor 1, '7'"),
    ("gtd", put("nkill", 0, "some"), r":2 nkill: neither a number nor empty, 'some'"),
    ("gti", renamed("Score", "Scores"), r":1 Score: .*did you mean Scores"),
    ("gti", lambda rows: rows.drop(columns="Year"), r":1 Year: the producer's column is not there"),
    ("gti", put("Score", 0, "10.4"), r":2 Score: no score from 0 to 10, '10\.4'"),
    ("gti", put("Score", 0, ""), r":2 Score: no score from 0 to 10"),
    ("gti", put("iso3c", 0, "Mali"), r":2 iso3c: no ISO code of three letters, 'Mali'"),
    ("gti", put("Year", 1, "2022"), r":3 Year: a year that the country has already.*keep one edition"),
    ("gti", put("Incidents", 0, "1.5"), r":2 Incidents: no whole number, '1\.5'"),
]


@pytest.mark.parametrize(("name", "change", "told"), BREAKAGES)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, name: str, change: Change, told: str) -> None:
    with pytest.raises(ClaimbookError, match=told):
        read(name, tmp_path, change)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ClaimbookError) as told:
        read("gtd", tmp_path, lambda rows: put("iyear", 0, "1993")(put("success", 4, "7")(rows)))
    assert {(one.row, one.column) for one in told.value.problems} == {(2, "iyear"), (6, "success")}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("noted", ["note, with a comma", 'a "word",\nand a line'])
def test_a_truncated_file_is_refused(tmp_path: Path, name: str, noted: str) -> None:
    reader, rows = READERS[name]
    file = tmp_path / f"{name}.csv"
    last = rows().assign(note=noted, end="x").to_csv(index=False)
    file.write_text(last)
    assert len(reader(file))
    # the last line goes on past all needed cells, but not to its end
    file.write_text(last.removesuffix(",x\n"))
    with pytest.raises(ClaimbookError, match=rf"csv:{len(rows()) + 1}: a line that is cut off"):
        reader(file)
    file.write_text(last.removesuffix('",x\n'))
    with pytest.raises(ClaimbookError, match=r"can't be read: .*EOF inside string"):
        reader(file)


@pytest.mark.parametrize("reader", [gtd.read_country_years, gti.read_country_years])
def test_a_workbook_is_to_be_saved_as_csv(tmp_path: Path, reader: Callable[[Path], pd.DataFrame]) -> None:
    with pytest.raises(ClaimbookError, match="a workbook: save the sheet as CSV"):
        reader(tmp_path / "globalterrorismdb.xlsx")


@pytest.mark.parametrize("reader", [acled, gtd, gti])
def test_the_terms_are_stated(reader: object) -> None:
    said = reader.read_country_years.__doc__
    assert "Terms: " in said
    assert "What it can't show: " in said
    assert "UCDP" in said
