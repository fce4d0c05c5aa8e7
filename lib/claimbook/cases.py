"""Missions: facts as of a day, mandates, hosts, neighbours, strength and dead, each with its source."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, nearest
from claimbook.remembered import remembered

# how a tie reads from the other side
_MIRRORED = {"successor": "predecessor", "parallel": "parallel", "supports": "supported"}
# data sets on mandates code tasks; what people wrote down of a resolution comes before what they code, and among the
# data sets those that know the day before those that know the month
_CODED = ("pema-2", "pema-1.2", "tamm-2.1")


@remembered
def mission(book: Book, mission_id: str) -> pd.Series:
    """Return a mission's row of the table `missions`.

    Raises
    ------
    ClaimbookError
        If there is no such mission; the message names the nearest ids and acronyms.
    """
    rows = book.tables["missions"].set_index("mission_id", drop=False)
    if mission_id not in rows.index:
        by_acronym = dict(zip(rows["acronym"].str.lower(), rows.index, strict=True))
        meant = by_acronym.get(mission_id.lower())
        hint = f"did you mean {meant}?" if meant else nearest(mission_id, list(rows.index))
        raise ClaimbookError(f"no mission {mission_id!r}: {hint}")
    return rows.loc[mission_id]


def facts(book: Book, mission_id: str, day: dt.date | None = None) -> pd.DataFrame:
    """Return the facts on a mission.

    Parameters
    ----------
    book : Book
        A data package with the tables `mission_facts` and `fact_keys`.
    mission_id : str
        For example `minusma`.
    day : datetime.date, optional
        Only what held on that day; by default everything, superseded facts among it.

    Returns
    -------
    pandas.DataFrame
        The columns of `mission_facts`, and `name`, `value_unit`, `rule` and `rival` of the kind of fact, sorted by kind
        and date. A fact whose end the sources do not say holds on its first day only.

    Raises
    ------
    ClaimbookError
        For an unknown mission.
    """
    mission(book, mission_id)
    rows = _of(_all_facts(book), mission_id)
    if day is None:
        return rows
    when = pd.Timestamp(day)
    until = rows["valid_to"].where(rows["ends"] != "not-stated", rows["valid_from"] + pd.Timedelta(days=1))
    return rows[(rows["valid_from"] <= when) & (until.isna() | (until > when))].reset_index(drop=True)


def hosts(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the countries in which a mission worked: `country_id`, `name`, `source_id`, `note`."""
    mission(book, mission_id)
    return _of(_all_hosts(book), mission_id).drop(columns="mission_id")


def missions_in(book: Book, country: str) -> pd.DataFrame:
    """Return the missions that worked in a country, the earliest first, as the table `missions` has them."""
    hosted, rows = book.tables["mission_hosts"], book.tables["missions"]
    ids = hosted.loc[hosted["country_id"] == country, "mission_id"]
    return rows[rows["mission_id"].isin(ids)].sort_values(["start_date", "mission_id"], ignore_index=True)


def neighbours(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the missions before, after and beside a mission.

    Returns
    -------
    pandas.DataFrame
        `other_id`, `acronym`, `tie` (predecessor, successor, parallel, supports, supported: what the other is to
        the mission), `valid_from`, `valid_to`, `source_id`, `checked`, `note`.
    """
    mission(book, mission_id)
    return _of(_all_neighbours(book), mission_id).drop(columns="mission_id")


@remembered
def mandates(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the resolutions and decisions on a mission, one a row, the earliest first.

    Returns
    -------
    pandas.DataFrame
        `instrument`, `adopted_date`, `adopted_date_precision`, `change`, `what`, `source_id` of the source that says
        most of it, and `coded_by`: the data sets that code its tasks, blank-separated.
    """
    mission(book, mission_id)
    rows = book.tables["mandates"]
    rows = rows[rows["mission_id"] == mission_id].astype({"change": "str", "adopted_date_precision": "str"})
    rank = {source: place for place, source in enumerate(_CODED, start=1)}
    rows = rows.assign(rank=rows["source_id"].map(rank).fillna(0)).sort_values(["rank", "adopted_date"])
    coders = rows[rows["rank"] > 0].groupby("instrument")["source_id"].agg(" ".join).to_dict()
    # a data set that codes the change tells it for one that does not
    changes = _first_by_instrument(rows[rows["change"] != "not-coded"], "change")
    # and a source that knows the day tells it for one that knows the month
    exact = rows.assign(order=rows["adopted_date_precision"].map({"day": 0, "month": 1, "year": 2}).astype("float64"))
    exact = exact.sort_values("order", kind="stable")
    days, precisions = (_first_by_instrument(exact, name) for name in ("adopted_date", "adopted_date_precision"))
    rows = rows.drop_duplicates("instrument")
    names = rows["instrument"].tolist()
    rows = rows.assign(
        adopted_date=pd.to_datetime([days[name] for name in names]),
        adopted_date_precision=[precisions[name] for name in names],
        change=[changes.get(name, "not-coded") for name in names],
        coded_by=[coders.get(name, "") for name in names],
    )
    columns = ["instrument", "adopted_date", "adopted_date_precision", "change", "what", "source_id", "coded_by"]
    return rows.sort_values(["adopted_date", "instrument"], ignore_index=True)[columns]


def _first_by_instrument(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    return dict(rows.drop_duplicates("instrument")[["instrument", column]].itertuples(index=False, name=None))


def coded_mandates(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the rows of `mandates` with tasks, the earliest first, of the data set that codes most of the mission's.

    PEMA 1.2 is left out: it codes offensive operations alone.
    """
    mission(book, mission_id)
    rows = book.tables["mandates"]
    rows = rows[(rows["mission_id"] == mission_id) & rows["tasks"].notna() & (rows["source_id"] != "pema-1.2")]
    most = rows["source_id"].mode().head(1)
    return rows[rows["source_id"].isin(most)].sort_values(["adopted_date", "instrument"], ignore_index=True)


def task_changes(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the tasks that each resolution brought in, by the data set that codes most of the mission's.

    Returns
    -------
    pandas.DataFrame
        `instrument`, `adopted_date`, `source_id`, `task_count` (tasks coded in it) and `added` (names of those that no
        resolution before it has, with semicolons between them); empty where no data set codes the mission.

    Notes
    -----
    A task that a resolution does not repeat is not taken for dropped: a renewal may keep it in force by a reference.
    Only where the mandate was adjusted as a whole do its tasks count anew.
    """
    rows = coded_mandates(book, mission_id)
    if rows.empty:
        return pd.DataFrame(columns=["instrument", "adopted_date", "source_id", "task_count", "added"])
    names = book.tables["mandate_tasks"].set_index("task_id")["name"]
    found = []
    known: set[str] = set()
    for row in rows.itertuples():
        tasks = set(row.tasks.split())
        known = set() if row.change == "adjusts" else known
        told = {name: getattr(row, name) for name in ("instrument", "adopted_date", "source_id")}
        added = "; ".join(sorted(set(names[list(tasks - known)])))
        found.append({**told, "task_count": len(tasks), "added": added})
        known |= tasks
    return pd.DataFrame(found)


@remembered
def fatalities(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the dead of a mission: `year`, `cause`, `deaths_count`, `source_id`, and `recorded_as`.

    `recorded_as` is the mission under which the producer counts them, which for some takes in the dead of others; the
    frame is empty where the producer has no record, which for missions of others than the United Nations says nothing.
    """
    row = mission(book, mission_id)
    record = mission_id if pd.isna(row["recorded_with"]) else str(row["recorded_with"])
    rows = book.tables["mission_fatalities"]
    rows = rows[rows["mission_id"] == record].drop(columns="mission_id")
    return rows.assign(recorded_as=record).sort_values(["year", "cause"], ignore_index=True)


def personnel(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the uniformed people of a mission by year, one row a year: of the source that gives a month's count.

    Returns
    -------
    pandas.DataFrame
        The columns of `mission_personnel` without the mission; where two sources have the year, the one that gives
        counts in a month comes before the one that gives only a mean.
    """
    mission(book, mission_id)
    return _of(_all_personnel(book), mission_id).drop(columns="mission_id")


def lifetimes(book: Book, missions: Sequence[str]) -> pd.DataFrame:
    """Return when some missions and their neighbours worked.

    Returns
    -------
    pandas.DataFrame
        `mission_id`, `acronym`, `kind`, `start_date`, `end_date`, `status`, `of` (the mission whose neighbour it is, or
        itself) and `tie` (`itself` for the mission); those without a start are left out.
    """
    table = book.tables["missions"].set_index("mission_id", drop=False)
    parts = []
    for one in missions:
        beside = neighbours(book, one)
        ids = [one, *beside["other_id"]]
        rows = table.loc[ids, ["mission_id", "acronym", "kind", "start_date", "end_date", "status"]]
        parts.append(rows.assign(of=one, tie=["itself", *beside["tie"]]))
    found = pd.concat(parts, ignore_index=True).drop_duplicates(["of", "mission_id"])
    return found.dropna(subset="start_date").reset_index(drop=True)


def _of(rows: pd.DataFrame, mission_id: str) -> pd.DataFrame:
    return rows[rows["mission_id"] == mission_id].reset_index(drop=True)


@remembered
def _all_facts(book: Book) -> pd.DataFrame:
    rows = book.tables["mission_facts"].merge(book.tables["fact_keys"], on="fact_key", how="left")
    return rows.sort_values(["fact_key", "valid_from"], ignore_index=True)


@remembered
def _all_hosts(book: Book) -> pd.DataFrame:
    rows, names = book.tables["mission_hosts"], book.tables["countries"].set_index("country_id")["name"]
    rows.insert(2, "name", rows["country_id"].map(names))
    return rows


@remembered
def _all_neighbours(book: Book) -> pd.DataFrame:
    there = book.tables["successions"].astype({"tie": "str"})
    back = there.rename(columns={"mission_id": "other_id", "other_id": "mission_id"})
    rows = pd.concat([there, back.assign(tie=back["tie"].map(_MIRRORED))], ignore_index=True)
    acronyms = book.tables["missions"].set_index("mission_id")["acronym"]
    rows["acronym"] = rows["other_id"].map(acronyms)
    columns = ["mission_id", "other_id", "acronym", "tie", "valid_from", "valid_to", "source_id", "checked", "note"]
    return rows[columns].sort_values(["tie", "valid_from"], ignore_index=True)


@remembered
def _all_personnel(book: Book) -> pd.DataFrame:
    rows = book.tables["mission_personnel"]
    rows = rows.assign(only_mean=rows["total_count"].isna()).sort_values(["year", "only_mean", "source_id"])
    return rows.drop_duplicates(["mission_id", "year"]).drop(columns="only_mean")
