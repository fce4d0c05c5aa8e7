"""Read events of political violence and protest by country and year from an ACLED export that the user brings."""

from pathlib import Path

import pandas as pd

from claimbook.errors import flag
from claimbook.sources.producer_file import read_columns, refuse

EVENT_TYPES = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Riots",
    "Protests",
    "Strategic developments",
)
FIRST_YEAR = 1997
_KEY = ["country", "iso", "year", "event_type"]


def read_country_years(file: str | Path) -> pd.DataFrame:
    """Read an export of the Armed Conflict Location and Event Data project (ACLED).

    Parameters
    ----------
    file : str or pathlib.Path
        The CSV export of ACLED, one row per event, downloaded by the user with an account. It may hold any part of the
        data: only what is in it is counted.

    Returns
    -------
    pandas.DataFrame
        One row per country, year and type of event with an event in the file, sorted by them: `country_name`,
        `iso_numeric` (ISO 3166-1 number; 0 where ACLED gives none), `year`, `event_type` (ACLED's six), `events`
        (their number) and `fatalities` (people reported dead).

    Raises
    ------
    ClaimbookError
        If a column is missing or renamed, a cell is empty or no number, a line is cut off, a type of event is unknown,
        a year is before ACLED's first, or an event is there twice (an export with one row per actor counts each event
        and its dead more than once).

    Notes
    -----
    Terms: ACLED's Terms of Use and Attribution Policy hold for whoever downloaded the file. The data may not be handed
    on, so none is shipped or fetched here; a figure made from it names ACLED, the day of access, and what was selected
    and changed. Raleigh, Kishi and Linke (2023), Humanities and Social Sciences Communications 10, 74.

    What it can't show: deaths come as one cautious figure without a range, and zero is no report of a death; a country
    has no events before ACLED's coverage of it begins, which differs by country; the weekly revision makes two exports
    two versions; the year of the export is not over. ACLED counts protests, and violence by mobs or without a threshold
    of deaths, that UCDP does not: its figures never stand in one series with UCDP's.
    """
    file = Path(file)
    cells = read_columns(file, ["event_id_cnty", "country", "event_type"], ["year", "iso", "fatalities"], narrow=True)
    again = cells["event_id_cnty"].duplicated()
    todo = "export one row for each event, not one for each actor"
    problems = flag(file.name, cells["event_id_cnty"], again, "an event that is there already", todo)
    unknown = ~cells["event_type"].isin(EVENT_TYPES)
    known = f"known: {', '.join(EVENT_TYPES)}"
    problems += flag(file.name, cells["event_type"], unknown, "an unknown type of event", known)
    early = cells["year"] < FIRST_YEAR
    todo = "compare it with the export"
    problems += flag(file.name, cells["year"], early, f"a year before ACLED's first, {FIRST_YEAR}", todo)
    problems += flag(file.name, cells["fatalities"], cells["fatalities"] < 0, "a count below zero", todo)
    refuse(file, problems)
    cells = cells.astype({"event_type": pd.CategoricalDtype(list(EVENT_TYPES))})
    groups = cells.groupby(_KEY, observed=True, as_index=False)
    rows = groups.agg(events=("event_id_cnty", "size"), fatalities=("fatalities", "sum"))
    return rows.rename(columns={"country": "country_name", "iso": "iso_numeric"})
