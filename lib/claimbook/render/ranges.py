"""What a brief ranges over: rows of a table, values of a column or of a list, and every combination of these."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.errors import nearest
from claimbook.schema import Table

# takes a rule that is broken, what to do about it, the value and the column
Note = Callable[[str, str, str, str], None]

# a value becomes the name of a file: nothing but these, and no name of dots alone
_OUTPUT_ID = re.compile("[a-z0-9][a-z0-9.-]*")
_TODO = "use lower-case letters, digits, dots and hyphens"


@dataclass(frozen=True)
class Value:
    """One value of a range; `page` names it in addresses, `title` for people."""

    value: Any
    page: str
    title: str


def read_ranges(over: object, book: Book, note: Note) -> dict[str, list[Value]]:
    """Return the values of each parameter that a brief ranges over; what is wrong is noted.

    Parameters
    ----------
    over : object
        As YAML read it: a table or `table.column`, whose parameter is the column without `_id`; or a mapping of
        parameters, each to a table, a `table.column` or a list of values.
    book : Book
        The data package with the tables.
    note : callable
        Called with each problem.
    """
    if isinstance(over, str):
        found = _column(over, book, note)
        return {found[1].removesuffix("_id"): _rows(*found, book, note)} if found else {}
    if not isinstance(over, Mapping) or not over:
        todo = "write a table, or `over: {parameter: table, parameter: [1, 2]}`"
        note("ranges over what is neither a table nor parameters", todo, str(over), "")
        return {}
    return {str(parameter): _values(str(parameter), what, book, note) for parameter, what in over.items()}


def _values(parameter: str, what: object, book: Book, note: Note) -> list[Value]:
    if isinstance(what, str):
        found = _column(what, book, note)
        return _rows(*found, book, note) if found else []
    if not isinstance(what, list) or not what:
        note("ranges over no values", "write a table, table.column or a list of values", str(what), parameter)
        return []
    values = [Value(one, str(one).lower() if isinstance(one, bool) else str(one), f"{parameter} {one}") for one in what]
    for value in values:
        if not _OUTPUT_ID.fullmatch(value.page):
            note("ranges over a value that can't name a page", _TODO, value.page, parameter)
    return values


def _column(over: str, book: Book, note: Note) -> tuple[Table, str] | None:
    """Return the table and the column that are named, None if there is no such thing."""
    tables, (named, _, column) = book.package.tables, over.partition(".")
    if named not in tables:
        note("ranges over an unknown table", nearest(named, list(tables)), over, "")
        return None
    table = tables[named]
    if column and column not in table.columns:
        note("ranges over an unknown column", nearest(column, table.columns), over, "")
        return None
    if not column and len(table.primary_key) != 1:
        todo = "name one with a key like challenge_id, or a column as table.column"
        note("ranges over a table whose key is not one column", todo, named, "")
        return None
    return table, column or table.primary_key[0]


def _rows(table: Table, column: str, book: Book, note: Note) -> list[Value]:
    """Return the values of a column, each once, with the name of what it stands for.

    Those that can't name a file are noted and left out.
    """
    cells = book.tables[table.name][column].drop_duplicates().tolist()
    ids = [int(one) if isinstance(one, int) else one for one in cells]
    good = [one for one in ids if not pd.isna(one) and _OUTPUT_ID.fullmatch(str(one))]
    for one in ids:
        if one not in good:
            note(f"ranges over an id of {table.name} that can't name a page", _TODO, str(one), column)
    names = _names(table, column, book)
    return [Value(one, str(one), names.get(str(one), str(one))) for one in good]


def _names(table: Table, column: str, book: Book) -> dict[str, str]:
    """Return the acronym or name of each row of the table that a column refers to, or is the key of."""
    parents = {key.fields: key.table for key in table.foreign_keys}
    name = table.name if table.primary_key == (column,) else parents.get((column,), table.name)
    parent = book.package.tables[name]
    shown = [one for one in ("acronym", "name") if one in parent.columns]
    if not shown or len(parent.primary_key) != 1:
        return {}
    rows = book.tables[name]
    return dict(zip(rows[parent.primary_key[0]].astype("str"), rows[shown[0]].astype("str"), strict=True))
