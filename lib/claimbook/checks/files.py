"""Check the files of a package as bytes and lines: whole, in plain UTF-8, with the right columns."""

import csv
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from claimbook.errors import Problem
from claimbook.schema import DESCRIPTOR, Package, Table

BOM = b"\xef\xbb\xbf"
_RESTORE = "restore it from version control"


def stray_files(folder: Path, package: Package) -> list[Problem]:
    """List files that the descriptor doesn't name, and other files that it names and that are not there."""
    known = {
        DESCRIPTOR,
        "README.md",
        *package.other_files,
        *(table.path for table in package.tables.values()),
    }
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    stray = [
        Problem(name, "a stray file", f"name it in {DESCRIPTOR} or move it out of the package")
        for name in sorted(found - known)
    ]
    missing = [Problem(name, "a missing file", _RESTORE) for name in package.other_files if name not in found]
    return stray + missing


def read_cells(folder: Path, table: Table) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a table as text, exactly as it is written.

    Returns
    -------
    cells : pandas.DataFrame or None
        One row a line, indexed by the line's number (the header is line 1), only columns of the schema; None if the
        file can't be read as a table.
    problems : list of Problem
        All that is wrong with the file itself.
    """
    file = folder / table.path
    if not file.is_file():
        return None, [Problem(table.path, "a missing table", _RESTORE)]
    content = file.read_bytes()
    if not content.strip():
        return None, [Problem(table.path, "an empty table", _RESTORE)]
    text, problems = _decode(table, content)
    if text is None:
        return None, problems
    if not text.endswith("\n"):
        todo = "look whether the end is missing; a table ends with a line break"
        problems.append(Problem(table.path, "a truncated table", todo, row=text.count("\n") + 1))
    rows, more = _split(table, text)
    problems += more
    header = rows[0][1] if rows else []
    problems += _header(table, header)
    if len(rows) < 2 and table.row_count != 0:
        problems.append(Problem(table.path, "an empty table", _RESTORE))
    if set(header) & set(table.columns) == set() or len(set(header)) < len(header):
        return None, problems
    whole = [(line, row) for line, row in rows[1:] if len(row) == len(header)]
    cells = pd.DataFrame([row for _, row in whole], index=[line for line, _ in whole], columns=header, dtype="str")
    expected = table.row_count
    if expected is not None and len(rows) - 1 != expected:
        rule = f"{'a truncated' if len(rows) - 1 < expected else 'a longer'} table: {expected} rows at the last tidy"
        todo = "restore what is lost if the change is not meant"
        problems.append(Problem(table.path, rule, todo, value=f"{len(rows) - 1} rows", tidied=True))
    return cells[[name for name in table.columns if name in header]], problems


def _decode(table: Table, content: bytes) -> tuple[str | None, list[Problem]]:
    problems = []
    if content.startswith(BOM):
        content = content.removeprefix(BOM)
        problems.append(Problem(table.path, "a byte order mark", "save as plain UTF-8", row=1, tidied=True))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        value = repr(content[error.start : error.end])
        return None, [
            *problems,
            Problem(table.path, "not UTF-8", "save the file as UTF-8", row=row, value=value),
        ]
    if "\r" in text:
        row = text.count("\n", 0, text.index("\r")) + 1
        rule = f"a carriage return ({text.count(chr(13))} of them)"
        problems.append(Problem(table.path, rule, "end lines with LF alone", row=row, tidied=True))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems


def _split(table: Table, text: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """Split into rows with their line numbers; a row of the wrong length or over two lines is a problem."""
    rows: list[tuple[int, list[str]]] = []
    problems = []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            if reader.line_num > line:
                todo = "write the row on one line"
                problems.append(Problem(table.path, "a line break inside a cell", todo, row=line))
            width = len(rows[0][1])
            if len(row) != width:
                rule = f"a row of {len(row)} cells where the header has {width}"
                todo = "look for a missing quote or comma, or for a cut line"
                problems.append(Problem(table.path, rule, todo, row=line, value=",".join(row)))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(table.path, f"broken quoting ({error})", "close or double the quotes", row=line))
    return rows, problems


def _header(table: Table, header: list[str]) -> list[Problem]:
    missing = [name for name in table.columns if name not in header]
    extra = [name for name in header if name not in table.columns]
    problems = []
    for wrong in list(extra):
        similar = [name for name in missing if SequenceMatcher(None, wrong.strip().lower(), name).ratio() > 0.6]
        same_place = [name for name in missing if header.index(wrong) == table.columns.index(name)]
        if right := (similar or same_place):
            todo = f"call it {right[0]}"
            problems.append(Problem(table.path, "a renamed column", todo, row=1, column=right[0], value=wrong))
            missing.remove(right[0])
            extra.remove(wrong)
    problems += [Problem(table.path, "a missing column", "put it back", row=1, column=name) for name in missing]
    problems += [
        Problem(table.path, "an extra column", f"describe it in {DESCRIPTOR} or take it out", row=1, column=name)
        for name in extra
    ]
    if len(set(header)) < len(header):
        twice = sorted({name for name in header if header.count(name) > 1})
        problems.append(Problem(table.path, "a column stands twice", "keep one", row=1, value=", ".join(twice)))
    if not problems and header != table.columns:
        todo = f"order them as {', '.join(table.columns)}"
        problems.append(Problem(table.path, "columns out of order", todo, row=1, value=", ".join(header)))
    return problems
