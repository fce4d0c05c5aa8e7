"""Read a producer's CSV file, or say what is wrong with it: columns, cells, versions."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError, Problem, flag, nearest

AGAIN = "fetch the file anew from the producer"
# bytes at the end of a file that hold its last line
_TAIL = 1_000_000


def read_text(file: Path) -> pd.DataFrame:
    """Read a producer's file as text.

    Parameters
    ----------
    file : pathlib.Path
        A CSV file in UTF-8 with a header.

    Returns
    -------
    pandas.DataFrame
        One row per line, indexed by the line's number (the header is line 1); an empty cell is an empty text.

    Raises
    ------
    ClaimbookError
        If the file can't be read or holds no row.
    """
    # pandas fills a line that was cut off with missing values, whatever keep_default_na says
    return _read(file).fillna("")


def _read(file: Path, places: Sequence[int] | None = None) -> pd.DataFrame:
    try:
        # NA is Namibia: only an empty cell means "no value"
        raw = pd.read_csv(
            file, dtype="str", keep_default_na=False, encoding="utf-8-sig", compression=None, usecols=places
        )
    except (OSError, ValueError) as error:
        if found := re.search(r"Expected \d+ fields in line (\d+), saw \d+", str(error)):
            rule, todo = "more cells than the header has columns", "put cells with commas into quotes"
            refuse(file, [Problem(file.name, rule, todo, row=int(found[1]))])
        raise ClaimbookError(f"{file} can't be read: {error}") from error
    if raw.empty:
        raise ClaimbookError(f"{file} holds no row: {AGAIN}")
    if not isinstance(raw.index, pd.RangeIndex):
        # pandas takes the first cells for names of lines, and each cell for that of its neighbour
        raise ClaimbookError(f"{file} has lines with more cells than its header: put cells with commas into quotes")
    raw.index += 2
    return raw


def header(file: Path) -> list[str]:
    """Return the names of a file's columns.

    Raises
    ------
    ClaimbookError
        If the file can't be read.
    """
    try:
        return [str(name) for name in pd.read_csv(file, nrows=0, encoding="utf-8-sig", compression=None).columns]
    except (OSError, ValueError) as error:
        raise ClaimbookError(f"{file} can't be read: {error}") from error


def no_workbook(file: Path) -> None:
    """Refuse a workbook, which pandas reads only with a library that we do without.

    Raises
    ------
    ClaimbookError
        If the file's name says that it is one.
    """
    if file.suffix.lower() in {".xlsx", ".xls", ".xlsb", ".ods"}:
        raise ClaimbookError(f"{file} is a workbook: save the sheet as CSV in UTF-8")


def absent(file: Path, wanted: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a file that lacks a column which its reader takes, or has it under another name.

    Raises
    ------
    ClaimbookError
        With each column that is not there, and the nearest that is.
    """
    rule = "the producer's column is not there"
    if missing := [name for name in wanted if name not in known]:
        raise ClaimbookError(
            "the file has not the columns that its reader knows:",
            [Problem(file.name, rule, nearest(name, known), row=1, column=name) for name in missing],
        )


def read_columns(
    file: Path,
    texts: list[str],
    numbers: list[str],
    optional: Sequence[str] = (),
    gaps: Sequence[str] = (),
    narrow: bool = False,
) -> pd.DataFrame:
    """Read some columns of a producer's file, by name and in whatever order they stand.

    Parameters
    ----------
    file : pathlib.Path
        A CSV file in UTF-8 with a header.
    texts, numbers : list of str
        The columns wanted, as text and as whole numbers; an empty cell in either is refused.
    optional, gaps : sequence of str
        Further columns, of text and of numbers from zero on, in which a cell may be empty; -999 is such a gap too.
    narrow : bool
        Whether to read nothing but these columns: it saves memory where a file is wide and long, but a line with too
        many cells is then not noticed as such.

    Returns
    -------
    pandas.DataFrame
        One row per line, indexed by the line's number (the header is line 1), the columns in the order asked for; a
        gap is a missing value.

    Raises
    ------
    ClaimbookError
        If the file can't be read, holds no row, lacks a column (it may have been renamed), or has a cell that is
        empty, no whole number or cut off, as the last line of a truncated download is.
    """
    known = header(file)
    wanted = [*texts, *numbers, *optional, *gaps]
    absent(file, wanted, known)
    places = [known.index(name) for name in dict.fromkeys(wanted)] if narrow else None
    raw = _read(file, places).fillna("")
    problems = _cut_off(file, len(raw) + 1, len(known))
    raw = raw[wanted]
    for name in texts:
        problems += flag(file.name, raw[name], raw[name] == "", "an empty cell", AGAIN)
    for name in numbers:
        unfit = ~raw[name].str.fullmatch(r"-?\d+")
        problems += flag(file.name, raw[name], unfit, "no whole number", AGAIN)
    for name in gaps:
        raw[name] = raw[name].mask(raw[name].str.fullmatch(r"-999(\.0+)?"), "")
        unfit = ~raw[name].str.fullmatch(r"(\d+(\.\d+)?)?")
        problems += flag(file.name, raw[name], unfit, "neither a number nor empty", AGAIN)
    refuse(file, problems)
    raw[list(gaps)] = raw[list(gaps)].replace("", None)
    return raw.astype(dict.fromkeys(numbers, "int64") | dict.fromkeys(gaps, "float64"))


def _cut_off(file: Path, row: int, wanted: int) -> list[Problem]:
    """Tell whether the last line has too few cells: pandas takes the missing ones for empty cells, as many may be."""
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - _TAIL))
        tail = content.read().rstrip(b"\r\n")
    cells, quoted = 1, False
    # from the end, where no quotes are open: pandas has refused a file that ends within them
    for byte in reversed(tail):
        if byte == ord('"'):
            quoted = not quoted
        elif not quoted and byte in b"\r\n":
            break
        elif not quoted and byte == ord(","):
            cells += 1
    rule = f"a line that is cut off ({cells} of {wanted} cells)"
    return [Problem(file.name, rule, AGAIN, row=row)] if cells < wanted else []


def refuse(file: Path, problems: list[Problem]) -> None:
    """Raise all problems of a file at once, if there are any.

    Raises
    ------
    ClaimbookError
        With the problems.
    """
    if problems:
        raise ClaimbookError(f"{file} can't be used:", problems)


def one_version(file: Path, cells: pd.Series, wanted: str) -> None:
    """Refuse rows of another version than the one that the reader is for: versions are never mixed.

    Raises
    ------
    ClaimbookError
        With the first row of each other version.
    """
    first = (cells != wanted) & ~cells.duplicated()
    rule, todo = f"another version than {wanted}", f"use version {wanted}: versions are never mixed"
    refuse(file, flag(file.name, cells, first, rule, todo))
