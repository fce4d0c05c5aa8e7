"""Read the dead of missions from the United Nations Peace and Security Data Hub, and name all producers of the hub."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import flag
from claimbook.sources import un_missions
from claimbook.sources.codes import with_mission
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns, refuse

FATALITIES = "un-2025-fatalities"
_FILE = "DPPADPOSS-FATALITIES.csv"
CAUSES = {
    "Malicious Act": "malicious-act",
    "Accident": "accident",
    "Illness": "illness",
    "Self-Inflicted": "self-inflicted",
    "To Be Determined": "to-be-determined",
    "Unknown": "unknown",
}


def read_fatalities(file: str | Path) -> pd.DataFrame:
    """Read the hub's record of people who died in the service of missions.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file.

    Returns
    -------
    pandas.DataFrame
        One row per casualty, indexed by its line: `casualty_id`, `acronym` (the mission, as the producer names it),
        `year` of the incident, and `cause`. All are counted: military, police and civilians, and any cause. A casualty
        who is listed under two nationalities is one (in the list of April 2025, six of UNMIK's).

    Raises
    ------
    ClaimbookError
        If a column is missing, a cell is empty (a truncated download), a date does not parse, a cause or a type of
        casualty is unknown, the lines are of several days, or one casualty has records that differ in more than the
        nationality.
    """
    file = Path(file)
    names = {"casualty_id": "casualty_id", "mission_acronym": "acronym", "incident_date": "year"}
    names |= {"type_of_incident": "cause"}
    cells = read_columns(file, [*names, "type_of_casualty", "casualty_personnel_type", "last_update"], [])
    problems = un_missions.one_day(file, cells) + un_missions.no_dates(file, cells, ["incident_date"])
    todo = "add it to the causes that the importer knows"
    unknown = ~cells["type_of_incident"].isin(list(CAUSES))
    problems += flag(file.name, cells["type_of_incident"], unknown, "an unknown cause", todo)
    other = cells["type_of_casualty"] != "Fatality"
    problems += flag(file.name, cells["type_of_casualty"], other, "a casualty who did not die", "leave the line out")
    record = [*names, "casualty_personnel_type"]
    differs = cells["casualty_id"].duplicated() & ~cells.duplicated(record)
    rule = "a casualty with two records that differ in more than the nationality"
    problems += flag(file.name, cells["casualty_id"], differs, rule, "ask the producer which of them holds")
    refuse(file, problems)
    rows = cells[list(names)].rename(columns=names).drop_duplicates()
    return rows.assign(year=rows["year"].str[:4].astype("int64"), cause=rows["cause"].map(CAUSES))


def _compile_fatalities(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    file = paths[_FILE]
    rows = with_mission(read_fatalities(file), book, FATALITIES, file, "acronym")
    counts = rows.groupby(["mission_id", "year", "cause"]).size().rename("deaths_count").reset_index()
    return {"mission_fatalities": counts.assign(source_id=FATALITIES)}


PRODUCERS = (
    *un_missions.PRODUCERS,
    Producer(
        name="un-fatalities",
        source_id=FATALITIES,
        downloads=(Download(file=_FILE, url=f"{un_missions.HUB}/DPPADPOSS-FATALITIES/CSV"),),
        tables=("mission_fatalities",),
        compile=_compile_fatalities,
    ),
)
