"""The readers of the hub's missions, hosts and deaths: small files with its columns, ways to break them, real ones."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, open_book
from claimbook.errors import ClaimbookError
from claimbook.sources import un, un_missions
from claimbook.sources.codes import with_mission
from claimbook.sources.fetch import _as_text
from claimbook.sources.un import read_fatalities
from claimbook.sources.un_missions import read_hosts, read_missions
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "un"
COMPILE = {one.name: one.compile for one in un.PRODUCERS}
LIST = """\
id,mission_acronym,mission_name,lead_department,mission_isactive,start_date,end_date,mission_latitude,last_update
1,MINUSMA,Mission in Mali,DPO,Yes,2013-04-25,,"12,6500",2024-02-19
2,UNOCI,"Operation, in Ivory Coast",DPO,NO,2004-04-04,2017-05-01,"5,3167",2024-02-19
3,UNOHCI,Office in Iraq,DPO,No,,,,2024-02-19
4,UNX 2,A new mission,DPO,Yes,2024-02-01,,,2024-02-19
"""
HOSTS = "mission_acronym,host_iso3\nMINUSMA,MLI\nUNMIK,KSV;SRB\nMINURSO,MAR\nUNPF,\nUNYOM,YAR\n"
DEATHS = "id,incident_date,casualty_id,mission_acronym,type_of_casualty,casualty_nationality,"
DEATHS += """casualty_personnel_type,type_of_incident,last_update
1,2014-10-03,M-1,MINUSMA,Fatality,Niger,Military,Malicious Act,2025-04-04
2,2014-10-03,M-2,MINUSMA,Fatality,Niger,Military,Malicious Act,2025-04-04
3,2003-05-07,K-1,UNMIK,Fatality,Montenegro,Local,Illness,2025-04-04
4,2003-05-07,K-1,UNMIK,Fatality,Serbia and Montenegro,Local,Illness,2025-04-04
5,1961-09-18,S-1,UNSecretariat,Fatality,Sweden,International Civilian,Accident,2025-04-04
"""


def write(folder: Path, text: str, name: str = "un.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_missions_have_dates_as_exact_as_the_list(tmp_path: Path) -> None:
    rows = read_missions(write(tmp_path, LIST)).set_index("acronym")
    assert rows.loc["MINUSMA", ["start_date", "start_date_precision", "status"]].tolist() == [
        "2013-04-25",
        "day",
        "ongoing",
    ]
    assert pd.isna(rows.loc["MINUSMA", "end_date"])
    assert rows.loc["UNOCI", ["end_date", "end_date_precision", "status"]].tolist() == ["2017-05-01", "month", "ended"]
    assert rows.loc["UNOCI", "name"] == "Operation, in Ivory Coast"
    assert rows.loc["UNOHCI", "status"] == "not-stated"
    assert rows.loc["UNOHCI", ["start_date", "start_date_precision"]].isna().all()


BROKEN_LISTS = {
    "renamed": (LIST.replace("mission_isactive", "isactive"), r"un\.csv:1 mission_isactive: .*did you mean .*isactive"),
    "no rows": (LIST.split("\n", maxsplit=1)[0] + "\n", "holds no row"),
    "shifted by a decimal comma": (LIST.replace('"5,3167"', "5,3167"), r"un\.csv:3: more cells than the header"),
    "every line shifted": (
        LIST.split("2,UNOCI", maxsplit=1)[0].replace('"12,6500"', "12,6500"),
        "more cells than its header",
    ),
    "truncated": (LIST[:-12], r"un\.csv:5 last_update: an empty cell"),
    "no date": (LIST.replace("2004-04-04", "04.04.2004"), r"un\.csv:3 start_date: no date, '04.04.2004'"),
    "no such date": (LIST.replace("2004-04-04", "2004-02-30"), r"un\.csv:3 start_date: no date, '2004-02-30'"),
    "ends before it begins": (LIST.replace("2017-05-01", "1999-05-01"), r"un\.csv:3 end_date: .*before it begins"),
    "active and ended": (LIST.replace("DPO,NO", "DPO,yes"), r"un\.csv:3 end_date: active, and has ended"),
    "neither": (LIST.replace("DPO,NO", "DPO,perhaps"), r"un\.csv:3 mission_isactive: neither .*perhaps"),
    "twice": (LIST.replace("UNOHCI", "UNOCI"), r"un\.csv:4 mission_acronym: .*there already, 'UNOCI'"),
    "two versions": (LIST[:-11] + "2025-01-01\n", r"un\.csv:5 last_update: a line of another day than 2024-02-19"),
}


@pytest.mark.parametrize("name", BROKEN_LISTS)
def test_a_broken_list_is_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN_LISTS[name]
    with pytest.raises(ClaimbookError, match=told):
        read_missions(write(tmp_path, text))


def test_hosts_are_countries_by_their_code(tmp_path: Path) -> None:
    rows = read_hosts(write(tmp_path, HOSTS))
    assert list(rows.itertuples(index=False, name=None)) == [
        ("MINUSMA", "MLI"),
        ("UNMIK", "XKX"),
        ("UNMIK", "SRB"),
        ("MINURSO", "ESH"),
        ("UNYOM", "YEM"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HOSTS.replace("host_iso3", "hosts"), r"un\.csv:1 host_iso3"),
        (HOSTS.replace("MLI", "2024-02-19"), r"un\.csv:2 host_iso3: no list of country codes, '2024-02-19'"),
        (HOSTS.replace("KSV;SRB", "KSV,SRB"), r"un\.csv:3: more cells than the header"),
    ],
)
def test_broken_hosts_are_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ClaimbookError, match=told):
        read_hosts(write(tmp_path, text))


def test_a_casualty_under_two_nationalities_counts_once(tmp_path: Path) -> None:
    rows = read_fatalities(write(tmp_path, DEATHS))
    assert rows["casualty_id"].tolist() == ["M-1", "M-2", "K-1", "S-1"]
    assert rows.loc[4].tolist() == ["K-1", "UNMIK", 2003, "illness"]


BROKEN_DEATHS = {
    "a missing column": (DEATHS.replace("casualty_id", "id_of_casualty"), r"un\.csv:1 casualty_id"),
    "an unknown cause": (DEATHS.replace("Malicious Act", "Malice", 1), r"un\.csv:2 type_of_incident: .*'Malice'"),
    "no date": (DEATHS.replace("1961-09-18", "18 Sep 1961"), r"un\.csv:6 incident_date: no date, '18 Sep 1961'"),
    "injured": (DEATHS.replace("Fatality", "Injury", 1), r"un\.csv:2 type_of_casualty: .*'Injury'"),
    "truncated": (DEATHS[:-14], r"un\.csv:6 last_update: an empty cell"),
    "two versions": (DEATHS[:-11] + "2026-01-01\n", r"un\.csv:6 last_update: a line of another day"),
    "one casualty, two causes": (DEATHS.replace("Illness", "Accident", 1), r"un\.csv:5 casualty_id: .*differ.*'K-1'"),
}


@pytest.mark.parametrize("name", BROKEN_DEATHS)
def test_a_broken_record_of_deaths_is_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN_DEATHS[name]
    with pytest.raises(ClaimbookError, match=told):
        read_fatalities(write(tmp_path, text))


@pytest.fixture
def small(package: Path) -> Book:
    """Return a package with few missions, hosts and codes."""
    header = "mission_id,acronym,name,kind,start_date,start_date_precision,end_date,end_date_precision,status,"
    header += "recorded_with,case_id,scope,source_id,note\n"
    missions = [
        "minusma,MINUSMA,Our name,un-peacekeeping,2013-04-01,month,2023-12-31,day,ended,,minusma,article,"
        "un-missions-2024,Ours.",
        "unoci,UNOCI,Our name,un-peacekeeping,2004-04-01,month,2017-06-30,day,ended,,,extension,un-missions-2024,",
        "unohci,UNOHCI,Our name,un-other,,,,,ongoing,,,extension,un-2025-fatalities,",
        "unmik,UNMIK,Our name,un-peacekeeping,,,,,not-stated,,,extension,un-2025-fatalities,",
    ]
    tables = {
        "missions": header + "\n".join(missions) + "\n",
        "mission_hosts": "mission_id,country_id,source_id,note\nminusma,mli,un-missions-2024,Ours.\n"
        "unmik,srb,kathman-2019,Theirs.\n",
        "mission_codes": "source_id,producer_name,mission_id,reason\nun-2025-fatalities,MINUSMA,minusma,\n"
        "un-2025-fatalities,UNMIK,unmik,\nun-2025-fatalities,UNSecretariat,,No mission.\n"
        "un-missions-2024,UNPF,,Left out.\nun-missions-2024,MINUSMA,minusma,\n",
    }
    for name, text in tables.items():
        (package / "missions" / f"{name}.csv").write_text(text, encoding="utf-8")
    return open_book(package)


def test_our_columns_of_a_mission_are_kept_and_a_new_mission_is_added(tmp_path: Path, small: Book) -> None:
    rows = COMPILE["un-missions"]({"DPPADPOSS-PKO.csv": write(tmp_path, LIST)}, small)["missions"]
    assert list(rows.columns) == small.package.tables["missions"].columns
    cells = _as_text(rows).set_index("mission_id")
    assert list(cells.index) == ["minusma", "unoci", "unx-2"], "what another source says is left alone"
    assert cells.loc["minusma", ["start_date", "end_date", "status"]].tolist() == ["2013-04-25", "2023-12-31", "ended"]
    assert cells.loc["minusma", ["name", "case_id", "scope", "note"]].tolist() == [
        "Our name",
        "minusma",
        "article",
        "Ours.",
    ]
    assert cells.loc["unoci", ["start_date", "start_date_precision"]].tolist() == ["2004-04-04", "day"]
    assert cells.loc["unoci", "end_date"] == "2017-06-30", "our day is more exact than the month of the list"
    assert cells.loc["unx-2"].tolist() == [
        *["UNX 2", "A new mission", "un-peacekeeping", "2024-02-01", "month", "", "", "ongoing", "", "", "extension"],
        *["un-missions-2024", ""],
    ]


def test_of_two_entries_for_a_mission_the_usual_one_counts(tmp_path: Path, small: Book, package: Path) -> None:
    codes = package / "missions" / "mission_codes.csv"
    codes.write_text(codes.read_text(encoding="utf-8") + "un-missions-2024,ONUCI,unoci,\n", encoding="utf-8")
    other = LIST.replace("2,UNOCI", "0,ONUCI,Other,DPO,No,2001-01-02,2002-02-02,,2024-02-19\n2,UNOCI")
    paths = {"DPPADPOSS-PKO.csv": write(tmp_path, other)}
    cells = _as_text(COMPILE["un-missions"](paths, open_book(small.folder))["missions"]).set_index("mission_id")
    assert cells.loc["unoci", ["acronym", "start_date"]].tolist() == ["UNOCI", "2004-04-04"]


def test_hosts_keep_our_notes_and_what_others_say(tmp_path: Path, small: Book) -> None:
    paths = {"un_missions_with_hosts.csv": write(tmp_path, "mission_acronym,host_iso3\nMINUSMA,MLI\nUNMIK,KSV;SRB\n")}
    rows = COMPILE["un-hosts"](paths, small)["mission_hosts"]
    assert _as_text(rows).to_numpy().tolist() == [
        ["minusma", "mli", "un-missions-2024", "Ours."],
        ["unmik", "xkx", "un-missions-2024", ""],
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [("UNXX,MLI", "an unknown mission, 'UNXX'"), ("MINUSMA,QQQ", "a country code that does not map, 'QQQ'")],
)
def test_unknown_hosts_are_told(tmp_path: Path, small: Book, line: str, told: str) -> None:
    paths = {"un_missions_with_hosts.csv": write(tmp_path, f"mission_acronym,host_iso3\n{line}\n")}
    with pytest.raises(ClaimbookError, match=told):
        COMPILE["un-hosts"](paths, small)


def test_deaths_are_counted_by_mission_year_and_cause(tmp_path: Path, small: Book) -> None:
    paths = {"DPPADPOSS-FATALITIES.csv": write(tmp_path, DEATHS)}
    rows = COMPILE["un-fatalities"](paths, small)["mission_fatalities"]
    assert list(rows.columns) == small.package.tables["mission_fatalities"].columns
    assert rows.to_numpy().tolist() == [
        ["minusma", 2014, "malicious-act", 2, "un-2025-fatalities"],
        ["unmik", 2003, "illness", 1, "un-2025-fatalities"],
    ]


def test_an_unknown_mission_is_told_with_the_nearest(tmp_path: Path, small: Book) -> None:
    paths = {"DPPADPOSS-FATALITIES.csv": write(tmp_path, DEATHS.replace("MINUSMA", "MINUSMAA"))}
    with pytest.raises(ClaimbookError, match=r"un\.csv:2 acronym: .*'MINUSMAA', did you mean MINUSMA") as raised:
        COMPILE["un-fatalities"](paths, small)
    assert len(raised.value.problems) == 1, "each name once"


def test_left_out_records_are_dropped(small: Book) -> None:
    rows = pd.DataFrame({"code": ["UNMIK", "UNSecretariat"], "deaths": [1, 2]}, index=[2, 3])
    found = with_mission(rows, small, "un-2025-fatalities", Path("un.csv"), "code")
    assert found.to_dict("list") == {"mission_id": ["unmik"], "deaths": [1]}


def real(name: str) -> Path:
    if not (REAL / name).is_file():
        require("sources", f"the hub's {name} is not at hand")
    return REAL / name


def test_the_sums_of_the_hubs_deaths(book: Book) -> None:
    file = real("DPPADPOSS-FATALITIES.csv")
    assert len(read_fatalities(file)) == 4423, "4,429 lines, six of them second nationalities"
    rows = COMPILE["un-fatalities"]({file.name: file}, book)["mission_fatalities"]
    deaths = rows.groupby("mission_id")["deaths_count"].sum()
    assert deaths[["minusma", "unifil", "unmiss", "unmik"]].to_dict() == {
        "minusma": 311,
        "unifil": 339,
        "unmiss": 145,
        "unmik": 56,
    }
    malicious = rows[(rows["mission_id"] == "minusma") & (rows["cause"] == "malicious-act")]
    assert malicious.set_index("year")["deaths_count"].to_dict() == dict(
        zip(range(2013, 2024), [4, 28, 12, 27, 24, 11, 22, 6, 20, 15, 5], strict=True)
    )
    assert malicious["deaths_count"].sum() == 174
    assert deaths.sum() == 4412, "eleven deaths are of no mission"


COMPILED: list[tuple[str, str, str]] = [
    ("un-missions", "DPPADPOSS-PKO.csv", "missions"),
    ("un-hosts", "un_missions_with_hosts.csv", "mission_hosts"),
    ("un-fatalities", "DPPADPOSS-FATALITIES.csv", "mission_fatalities"),
]


@pytest.mark.parametrize(("producer", "name", "table"), COMPILED)
def test_our_tables_are_what_the_files_give(book: Book, producer: str, name: str, table: str) -> None:
    given: Callable[..., dict[str, pd.DataFrame]] = COMPILE[producer]
    key = list(book.package.tables[table].primary_key)
    new = _as_text(given({name: real(name)}, book)[table]).sort_values(key, ignore_index=True)
    source = un.FATALITIES if producer == "un-fatalities" else un_missions.MISSIONS
    ours = _as_text(book.tables[table])
    ours = ours[ours["source_id"] == source].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(ours, new)


def test_every_operation_by_the_united_nations_own_count(book: Book) -> None:
    missions = book.tables["missions"]
    peacekeeping = missions.loc[missions["kind"] == "un-peacekeeping", "mission_id"]
    assert len(peacekeeping) == 71, "the United Nations' count to 2017; none has begun since"
    assert {"untso", "untag", "untmih", "uncpsg", "minujusth"} <= set(peacekeeping)
    assert set(peacekeeping) <= set(book.tables["mission_hosts"]["mission_id"])
