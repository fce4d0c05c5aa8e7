"""Country-years at risk: deaths by type, peacekeepers of the year before, and what could not be placed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from claimbook.book import Book
from claimbook.effects.people import PERSONNEL, personnel
from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.violence import covered

# a year with this many deaths in fighting that a state takes part in is a year of conflict: UCDP's line for one
# conflict, drawn here through the sum of all conflicts in a country
CONFLICT = 25
# how long after its last year of conflict a country counts as at risk
AFTER_YEARS = 10
SAMPLES = ("all", "during", "after")
OUTCOMES = ("state_based", "non_state", "one_sided", "deaths")
# where deaths by year come from: UCDP's own yearly table, or its events by month in a later version, added up
COUNTS = {"years": "country_years", "months": "country_months"}


@dataclass(frozen=True)
class Panel:
    """Country-years and what was left out of them.

    Attributes
    ----------
    frame : pandas.DataFrame
        A row for each country and year at risk: `country_id`, `year`, best estimates of deaths `state_based`,
        `non_state`, `one_sided` and `deaths` (all three), `conflict` (whether the year before was one of conflict),
        `state_based_before` (in the year before), `years_since` (years since the last year of conflict, counted at the
        end of the year before), `mission` (whether a mission was there in the year before), `strong` (whether one was
        whose mandate let it use force, or came under Chapter VII, by then), `troops` (of the year before, in
        thousands), `police` and `observers` (in hundreds; where only a total is known it is split as in the last
        year with a split, and all three are empty where a mission was there and its people are not known) and
        `log_people`.
    left_out : tuple of Problem
        Missions and countries that could not be placed, each with the reason.
    version : str
        Id of the source of the deaths, with its version.
    histories : pandas.DataFrame
        `mission` by country (index) and year (columns), at risk or not.
    """

    frame: pd.DataFrame
    left_out: tuple[Problem, ...]
    version: str = ""
    histories: pd.DataFrame = field(default_factory=pd.DataFrame)

    def sample(self, name: str = "all") -> pd.DataFrame:
        """Return the rows during conflict, in the ten years after, or both.

        Raises
        ------
        ClaimbookError
            For an unknown sample.
        """
        if name not in SAMPLES:
            raise ClaimbookError(f"no sample {name!r}: {nearest(name, SAMPLES)}")
        if name == "all":
            return self.frame
        return self.frame[self.frame["conflict"] == (name == "during")]


def panel(
    book: Book, kinds: Sequence[str] = ("un-peacekeeping",), first_year: int = 1991, counts: str = "years"
) -> Panel:
    """Return the country-years at risk with the peacekeepers of the year before.

    Parameters
    ----------
    book : Book
        A data package with the tables on violence, missions and population.
    kinds : sequence of str
        Kinds of missions that count.
    first_year : int
        First year of the outcome; 1991 at the earliest for personnel of the year before.
    counts : str
        `years`, the producer's yearly table, or `months`, its events added up in a later version. Versions are never
        mixed in one panel; both have the same country-years.

    Returns
    -------
    Panel
        Years of conflict and the ten years after. A year that the producer does not list for a country is no row; a
        zero means below UCDP's threshold, not peace. A mission in several countries can't be split over them, so that
        its countries carry `mission` and no number of people from it.

    Raises
    ------
    ClaimbookError
        If no mission of these kinds is on record, or none of them can be placed in a country and its years; for
        unknown counts.
    """
    if counts not in COUNTS:
        raise ClaimbookError(f"no counts {counts!r}: {nearest(counts, list(COUNTS))}")
    start, last = covered(book)
    wide = _deaths(book, counts)
    people, left_out = personnel(book, kinds)
    parts = []
    for country, rows_of in wide.reset_index().groupby("country_id"):
        own = rows_of.set_index("year").reindex(range(start, last + 1))
        fought = own["state_based"] >= CONFLICT
        since = (
            pd.Series(range(len(own)), index=own.index)
            - pd.Series(range(len(own)), index=own.index).where(fought).ffill()
        )
        before = since.shift(1)
        there = people[people["country_id"] == country].set_index("year").reindex(own.index - 1)
        placed = own.assign(
            country_id=country,
            conflict=before.eq(0),
            years_since=before,
            state_based_before=own["state_based"].shift(1),
            **{name: there[name].fillna(0).astype("int64").to_numpy() for name in ("mission", "strong")},
            **{
                name: there[name].where(there["mission"].eq(1), 0).to_numpy() / unit for name, unit in PERSONNEL.items()
            },
        )
        at_risk = before.notna() & (before <= AFTER_YEARS) & own["deaths"].notna() & (own.index >= first_year)
        parts.append(placed[at_risk].rename_axis("year").reset_index())
    frame = pd.concat(parts, ignore_index=True)
    frame = _with_people(book, frame, left_out)
    order = ["country_id", "year", *OUTCOMES, "conflict", "state_based_before", "years_since"]
    order += ["mission", "strong", *PERSONNEL, "log_people"]
    version = str(book.tables[COUNTS[counts]]["source_id"].iloc[0])
    histories = people.pivot(index="country_id", columns="year", values="mission").rename(columns=lambda year: year + 1)
    histories = histories.reindex(index=wide.index.unique("country_id"), columns=range(start + 1, last + 1)).fillna(0)
    frame = frame[order].sort_values(["country_id", "year"], ignore_index=True)
    return Panel(frame, tuple(left_out), version, histories)


def _deaths(book: Book, counts: str) -> pd.DataFrame:
    """Return the best estimates of deaths by country and year, a column for each type and one for their sum."""
    keys, types = ["country_id", "year"], list(OUTCOMES[:3])
    columns = {f"{name}_best": name for name in types}
    wide = book.tables["country_years"].set_index(keys)[list(columns)]
    if counts == "months":
        # a month or year without an event has no row; the yearly table says which country-years there are
        summed = book.tables["country_months"].groupby(keys, observed=True)[list(columns)].sum()
        wide = summed.reindex(wide.index, fill_value=0)
    wide = wide.rename(columns=columns).astype("int64")
    return wide.assign(deaths=wide[types].sum(axis="columns"))


def _with_people(book: Book, frame: pd.DataFrame, left_out: list[Problem]) -> pd.DataFrame:
    """Add the logarithm of the inhabitants, and leave out country-years without a population."""
    from numpy import log

    people = book.tables["population"].set_index(["country_id", "year"])["people_count"].astype("float64")
    found = people.reindex(pd.MultiIndex.from_frame(frame[["country_id", "year"]])).to_numpy()
    frame = frame.assign(log_people=log(found))
    for country, own in frame[frame["log_people"].isna()].groupby("country_id"):
        years = f"{own['year'].min()} to {own['year'].max()}"
        left_out.append(
            Problem("", "a country without a population", "its years are left out", value=f"{country} {years}")
        )
    return frame.dropna(subset="log_people")
