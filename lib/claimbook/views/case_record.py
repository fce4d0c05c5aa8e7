"""What the article asserts of a mission and what the tables say of it, aspect by aspect, in two layers never mixed."""

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.views import mission_record
from claimbook.views.common import plural

ASPECTS = (
    "mandate",
    "task",
    "size",
    "threats",
    "way of working",
    "counter-terrorism role",
    "host consent",
    "parallel forces",
    "its dead",
    "what came of it",
    "how it ended",
)
# what the article's links on a case say something about
_LINKS = {"faces": "threats", "uses": "way of working", "achieved": "what came of it"}
# kinds of facts that answer for an aspect
_FACTS = {
    "mandate": ("mandating-body", "establishing-instrument", "chapter-vii"),
    "size": ("authorised-uniformed", "authorised-military", "authorised-police", "strength-peak"),
    "threats": ("principal-threats",),
    "counter-terrorism role": ("counter-terrorism-role", "counter-terrorism-support"),
    "host consent": ("host-consent",),
    "its dead": ("fatalities-total", "fatalities-minimum", "fatalities-shared"),
    "how it ended": ("how-it-ended", "closing-instrument"),
}


def asserted(book: Book, mission_id: str) -> dict[str, str]:
    """Return what the article links to a mission, by aspect; empty for a mission that it does not name."""
    case = cases.mission(book, mission_id)["case_id"]
    links = book.tables["links"].astype({"relation": "str"})
    links = links[(links["source"] == case) & links["relation"].isin(list(_LINKS))].drop_duplicates(
        ["relation", "target"]
    )
    names = book.names()
    found: dict[str, list[str]] = {}
    for link in links.itertuples():
        found.setdefault(_LINKS[link.relation], []).append(names[link.target])
    return {aspect: "; ".join(told) for aspect, told in found.items()}


def recorded(book: Book, mission_id: str) -> dict[str, str]:
    """Return what the tables say of a mission, by aspect."""
    facts = cases.facts(book, mission_id)
    found = {}
    for aspect, keys in _FACTS.items():
        own = facts[facts["fact_key"].isin(keys)]
        kinds = [own[own["fact_key"] == key] for key in keys]
        found[aspect] = "; ".join(_told(kind, len(keys) > 1) for kind in kinds if len(kind))
    found |= {"size": _size(book, mission_id, found.get("size", "")), "task": _tasks(book, mission_id)}
    dead = cases.fatalities(book, mission_id)
    if len(dead):
        hostile = int(dead.loc[dead["cause"] == "malicious-act", "deaths_count"].sum())
        shared = dead["recorded_as"].iloc[0] != mission_id
        found["its dead"] = f"{int(dead['deaths_count'].sum()):,}, of them {hostile:,} by malicious acts" + (
            f" (counted together as {dead['recorded_as'].iloc[0].upper()})" if shared else ""
        )
    beside = cases.neighbours(book, mission_id)
    parallel = beside[beside["tie"].isin(["parallel", "supports", "supported"])]
    if len(parallel):
        found["parallel forces"] = ", ".join(dict.fromkeys(parallel["acronym"]))
    return {aspect: text for aspect, text in found.items() if text}


def _told(facts: pd.DataFrame, named: bool) -> str:
    """Return the facts of a kind: its name, where kinds share a cell, years where values follow on, and doubts."""
    told = []
    for fact in facts.itertuples():
        brackets = [f"from {fact.valid_from.year}"] if len(facts) > 1 else []
        brackets += ["unverified"] if str(fact.checked) == "unverified" else []
        # the name of a ceiling says what it counts
        told.append(
            mission_record.value(fact).removesuffix(" uniformed") + (f" ({', '.join(brackets)})" if brackets else "")
        )
    return (f"{facts['name'].iloc[0]}: " if named else "") + ", ".join(told)


def _tasks(book: Book, mission_id: str) -> str:
    """Return what the decisions that set a mission up gave it to do, and into which parts its coded tasks fall."""
    decisions = cases.mandates(book, mission_id)
    founding = decisions[(decisions["change"] == "establishes") & decisions["what"].notna()]
    told = [f"{one.what.rstrip('.')} ({one.instrument})" for one in founding.itertuples()]
    coded = cases.coded_mandates(book, mission_id)
    if len(coded):
        source = coded["source_id"].iloc[0]
        tasks = {task for cell in coded["tasks"] for task in cell.split()}
        parts = book.tables["mandate_tasks"].set_index("task_id").loc[sorted(tasks), "component"].astype("str")
        labels = book.labels("mandate_tasks", "component")
        counts = "; ".join(f"{count} on {labels[one]}" for one, count in parts.value_counts().items())
        told.append(f"{plural(len(tasks), 'task')} coded over its time ({source}): {counts}")
    return "; ".join(told)


def _size(book: Book, mission_id: str, ceilings: str) -> str:
    rows = cases.personnel(book, mission_id)
    rows = rows[rows["total_count"].notna()] if len(rows) else rows
    if rows.empty:
        return ceilings
    peak = rows.loc[rows["total_count"].idxmax()]
    deployed = f"at most {peak['total_count']:,} uniformed deployed at the end of a year ({peak['year']})"
    return "; ".join(part for part in (deployed, ceilings) if part)
