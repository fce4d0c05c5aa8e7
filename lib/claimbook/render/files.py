"""Files that are whole or not there, notebooks among them, and their hashes."""

import json
from hashlib import sha256
from pathlib import Path

import nbformat


def write_whole(file: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that nobody ever finds half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(file)
    except BaseException:
        # the half that found room on a full disk
        new.unlink(missing_ok=True)
        raise


def read_notebook(file: Path) -> nbformat.NotebookNode:
    """Read a notebook that `write_notebook` wrote: it was checked when it came about."""
    return nbformat.v4.reads(file.read_text(encoding="utf-8"))


def write_notebook(file: Path, notebook: nbformat.NotebookNode) -> None:
    """Write a notebook whole, on one line."""
    write_whole(file, notebook_text(notebook))


def notebook_text(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook as JSON on one line.

    Nobody compares generated ones line by line, and to indent them takes eight times as long.
    """
    return json.dumps(notebook, ensure_ascii=False) + "\n"


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file, empty if it is not there."""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def tree_hash(folder: Path, leave_out: frozenset[str] = frozenset()) -> str:
    """Return one hash of the names and contents of all files in a folder, but of those below some names."""
    digest = sha256()
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(files):
        if leave_out.isdisjoint(name.parts):
            digest.update(f"{name.as_posix()}\0{file_hash(files[name])}\n".encode())
    return digest.hexdigest()
