"""People of missions by country and year, and whose mandate let them use force."""

from collections.abc import Sequence

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem
from claimbook.violence import covered

# how many people make one unit of each: missions have far fewer police and observers than troops
PERSONNEL = {"troops": 1000, "police": 100, "observers": 100}
# tasks of a strong mandate, as the two data sets on mandates code them
_FORCE = frozenset({"tamm-ch7", "pema-use-of-force", "pema-1.2-use-of-force"})


def personnel(book: Book, kinds: Sequence[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the people of all missions of some kinds by country and year, and the missions that can't be placed.

    Returns
    -------
    tuple of pandas.DataFrame and list of Problem
        `country_id`, `year`, `mission` (1), `strong` (whether one was whose mandate let it use force, or came under
        Chapter VII, by then) and `troops`, `police` and `observers`, empty where none of the missions' is known.

    Raises
    ------
    ClaimbookError
        If no mission of these kinds is on record, or none of them can be placed.
    """
    missions = book.tables["missions"].astype({"kind": "str", "status": "str"})
    missions = missions[missions["kind"].isin(list(kinds))]
    if missions.empty:
        raise ClaimbookError(f"no mission of the kinds {', '.join(kinds)}")
    hosts = book.tables["mission_hosts"].groupby("mission_id")["country_id"].agg(list)
    _, last = covered(book)
    forceful = _forceful(book)
    found, left_out = [], []
    for row in missions.itertuples():
        places = hosts.get(row.mission_id, [])
        if pd.isna(row.start_date):
            left_out.append(
                Problem("", "a mission without a first day", "give its start in missions", value=row.mission_id)
            )
            continue
        if pd.isna(row.end_date) and row.status != "ongoing":
            left_out.append(
                Problem("", "a mission without a known end", "give its end in missions", value=row.mission_id)
            )
            continue
        end = last if pd.isna(row.end_date) else row.end_date.year
        years = pd.DataFrame({"year": range(row.start_date.year, end + 1)})
        counts = cases.personnel(book, row.mission_id)
        told = _split(counts)
        if len(places) > 1:
            left_out.append(
                Problem("", "people in several countries", "they can't be split over them", value=row.mission_id)
            )
            told = told.head(0)
        elif counts.empty:
            left_out.append(
                Problem("", "a mission without personnel", "it counts as present only", value=row.mission_id)
            )
        strong = (years["year"] >= forceful.get(row.mission_id, last + 1)).astype("int64")
        years = years.assign(mission=1, strong=strong).merge(told, on="year", how="left")
        found += [years.assign(country_id=place) for place in places]
    if not found:
        raise ClaimbookError(f"no mission of the kinds {', '.join(kinds)} can be placed:", left_out)
    whole = pd.concat(found, ignore_index=True)
    grouped = whole.groupby(["country_id", "year"], as_index=False)
    # beside a mission whose people are known, one whose people are not adds nothing: the small ones are of this sort
    return grouped.agg(
        {**dict.fromkeys(PERSONNEL, lambda cells: cells.sum(min_count=1)), "mission": "max", "strong": "max"}
    ), left_out


def _forceful(book: Book) -> dict[str, int]:
    """Return for each mission the first year of a mandate to use force or under Chapter VII, where one is coded."""
    rows = book.tables["mandates"].dropna(subset="tasks")
    strong = [not _FORCE.isdisjoint(tasks.split()) for tasks in rows["tasks"]]
    return rows[strong].groupby("mission_id")["adopted_date"].min().dt.year.to_dict()


def _split(counts: pd.DataFrame) -> pd.DataFrame:
    """Return troops, police and observers by year; a total without a split takes that of the year before."""
    parts = pd.DataFrame({name: counts[f"{name}_count"].astype("float64") for name in PERSONNEL})
    total = counts["total_count"].astype("float64").fillna(counts["mean_total"].astype("float64"))
    parts = parts.where(parts["troops"].isna(), parts.fillna(0))
    # (or, before the first split, of the first year with one)
    shares = parts.div(parts.sum(axis="columns").replace(0, float("nan")), axis="index").ffill().bfill()
    # a mission of observers whose split is nowhere told must not pass for troops: its people stay unknown
    return parts.fillna(shares.mul(total, axis="index")).assign(year=counts["year"].astype("int64"))
