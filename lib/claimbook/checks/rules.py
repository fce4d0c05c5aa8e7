"""What rules of a codebook share: the rows that they look at, and the list in which each registers."""

from collections.abc import Callable, Mapping

import pandas as pd

from claimbook.errors import Problem
from claimbook.schema import Package

Frames = Mapping[str, pd.DataFrame]
Rule = Callable[..., list[Problem]]


class Rows:
    """The cells of one table with the path of its file, to make problems from."""

    def __init__(self, path: str, cells: pd.DataFrame) -> None:
        self.path = path
        self.cells = cells

    def problem(self, row: int, column: str, rule: str, todo: str) -> Problem:
        """Return a problem in one row."""
        value = ", ".join(self.cells.loc[row, name] for name in column.split(", "))
        return Problem(self.path, rule, todo, row=int(row), column=column, value=value)

    def problems(self, bad: pd.Series, column: str, rule: str, todo: str) -> list[Problem]:
        """Return a problem for each row that is bad."""
        return [self.problem(row, column, rule, todo) for row in self.cells.index[bad]]


def has(frames: Frames, need: str) -> bool:
    """Tell whether a table, and the columns of it that are named, could be read."""
    name, _, columns = need.partition(".")
    return name in frames and set(filter(None, columns.split(" "))) <= set(frames[name].columns)


class Rules:
    """Rules that each name the tables and columns they need, and are passed over where one is not there."""

    def __init__(self) -> None:
        self._rules: list[tuple[tuple[str, ...], Rule]] = []

    def needs(self, *needs: str) -> Callable[[Rule], Rule]:
        """Register a rule with its tables and columns, each as `table.column column`."""

        def register(rule: Rule) -> Rule:
            self._rules.append((needs, rule))
            return rule

        return register

    def problems(self, package: Package, frames: Frames) -> list[Problem]:
        """List what breaks the rules; each gets the rows of its tables, in the order in which it names them."""
        problems = []
        for needs, rule in self._rules:
            if all(has(frames, need) for need in needs):
                names = dict.fromkeys(need.split(".")[0] for need in needs)
                problems += rule(*(Rows(package.tables[name].path, frames[name]) for name in names))
        return problems
