"""Check missions, their facts and deaths in violence against the rules of their tables."""

import pandas as pd

from claimbook.checks.rules import Frames, Rows, Rules
from claimbook.errors import Problem
from claimbook.schema import Package

_NUMBERS = frozenset({"people", "uniformed", "usd", "eur", "usd-month", "percent"})
# a day after all that is on record, for what goes on
_LAST = pd.Timestamp("2200-01-01")
_RULES = Rules()


def mission_rules(package: Package, frames: Frames) -> list[Problem]:
    """List what breaks a rule on missions or violence; a rule is passed over where a table it needs is not there."""
    return _RULES.problems(package, frames)


@_RULES.needs("missions.start_date start_date_precision end_date end_date_precision status")
def _lifetimes(missions: Rows) -> list[Problem]:
    cells = missions.cells
    start, end = (_days(cells[name]) for name in ("start_date", "end_date"))
    todo = "exchange or mend them"
    problems = missions.problems(end < start, "start_date, end_date", "a mission that ends before it begins", todo)
    for name in ("start_date", "end_date"):
        bad = (cells[name] == "") != (cells[f"{name}_precision"] == "")
        todo = "say how exact the date is, where there is one"
        problems += missions.problems(bad, f"{name}_precision", "a date without its precision, or the reverse", todo)
    bad = (cells["status"] == "ongoing") & (cells["end_date"] != "")
    return problems + missions.problems(bad, "status", "a mission that goes on and has ended", "mend one of them")


@_RULES.needs("mission_facts.mission_id fact_key valid_from valid_to valid_to_precision ends checked second_source_id")
def _validity(facts: Rows) -> list[Problem]:
    cells = facts.cells
    start, end = (_days(cells[name]) for name in ("valid_from", "valid_to"))
    todo = "valid_to is the day after the last; exchange or mend them"
    problems = facts.problems(end <= start, "valid_from, valid_to", "a fact that ends before it begins", todo)
    bad = (cells["ends"] == "dated") != (cells["valid_to"] != "")
    problems += facts.problems(bad, "ends", "an end that its date does not fit", "dated goes with a valid_to")
    bad = (cells["valid_to"] == "") != (cells["valid_to_precision"] == "")
    problems += facts.problems(bad, "valid_to_precision", "a date without its precision, or the reverse", "mend it")
    bad = (cells["checked"] == "two-sources") & (cells["second_source_id"] == "")
    problems += facts.problems(bad, "checked", "two sources of which one is named", "name the second")
    # what a source does not say to have lasted holds on its first day
    until = end.mask(cells["ends"] == "not-stated", start + pd.Timedelta(days=1)).fillna(_LAST)
    order = cells.assign(start=start, until=until).sort_values(["mission_id", "fact_key", "start"], kind="stable")
    before = order.groupby(["mission_id", "fact_key"])["until"].shift()
    todo = "end the older one where the newer begins"
    again = (order["start"] < before).reindex(cells.index)
    return problems + facts.problems(again, "fact_key, valid_from", "a fact that another of its kind still holds", todo)


@_RULES.needs("mission_facts.fact_key fact_value fact_value_high", "fact_keys.fact_key value_unit")
def _values(facts: Rows, keys: Rows) -> list[Problem]:
    unit = facts.cells["fact_key"].map(dict(keys.cells[["fact_key", "value_unit"]].itertuples(index=False, name=None)))
    value, high = (pd.to_numeric(facts.cells[name], errors="coerce") for name in ("fact_value", "fact_value_high"))
    bad = unit.isin(_NUMBERS) & value.isna()
    problems = facts.problems(bad, "fact_value", "no number, where its kind counts", "write the number alone")
    bad = (unit == "date") & _days(facts.cells["fact_value"]).isna()
    problems += facts.problems(bad, "fact_value", "no day, where its kind is one", "write it as YYYY-MM-DD")
    bad = (unit == "code") & ~facts.cells["fact_value"].str.fullmatch("[a-z-]+")
    problems += facts.problems(bad, "fact_value", "no code, where its kind is one", "use a code of its rule")
    todo = "write the lower end first"
    return problems + facts.problems(
        high <= value, "fact_value, fact_value_high", "a range that ends where it begins", todo
    )


@_RULES.needs("successions.mission_id other_id tie valid_from valid_to valid_to_precision")
def _neighbours(successions: Rows) -> list[Problem]:
    cells = successions.cells
    same = cells["mission_id"] == cells["other_id"]
    problems = successions.problems(same, "other_id", "a mission beside itself", "name the other mission")
    bad = _days(cells["valid_to"]) <= _days(cells["valid_from"])
    todo = "valid_to is the day after the last; exchange or mend them"
    problems += successions.problems(bad, "valid_from, valid_to", "a time that ends before it begins", todo)
    bad = (cells["tie"] == "successor") & (cells["valid_to"] != "")
    return problems + successions.problems(bad, "valid_to", "a taking over that lasts", "leave it empty")


@_RULES.needs("mandates.tasks source_id", "mandate_tasks.task_id source_id")
def _tasks(mandates: Rows, tasks: Rows) -> list[Problem]:
    coder = dict(tasks.cells[["task_id", "source_id"]].itertuples(index=False, name=None))
    problems = []
    for row, cell, source in mandates.cells[["tasks", "source_id"]].itertuples(name=None):
        foreign = [task for task in cell.split() if coder.get(task) != source]
        if foreign:
            rule = f"a task that {source} does not code ({foreign[0]})"
            problems.append(mandates.problem(row, "source_id", rule, f"use a task of {tasks.path}"))
    return problems


@_RULES.needs("country_months.month")
def _months(months: Rows) -> list[Problem]:
    bad = pd.to_numeric(months.cells["month"], errors="coerce") > 12
    return months.problems(bad, "month", "no month", "write 1 to 12")


def _days(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")
