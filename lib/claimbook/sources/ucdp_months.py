"""Read deaths by country and month from UCDP's events of version 26.1, as a third party summed them up."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import flag
from claimbook.sources.countries import with_country
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns, refuse

VERSION = "26.1"
FIRST_YEAR, LAST_YEAR = 1989, 2026
# UCDP's candidate events, which it still revises: those of the year after the version's last
PROVISIONAL_YEAR = 2026
_DEATHS = {"sb_deaths": "state_based_best", "ns_deaths": "non_state_best", "os_deaths": "one_sided_best"}


def read_country_months(file: str | Path) -> pd.DataFrame:
    """Read deaths by country and month from the table that the project WOPR sums up from UCDP's events.

    Parameters
    ----------
    file : str or pathlib.Path
        The third party's CSV file, made of UCDP GED 26.1 (1989 to 2025) and candidate events of 2026.

    Returns
    -------
    pandas.DataFrame
        One row per country and month with an event, sorted by them: `gwno`, `year`, `month`, deaths (people, best
        estimate; this aggregate carries no low and high) as `state_based_best`, `non_state_best`, `one_sided_best`,
        and `provisional`. A month without a row had no event on record.

    Raises
    ------
    ClaimbookError
        If a column is missing, a cell is no whole number, a month or year can't be, a country has a month twice, a
        count is below zero, or a month is not marked provisional as its year asks for.

    Notes
    -----
    UCDP GED 26.1: Sundberg and Melander (2013), Journal of Peace Research 50(4). CC BY 4.0. The aggregate itself names
    no version, so what betrays another one is its years: they go to 2026, of which all months are provisional.
    """
    file = Path(file)
    cells = read_columns(file, [], ["gwno", "year", "month", *_DEATHS, "provisional"])
    again = cells.duplicated(["gwno", "year", "month"])
    todo = "keep one row for each country and month"
    problems = flag(file.name, cells["month"], again, "a month that the country has already", todo)
    problems += flag(file.name, cells["month"], ~cells["month"].between(1, 12), "no month", "write 1 to 12")
    rule = f"a year that version {VERSION} does not have"
    todo = f"use version {VERSION}: versions are never mixed"
    problems += flag(file.name, cells["year"], ~cells["year"].between(FIRST_YEAR, LAST_YEAR), rule, todo)
    for name in _DEATHS:
        problems += flag(file.name, cells[name], cells[name] < 0, "a count below zero", "compare it with the file")
    wanted = (cells["year"] >= PROVISIONAL_YEAR).astype("int64")
    rule = f"provisional where version {VERSION} is not, or the other way round"
    problems += flag(file.name, cells["provisional"], cells["provisional"] != wanted, rule, todo)
    refuse(file, problems)
    rows = cells.rename(columns=_DEATHS)
    rows["provisional"] = rows["provisional"].astype("bool")
    columns = ["gwno", "year", "month", *_DEATHS.values(), "provisional"]
    return rows[columns].sort_values(["gwno", "year", "month"], ignore_index=True)


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    rows = with_country(read_country_months(file), book, file)
    return {"country_months": rows.assign(source_id=f"ucdp-ged-{VERSION}")}


PRODUCERS = (
    Producer(
        name="ucdp-months",
        source_id=f"ucdp-ged-{VERSION}",
        downloads=(
            Download(
                file="country_month_v26_1.csv",
                url="https://raw.githubusercontent.com/KaraZajac/WOPR/HEAD/data/tables/country-month.csv",
            ),
        ),
        tables=("country_months",),
        compile=_compile,
    ),
)
