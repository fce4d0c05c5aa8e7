"""Rules look at the tables that they name, and are passed over where one is missing."""

from pathlib import Path

import pandas as pd
import pytest

from claimbook.checks.rules import Rows, Rules, has
from claimbook.errors import Problem
from small_package import write_package

CELLS = pd.DataFrame({"thing_id": ["law", "rain"], "name": ["Law", "Rain"]}, index=[2, 3])


@pytest.mark.parametrize(
    ("need", "told"),
    [("things", True), ("things.name", True), ("things.thing_id name", True), ("things.size", False), ("other", False)],
)
def test_a_need_is_a_table_and_its_columns(need: str, told: bool) -> None:
    assert has({"things": CELLS}, need) is told


def test_rows_tell_where_a_problem_stands() -> None:
    rows = Rows("things.csv", CELLS)
    assert rows.problems(CELLS["name"] == "Rain", "name", "too wet", "dry it") == [
        Problem("things.csv", "too wet", "dry it", row=3, column="name", value="Rain")
    ]
    assert rows.problem(2, "thing_id, name", "twice", "keep one").value == "law, Law"


def test_a_rule_gets_its_tables_in_order_and_is_passed_over_without_them(tmp_path: Path) -> None:
    package = write_package(tmp_path).package
    rules, called = Rules(), []

    @rules.needs("links.link_id", "things.thing_id", "links.basis")
    def _both(links: Rows, things: Rows) -> list[Problem]:
        called.append((links.path, things.path))
        return [things.problem(2, "thing_id", "seen", "nothing")]

    @rules.needs("things.weight")
    def _never(_things: Rows) -> list[Problem]:
        raise AssertionError

    links = pd.DataFrame({"link_id": ["l-001"], "basis": ["stated"]}, index=[2])
    assert rules.problems(package, {"things": CELLS}) == []
    assert called == []
    found = rules.problems(package, {"things": CELLS, "links": links})
    assert [(one.file, one.row, one.value) for one in found] == [("things.csv", 2, "law")]
    assert called == [("links.csv", "things.csv")]
