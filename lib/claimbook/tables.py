"""The tables of a data package: typed, read when first asked for, parsed once for each content, and each noted."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.schema import Field, Package, Table

# set by the renderer for the kernels that it starts: where is noted what was opened
TRACE_VARIABLE = "CLAIMBOOK_TRACE"

_DTYPES = {"string": "str", "integer": "Int64", "year": "Int64", "number": "float64", "boolean": "boolean"}


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a book by name; each is read from its file once, when it is first asked for.

    Every access gives a fresh copy, so a reader may change it.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        self._folder = folder
        self._package = package
        self._read: dict[str, pd.DataFrame] = {}
        self._noted: list[set[str]] = []

    def __getitem__(self, name: str) -> pd.DataFrame:
        # what a reader changes in it is copied first: pandas' copy-on-write
        return self.frame(name).copy(deep=False)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table that is not to be changed: the same one for as long as its file has the same content."""
        if name not in self._package.tables:
            raise ClaimbookError(f"no table {name!r}: {nearest(name, list(self._package.tables))}")
        if name not in self._read:
            self._read[name] = _read_table(self._folder, self._package.tables[name])
        for names in self._noted:
            names.add(name)
        return self._read[name]

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Give a set of the tables that are read in a `with` block."""
        names: set[str] = set()
        self._noted.append(names)
        try:
            yield names
        finally:
            self._noted.pop()

    def __iter__(self) -> Iterator[str]:
        return iter(self._package.tables)

    def __len__(self) -> int:
        return len(self._package.tables)

    def __contains__(self, name: object) -> bool:
        return name in self._package.tables


def note_opened(file: Path, content: bytes) -> str:
    """Return the hash of what a file held, and append both to the trace, where a renderer asked for one."""
    digest = sha256(content).hexdigest()
    if trace := os.environ.get(TRACE_VARIABLE):
        with Path(trace).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"path": str(file.resolve()), "sha256": digest}) + "\n")
    return digest


@dataclass(frozen=True)
class _Parsed:
    """What a file gave: once it has another content, or another schema, it is parsed anew."""

    digest: str
    table: Table
    frame: pd.DataFrame


# of each file what it gave last in this process; kernels that are forked from one that has read it find it there
_parsed: dict[Path, _Parsed] = {}


def _read_table(folder: Path, table: Table) -> pd.DataFrame:
    file = folder / table.path
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, folder, error) from error
    # noted for each reader, whether or not somebody parsed the same before
    digest = note_opened(file, content)
    last = _parsed.get(file)
    if last is None or (last.digest, last.table) != (digest, table):
        last = _parsed[file] = _Parsed(digest, table, _parse(content, file, folder, table))
    return last.frame


def _parse(content: bytes, file: Path, folder: Path, table: Table) -> pd.DataFrame:
    try:
        # NA is Namibia: only an empty cell means "no value"
        raw = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    except ValueError as error:
        raise _unreadable(file, folder, error) from error
    if list(raw.columns) != table.columns:
        raise ClaimbookError(f"{file} has not the columns of its schema: run `claimbook check {folder}`")
    problems: list[Problem] = []
    typed = {field.name: _typed(raw[field.name], field, table, problems) for field in table.fields}
    if problems:
        raise ClaimbookError(f"{file} does not fit its schema (`claimbook check {folder}` tells all):", problems)
    return pd.DataFrame(typed)


def _unreadable(file: Path, folder: Path, error: Exception) -> ClaimbookError:
    return ClaimbookError(f"{file} can't be read ({error}): run `claimbook check {folder}`")


def _typed(cells: pd.Series, field: Field, table: Table, problems: list[Problem]) -> pd.Series:
    """Cast one column, or note each cell that does not fit (a cast alone would lose it without a word)."""
    if field.categories:
        unfit = cells.notna() & ~cells.isin(list(field.categories))
        result = cells.where(~unfit).astype(pd.CategoricalDtype(list(field.categories)))
    elif field.type in {"integer", "year", "number"}:
        numbers = pd.to_numeric(cells, errors="coerce")
        unfit = cells.notna() & numbers.isna()
        if field.type != "number":
            unfit |= numbers.notna() & (numbers % 1 != 0)
        result = numbers.where(~unfit).astype(_DTYPES[field.type])
    elif field.type == "boolean":
        unfit = cells.notna() & ~cells.isin(["true", "false"])
        result = (cells == "true").astype("boolean").mask(cells.isna())
    elif field.type == "date":
        result = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")
        unfit = cells.notna() & result.isna()
    else:
        return cells
    wanted = f"one of {', '.join(field.categories)}" if field.categories else f"a value of type {field.type}"
    problems += [
        Problem(
            table.path,
            "the cell does not fit its column",
            f"write {wanted}",
            int(row) + 2,
            field.name,
            str(value),
        )
        for row, value in cells[unfit].items()
    ]
    return result
