"""Join producers' country numbers and codes to our countries, or name those that do not map."""

from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem


def with_country(rows: pd.DataFrame, book: Book, file: Path, column: str = "gwno", known: str = "gwno") -> pd.DataFrame:
    """Return rows with `country_id` in place of the producer's country number or code.

    Parameters
    ----------
    rows : pandas.DataFrame
        With a column of the producer's codes.
    book : Book
        A data package with the table `countries`.
    file : pathlib.Path
        The producer's file, for the message.
    column, known : str
        Name of the producer's column, and of the column of `countries` that it joins.

    Raises
    ------
    ClaimbookError
        With each code that no country has.
    """
    countries = book.tables["countries"].dropna(subset=known)
    ids = countries.set_index(known)["country_id"]
    lost = sorted(set(rows[column]) - set(ids.index))
    if lost:
        todo = f"add the country to {book.package.tables['countries'].path}, or mend the code"
        rule = "a country code that does not map"
        problems = [Problem(file.name, rule, todo, column=column, value=str(one)) for one in lost]
        raise ClaimbookError(f"{file} can't be used:", problems)
    found = rows.drop(columns=column)
    found.insert(0, "country_id", rows[column].map(ids))
    return found
