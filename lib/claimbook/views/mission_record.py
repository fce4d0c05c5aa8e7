"""The record of one mission: a source for each line, its decisions, and what the tables lack."""

from typing import Any

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.views.common import Listing, Nothing, when

_TIES = {
    "predecessor": "took over from",
    "successor": "handed over to",
    "parallel": "worked beside",
    "supports": "was supported by",
    "supported": "supported",
}


def missions(book: Book) -> list[str]:
    """Return the ids of all missions."""
    return book.tables["missions"]["mission_id"].tolist()


def record(book: Book, mission_id: str) -> Listing:
    """List what is known of the mission: what, what it says, since when, how far it was checked and the source."""
    return with_sources(book, lines(book, mission_id))


def lines(book: Book, mission_id: str) -> pd.DataFrame:
    """Return what is known of the mission, one line a fact.

    Returns
    -------
    pandas.DataFrame
        `what`, `record`, `held` (since when and how long), `checked`, all as text, and `source`, an id.
    """
    row = cases.mission(book, mission_id)
    kinds = book.labels("missions", "kind")
    hosts = cases.hosts(book, mission_id)
    own = str(row["source_id"])
    start, end = (when(row[f"{side}_date"], row[f"{side}_date_precision"]) for side in ("start", "end"))
    found = [
        ("name", row["name"], "", "", own),
        ("kind", kinds[str(row["kind"])], "", "", own),
        ("where", ", ".join(hosts["name"]) or "the sources name no country", "", "", _first(hosts, own)),
        ("began", start or "no source gives a day", "", "", own),
        ("ended", end or book.labels("missions", "status")[str(row["status"])], "", "", own),
    ]
    if pd.notna(row["note"]):
        found.append(("note", row["note"], "", "", own))
    for other in cases.neighbours(book, mission_id).itertuples():
        said = f"{_TIES[other.tie]} {other.acronym}"
        found.append(("before, after, beside", said, when(other.valid_from, "day"), other.checked, other.source_id))
    found += [
        (fact.name, value(fact), _validity(fact), fact.checked, fact.source_id)
        for fact in cases.facts(book, mission_id).itertuples()
    ]
    frame = pd.DataFrame(found, columns=["what", "record", "held", "checked", "source"])
    frame["checked"] = frame["checked"].astype("str").str.replace("-", " ")
    return frame


def value(fact: Any) -> str:
    """Return a fact's value in words: numbers with their separators, ranges with both ends, and the unit."""
    units = {"usd": " US dollars", "eur": " euros", "percent": " percent", "people": " people"}
    units |= {"uniformed": " uniformed", "usd-month": " US dollars a month"}
    if str(fact.value_unit) not in units:
        return str(fact.fact_value)
    ends = [float(fact.fact_value), *([] if pd.isna(fact.fact_value_high) else [fact.fact_value_high])]
    return f"{' to '.join(f'{one:,.0f}' for one in ends)}{units[str(fact.value_unit)]}"


def mandates(book: Book, mission_id: str) -> Listing | Nothing:
    """List the mission's resolutions and decisions: what each changed, and the tasks that data sets code in it."""
    rows = cases.mandates(book, mission_id)
    if rows.empty:
        return Nothing(
            f"mandates-{mission_id}",
            "No resolution on this mission in the tables",
            "The data sets on mandates cover the United Nations' operations to 2015 and 2019; operations of others and "
            "special political missions are not in them.",
        )
    tasks = cases.task_changes(book, mission_id).set_index("instrument")
    counts, added = (tasks[name].astype("str").to_dict() for name in ("task_count", "added"))
    labels = book.labels("mandates", "change") | {"not-coded": "not coded"}
    frame = pd.DataFrame(
        {
            "decision": rows["instrument"],
            "adopted": [when(*pair) for pair in zip(rows["adopted_date"], rows["adopted_date_precision"], strict=True)],
            "what it did": rows["change"].map(labels),
            "what changed": rows["what"].fillna(""),
            "tasks coded": [counts.get(one, "") for one in rows["instrument"]],
            "newly coded": [added.get(one, "") for one in rows["instrument"]],
            "source": rows["source_id"],
        }
    )
    return with_sources(book, frame)


def host(book: Book, mission_id: str) -> str:
    """Return the host country that stands for a mission in its brief: the one with most deaths in the mission's time.

    Empty where the sources name no host.
    """
    ids = cases.hosts(book, mission_id)["country_id"].tolist()
    years = book.tables["country_years"]
    best = [name for name in years if name.endswith("_best")]
    row = cases.mission(book, mission_id)
    own = years[years["country_id"].isin(ids)]
    if pd.notna(row["start_date"]):
        own = own[own["year"] >= row["start_date"].year]
    if pd.notna(row["end_date"]):
        own = own[own["year"] <= row["end_date"].year]
    sums = own.groupby("country_id")[best].sum().sum(axis="columns")
    return str(sums.idxmax()) if len(sums) else next(iter(ids), "")


def missing(book: Book, mission_id: str) -> Listing:
    """List what the tables lack for this mission, so that an empty place is not taken for a zero."""
    row = cases.mission(book, mission_id)
    known = set(cases.facts(book, mission_id)["fact_key"])
    keys = book.tables["fact_keys"]
    wanted = keys[keys["fact_key"].isin(["host-consent", "counter-terrorism-role", "authorised-uniformed"])]
    gaps = [f"no fact on: {one.name}" for one in wanted.itertuples(index=False) if one.fact_key not in known]
    tests = {
        "a first day": pd.notna(row["start_date"]),
        "a last day": pd.notna(row["end_date"]) or row["status"] == "ongoing",
        "a host country": len(cases.hosts(book, mission_id)) > 0,
        "a resolution or decision": len(cases.mandates(book, mission_id)) > 0,
        "yearly strength": len(cases.personnel(book, mission_id)) > 0,
        "the dead by cause": len(cases.fatalities(book, mission_id)) > 0,
        "missions before, after or beside it": len(cases.neighbours(book, mission_id)) > 0,
    }
    gaps = [f"no source in the tables for {name}" for name, there in tests.items() if not there] + gaps
    return Listing(pd.DataFrame({"what is missing": gaps or ["nothing of what a brief shows"]}))


def _first(rows: pd.DataFrame, otherwise: str) -> str:
    return str(rows["source_id"].iloc[0]) if len(rows) else otherwise


def with_sources(book: Book, frame: pd.DataFrame, summary: str = "") -> Listing:
    """Return a table whose last column, ids of sources, names them by their titles, each leading to its address."""
    rows = book.tables["sources"].set_index("source_id")[["title", "outlet", "url", "doi"]].fillna("")
    titles = rows["title"] + rows["outlet"].map(lambda outlet: f" ({outlet})" if outlet else "")
    addresses = rows["url"].where(rows["url"] != "", ("https://doi.org/" + rows["doi"]).where(rows["doi"] != "", ""))
    leads_to = [addresses.get(one, "") for one in frame["source"]]
    return Listing(frame.assign(source=[titles.get(one, one) for one in frame["source"]]), leads_to, summary)


def _validity(fact: Any) -> str:
    start, end = when(fact.valid_from, fact.valid_from_precision), when(fact.valid_to, fact.valid_to_precision)
    return {"ongoing": f"since {start}", "not-stated": start}.get(str(fact.ends), f"{start} to before {end}")
