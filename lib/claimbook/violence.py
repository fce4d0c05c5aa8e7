"""Deaths in organized violence: series, rates and windows around a mission; low, best and high always together."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, nearest
from claimbook.remembered import remembered

TYPES = ("state-based", "non-state", "one-sided")
ALL_TYPES = "all types"
BOUNDS = ("low", "best", "high")
# what a figure of zero means, for every chart and table that shows one
ZERO = "Zero means below UCDP's threshold (25 deaths a year for a pair of fighters or an actor), not peace."
_RATE = 100_000


def by_year(
    book: Book,
    countries: Sequence[str],
    from_year: int | None = None,
    to_year: int | None = None,
    types: Sequence[str] = TYPES,
    per_100k: bool = False,
) -> pd.DataFrame:
    """Return deaths by country, year and type of violence.

    Parameters
    ----------
    book : Book
        A data package with the table `country_years`.
    countries : sequence of str
        Ids of countries, for example `mli`.
    from_year, to_year : int, optional
        First and last year, both included; by default all that the version has.
    types : sequence of str
        Some of `TYPES`.
    per_100k : bool
        Whether to give deaths per 100,000 inhabitants instead of deaths; years without a population are left out.

    Returns
    -------
    pandas.DataFrame
        `country_id`, `country_name`, `year`, `violence_type`, `low`, `best`, `high`, sorted by these; the years that
        the producer lists for the country, so a country that did not exist yet has none. In a few country-years the
        producer's own best estimate lies outside of its low and high.

    Raises
    ------
    ClaimbookError
        For an unknown country or type; the message names the nearest.

    Notes
    -----
    UCDP Country-Year Dataset on Organized Violence 25.1. Deaths count in the country where they happened.

    Examples
    --------
    >>> from claimbook import open_book
    >>> by_year(open_book(), ["mli"], 2012, 2012)["best"].sum()
    np.int64(359)
    """
    _check(book, countries)
    if wrong := [one for one in types if one not in TYPES]:
        raise ClaimbookError(f"no type of violence {wrong[0]!r}: {nearest(wrong[0], TYPES)}")
    rows = _all_years(book, per_100k)
    kept = rows["country_id"].isin(list(countries)) & rows["violence_type"].isin(list(types))
    return rows[kept & between(rows["year"], from_year, to_year)].reset_index(drop=True)


@remembered
def _all_years(book: Book, per_100k: bool) -> pd.DataFrame:
    """Return what `by_year` does of all countries."""
    wide = book.tables["country_years"]
    parts = []
    for kind in TYPES:
        columns = {f"{kind.replace('-', '_')}_{bound}": bound for bound in BOUNDS}
        part = wide[["country_id", "year", *columns]].rename(columns=columns)
        parts.append(part.assign(violence_type=kind))
    rows = pd.concat(parts, ignore_index=True).astype(dict.fromkeys(["year", *BOUNDS], "int64"))
    rows["country_name"] = rows["country_id"].map(book.tables["countries"].set_index("country_id")["name"])
    if per_100k:
        rows = _rates(book, rows)
    order = ["country_id", "country_name", "year", "violence_type"]
    rows["violence_type"] = pd.Categorical(rows["violence_type"], list(TYPES))
    return rows.sort_values(order, ignore_index=True)[[*order, *BOUNDS]]


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the deaths of all types together, by country and year.

    Returns
    -------
    pandas.DataFrame
        As `by_year`, with `violence_type` all types. The sum of the lows and the sum of the highs are the widest range
        that the types leave open, wider than what the producer would give for their sum.
    """
    key = ["country_id", "country_name", "year"]
    sums = rows.groupby(key, as_index=False)[list(BOUNDS)].sum()
    return sums.assign(violence_type=ALL_TYPES)[[*key, "violence_type", *BOUNDS]]


def by_month(book: Book, country: str) -> pd.DataFrame:
    """Return deaths by month and type of violence, best estimate only: this version gives no low and high.

    Returns
    -------
    pandas.DataFrame
        `month` (its first day), `violence_type`, `best`, `provisional`; every month from the first to the last of the
        version, zero where the producer has no event on record.

    Raises
    ------
    ClaimbookError
        For an unknown country.

    Notes
    -----
    UCDP GED 26.1 with candidate months, aggregated by a third party: never added to the yearly series of 25.1.
    """
    _check(book, [country])
    table = book.tables["country_months"]
    stamps = _first_days(table)
    months = pd.date_range(stamps.min(), stamps.max(), freq="MS")
    own = table.assign(stamp=stamps)[table["country_id"] == country].set_index("stamp")
    columns = {f"{kind.replace('-', '_')}_best": kind for kind in TYPES}
    filled = own[list(columns)].rename(columns=columns).reindex(months, fill_value=0)
    # whether a month is provisional is known from any country that has a row for it
    later = set(stamps[table["provisional"].astype("bool")])
    long = filled.rename_axis("month").reset_index().melt("month", var_name="violence_type", value_name="best")
    return long.assign(best=long["best"].astype("int64"), provisional=long["month"].isin(later))


def windows(
    rows: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp | None, years: int = 5, ongoing: bool = True
) -> pd.DataFrame:
    """Return deaths a year before, during and after a mission.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `by_year` or `summed` gives them, of one country and one type.
    start, end : pandas.Timestamp
        First and last day of the mission; no end while it goes on.
    years : int
        How many years before and after count at most.
    ongoing : bool
        Whether a mission without an end goes on; where that is not known, there is no window but the one before.

    Returns
    -------
    pandas.DataFrame
        `window` (before, during, after), `first_year`, `last_year`, `year_count`, and the means a year of `low`,
        `best` and `high`, in deaths; a window without a year in the data is left out. The years in which the mission
        began and ended count as during. A difference between windows is a description, never the mission's effect.
    """
    spans = {"before": (start.year - years, start.year - 1)}
    last = rows["year"].max() if end is None or pd.isna(end) else end.year
    if ongoing or (end is not None and pd.notna(end)):
        spans |= {"during": (start.year, last), "after": (last + 1, last + years)}
    found = []
    for window, (first, final) in spans.items():
        own = rows[between(rows["year"], first, final)]
        if len(own):
            means = own[list(BOUNDS)].mean().to_dict()
            bounds = {"first_year": int(own["year"].min()), "last_year": int(own["year"].max())}
            found.append({"window": window, **bounds, "year_count": len(own), **means})
    return pd.DataFrame(found, columns=["window", "first_year", "last_year", "year_count", *BOUNDS])


@remembered
def covered(book: Book) -> tuple[int, int]:
    """Return the first and the last year of the yearly series."""
    years = book.tables["country_years"]["year"]
    return int(years.min()), int(years.max())


def _check(book: Book, countries: Sequence[str]) -> None:
    names = book.tables["countries"].set_index("country_id")["name"]
    for one in countries:
        if one not in names.index:
            known = [*names.index, *names]
            raise ClaimbookError(f"no country {one!r}: {nearest(str(one), known)}")


def between(years: pd.Series, first: int | None, last: int | None) -> pd.Series:
    """Tell which years lie between two, both included; None sets no limit."""
    kept = pd.Series(True, index=years.index)
    if first is not None:
        kept &= years >= first
    if last is not None:
        kept &= years <= last
    return kept


def _rates(book: Book, rows: pd.DataFrame) -> pd.DataFrame:
    people = book.tables["population"].set_index(["country_id", "year"])["people_count"].astype("float64")
    found = people.reindex(pd.MultiIndex.from_frame(rows[["country_id", "year"]])).to_numpy()
    rates = rows[list(BOUNDS)].div(found, axis="index") * _RATE
    return rows.assign(**rates).dropna(subset=list(BOUNDS))


def _first_days(rows: pd.DataFrame) -> pd.Series:
    return pd.to_datetime({"year": rows["year"], "month": rows["month"], "day": 1})
