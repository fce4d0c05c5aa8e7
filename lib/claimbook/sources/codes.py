"""Join producers' names of missions to our missions, or name those that do not map."""

from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem, nearest


def known_codes(book: Book, source_id: str) -> pd.Series:
    """Return what a data set calls missions: the mission by code, missing where its record is left out."""
    codes = book.tables["mission_codes"]
    own = codes[codes["source_id"] == source_id]
    return own.set_index("producer_name")["mission_id"].replace("", None)


def with_mission(rows: pd.DataFrame, book: Book, source_id: str, file: Path, column: str) -> pd.DataFrame:
    """Return rows with `mission_id` in place of the producer's name of the mission.

    Parameters
    ----------
    rows : pandas.DataFrame
        With a column of the producer's names, indexed by the lines of its file.
    book : Book
        A data package with the table `mission_codes`.
    source_id : str
        The data set.
    file : pathlib.Path
        The producer's file, for the message.
    column : str
        Name of the column.

    Returns
    -------
    pandas.DataFrame
        Without the rows that the table says to leave out.

    Raises
    ------
    ClaimbookError
        If the table has no such name; the message gives the nearest that it has.
    """
    codes = known_codes(book, source_id)
    lost = rows.loc[~rows[column].isin(codes.index), column].drop_duplicates()
    if len(lost):
        path = book.package.tables["mission_codes"].path
        rule = f"a mission that {path} does not have for {source_id}"
        problems = [
            Problem(file.name, rule, f"{nearest(code, list(codes.index))} Add it there", int(line), column, code)
            for line, code in lost.items()
        ]
        raise ClaimbookError(f"{file} can't be used:", problems)
    found = rows.drop(columns=column)
    found.insert(0, "mission_id", rows[column].map(codes))
    return found.dropna(subset="mission_id")
