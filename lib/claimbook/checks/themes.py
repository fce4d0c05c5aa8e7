"""Check the tables of the themed notebooks against the rules that a schema can't say."""

import pandas as pd

from claimbook.checks.rules import Frames, Rows, Rules
from claimbook.errors import Problem
from claimbook.schema import Package

_RULES = Rules()


def theme_rules(package: Package, frames: Frames) -> list[Problem]:
    """List what breaks a rule on the themes; a rule is passed over where a table it needs is not there."""
    return _RULES.problems(package, frames)


@_RULES.needs("strategy_codes.low_code high_code")
def _codes(codes: Rows) -> list[Problem]:
    low, high = (pd.to_numeric(codes.cells[name], errors="coerce") for name in ("low_code", "high_code"))
    return codes.problems(
        low > high, "low_code, high_code", "a range of codes that ends before it begins", "exchange them"
    )


@_RULES.needs("framework_items.item_id mentioned", "framework_statements.item_id")
def _mentioned(items: Rows, statements: Rows) -> list[Problem]:
    cells = items.cells
    tied = cells["item_id"].isin(set(statements.cells["item_id"]))
    todo = "name the statements that mention it, or decide that none does"
    problems = items.problems(
        ~tied & cells["mentioned"].isin(["yes", "partly"]), "mentioned", "a mention without a statement", todo
    )
    todo = "take its statements away, or decide that they mention it"
    return problems + items.problems(
        tied & (cells["mentioned"] == "no"), "mentioned", "no mention, yet a statement", todo
    )


@_RULES.needs("theory_steps.source target", "links.source target")
def _steps(steps: Rows, links: Rows) -> list[Problem]:
    said = set(zip(links.cells["source"], links.cells["target"], strict=True))
    ends = zip(steps.cells["source"], steps.cells["target"], strict=True)
    bad = pd.Series([pair not in said for pair in ends], index=steps.cells.index)
    todo = "take two entities that a link of the article joins in this direction"
    return steps.problems(bad, "source, target", "a step that the article does not make", todo)


@_RULES.needs("technology_conditions.origin statement_id source_id verified")
def _conditions(conditions: Rows) -> list[Problem]:
    cells = conditions.cells
    said = cells["origin"] == "article"
    todo = "name the statement and no source, since the article is the source"
    bad = said & ((cells["statement_id"] == "") | (cells["source_id"] != ""))
    problems = conditions.problems(
        bad, "statement_id, source_id", "a condition of the article without its statement", todo
    )
    bad = ~said & ((cells["source_id"] == "") | (cells["verified"] == "") | (cells["statement_id"] != ""))
    todo = "name the source and how far it was read, and no statement"
    return problems + conditions.problems(
        bad, "source_id, verified", "a condition of research without its source", todo
    )
