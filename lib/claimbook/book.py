"""Open one data package and hand out its tables, typed and read when first asked for."""

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError, nearest
from claimbook.schema import DESCRIPTOR, load_package
from claimbook.tables import Tables, note_opened

# set by the renderer for the kernels that it starts: where `open_book()` looks
DATA_VARIABLE = "CLAIMBOOK_DATA"


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
        # the hash of the descriptor
        self.descriptor = ""
        descriptor = folder / DESCRIPTOR
        if descriptor.is_file():
            # before it is read: one that changes in between then counts as changed
            self.descriptor = note_opened(descriptor, descriptor.read_bytes())
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
