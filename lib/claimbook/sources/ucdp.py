"""Read deaths in organized violence by country and year from the file of the Uppsala Conflict Data Program (UCDP)."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import Problem, flag
from claimbook.sources.countries import with_country
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import one_version, read_columns, refuse

COUNTRY_YEAR_VERSION = "25.1"
# the producer's prefix, and the type of violence as UCDP names it
TYPES = {"sb": "state-based", "ns": "non-state", "os": "one-sided"}
BOUNDS = ("low", "best", "high")
_KEY = {"country_id_cy": "gwno", "year_cy": "year"}
_TOTALS = {bound: f"cumulative_total_deaths_in_orgvio_{bound}_cy" for bound in BOUNDS}


def read_country_years(file: str | Path) -> pd.DataFrame:
    """Read the UCDP Country-Year Dataset on Organized Violence within Country Borders.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file, version 25.1 (1989 to 2024).

    Returns
    -------
    pandas.DataFrame
        One row per country, year and type of violence, sorted by them: `gwno` (UCDP's country number, mostly
        Gleditsch and Ward's), `country_name`, `year`, `violence_type` (state-based, non-state, one-sided), and deaths
        as `low`, `best`, `high` (people). Zero means below UCDP's threshold of 25 deaths for a dyad or actor in the
        year, not peace. Deaths count in the country where they happened. In a few rows (9 of 25.1's country-years)
        UCDP's own best estimate lies outside its low and high; they are handed on as published.

    Raises
    ------
    ClaimbookError
        If a column is missing or renamed, a cell is empty (a truncated download), the version is another, a country
        and year stand there twice, or types do not add up to UCDP's totals.

    Notes
    -----
    Davies, Pettersson, Sollenberg and Öberg (2025), Journal of Peace Research 62(4); Sundberg and Melander (2013),
    Journal of Peace Research 50(4). CC BY 4.0.
    """
    file = Path(file)
    deaths = [_column(prefix, bound) for prefix in TYPES for bound in BOUNDS]
    cells = read_columns(file, ["country_cy", "version"], [*_KEY, *deaths, *_TOTALS.values()])
    one_version(file, cells["version"], COUNTRY_YEAR_VERSION)
    refuse(file, [*_twice(file, cells), *_off_total(file, cells)])
    named = cells.rename(columns={**_KEY, "country_cy": "country_name"})
    key = ["gwno", "country_name", "year"]
    parts = [
        named[key].assign(violence_type=name, **{bound: named[_column(prefix, bound)] for bound in BOUNDS})
        for prefix, name in TYPES.items()
    ]
    rows = pd.concat(parts).astype({"violence_type": pd.CategoricalDtype(list(TYPES.values()))})
    return rows.sort_values(["gwno", "year", "violence_type"], ignore_index=True)


def _column(prefix: str, bound: str) -> str:
    return f"{prefix}_total_deaths_{bound}_cy"


def _twice(file: Path, cells: pd.DataFrame) -> list[Problem]:
    again = cells.duplicated(list(_KEY))
    rule, todo = "a country that has this year already", "keep one row for each country and year"
    return flag(file.name, cells["year_cy"], again, rule, todo)


def _off_total(file: Path, cells: pd.DataFrame) -> list[Problem]:
    problems = []
    for bound, total in _TOTALS.items():
        found = sum(cells[_column(prefix, bound)] for prefix in TYPES)
        rule = f"a total that the three types of violence ({bound}) do not add up to"
        problems += flag(file.name, cells[total], found != cells[total], rule, "compare it with the producer's file")
    return problems


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    key = ["country_id", "year"]
    long = with_country(read_country_years(file), book, file).drop(columns="country_name")
    wide = long.pivot(index=key, columns="violence_type", values=list(BOUNDS))
    columns = {f"{kind.replace('-', '_')}_{bound}": wide[bound][kind] for kind in TYPES.values() for bound in BOUNDS}
    rows = pd.DataFrame(columns).reset_index()
    return {"country_years": rows.assign(source_id=f"ucdp-{COUNTRY_YEAR_VERSION}")}


PRODUCERS = (
    Producer(
        name="ucdp",
        source_id=f"ucdp-{COUNTRY_YEAR_VERSION}",
        downloads=(
            Download(
                file="organizedviolencecy_v25_1.csv",
                url="https://ucdp.uu.se/downloads/organizedviolencecy/organizedviolencecy-251-csv.zip",
                member=".csv",
            ),
        ),
        tables=("country_years",),
        compile=_compile,
    ),
)
