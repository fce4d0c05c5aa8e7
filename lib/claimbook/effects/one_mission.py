"""One mission: who could stand for its country, what else happened at its start, and what both methods then say."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.effects.interrupted import Interrupted, interrupted
from claimbook.effects.panel import CONFLICT
from claimbook.effects.surges import PRESENT
from claimbook.effects.synthetic import Synthetic, synthetic_control
from claimbook.errors import ClaimbookError, Problem
from claimbook.violence import by_month, by_year, covered, summed

# years before the start in which a donor must have had a conflict to resemble the country at all
LOOK_BACK = 10
AFTER_YEARS = 5
# how near in time another event has to be to rival a mission's start
NEAR_YEARS = 1


@dataclass(frozen=True)
class OneMission:
    """What can be said of one mission and national violence, which is little.

    Attributes
    ----------
    mission, country, acronym, country_name : str
        Which.
    start : int
        First year of which the mission saw more than half.
    donors : tuple of str
        Countries in conflict before, without any mission from before the start to the end of the window.
    rivals : tuple of str
        Other events within a year of the start, in words.
    synthetic : Synthetic or None
        None where it can't be fitted, see `problems`.
    series : Interrupted or None
        Likewise.
    problems : tuple of Problem
        Why something is missing.
    """

    mission: str
    country: str
    acronym: str
    country_name: str
    start: int
    donors: tuple[str, ...]
    rivals: tuple[str, ...]
    synthetic: Synthetic | None
    series: Interrupted | None
    problems: tuple[Problem, ...]


def one_mission(book: Book, mission_id: str, after_years: int = AFTER_YEARS) -> OneMission:
    """Return what synthetic control and an interrupted series say of one mission.

    Parameters
    ----------
    book : Book
        A data package with missions, violence and `rival_events`.
    mission_id : str
        A mission that worked in one country.
    after_years : int
        Years after the start that count, and in which donors must be without a mission.

    Returns
    -------
    OneMission
        The outcome is log(1 + deaths of all types, best estimate) by year, and deaths by month.

    Raises
    ------
    ClaimbookError
        For an unknown mission, one without a start or in several countries.
    """
    row, hosts = cases.mission(book, mission_id), cases.hosts(book, mission_id)
    problems = []
    if pd.isna(row["start_date"]):
        problems.append(Problem("", "a mission without dates", "give its start in missions", value=mission_id))
    if len(hosts) != 1:
        todo = "one country is needed, whose deaths can be followed"
        problems.append(Problem("", "a mission in several countries, or in none", todo, value=mission_id))
    if problems:
        raise ClaimbookError(f"nothing can be said of {mission_id}:", problems)
    country = str(hosts["country_id"].iloc[0])
    start = int((row["start_date"] + pd.DateOffset(months=6)).year)
    donors = clean_donors(book, country, start, after_years)
    rivals = tuple(rivals_of(book, mission_id))
    found: list[Problem] = []
    synthetic = series = None
    try:
        synthetic = synthetic_control(
            _yearly(book, [country, *donors], start, after_years), country, start, donors, rivals
        )
    except ClaimbookError as error:
        found += error.problems
    try:
        months = by_month(book, country).groupby("month")["best"].sum()
        first = row["start_date"].to_period("M").to_timestamp()
        window = months.loc[first - pd.DateOffset(years=LOOK_BACK) : first + pd.DateOffset(years=after_years)]
        series = interrupted(window, first, rivals)
    except ClaimbookError as error:
        found += error.problems
    names = book.tables["countries"].set_index("country_id")["name"]
    told = (mission_id, country, str(row["acronym"]), str(names[country]))
    return OneMission(*told, start, tuple(donors), rivals, synthetic, series, tuple(dict.fromkeys(found)))


def clean_donors(book: Book, country: str, start: int, after_years: int = AFTER_YEARS) -> list[str]:
    """Return countries with a conflict in the ten years before, and no mission from five years before on.

    A year that the producer does not list for a country leaves it out.
    """
    first, last = covered(book)
    window = range(max(first, start - LOOK_BACK), min(last, start + after_years - 1) + 1)
    if start not in window:
        return []
    table = book.tables["country_years"].astype({"year": "int64", "state_based_best": "int64"})
    table = table[table["year"].isin(window)]
    whole = table.groupby("country_id")["year"].nunique() == len(window)
    before = table[table["year"] < start].groupby("country_id")["state_based_best"].max() >= CONFLICT
    ids = [one for one in whole.index if whole[one] and before.get(one, False) and one != country]
    missions = book.tables["missions"].astype({"kind": "str", "status": "str"})
    missions = missions[missions["kind"].isin(PRESENT) & missions["start_date"].notna()]
    hosted = book.tables["mission_hosts"][["mission_id", "country_id"]].merge(missions, on="mission_id")
    begun = hosted["start_date"].dt.year <= window[-1]
    # an end that is not known may lie after the window
    held = hosted["end_date"].isna() | (hosted["end_date"].dt.year >= start - LOOK_BACK // 2)
    treated = set(hosted.loc[begun & held, "country_id"])
    return [one for one in ids if one not in treated]


def rivals_of(book: Book, mission_id: str) -> list[str]:
    """Return other events within a year of a mission's start: missions in its country, and those on record."""
    row = cases.mission(book, mission_id)
    near = pd.DateOffset(years=NEAR_YEARS)
    events = []
    for country in cases.hosts(book, mission_id)["country_id"]:
        others = cases.missions_in(book, country).dropna(subset="start_date")
        others = others[others["mission_id"] != mission_id]
        events += [(other.start_date, f"{other.acronym} starts") for other in others.itertuples()]
    if "rival_events" in book.tables:
        own = book.tables["rival_events"]
        own = own[own["mission_id"] == mission_id]
        events += list(zip(own["event_date"], own["what"].str.rstrip("."), strict=True))
    start = row["start_date"]
    close = [(day, what) for day, what in sorted(events) if start - near <= day <= start + near]
    return [f"{day:%Y-%m}: {what}" for day, what in close]


def _yearly(book: Book, countries: list[str], start: int, after_years: int) -> pd.DataFrame:
    first, last = covered(book)
    rows = summed(by_year(book, countries, max(first, start - LOOK_BACK), min(last, start + after_years - 1)))
    return np.log1p(rows.pivot(index="year", columns="country_id", values="best").astype("float64"))
