"""Put a data package in order: the entity index, sorted rows, plain lines, counts, dictionary, clean notebooks."""

import csv
import io
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from claimbook.checks.files import read_cells
from claimbook.checks.tables import sort_key
from claimbook.dictionary import dictionary_page
from claimbook.errors import ClaimbookError
from claimbook.schema import DESCRIPTOR, Package, Table, load_package


def tidy(path: str | Path) -> list[str]:
    """Tidy a data package and, where it lies in a project, the notebooks beside it.

    Parameters
    ----------
    path : str or pathlib.Path
        Folder with a `datapackage.json`.

    Returns
    -------
    list of str
        The files that changed, relative to the folder.

    Raises
    ------
    ClaimbookError
        If a table can't be read without loss; then nothing is written.
    """
    folder = Path(path)
    package = load_package(folder)
    frames, problems = {}, []
    for table in package.tables.values():
        cells, found = read_cells(folder, table)
        problems += [problem for problem in found if not problem.tidied and not _is_index(table)]
        if cells is not None:
            frames[table.name] = cells
    if problems:
        raise ClaimbookError("nothing was tidied: these would lose data", problems)
    contents = _contents(folder, package, frames)
    changed = [name for name, text in contents.items() if not _holds(folder / name, text)]
    swap_in(folder, {name: contents[name] for name in changed})
    return changed + _clean_notebooks(folder)


def entity_index(package: Package, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the union of the tables of kinds: `entity_id` and `kind`."""
    parts = [
        pd.DataFrame({"entity_id": frames[table.name][table.primary_key[0]], "kind": kind})
        for kind, table in package.kind_tables.items()
    ]
    return pd.concat(parts, ignore_index=True)


def csv_text(frame: pd.DataFrame, key: tuple[str, ...]) -> str:
    """Return a table as it is committed: rows ordered by the key, one on a line, no blanks around cells."""
    rows = [[cell.strip() for cell in row] for row in frame.itertuples(index=False, name=None)]
    if key:
        places = [list(frame.columns).index(name) for name in key]
        rows.sort(key=lambda row: sort_key([row[place] for place in places]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(rows)
    return out.getvalue()


def _contents(folder: Path, package: Package, frames: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the text of every file that tidy writes."""
    for table in package.tables.values():
        if _is_index(table) and package.kind_tables:
            frames[table.name] = entity_index(package, frames)
    contents = {table.path: csv_text(frames[table.name], table.primary_key) for table in package.tables.values()}
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] in frames:
            resource["rowCount"] = len(frames[resource["name"]])
    contents[DESCRIPTOR] = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    contents["README.md"] = dictionary_page(Package.from_descriptor(descriptor)) + "\n"
    return contents


def _is_index(table: Table) -> bool:
    return table.name == "entities"


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()


def swap_in(folder: Path, contents: dict[str, str]) -> None:
    """Write beside the old files first, so that a full disk loses none of them."""
    for name, text in contents.items():
        (folder / f"{name}.new").write_text(text, encoding="utf-8", newline="\n")
    for name in contents:
        (folder / f"{name}.new").replace(folder / name)


def _clean_notebooks(folder: Path) -> list[str]:
    notebooks = sorted((folder.resolve().parent / "notebooks").rglob("*.ipynb"))
    notebooks = [file for file in notebooks if ".ipynb_checkpoints" not in file.parts]
    before = [file.read_bytes() for file in notebooks]
    # tables are tidied where no tools for notebooks are installed, too
    if notebooks and find_spec("nbstripout"):
        command = [sys.executable, "-m", "nbstripout", "--keep-count", "--keep-id", *map(str, notebooks)]
        subprocess.run([*command, "--extra-keys", "metadata.language_info metadata.widgets"], check=True)
    changed = [file for file, old in zip(notebooks, before, strict=True) if file.read_bytes() != old]
    return [os.path.relpath(file, folder) for file in changed]
