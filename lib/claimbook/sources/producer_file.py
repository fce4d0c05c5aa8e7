"""Read a producer's CSV file, or say what is wrong with it: columns, cells, versions."""

from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError, Problem, flag, nearest

_AGAIN = "fetch the file anew from the producer"


def read_columns(file: Path, texts: list[str], numbers: list[str]) -> pd.DataFrame:
    """Read some columns of a producer's file, by name and in whatever order they stand.

    Parameters
    ----------
    file : pathlib.Path
        A CSV file in UTF-8 with a header.
    texts, numbers : list of str
        The columns wanted, as text and as whole numbers; an empty cell in either is refused.

    Returns
    -------
    pandas.DataFrame
        One row per line, indexed by the line's number (the header is line 1), the columns in the order asked for.

    Raises
    ------
    ClaimbookError
        If the file can't be read, holds no row, lacks a column (it may have been renamed), or has a cell that is
        empty or no whole number, as the last line of a truncated download has.
    """
    try:
        # NA is Namibia: only an empty cell means "no value"
        raw = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise ClaimbookError(f"{file} can't be read: {error}") from error
    known = [str(name) for name in raw.columns]
    if missing := [name for name in [*texts, *numbers] if name not in known]:
        rule = "the producer's column is not there"
        raise ClaimbookError(
            "the file has not the columns that its reader knows:",
            [Problem(file.name, rule, nearest(name, known), row=1, column=name) for name in missing],
        )
    if raw.empty:
        raise ClaimbookError(f"{file} holds no row: {_AGAIN}")
    # pandas fills a line that was cut off with missing values, whatever keep_default_na says
    raw = raw[[*texts, *numbers]].fillna("")
    raw.index += 2
    problems = []
    for name in texts:
        problems += flag(file.name, raw[name], raw[name] == "", "an empty cell", _AGAIN)
    for name in numbers:
        unfit = ~raw[name].str.fullmatch(r"-?\d+")
        problems += flag(file.name, raw[name], unfit, "no whole number", _AGAIN)
    refuse(file, problems)
    return raw.astype(dict.fromkeys(numbers, "int64"))


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
