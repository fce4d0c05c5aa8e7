"""Check what refers to another table: a value that stands nowhere is named once, with all who use it."""

from collections.abc import Mapping

import pandas as pd

from claimbook.errors import Problem, nearest
from claimbook.schema import ForeignKey, Package, Table

# an id that dangles: which parent columns it should stand in, and its value
_Loose = tuple[str, tuple[str, ...], tuple[str, ...]]


def dangling(package: Package, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """List each id that refers to nothing, at its first place; the other places are counted in the same line.

    A table that could not be read is left out, so that one missing file isn't an error in each row that needs it.
    """
    places: dict[_Loose, list[tuple[Table, ForeignKey, int]]] = {}
    for table in package.tables.values():
        for key in table.foreign_keys:
            for row, values in _loose_rows(key, table, frames):
                places.setdefault((key.table, key.table_fields, values), []).append((table, key, row))
    return [_problem(package, frames, loose, found) for loose, found in places.items()]


def _loose_rows(key: ForeignKey, table: Table, frames: Mapping[str, pd.DataFrame]) -> list[tuple[int, tuple[str, ...]]]:
    child, parent = frames.get(table.name), frames.get(key.table)
    if child is None or parent is None:
        return []
    if not set(key.fields) <= set(child.columns) or not set(key.table_fields) <= set(parent.columns):
        return []
    known = set(parent[list(key.table_fields)].itertuples(index=False, name=None))
    used = child[list(key.fields)].itertuples(name=None)
    return [(row, tuple(values)) for row, *values in used if all(values) and tuple(values) not in known]


def _problem(
    package: Package,
    frames: Mapping[str, pd.DataFrame],
    loose: _Loose,
    found: list[tuple[Table, ForeignKey, int]],
) -> Problem:
    parent_name, columns, values = loose
    table, key, row = found[0]
    hint = ""
    if len(columns) == 1:
        hint = nearest(values[0], frames[parent_name][columns[0]].tolist())
        hint = f" ({hint})" if hint.startswith("did") else ""
    todo = f"use an id of {package.tables[parent_name].path} or add a row there{hint}"
    if kind_table := package.tables[table.name].entity_kind:
        todo = f"run `claimbook tidy` if this {kind_table} is new"
    if len(found) > 1:
        others = sorted({other.path for other, _, _ in found[1:]})
        todo += f"; {len(found) - 1} more rows use it ({', '.join(others)})"
    return Problem(
        table.path,
        f"a dangling id: not in {parent_name}",
        todo,
        row=row,
        column=", ".join(key.fields),
        value=", ".join(values),
    )
