"""The readers of personnel by month and year: small files with their columns, ways to break them, and the real ones."""

from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, open_book
from claimbook.errors import ClaimbookError
from claimbook.sources import personnel
from claimbook.sources.fetch import _as_text
from claimbook.sources.personnel import dated_codes, read_months, read_years
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "personnel"
COMPILE = {one.name: one.compile for one in personnel.PRODUCERS}
MONTHS = """\
mission,missioncountry,year,month,troop,police,militaryobservers,total,total2,authtroop,authpolice,authmilobs,totalauth
UNAVEM,Angola,1991,4,,,,61.0,61.0,,,,70.0
UNAVEM,Angola,1991,5,-999,-999,-999,61.0,61.0,0.0,0.0,70.0,70.0
UNAVEM,Angola,1991,6,1.0,2.0,62.0,65.0,65.0,0.0,90.0,350.0,440.0
UNAVEM,Angola,1991,7,,,,,,0.0,90.0,350.0,440.0
MINUSCA,CAR,2015,1,10.0,5.0,1.0,16.0,22.0,,,,
MINUSCA,CAR,2015,2,10.0,5.0,2.0,16.0,17.0,9.0,8.0,7.0,25.0
LBB,Unknown,1997,4,23.0,0.0,0.0,23.0,23.0,,,,
"""
YEARS = "mission,year,mean_total,months,source\nMINUSCA,2019,9.5,12,x\nMINUSCA,2020,11.0,12,y\nMINUSCA,2021,12.0,1,z\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_months_without_a_total_are_left_out_and_gaps_stay_gaps(tmp_path: Path) -> None:
    rows = read_months(write(tmp_path, MONTHS))
    assert list(rows.index) == [2, 3, 4, 6, 7, 8]
    assert rows.loc[2, ["total_count", "month"]].tolist() == [61, 4]
    assert rows.loc[3, ["troops_count", "police_count", "observers_count"]].isna().all()
    assert rows.loc[4, ["troops_count", "police_count", "observers_count", "total_count"]].tolist() == [1, 2, 62, 65]


def test_the_total_is_what_the_parts_add_up_to(tmp_path: Path) -> None:
    rows = read_months(write(tmp_path, MONTHS))
    assert rows.loc[[6, 7], "total_count"].tolist() == [16, 17]


def test_an_authorised_strength_that_does_not_add_up_is_no_figure(tmp_path: Path) -> None:
    rows = read_months(write(tmp_path, MONTHS.replace("LBB,Unknown,1997,4", "UNPSG,Croatia,1998,9")))
    assert rows["authorised_count"].dropna().to_dict() == {3: 70, 4: 440}


BROKEN_MONTHS = {
    "renamed": (MONTHS.replace("totalauth", "authtotal"), r"people\.csv:1 totalauth"),
    "no rows": (MONTHS.split("\n", maxsplit=1)[0] + "\n", "holds no row"),
    "words": (MONTHS.replace("65.0,65.0", "many,65.0"), r"people\.csv:4 total: neither a number nor empty, 'many'"),
    "below zero": (MONTHS.replace("1.0,2.0,62.0", "1.0,-2.0,62.0"), r"people\.csv:4 police: neither a number"),
    "no month": (MONTHS.replace("1991,6", "1991,13"), r"people\.csv:4 month: no month, '13'"),
    "twice": (MONTHS.replace("1991,6", "1991,5"), r"people\.csv:4 month: .*has already"),
    "sum": (MONTHS.replace("65.0,65.0", "66.0,67.0"), r"people\.csv:4 total: .*do not add up to, '66.0'"),
    "two totals": (MONTHS.replace("61.0,61.0,,", "61.0,62.0,,"), r"people\.csv:2 total: .*add up to, '61.0'"),
    "truncated": (MONTHS[: MONTHS.index("1997,4,23.0")] + "1997\n", r"people\.csv:8"),
}


@pytest.mark.parametrize("name", BROKEN_MONTHS)
def test_broken_months_are_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN_MONTHS[name]
    with pytest.raises(ClaimbookError, match=told):
        read_months(write(tmp_path, text))


def test_a_name_stands_for_several_missions_by_the_month() -> None:
    rows = pd.DataFrame({"code": ["A", "A", "A", "B"], "year": [1991, 1991, 1996, 1996], "month": [5, 12, 1, 1]})
    known = ["A (from 1995-03)", "A", "A (from 1991-06)", "B"]
    assert list(dated_codes(rows, known)) == ["A", "A (from 1991-06)", "A (from 1995-03)", "B"]


@pytest.fixture
def small(package: Path) -> Book:
    codes = "source_id,producer_name,mission_id,reason\nkathman-2019,UNAVEM,unavem-i,\n"
    codes += "kathman-2019,UNAVEM (from 1991-06),unavem-ii,\nkathman-2019,MINUSCA,minusca,\nkathman-2019,LBB,,None.\n"
    codes += "un-personnel-2020,MINUSCA,minusca,\n"
    (package / "missions" / "mission_codes.csv").write_text(codes, encoding="utf-8")
    return open_book(package)


def test_a_year_has_the_counts_of_its_last_month_and_the_mean_of_all(tmp_path: Path, small: Book) -> None:
    rows = COMPILE["un-personnel"]({"f": write(tmp_path, MONTHS)}, small)["mission_personnel"]
    assert list(rows.columns) == small.package.tables["mission_personnel"].columns
    assert _as_text(rows).to_numpy().tolist() == [
        ["minusca", "2015", "kathman-2019", "2", "10", "5", "2", "17", "16.5", "2", ""],
        ["unavem-i", "1991", "kathman-2019", "5", "", "", "", "61", "61", "2", "70"],
        ["unavem-ii", "1991", "kathman-2019", "6", "1", "2", "62", "65", "65", "1", "440"],
    ]


def test_one_mission_under_two_names_in_a_month_is_told(tmp_path: Path, small: Book) -> None:
    text = MONTHS.replace("LBB,Unknown,1997,4", "LBB,Unknown,2015,1")
    codes = small.folder / "missions" / "mission_codes.csv"
    codes.write_text(codes.read_text(encoding="utf-8").replace("LBB,,", "LBB,minusca,"), encoding="utf-8")
    with pytest.raises(ClaimbookError, match=r"people\.csv:8 month: .*under another name"):
        COMPILE["un-personnel"]({"f": write(tmp_path, text)}, open_book(small.folder))


def test_an_unknown_mission_is_told(tmp_path: Path, small: Book) -> None:
    with pytest.raises(ClaimbookError, match=r"people\.csv:6 code: .*'MINUSC', did you mean MINUSCA"):
        COMPILE["un-personnel"]({"f": write(tmp_path, MONTHS.replace("MINUSCA", "MINUSC"))}, small)


def test_of_the_yearly_file_only_later_years_are_read(tmp_path: Path, small: Book) -> None:
    rows = COMPILE["un-personnel-after"]({"f": write(tmp_path, YEARS)}, small)["mission_personnel"]
    assert list(rows.columns) == small.package.tables["mission_personnel"].columns
    assert _as_text(rows).to_numpy().tolist() == [
        ["minusca", "2020", "un-personnel-2020", "", "", "", "", "", "11", "12", ""],
        ["minusca", "2021", "un-personnel-2020", "", "", "", "", "", "12", "1", ""],
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (YEARS.replace("months", "month"), r"people\.csv:1 months: .*did you mean month"),
        (YEARS.replace("11.0", ""), r"people\.csv:3 mean_total: no mean"),
        (YEARS.replace("11.0,12", "11.0,13"), r"people\.csv:3 months: no number of months, '13'"),
        (YEARS.replace("2021", "2020"), r"people\.csv:4 year: .*has already"),
    ],
)
def test_broken_years_are_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ClaimbookError, match=told):
        read_years(write(tmp_path, text))


def real(name: str) -> Path:
    if not (REAL / name).is_file():
        require("sources", f"{name} is not at hand")
    return REAL / name


def test_the_sums_of_the_monthly_record(book: Book) -> None:
    file = real("un_mission_month_1990_2019.csv")
    months = read_months(file)
    december = months[(months["year"] == 2019) & (months["month"] == 12)]
    assert december["total_count"].sum() == 83_331, "the United Nations' own total"
    rows = COMPILE["un-personnel"]({file.name: file}, book)["mission_personnel"]
    last = rows[(rows["year"] == 2019) & (rows["month"] == 12)]
    assert last["total_count"].sum() == 83_331
    whole = rows.dropna(subset="troops_count")
    parts = whole[["troops_count", "police_count", "observers_count"]].sum(axis="columns")
    assert (parts == whole["total_count"]).all()


def test_the_means_are_those_of_the_yearly_file() -> None:
    months = read_months(real("un_mission_month_1990_2019.csv")).assign(mission_id=lambda rows: rows["code"])
    ours = personnel.by_year(months).set_index(["mission_id", "year"])
    theirs = pd.read_csv(real("un_mission_year.csv"), keep_default_na=False)
    theirs = theirs[theirs["year"] < 2020].set_index(["mission", "year"])
    assert len(ours) == len(theirs) == 570
    theirs = theirs.reindex(ours.index)
    assert (ours["months_count"] == theirs["months"]).all()
    # theirs take the producer's first total, ours the sum of the parts: one person in one month of two missions
    assert (ours["mean_total"] - theirs["mean_total"]).abs().max() < 0.12


@pytest.mark.parametrize(
    ("producer", "name", "source"),
    [
        ("un-personnel", "un_mission_month_1990_2019.csv", personnel.MONTHLY),
        ("un-personnel-after", "un_mission_year.csv", personnel.YEARLY),
    ],
)
def test_our_table_is_what_the_files_give(book: Book, producer: str, name: str, source: str) -> None:
    key = list(book.package.tables["mission_personnel"].primary_key)
    new = _as_text(COMPILE[producer]({name: real(name)}, book)["mission_personnel"]).sort_values(key, ignore_index=True)
    ours = _as_text(book.tables["mission_personnel"])
    ours = ours[ours["source_id"] == source].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(ours, new)
