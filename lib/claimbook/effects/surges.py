"""The base rate: what follows a surge of violence where there is no mission at all."""

from collections.abc import Sequence
from itertools import product
from math import sqrt
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem
from claimbook.remembered import remembered
from claimbook.violence import BOUNDS, by_year, covered, summed

# how many years before a surge it is measured against, and in which years after it is looked at again
BEFORE = 3
AFTER = (2, 6)
# kinds of missions that keep no soldiers or police in the country, or only record dead, leave a surge without a mission
PRESENT = ("un-peacekeeping", "african-union", "regional", "european-union", "coalition", "national")
THRESHOLDS, FACTORS, GAPS = (25, 100), (1.5, 2.0), (0, 2, 6)
_Z = 1.959964


@remembered
def surges(
    book: Book,
    threshold: int = 100,
    factor: float = 2.0,
    gap: int = 2,
    kinds: Sequence[str] = PRESENT,
    first_year: int = 1993,
) -> pd.DataFrame:
    """Return the surges of organized violence and how deadly the years after them were.

    A surge is a year with at least `threshold` deaths and `factor` times as many as in the mean of the three years
    before. It is compared with the mean of the years two to six after it.

    Parameters
    ----------
    book : Book
        A data package with the tables on violence and missions.
    threshold : int
        Deaths, best estimate, all types together.
    factor : float
        Deaths in the year over the mean of the three years before.
    gap : int
        Years after a surge in which no other begins in the country.
    kinds : sequence of str
        Kinds of missions that count as one.
    first_year : int
        First year in which a surge may stand; from 1992 at the earliest, since the series begins in 1989.

    Returns
    -------
    pandas.DataFrame
        `country_id`, `country_name`, `year`, `low`, `best`, `high` (deaths in the year of the surge), `before` and
        `after` (mean deaths a year, best), `after_low`, `after_high`, `lower` (whether the mean
        after is below the surge) and `mission` (whether any mission worked there in the year of the surge or the six
        years after). Surges whose years after are not all in the data are left out.

    Raises
    ------
    ClaimbookError
        If a definition leaves no surge, or asks for years that the series doesn't have.
    """
    start, last = covered(book)
    problems = [
        Problem("", rule, todo, value=str(value))
        for wrong, rule, value, todo in (
            (threshold < 1, "a threshold below one death", threshold, "give at least 1"),
            (factor <= 1, "a factor that is no increase", factor, "give more than 1"),
            (gap < 0, "a negative gap", gap, "give 0 or more"),
            (first_year < start + BEFORE, "too few years before", first_year, f"begin in {start + BEFORE} or later"),
            (first_year > last - AFTER[1], "too few years after", first_year, f"begin in {last - AFTER[1]} or earlier"),
        )
        if wrong
    ]
    if problems:
        raise ClaimbookError("surges can't be looked for:", problems)
    rows = summed(by_year(book, sorted(set(book.tables["country_years"]["country_id"]))))
    wide = rows.pivot(index="year", columns="country_id", values=["low", "best", "high"]).reindex(
        range(start, last + 1)
    )
    before = wide["best"].shift(1).rolling(BEFORE).mean()
    # a year that the producer does not list for a country ends the window: it is no zero
    after = wide.rolling(AFTER[1] - AFTER[0] + 1).mean().shift(-AFTER[1])
    steep = (wide["best"] >= threshold) & (wide["best"] >= factor * before) & after["best"].notna()
    starts = _apart(steep.loc[first_year:], gap)
    if not starts:
        rule = f"no surge of {threshold} deaths and {factor} times the years before"
        raise ClaimbookError("nothing to compare:", [Problem("", rule, "lower the threshold or the factor")])
    names, present = book.tables["countries"].set_index("country_id")["name"], _present(book, kinds)
    countries, years = map(list, zip(*starts, strict=True))

    def taken(table: pd.DataFrame) -> Any:
        return table.to_numpy()[table.index.get_indexer(years), table.columns.get_indexer(countries)]

    found = pd.DataFrame({"country_id": countries, "country_name": names.loc[countries].to_numpy(), "year": years})
    found = found.assign(**{bound: taken(wide[bound]).astype("int64") for bound in BOUNDS}, before=taken(before))
    found = found.assign(after=taken(after["best"]), after_low=taken(after["low"]), after_high=taken(after["high"]))
    return found.assign(
        lower=found["after"] < found["best"],
        mission=[
            any(begin <= year + AFTER[1] and end >= year for begin, end in present.get(country, ()))
            for country, year in starts
        ],
    )


def base_rate(rows: pd.DataFrame, mission: bool = False) -> pd.Series:
    """Return how often the years after a surge were less deadly.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `surges` returns them.
    mission : bool
        Whether to look at those with a mission instead of those without any.

    Returns
    -------
    pandas.Series
        `surge_count`, `lower_count`, `share`, and `low` and `high`: the 95 per cent interval of Wilson (1927) for a
        share. Surges of one country hang together, so that the interval is rather too narrow.
    """
    own = rows[rows["mission"] == mission]
    count, lower = len(own), int(own["lower"].sum())
    if not count:
        return pd.Series({"surge_count": 0, "lower_count": 0, "share": None, "low": None, "high": None}, dtype="object")
    share, scale = lower / count, 1 + _Z**2 / count
    middle = (share + _Z**2 / (2 * count)) / scale
    half = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / scale
    return pd.Series(
        {"surge_count": count, "lower_count": lower, "share": share, "low": middle - half, "high": middle + half},
        dtype="object",
    )


def over_definitions(book: Book, kinds: Sequence[str] = PRESENT) -> pd.DataFrame:
    """Return the base rate without a mission under each definition of a surge.

    Returns
    -------
    pandas.DataFrame
        `threshold`, `factor`, `gap` and the entries of `base_rate`.
    """
    return pd.DataFrame(
        {"threshold": threshold, "factor": factor, "gap": gap}
        | base_rate(surges(book, threshold, factor, gap, kinds)).to_dict()
        for threshold, factor, gap in product(THRESHOLDS, FACTORS, GAPS)
    )


def _apart(steep: pd.DataFrame, gap: int) -> list[tuple[str, int]]:
    """Return countries and years of surges, none within `gap` years after another of the same country."""
    found: list[tuple[str, int]] = []
    for country in steep.columns[steep.any()]:
        latest = -gap
        for year in steep.index[steep[country]]:
            if year - latest > gap:
                found.append((str(country), int(year)))
                latest = int(year)
    return found


def _present(book: Book, kinds: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the first and last years of the missions of some kinds, by country; no known end counts as going on."""
    missions = book.tables["missions"].astype({"kind": "str"})
    rows = book.tables["mission_hosts"][["mission_id", "country_id"]].merge(missions, on="mission_id")
    # a mission without a start can't be placed; it is as rare as it is small (see `missions`)
    rows = rows[rows["kind"].isin(list(kinds)) & rows["start_date"].notna()]
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows.itertuples():
        end = 9999 if pd.isna(row.end_date) else row.end_date.year
        spans.setdefault(row.country_id, []).append((row.start_date.year, end))
    return spans
