"""Check a coding that is under way: what is coded is coded whole, and nothing rests on what is not coded yet."""

import pandas as pd

from claimbook.checks.rules import Frames, Rows, Rules
from claimbook.errors import Problem
from claimbook.schema import NOT_CODED, Package

_STATEMENT = ("kind", "modality", "testable", "paraphrase")
_CLAIM = ("type", "scope", "proposition", "population", "comparison", "outcome", "period")
_RULES = Rules()


def stub_rules(package: Package, frames: Frames) -> list[Problem]:
    """List what breaks a rule of a coding under way, where a package allows statements that are not coded."""
    statements = package.tables.get("statements")
    under_way = statements and any(NOT_CODED in field.categories for field in statements.fields)
    return _RULES.problems(package, frames) if under_way else []


@_RULES.needs("statements.kind modality testable paraphrase")
def _half_coded_statements(statements: Rows) -> list[Problem]:
    return _half_coded(statements, _STATEMENT, "a statement that is half coded")


@_RULES.needs("claims.type scope proposition population comparison outcome period")
def _half_written_claims(claims: Rows) -> list[Problem]:
    return _half_coded(claims, _CLAIM, "a claim that is half written")


@_RULES.needs("statements.statement_id kind", "links.statement_id", "mentions.statement_id")
def _on_nothing(statements: Rows, *ties: Rows) -> list[Problem]:
    waiting = set(statements.cells.loc[statements.cells["kind"] == NOT_CODED, "statement_id"])
    rule, todo = "read off a statement that is not coded", f"code the statement in {statements.path} first"
    return [
        problem
        for rows in ties
        for problem in rows.problems(rows.cells["statement_id"].isin(waiting), "statement_id", rule, todo)
    ]


@_RULES.needs(
    "claims.claim_id type", "claim_links.claim_id", "evidence.claim_id", "searches.claim_id", "readings.claim_id"
)
def _on_a_stub(claims: Rows, *ties: Rows) -> list[Problem]:
    waiting = _stubs(claims)
    rule, todo = "about a claim that is not written", f"write the claim in {claims.path} first"
    return [
        problem
        for rows in ties
        for problem in rows.problems(rows.cells["claim_id"].isin(waiting), "claim_id", rule, todo)
    ]


@_RULES.needs("claim_statements.claim_id statement_id", "claims.claim_id type", "statements.statement_id testable")
def _claims_and_statements(ties: Rows, claims: Rows, statements: Rows) -> list[Problem]:
    testable = ties.cells["statement_id"].map(
        dict(statements.cells[["statement_id", "testable"]].itertuples(index=False, name=None))
    )
    stub = ties.cells["claim_id"].isin(_stubs(claims))
    todo = f"take it out here and in {claims.path}"
    columns = "claim_id, statement_id"
    problems = ties.problems(stub & (testable == "no"), columns, "a stub for a statement with nothing to test", todo)
    todo = f"code the statement in {statements.path} first"
    bad = ~stub & (testable == NOT_CODED)
    return problems + ties.problems(bad, columns, "a claim made by a statement that is not coded", todo)


def _half_coded(rows: Rows, columns: tuple[str, ...], rule: str) -> list[Problem]:
    """List the first gap of each row in which some of the columns are filled and some are not."""
    gaps = rows.cells[list(columns)].isin([NOT_CODED, ""])
    todo = "fill it in, or leave all of them for later"
    return [
        rows.problem(row, next(name for name in columns if gaps.loc[row, name]), rule, todo)
        for row in gaps.index[gaps.any(axis="columns") & ~gaps.all(axis="columns")]
    ]


def _stubs(claims: Rows) -> set[str]:
    cells: pd.DataFrame = claims.cells
    return set(cells.loc[cells["type"] == NOT_CODED, "claim_id"])
