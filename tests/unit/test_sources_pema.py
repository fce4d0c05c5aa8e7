"""The readers of PEMA: small files with the producers' columns, ways to break them, and the real ones."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, open_book
from claimbook.errors import ClaimbookError
from claimbook.sources import pema
from claimbook.sources.fetch import _as_text
from claimbook.sources.pema import OFFENSIVE_TASKS, TASKS, read_offensive, read_resolutions
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "mandates" / "pema_raw_v2.csv"
REAL_OFFENSIVE = REAL.with_name("pema_offensive_operations.csv")
PRODUCER, OFFENSIVE = pema.PRODUCERS
OFFENSIVE_CELLS = [name for name in OFFENSIVE_TASKS if name != "UseOfForce"]
CODES = ["UNPROFOR", "MINUSMA", "MINUJUSTH", "MONUC"]


def producer_rows() -> pd.DataFrame:
    rows = []
    for signature, mission, day, flags, cells in [
        ("S/RES/743", "UNPROFOR", "21-Feb-92", "00", {"CivProtect_Security": "5"}),
        ("S/RES/758", "UNPROFOR", "08-Jun-92", "01", {"Demil_Monitor": "4"}),
        ("S/RES/758 AND S/RES/761", "UNPROFOR", "08-Jun-92", "01", {"Demil_Security": "4"}),
        ("S/RES/761 ", "UNPROFOR", "29-Jun-92", "10", {"Demil_Monitor": "4?", "CivProtect_Assist": " "}),
        ("S/RES/871", "UNPROFOR", "04-Oct-93", "00", {"CulturalHeritage_Assist": "9"}),
        ("S/RES/2100", "MINUSMA", "25-Apr-13", "00", {"CivProtect_Security": "16c(i)", "Demining_Assist": "4:00 AM"}),
        ("S/RES/2164", "MINUSMA", "25-Jun-14", "10", {}),
        ("S/RES/2350", "MINUJUSTH", "", "00", {"UseOfForce_Security": "12", "Gender_Encouraged": "15"}),
        ("S/RES/2350 (2017)", "MINUJUSTH", "", "00", {"CulturalHeritage_Assist": "12", "Media_Assist": "6"}),
        ("S/RES/2410", "MINUJUSTH", "04-Oct-18", "", {"CulturalHeritage_Assist": "7"}),
    ]:
        year = {"": "2017"}.get(day, f"{'19' if day[-2:] > '50' else '20'}{day[-2:]}")
        row = {"Signature": signature, "NamePKO": mission, "Country": "x", "Year": year, "Date2": day}
        row |= {"Mandate_Renewal": flags[:1], "Mandate_CompleteAdjustment": flags[1:], "Comments": ""}
        rows.append(row | dict.fromkeys([*TASKS, *OFFENSIVE_CELLS], "") | cells)
    return pd.DataFrame(rows)


def write(folder: Path, rows: pd.DataFrame) -> Path:
    file = folder / "pema.csv"
    rows.to_csv(file, index=False)
    return file


def test_a_task_is_coded_where_a_cell_has_a_paragraph(tmp_path: Path) -> None:
    rows = read_resolutions(write(tmp_path, producer_rows())).set_index("instrument")
    tasks = rows["tasks"].fillna("")
    assert tasks["S/RES/2100 (2013)"] == "pema-civilian-protection-secure pema-demining-assist"
    assert tasks["S/RES/761 (1992)"] == "pema-demilitarisation-monitor"
    assert tasks["S/RES/2164 (2014)"] == ""


def test_what_a_resolution_did_is_told_where_it_is_coded(tmp_path: Path) -> None:
    rows = read_resolutions(write(tmp_path, producer_rows())).set_index("instrument")
    assert rows["change"].to_dict() == {
        "S/RES/743 (1992)": "establishes",
        "S/RES/758 (1992)": "adjusts",
        "S/RES/761 (1992)": "renews",
        "S/RES/871 (1993)": "not-coded",
        "S/RES/2100 (2013)": "establishes",
        "S/RES/2164 (2014)": "renews",
        "S/RES/2350 (2017)": "establishes",
        "S/RES/2410 (2018)": "not-coded",
    }


def test_a_mission_that_begins_with_a_renewal_was_set_up_by_none_of_them(tmp_path: Path) -> None:
    rows = read_resolutions(write(tmp_path, producer_rows().iloc[[6]]))
    assert rows["change"].tolist() == ["renews"]


def test_two_codings_of_a_resolution_are_brought_together(tmp_path: Path) -> None:
    rows = read_resolutions(write(tmp_path, producer_rows())).set_index("instrument")
    assert rows.loc["S/RES/2350 (2017)", "tasks"] == "pema-gender-encouraged pema-media-assist pema-use-of-force"
    assert rows.index.is_unique


def test_force_among_heritage_is_put_right_and_other_heritage_stays(tmp_path: Path) -> None:
    tasks = read_resolutions(write(tmp_path, producer_rows())).set_index("instrument")["tasks"]
    assert tasks["S/RES/871 (1993)"] == "pema-use-of-force"
    assert tasks["S/RES/2410 (2018)"] == "pema-cultural-heritage-assist"


def test_days_and_numbers_known_to_be_wrong_are_put_right(tmp_path: Path) -> None:
    rows = producer_rows().iloc[[0, 9, 7]]
    rows["Signature"], rows["NamePKO"] = (
        ["S/RES/1050", "S/RES/2410", "S/RES/2350"],
        ["UNOMIL", "MINUJUSTH", "MINUJUSTH"],
    )
    rows["Date2"], rows["Year"] = ["31-May-96", "04-Oct-18", ""], ["1996", "2018", "2017"]
    found = read_resolutions(write(tmp_path, rows)).set_index("instrument")["adopted_date"].dt.strftime("%Y-%m-%d")
    assert found.to_dict() == {
        "S/RES/1059 (1996)": "1996-05-31",
        "S/RES/2410 (2018)": "2018-04-10",
        "S/RES/2350 (2017)": "2017-04-13",
    }


def with_cell(row: int, column: str, value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return a way to change a cell, by its line in the file."""

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[row - 2, column] = value
        return rows

    return change


BREAKAGES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "renamed": (lambda rows: rows.rename(columns={"Date2": "Date"}), r"pema\.csv:1 Date2: .*did you mean Date"),
    "missing": (lambda rows: rows.drop(columns="Gender_Assist"), r"pema\.csv:1 Gender_Assist: the producer's column"),
    "no rows": (lambda rows: rows.head(0), "holds no row"),
    "zero": (with_cell(2, "Media_Assist", "0"), r"pema\.csv:2 Media_Assist: no paragraph of a resolution, '0'"),
    "decimal": (with_cell(2, "Media_Assist", "5.0"), r"pema\.csv:2 Media_Assist: no paragraph .*'5.0'"),
    "words": (with_cell(2, "Media_Assist", "yes"), r"pema\.csv:2 Media_Assist: no paragraph .*'yes'"),
    "offensive": (with_cell(2, "OffensOper_Assist", "5"), r"pema\.csv:2 OffensOper_Assist: .*left empty, '5'"),
    "flag": (with_cell(2, "Mandate_Renewal", "2"), r"pema\.csv:2 Mandate_Renewal: neither 0, 1 nor empty, '2'"),
    "no day": (with_cell(2, "Date2", "31-Feb-92"), r"pema\.csv:2 Date2: no day, '31-Feb-92'"),
    "empty day": (with_cell(2, "Date2", ""), r"pema\.csv:2 Date2: no day"),
    "other year": (with_cell(2, "Year", "1993"), r"pema\.csv:2 Date2: a day in another year .*'21-Feb-92'"),
    "other year of the name": (
        with_cell(2, "Signature", "S/RES/743 (1993)"),
        r"pema\.csv:2 Date2: a day in another year .*'21-Feb-92'",
    ),
    "no mission": (with_cell(2, "NamePKO", ""), r"pema\.csv:2 NamePKO: an empty cell"),
    "no resolution": (with_cell(2, "Signature", "PRST"), r"pema\.csv:2 Signature: no resolution, 'PRST'"),
    "other joint row": (with_cell(4, "Signature", "S/RES/1 AND S/RES/2"), r"pema\.csv:4 Signature: no resolution"),
    "other order": (with_cell(3, "Date2", "01-Jan-92"), r"pema\.csv:3 instrument: a date before that of S/RES/743"),
    "twice": (lambda rows: pd.concat([rows, rows.iloc[[5]]]), r"pema\.csv:12 instrument: .*already, 'S/RES/2100"),
    "thrice": (lambda rows: pd.concat([rows, rows.iloc[[8]]]), r"pema\.csv:12 instrument: .*already, 'S/RES/2350"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    broken, told = BREAKAGES[name]
    with pytest.raises(ClaimbookError, match=told):
        read_resolutions(write(tmp_path, broken(producer_rows())))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    rows = with_cell(2, "Date2", "soon")(with_cell(3, "Media_Assist", "0")(producer_rows()))
    with pytest.raises(ClaimbookError) as caught:
        read_resolutions(write(tmp_path, rows))
    assert [(one.row, one.column) for one in caught.value.problems] == [(3, "Media_Assist"), (2, "Date2")]


def test_a_truncated_download_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, producer_rows())
    whole = file.read_text()
    file.write_text(whole[: len(whole) - 20])
    with pytest.raises(ClaimbookError, match=r"pema\.csv:11: a line that is cut off"):
        read_resolutions(file)


OFFENSIVE_ROWS = """\
Signature,NamePKO,Country,Year,Date,OffensOper_Monitor,OffensOper_Assist,OffensOper_Security,OffensOper_Encouraged,UseOfForce
S/RES/2295,MINUSMA,Mali,2016,29/06/2016,,,"19c(ii), 19d",,17
S/RES/1565,MONUC,Dem. Rep. of the Congo,2004,01/10/2004,,,,,6
S/RES/2053,MONUSCO,Dem. Rep. of the Congo,2012,27/07/2012,,"4a, 20",,,
"""


def write_text(folder: Path, text: str) -> Path:
    file = folder / "offensive.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_only_resolutions_with_offensive_operations_are_read(tmp_path: Path) -> None:
    rows = read_offensive(write_text(tmp_path, OFFENSIVE_ROWS))
    assert rows["instrument"].tolist() == ["S/RES/2295 (2016)", "S/RES/2053 (2012)"]
    assert rows["adopted_date"].dt.strftime("%Y-%m-%d").tolist() == ["2016-06-29", "2012-06-27"]
    assert rows["tasks"].tolist() == [
        "pema-1.2-offensive-operations-secure pema-1.2-use-of-force",
        "pema-1.2-offensive-operations-assist",
    ]


BROKEN_OFFENSIVE = {
    "renamed": (OFFENSIVE_ROWS.replace("UseOfForce", "UseForce"), r"offensive\.csv:1 UseOfForce: .*mean UseForce"),
    "a day": (OFFENSIVE_ROWS.replace("29/06/2016", "2016-06-29"), r"offensive\.csv:2 Date: no day, '2016-06-29'"),
    "zero": (OFFENSIVE_ROWS.replace(",17", ",0"), r"offensive\.csv:2 UseOfForce: no paragraph .*'0'"),
    "twice": (OFFENSIVE_ROWS + OFFENSIVE_ROWS.splitlines()[1], r"offensive\.csv:5 instrument: .*already, 'S/RES/2295"),
    "truncated": (OFFENSIVE_ROWS[:-3], r"offensive\.csv:4: a line that is cut off"),
}


@pytest.mark.parametrize("name", BROKEN_OFFENSIVE)
def test_a_broken_file_on_offensive_operations_is_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN_OFFENSIVE[name]
    with pytest.raises(ClaimbookError, match=told):
        read_offensive(write_text(tmp_path, text))


@pytest.fixture
def small(package: Path) -> Book:
    codes = "source_id,producer_name,mission_id,reason\n"
    codes += "".join(f"pema-2,{code},{code.lower()},\n" for code in CODES)
    codes += "".join(f"pema-1.2,{code},{code.lower()},\n" for code in [*CODES, "MONUSCO"])
    (package / "missions" / "mission_codes.csv").write_text(codes, encoding="utf-8")
    return open_book(package)


def test_the_table_has_our_missions(tmp_path: Path, small: Book) -> None:
    rows = PRODUCER.compile({"f": write(tmp_path, producer_rows())}, small)["mandates"]
    assert list(rows.columns) == small.package.tables["mandates"].columns
    assert set(rows["mission_id"]) == {"unprofor", "minusma", "minujusth"}
    assert rows[["source_id", "adopted_date_precision"]].drop_duplicates().to_numpy().tolist() == [["pema-2", "day"]]
    rows = OFFENSIVE.compile({"f": write_text(tmp_path, OFFENSIVE_ROWS)}, small)["mandates"]
    assert rows["mission_id"].tolist() == ["minusma", "monusco"]
    assert rows["change"].tolist() == ["not-coded", "not-coded"]


def test_an_unknown_mission_is_told_with_the_nearest(tmp_path: Path, small: Book) -> None:
    rows = with_cell(7, "NamePKO", "MINUSMAA")(producer_rows())
    with pytest.raises(ClaimbookError, match=r"pema\.csv:7 code: .*'MINUSMAA', did you mean MINUSMA"):
        PRODUCER.compile({"f": write(tmp_path, rows)}, small)


def test_every_task_stands_in_our_table(book: Book) -> None:
    ours = book.tables["mandate_tasks"].groupby("source_id", observed=True)["task_id"].agg(set)
    assert ours[pema.SOURCE] == set(TASKS.values())
    assert ours[pema.OFFENSIVE_SOURCE] == set(OFFENSIVE_TASKS.values())


def test_the_figures_of_the_producers_file(book: Book) -> None:
    if not REAL.is_file():
        require("sources", "PEMA's own file is not at hand")
    rows = PRODUCER.compile({REAL.name: REAL}, book)["mandates"]
    assert len(rows) == 554, "558 lines, three of them second codings and one for two resolutions with their own"
    assert rows["mission_id"].nunique() == 48
    assert rows["change"].value_counts().to_dict() == {"renews": 440, "establishes": 47, "adjusts": 34, "not-coded": 33}
    assert rows["tasks"].isna().sum() == 252, "renewals that name no task"
    assert rows["tasks"].str.count("pema-").sum() == 2590
    assert not rows["tasks"].str.contains("cultural-heritage", na=False).any()
    force = rows["tasks"].str.contains("pema-use-of-force", na=False)
    assert force.sum() == 11, "ten where they belong and four among cultural heritage, three of them second codings"
    tasks = rows.set_index(["mission_id", "instrument"])["tasks"]
    assert "pema-civilian-protection-secure" in tasks["minusma", "S/RES/2100 (2013)"].split()
    _same_as_ours(rows, book, pema.SOURCE)


def test_what_set_a_mission_up_was_adopted_when_it_began(book: Book) -> None:
    rows = book.tables["mandates"]
    rows = rows[(rows["source_id"] == pema.SOURCE) & (rows["change"] == "establishes")]
    missions = book.tables["missions"].set_index("mission_id")
    start = rows["mission_id"].map(missions["start_date"])
    days = (start - rows["adopted_date"]).dt.days
    # a first day of which only the month is known stands as the month's first
    assert days.between(-31, 200).all()


def test_the_offensive_operations_of_the_producers_file(book: Book) -> None:
    if not REAL_OFFENSIVE.is_file():
        require("sources", "PEMA's offensive operations are not at hand")
    rows = OFFENSIVE.compile({REAL_OFFENSIVE.name: REAL_OFFENSIVE}, book)["mandates"]
    assert len(rows) == 18
    assert rows["mission_id"].value_counts()["monusco"] == 7
    tasks = rows.set_index(["mission_id", "instrument"])["tasks"]
    assert tasks["minusma", "S/RES/2295 (2016)"] == "pema-1.2-offensive-operations-secure pema-1.2-use-of-force"
    _same_as_ours(rows, book, pema.OFFENSIVE_SOURCE)


def _same_as_ours(rows: pd.DataFrame, book: Book, source: str) -> None:
    key = ["mission_id", "instrument"]
    ours = _as_text(book.tables["mandates"])
    ours = ours[ours["source_id"] == source].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(ours, _as_text(rows).sort_values(key, ignore_index=True))
