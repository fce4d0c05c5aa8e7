"""Read the population of countries, and add up territories that the violence data still count together."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, flag
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_text, refuse

# the producer's own names of its columns, and those of the table in which a third party joined it with other series
_NAMES = (
    {"Code": "iso3", "Year": "year", "Population": "people"},
    {"code": "iso3", "year": "year", "population_historical": "people"},
    {"iso3": "iso3", "year": "year", "population": "people"},
)
_FIRST_YEAR = 1989
# the producer counts by today's borders, UCDP by those of the year: whose people belong to a country, and up to when
_TOGETHER = {
    "sdn": {"ssd": 2010},
    "eth": {"eri": 1992},
    "idn": {"tls": 2001},
    "srb": {"mne": 2005, "xkx": 2007},
    "csk": {"cze": 1992, "svk": 1992},
}
# states that have ended, by the number that the third party joins by: it repeats their last figure ever after
_ENDED = frozenset({"265", "315", "345", "680"})
# countries of borders that the sums of today's do not give: no rate is better than a wrong one
_LEFT_OUT = {"srb": 1991, "rus": 1991, "deu": 1990, "yem": 1990}


def read_population(file: str | Path) -> pd.DataFrame:
    """Read how many people live in each country and year.

    Parameters
    ----------
    file : str or pathlib.Path
        Our World in Data's CSV file of population, with long or short names of columns; or the table in which a third
        party joined it with other series by `iso3` and `year`.

    Returns
    -------
    pandas.DataFrame
        `iso3`, `year` and `people` (from 1989 on), in today's borders, sorted by code and year.

    Raises
    ------
    ClaimbookError
        If the columns are none of these, a number can't be read, or a country has two populations in a year.

    Notes
    -----
    Our World in Data, from the United Nations' World Population Prospects (1950 on). CC BY.
    """
    file = Path(file)
    cells = read_text(file)
    names = next((names for names in _NAMES if set(names) <= set(cells.columns)), None)
    if names is None:
        wanted = " or ".join(", ".join(names) for names in _NAMES)
        raise ClaimbookError(f"{file} has not the columns that its reader knows: {wanted}")
    if "gwno" in cells:
        cells = cells[~cells["gwno"].isin(_ENDED)]
    cells = cells[list(names)].rename(columns=names)
    # aggregates such as the world carry no code of three letters, and a country may have years without a number
    cells = cells[cells["iso3"].str.fullmatch("[A-Z]{3}") & (cells["people"] != "")]
    people, year = (pd.to_numeric(cells[name], errors="coerce") for name in ("people", "year"))
    bad = people.isna() | (people <= 0) | (people % 1 != 0)
    problems = flag(file.name, cells["people"], bad, "no number of people", "fetch the file anew")
    problems += flag(file.name, cells["year"], year.isna(), "no year", "fetch the file anew")
    refuse(file, problems)
    rows = cells.assign(people=people.astype("int64"), year=year.astype("int64"))
    rows = rows[rows["year"] >= _FIRST_YEAR]
    again = rows.duplicated(["iso3", "year"])
    refuse(file, flag(file.name, rows["year"], again, "two populations in a year", "keep one"))
    return rows.sort_values(["iso3", "year"], ignore_index=True)


def in_borders_of_the_year(people: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Return the population of countries as the violence data draw them.

    Parameters
    ----------
    people : pandas.DataFrame
        `country_id`, `year`, `people` in today's borders.
    years : pandas.DataFrame
        `country_id` and `year` for which a population is wanted.

    Returns
    -------
    pandas.DataFrame
        `country_id`, `year`, `people_count`: Sudan to 2010 with South Sudan, Ethiopia to 1992 with Eritrea, Indonesia
        to 2001 with East Timor, Serbia to 2005 with Montenegro and to 2007 with Kosovo, Czechoslovakia as the sum of
        its successors; left out where no such sum fits (Yugoslavia and the Soviet Union to 1991, Germany and Yemen to
        1990), and where a part has no number.
    """
    known = people.set_index(["country_id", "year"])["people"]
    found = []
    for country, year in years[["country_id", "year"]].itertuples(index=False):
        parts = [part for part, last in _TOGETHER.get(country, {}).items() if year <= last]
        own = [] if country == "csk" else [country]
        counts = [known.get((one, year)) for one in own + parts]
        if counts and year > _LEFT_OUT.get(country, 0) and all(count is not None for count in counts):
            found.append((country, year, sum(counts)))
    return pd.DataFrame(found, columns=["country_id", "year", "people_count"])


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    # the producer lists territories that no table of ours needs: only what joins is kept, the rest is no mistake
    people = read_population(file)
    people = people.assign(country_id=people["iso3"].str.lower())
    years = book.tables["country_years"][["country_id", "year"]]
    hosts = book.tables["mission_hosts"]["country_id"].drop_duplicates()
    extra = hosts[~hosts.isin(years["country_id"])].to_frame().merge(years[["year"]].drop_duplicates(), how="cross")
    rows = in_borders_of_the_year(people, pd.concat([years, extra]))
    return {"population": rows.assign(source_id="owid-population")}


PRODUCERS = (
    Producer(
        name="population",
        source_id="owid-population",
        downloads=(
            Download(
                file="controls_country_year.csv",
                url="https://ourworldindata.org/grapher/population.csv?v=1&csvType=full&useColumnShortNames=true",
            ),
        ),
        tables=("population",),
        compile=_compile,
    ),
)
