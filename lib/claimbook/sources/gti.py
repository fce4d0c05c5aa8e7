"""Read scores by country and year from the Global Terrorism Index (GTI) file that the user brings."""

from pathlib import Path

import pandas as pd

from claimbook.errors import flag
from claimbook.sources.producer_file import header, no_workbook, read_columns, refuse

HIGHEST = 10
_WANTED = {"country": "Country", "iso3c": "iso3c", "year": "Year", "score": "Score"}
_COUNTS = ("rank", "incidents", "fatalities", "injuries", "hostages")


def read_country_years(file: str | Path) -> pd.DataFrame:
    """Read the Global Terrorism Index of the Institute for Economics & Peace (IEP).

    Parameters
    ----------
    file : str or pathlib.Path
        The sheet of one edition that has all years, downloaded by the user and saved as CSV in UTF-8. Its columns
        `Country`, `iso3c`, `Year` and `Score` have to be there, in whatever case and order; editions differ in the
        others.

    Returns
    -------
    pandas.DataFrame
        One row per country and year, sorted by them: `iso3` (as IEP writes it: Kosovo is KSV), `country_name`, `year`,
        `score` (0 no impact to 10 the highest), and `rank`, `incidents`, `fatalities`, `injuries`, `hostages` (in that
        year; missing where the edition does not give them).

    Raises
    ------
    ClaimbookError
        If the file is a workbook, a column is missing or renamed, a cell is empty or no number where it has to be, a
        line is cut off, a score is beyond 0 to 10, or a country has a year twice (as where two editions are in one
        file).

    Notes
    -----
    Terms: the Institute's own hold for whoever downloaded the file; the data may not be redistributed, so none is
    shipped or fetched here. Institute for Economics & Peace, Global Terrorism Index: Measuring the Impact of Terrorism,
    Sydney, with the edition's year.

    What it can't show: the score is a weighted mean over five years on a scale that is near to logarithmic, so a
    country without any attack in the year can score high, and a difference in scores is no number of attacks; each
    edition computes all its years anew, and editions rest on different data (GTD up to that of 2020, later
    TerrorismTracker), so two editions never mix. Nor does the index with UCDP's deaths: it measures something else.
    """
    file = Path(file)
    no_workbook(file)
    there = {name.strip().casefold(): name for name in header(file)}
    country, iso3, year, score = (there.get(name, wanted) for name, wanted in _WANTED.items())
    counts = {name: there[name] for name in _COUNTS if name in there}
    cells = read_columns(file, [country, iso3], [year], gaps=[score, *counts.values()])
    todo = "compare it with the producer's file"
    # a comparison with a missing score is false, so that a gap is flagged too
    beyond = ~cells[score].between(0, HIGHEST)
    problems = flag(file.name, cells[score], beyond, f"no score from 0 to {HIGHEST}", todo)
    problems += flag(
        file.name, cells[iso3], ~cells[iso3].str.fullmatch("[A-Z]{3}"), "no ISO code of three letters", todo
    )
    again = cells.duplicated([iso3, year])
    problems += flag(file.name, cells[year], again, "a year that the country has already", "keep one edition")
    for name in counts.values():
        problems += flag(file.name, cells[name], cells[name] % 1 > 0, "no whole number", todo)
    refuse(file, problems)
    columns = {iso3: "iso3", country: "country_name", year: "year", score: "score"}
    rows = cells.rename(columns=columns | {old: new for new, old in counts.items()})
    rows = rows.reindex(columns=[*columns.values(), *_COUNTS]).astype(dict.fromkeys(_COUNTS, "Int64"))
    return rows.sort_values(["iso3", "year"], ignore_index=True)
