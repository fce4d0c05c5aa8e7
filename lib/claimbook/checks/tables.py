"""Check the cells of one table against its schema: types, codes, keys, blanks, order, and text that is no text."""

import re
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from claimbook.errors import Problem, flag
from claimbook.schema import Field, Table

_TYPE_PATTERNS = {
    "integer": r"[+-]?\d+",
    "number": r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?",
    "year": r"\d{4}",
    "boolean": r"true|false",
    "date": r"\d{4}-\d{2}-\d{2}",
}
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>?")


def check_table(table: Table, cells: pd.DataFrame) -> list[Problem]:
    """List what is wrong in the cells of one table, looked at alone."""
    problems: list[Problem] = []
    for field in table.fields:
        if field.name in cells:
            problems += check_column(table, field, cells[field.name])
    for key in [table.primary_key, *table.unique_keys]:
        if key and set(key) <= set(cells.columns):
            problems += _duplicates(table, key, cells)
    if table.primary_key and set(table.primary_key) <= set(cells.columns):
        problems += _out_of_order(table, cells)
    return problems


def check_column(table: Table, field: Field, cells: pd.Series) -> list[Problem]:
    """List what is wrong in one column."""
    # most columns of large tables repeat a few values, and are sound
    return _in_column(table, field, cells) if _in_column(table, field, cells.drop_duplicates()) else []


def _in_column(table: Table, field: Field, cells: pd.Series) -> list[Problem]:
    empty = cells == ""
    problems = []
    if field.required:
        problems += flag(table.path, cells, empty, "an empty required cell", "fill it in")
    blank = (cells != cells.str.strip()) & ~empty
    problems += flag(table.path, cells, blank, "blanks around a value", "take them out")
    filled = cells[~empty & ~blank]
    if field.categories:
        todo = f"use one of {', '.join(field.categories)}"
        return problems + flag(table.path, filled, ~filled.isin(list(field.categories)), "an unknown code", todo)
    if field.type in _TYPE_PATTERNS:
        problems += _wrong_type(table, field, filled)
    if field.pattern:
        unfit = ~filled.str.fullmatch(field.pattern)
        problems += flag(table.path, filled, unfit, "not of the form of its column", f"write it as {field.pattern}")
    if table.is_free_text(field):
        tags = filled.str.contains(_TAG)
        problems += flag(table.path, filled, tags, "an HTML tag in free text", "write it in words")
        formula = filled.str.startswith(("=", "+", "-", "@"))
        todo = "begin with a word: a spreadsheet would run it as a formula"
        problems += flag(table.path, filled, formula, "free text that begins with = + - or @", todo)
    return problems


@lru_cache(maxsize=100_000)
def natural(value: str) -> tuple[str | int, ...]:
    """Return a key that sorts ids as a reader counts: `s2` before `s10`, `s4.p9` before `s4-1.p1`.

    Examples
    --------
    >>> sorted(["s10.p1", "s4-1.p1", "s2.p1", "s4.p9"], key=natural)
    ['s2.p1', 's4.p9', 's4-1.p1', 's10.p1']
    """
    # a full stop sorts after a hyphen, so that it is read as a blank, which sorts before
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", value.replace(".", " ")))


def sort_key(row: Sequence[str]) -> list[tuple[str | int, ...]]:
    """Return the key by which the rows of a table are ordered, from the cells of its primary key."""
    return [natural(cell) for cell in row]


def _wrong_type(table: Table, field: Field, cells: pd.Series) -> list[Problem]:
    unfit = ~cells.str.fullmatch(_TYPE_PATTERNS[field.type])
    if field.type == "date":
        unfit |= pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").isna()
    problems = flag(table.path, cells, unfit, "the wrong type", f"write a value of type {field.type}")
    if field.minimum is not None:
        low = pd.to_numeric(cells, errors="coerce") < field.minimum
        problems += flag(table.path, cells, low, "too small", f"the least is {field.minimum:g}")
    return problems


def _duplicates(table: Table, key: tuple[str, ...], cells: pd.DataFrame) -> list[Problem]:
    columns = list(key)
    rows = cells[(cells[columns] != "").all(axis="columns")]
    if not rows.duplicated(columns).any():
        return []
    first = rows.groupby(columns).apply(lambda group: group.index[0], include_groups=False)
    return [
        Problem(
            table.path,
            "a duplicate id" if len(key) == 1 else "the same row twice",
            f"row {first[values if len(values) > 1 else values[0]]} has it already: change or remove one",
            row=int(row),
            column=", ".join(columns),
            value=", ".join(values),
        )
        for row, *values in rows[rows.duplicated(columns)][columns].itertuples(name=None)
        for values in [tuple(values)]
    ]


def _out_of_order(table: Table, cells: pd.DataFrame) -> list[Problem]:
    columns = list(table.primary_key)
    keys = [sort_key(row) for row in cells[columns].itertuples(index=False, name=None)]
    wrong = [here for here in range(1, len(keys)) if keys[here] < keys[here - 1]]
    return [
        Problem(
            table.path,
            "a row out of order",
            f"sort by {', '.join(columns)}",
            row=int(cells.index[here]),
            column=", ".join(columns),
            value=", ".join(cells.iloc[here][columns]),
            tidied=True,
        )
        for here in wrong
    ]
