"""Receipts of executed notebooks, and whether one still holds."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Self

import claimbook
from claimbook.render.files import file_hash, tree_hash, write_whole
from claimbook.render.runs import Run

_RECEIPT = ".receipt.json"
# tables that ship with the package are traced on their own
_NO_CODE = frozenset({"__pycache__", "data"})


@dataclass(frozen=True)
class Receipt:
    """How an executed copy came about; it lies beside the copy.

    Attributes
    ----------
    keys : mapping
        All that the run depended on and that was known beforehand: see `Inputs.keys`.
    files : mapping of str to str
        Every file of a data package that the run opened, with its hash; empty if it left no trace.
    started : str
        ISO date and time, UTC.
    seconds : float
        How long it took.
    data_version : str
        Version of the data package.
    """

    keys: Mapping[str, Any]
    files: Mapping[str, str]
    started: str
    seconds: float
    data_version: str

    @classmethod
    def read(cls, folder: Path, name: str) -> Self | None:
        """Return the receipt of a run's executed copy, or None if either is not there."""
        try:
            receipt = cls(**json.loads(receipt_path(folder, name).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return receipt if copy_path(folder, name).is_file() else None

    def write(self, folder: Path, name: str) -> None:
        """Put the receipt beside the executed copy."""
        write_whole(receipt_path(folder, name), json.dumps(asdict(self), indent=1) + "\n")


class Inputs:
    """What runs depend on; one object serves one rendering, so that nothing is hashed twice."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.code = tree_hash(Path(claimbook.__file__).parent, leave_out=_NO_CODE)
        self.versions = {"Python": sys.version} | {one.name: one.version for one in distributions()}
        self._hash = cache(file_hash)

    def keys(self, run: Run) -> dict[str, Any]:
        """Return all that a run depends on and that is known before it is executed."""
        return {
            "notebook": self._hash(run.notebook),
            "parameters": dict(run.parameters),
            "data": str(self.data.resolve()),
            "code": self.code,
            "versions": self.versions,
        }

    def why(self, run: Run, folder: Path) -> str:
        """Return why the executed copy of a run can't be used again; empty if it can."""
        receipt = Receipt.read(folder, run.name)
        if receipt is None:
            return "never executed"
        if not receipt.files:
            return "it opened no table, so nothing tells whether it is up to date"
        return "; ".join(self._changes(receipt, run))

    def _changes(self, receipt: Receipt, run: Run) -> Iterator[str]:
        keys = self.keys(run)
        names = {"notebook": "notebook", "parameters": "parameters", "data": "data folder", "code": "claimbook"}
        for key, name in names.items():
            # as JSON, where 1, 1.0 and true are three values
            if json.dumps(receipt.keys.get(key), sort_keys=True) != json.dumps(keys[key], sort_keys=True):
                yield f"{name} changed"
        for path, digest in receipt.files.items():
            if self._hash(Path(path)) != digest:
                yield f"file {self._short(Path(path))} changed"
        before = receipt.keys.get("versions", {})
        if changed := sorted(name for name in {*before, *self.versions} if before.get(name) != self.versions.get(name)):
            yield f"versions changed: {', '.join(changed[:3])}{', …' if len(changed) > 3 else ''}"

    def _short(self, path: Path) -> str:
        folder = self.data.resolve()
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def copy_path(folder: Path, name: str) -> Path:
    """Return where the executed copy of a run lies."""
    return folder / f"{name}.ipynb"


def receipt_path(folder: Path, name: str) -> Path:
    """Return where its receipt lies."""
    return folder / f"{name}{_RECEIPT}"


def read_receipts(folder: Path) -> dict[str, Receipt]:
    """Return the receipts of all executed copies below a folder, by the name of their run."""
    names = [file.relative_to(folder).as_posix().removesuffix(_RECEIPT) for file in folder.rglob(f"*{_RECEIPT}")]
    found = {name: Receipt.read(folder, name) for name in names}
    return {name: receipt for name, receipt in found.items() if receipt}


def read_trace(file: Path) -> dict[str, str]:
    """Return the files that a run opened, each with the hash that it had first."""
    files: dict[str, str] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            opened = json.loads(line)
            files.setdefault(opened["path"], opened["sha256"])
    return files
