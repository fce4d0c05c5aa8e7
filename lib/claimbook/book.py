"""Open one data package and hand out its tables, typed and read when first asked for."""

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.schema import DESCRIPTOR, Field, Package, Table, load_package

# set by the renderer for the kernels that it starts: where `open_book()` looks, and where it notes what was opened
DATA_VARIABLE = "CLAIMBOOK_DATA"
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

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._package.tables:
            raise ClaimbookError(f"no table {name!r}: {nearest(name, list(self._package.tables))}")
        if name not in self._read:
            self._read[name] = _read_table(self._folder, self._package.tables[name])
        return self._read[name].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._package.tables)

    def __len__(self) -> int:
        return len(self._package.tables)

    def __contains__(self, name: object) -> bool:
        return name in self._package.tables


class Book:
    """One data package, opened.

    Attributes
    ----------
    folder : pathlib.Path
        Where the package lies.
    package : claimbook.schema.Package
        Its descriptor.
    tables : Mapping of str to pandas.DataFrame
        Its tables, read lazily; coded columns are categorical, in the descriptor's order.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _note_opened(folder / DESCRIPTOR)
        self.package = load_package(folder)
        self.tables: Mapping[str, pd.DataFrame] = Tables(folder, self.package)

    def __repr__(self) -> str:
        return f"Book({str(self.folder)!r}: {self.package.title} {self.package.version}, {len(self.tables)} tables)"

    def labels(self, table: str, column: str) -> dict[str, str]:
        """Return the codes of a coded column with their labels, in the descriptor's order.

        Raises
        ------
        ClaimbookError
            If there is no such table or column.
        """
        if table not in self.package.tables:
            raise ClaimbookError(f"no table {table!r}: {nearest(table, list(self.package.tables))}")
        fields = {field.name: field for field in self.package.tables[table].fields}
        if column not in fields:
            raise ClaimbookError(f"no column {column!r} in {table}: {nearest(column, list(fields))}")
        return dict(fields[column].categories)

    def names(self) -> pd.Series:
        """Return the name of every entity, indexed by entity id."""
        parts = [
            self.tables[table.name].set_index(table.primary_key[0])["name"]
            for table in self.package.kind_tables.values()
        ]
        return pd.concat(parts).rename_axis("entity_id") if parts else pd.Series(dtype="str", name="name")


def data_folder() -> Path:
    """Return the folder of the collection's own data: in the installed package, or in the checkout."""
    here = Path(__file__).parent
    installed = here / "data"
    return installed if installed.is_dir() else here.parents[1] / "data"


def open_book(path: str | Path | None = None) -> Book:
    """Open a data package.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        Folder with a `datapackage.json`; by default the folder that the environment variable `CLAIMBOOK_DATA` names
        (as it does in notebooks that `claimbook render` executes), else the collection's own data.

    Raises
    ------
    ClaimbookError
        If the folder is no data package, or a path in it leaves the package.

    Examples
    --------
    >>> book = open_book()
    >>> len(book.tables["statements"])
    133
    """
    if path is None:
        path = os.environ.get(DATA_VARIABLE) or data_folder()
    return Book(Path(path).expanduser())


def _note_opened(file: Path) -> None:
    """Append a file and its hash to the trace, where a renderer asked for one.

    Call it before the file is read: a file that changes in between then counts as changed.
    """
    if (trace := os.environ.get(TRACE_VARIABLE)) and file.is_file():
        digest = sha256(file.read_bytes()).hexdigest()
        with Path(trace).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"path": str(file.resolve()), "sha256": digest}) + "\n")


def _read_table(folder: Path, table: Table) -> pd.DataFrame:
    file = folder / table.path
    _note_opened(file)
    try:
        # NA is Namibia: only an empty cell means "no value"
        raw = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ClaimbookError(f"{file} can't be read ({error}): run `claimbook check {folder}`") from error
    if list(raw.columns) != table.columns:
        raise ClaimbookError(f"{file} has not the columns of its schema: run `claimbook check {folder}`")
    problems: list[Problem] = []
    typed = {field.name: _typed(raw[field.name], field, table, problems) for field in table.fields}
    if problems:
        raise ClaimbookError(f"{file} does not fit its schema (`claimbook check {folder}` tells all):", problems)
    return pd.DataFrame(typed)


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
