"""Read missions and their hosts from the list of the United Nations Peace and Security Data Hub."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import Problem, flag
from claimbook.sources.codes import known_codes
from claimbook.sources.countries import with_country
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns, refuse

HUB = "https://api.psdata.un.org/public/data"
MISSIONS = "un-missions-2024"
_LIST_FILE, _HOSTS_FILE = "DPPADPOSS-PKO.csv", "un_missions_with_hosts.csv"
# codes of the list of hosts that ISO does not have, or no longer has
_OWN_CODES = {"KSV": "XKX", "YAR": "YEM"}
# the list of hosts has Morocco for the mission in Western Sahara, where it works on both sides of the berm
_HOSTS = {("MINURSO", "MAR"): "ESH"}
_EXACT = {"day": 0, "month": 1, "year": 2}


def read_missions(file: str | Path) -> pd.DataFrame:
    """Read the hub's list of peacekeeping operations.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file.

    Returns
    -------
    pandas.DataFrame
        One row per entry of the list, indexed by its line: `acronym`, `name`, `start_date`, `end_date` (days, or
        missing), `start_date_precision`, `end_date_precision`, and `status`. Most dates of the list are the first of a
        month because only the month is known, so that such a date counts as exact to the month.

    Raises
    ------
    ClaimbookError
        If a column is missing, a cell is empty or no date, a line has too many cells (as when a decimal comma stands
        outside of quotes), the lines are of several days, an acronym is there twice, a mission is neither active nor
        not, ends before it begins, or is active and has ended.
    """
    file = Path(file)
    cells = read_columns(
        file,
        ["mission_acronym", "mission_name", "mission_isactive", "last_update"],
        [],
        optional=["start_date", "end_date"],
    )
    problems = _uneven(file) + one_day(file, cells) + no_dates(file, cells, ["start_date", "end_date"])
    again = cells["mission_acronym"].duplicated()
    problems += flag(file.name, cells["mission_acronym"], again, "an acronym that is there already", "keep one of them")
    active = cells["mission_isactive"].str.lower()
    todo = "write Yes or No"
    problems += flag(file.name, cells["mission_isactive"], ~active.isin(["yes", "no"]), "neither active nor not", todo)
    ended = cells["end_date"] != ""
    todo = "ask the producer which of the two holds"
    problems += flag(file.name, cells["end_date"], ended & (active == "yes"), "active, and has ended", todo)
    backward = ended & (cells["start_date"] != "") & (cells["end_date"] < cells["start_date"])
    problems += flag(file.name, cells["end_date"], backward, "a mission that ends before it begins", todo)
    refuse(file, problems)
    rows = cells[["mission_acronym", "mission_name"]].set_axis(["acronym", "name"], axis="columns")
    for name in ("start_date", "end_date"):
        rows[name] = cells[name].replace("", None)
        precision = cells[name].str.endswith("-01").map({True: "month", False: "day"})
        rows[f"{name}_precision"] = precision.where(rows[name].notna(), None)
    rows["status"] = active.map({"yes": "ongoing", "no": "not-stated"}).mask(ended, "ended")
    return rows


def read_hosts(file: str | Path) -> pd.DataFrame:
    """Read the host countries that a third party added to the hub's list.

    Returns
    -------
    pandas.DataFrame
        One row per mission and host, indexed by the line of the file: `acronym` and `iso3`, a code of ISO or `XKX`.

    Raises
    ------
    ClaimbookError
        If a column is missing, a host is no code of three letters, or a line has too many cells.
    """
    file = Path(file)
    cells = read_columns(file, ["mission_acronym"], [], optional=["host_iso3"])
    unfit = ~cells["host_iso3"].str.fullmatch("([A-Z]{3}(;[A-Z]{3})*)?")
    todo = "write codes of three letters with semicolons between them"
    refuse(file, _uneven(file) + flag(file.name, cells["host_iso3"], unfit, "no list of country codes", todo))
    hosts = cells["host_iso3"].str.split(";").explode()
    rows = pd.DataFrame({"acronym": cells["mission_acronym"].reindex(hosts.index), "iso3": hosts})
    rows = rows[rows["iso3"] != ""]
    iso3 = [_HOSTS.get(pair, _OWN_CODES.get(pair[1], pair[1])) for pair in rows.itertuples(index=False, name=None)]
    return rows.assign(iso3=iso3)


def _uneven(file: Path) -> list[Problem]:
    """Name lines with more cells than the header: what comes after the place would be taken for its neighbour."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        counts = pd.Series([len(row) for row in csv.reader(stream)], name="")
    counts.index += 1
    todo = "put cells with commas into quotes"
    return flag(file.name, counts, counts > counts.iloc[0], "more cells than the header has columns", todo)


def no_dates(file: Path, cells: pd.DataFrame, names: list[str]) -> list[Problem]:
    """Name cells of some columns that are neither a date nor empty."""
    problems = []
    for name in names:
        unfit = (cells[name] != "") & pd.to_datetime(cells[name], format="%Y-%m-%d", errors="coerce").isna()
        problems += flag(file.name, cells[name], unfit, "no date", "write it as YYYY-MM-DD")
    return problems


def one_day(file: Path, cells: pd.DataFrame) -> list[Problem]:
    """Name lines that were not updated on the day of the first: a list in one version has one such day."""
    update = cells["last_update"]
    other = (update != update.iloc[0]) & ~update.duplicated()
    rule = f"a line of another day than {update.iloc[0]}"
    todo = "fetch the file anew from the producer: versions are never mixed"
    return no_dates(file, cells, ["last_update"]) + flag(file.name, update, other, rule, todo)


def _compile_missions(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    """Give the missions of the list: ours with its dates, and those that we lack with what a mission has by default."""
    ours = book.tables["missions"]
    ours = ours.astype(dict.fromkeys(ours.columns, "object")).set_index("mission_id", drop=False)
    listed = _named(read_missions(paths[_LIST_FILE]), book)
    # of several entries for one mission, that under the acronym by which we know it
    usual = listed["acronym"] == listed["mission_id"].map(ours["acronym"])
    listed = listed.assign(usual=usual).sort_values("usual", ascending=False, kind="stable")
    rows = [_joined(one, ours) for one in listed.drop_duplicates("mission_id").to_dict("records")]
    missions = pd.DataFrame([one for one in rows if one["source_id"] == MISSIONS], columns=list(ours.columns))
    return {"missions": missions.astype({"start_date": "datetime64[s]", "end_date": "datetime64[s]"})}


def _compile_hosts(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    file = paths[_HOSTS_FILE]
    ours, key = book.tables["mission_hosts"], ["mission_id", "country_id"]
    rows = _named(read_hosts(file), book)
    known = list(book.tables["missions"]["mission_id"])
    todo = f"compile {_LIST_FILE} first, or name the mission in {book.package.tables['mission_codes'].path}"
    refuse(file, flag(file.name, rows["acronym"], ~rows["mission_id"].isin(known), "an unknown mission", todo))
    rows = with_country(rows, book, file, column="iso3", known="iso3")[key].drop_duplicates()
    rows = rows.merge(ours, on=key, how="left")
    # what another source says already needs no second row
    rows = rows[rows["source_id"].isna() | (rows["source_id"] == MISSIONS)]
    return {"mission_hosts": rows.assign(source_id=MISSIONS)[list(ours.columns)]}


def _named(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Add `mission_id`, for an acronym that we have not seen one made of it, and drop what is left out."""
    codes = known_codes(book, MISSIONS)
    fresh = rows["acronym"].map(lambda acronym: re.sub("[^a-z0-9]+", "-", acronym.lower()).strip("-"))
    rows = rows.assign(mission_id=rows["acronym"].map(codes).where(rows["acronym"].isin(codes.index), fresh))
    return rows.dropna(subset="mission_id")


def _joined(listed: dict[str, object], ours: pd.DataFrame) -> dict[str, object]:
    """Return a mission of the list: ours wherever we have it, with the list's dates where ours are not more exact."""
    default = {"kind": "un-peacekeeping", "scope": "extension", "source_id": MISSIONS, "status": listed["status"]}
    name = listed["mission_id"]
    mission = ours.loc[name].to_dict() if name in ours.index else default | {"mission_id": name}
    mission |= {column: listed[column] for column in ("acronym", "name") if column not in mission}
    for date in ("start_date", "end_date"):
        precision = f"{date}_precision"
        own, other = (_EXACT.get(str(one.get(precision)), 3) for one in (mission, listed))
        if other <= own and other < 3:
            mission |= {date: listed[date], precision: listed[precision]}
    if not pd.isna(mission.get("end_date")):
        mission["status"] = "ended"
    return mission


PRODUCERS = (
    Producer(
        name="un-missions",
        source_id=MISSIONS,
        downloads=(Download(file=_LIST_FILE, url=f"{HUB}/DPPADPOSS-PKO/CSV"),),
        tables=("missions",),
        compile=_compile_missions,
    ),
    Producer(
        name="un-hosts",
        source_id=MISSIONS,
        downloads=(Download(file=_HOSTS_FILE, url="https://psdata.un.org/dataset/DPPADPOSS-PKO", by_hand=True),),
        tables=("mission_hosts",),
        compile=_compile_hosts,
    ),
)
