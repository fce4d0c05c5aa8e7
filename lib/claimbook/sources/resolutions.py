"""What data sets on mandates share: resolutions with dates and tasks, put right, checked, made rows of a table."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import Problem, flag
from claimbook.sources.codes import with_mission

_COLUMNS = ["mission_id", "instrument", "source_id", "adopted_date", "adopted_date_precision", "change", "what"]


def mended(numbers: pd.Series, dates: pd.Series, known: Mapping[tuple[str, str], str]) -> pd.Series:
    """Return dates as published, but the right one where a resolution is known to stand beside a wrong one."""
    pairs = zip(numbers, dates, strict=True)
    return pd.Series([known.get(pair, pair[1]) for pair in pairs], index=dates.index, dtype="str")


def joined(row: Mapping[str, object], tasks: Mapping[str, str]) -> str | None:
    """Return the tasks whose columns hold something, blank-separated; None where none does."""
    return " ".join(sorted(task for column, task in tasks.items() if row[column])) or None


def twice(file: Path, rows: pd.DataFrame) -> list[Problem]:
    """Name the rows whose mission has the instrument already."""
    again = rows.duplicated(["code", "instrument"])
    rule, todo = "a resolution that the mission has already", "keep one row for each mission and resolution"
    return flag(file.name, rows["instrument"], again, rule, todo)


def out_of_order(file: Path, rows: pd.DataFrame) -> list[Problem]:
    """Name the resolutions of the Council dated before one with a lower number: it numbers them as it adopts them."""
    number = pd.to_numeric(rows["instrument"].str.extract(r"^S/RES/(\d+) ")[0])
    own = rows.assign(number=number).dropna(subset="number").sort_values(["number", "adopted_date"], kind="stable")
    own = own.assign(before=own["instrument"].shift(), since=own["adopted_date"].shift())
    return [
        Problem(
            file.name,
            f"a date before that of {row.before}",
            "compare both with the resolutions",
            row=int(row.Index),
            column="instrument",
            value=f"{row.instrument} of {row.adopted_date:%Y-%m-%d}",
        )
        for row in own[own["adopted_date"] < own["since"]].itertuples()
    ]


def table_rows(rows: pd.DataFrame, book: Book, source_id: str, file: Path, precision: str) -> pd.DataFrame:
    """Return what a reader found as rows of the table `mandates`.

    Parameters
    ----------
    rows : pandas.DataFrame
        `code`, `instrument`, `adopted_date`, `tasks`, and `change` where the data set tells it.
    book : Book
        A data package with the table `mission_codes`.
    source_id : str
        The data set.
    file : pathlib.Path
        Its file, for the message.
    precision : str
        How exact its dates are: day or month.

    Raises
    ------
    ClaimbookError
        If the table of codes lacks a mission.
    """
    found = with_mission(rows, book, source_id, file, "code")
    fixed = {"source_id": source_id, "adopted_date_precision": precision, "what": None}
    found = found.assign(change=found.get("change", "not-coded"), **fixed)
    return found[[*_COLUMNS, "tasks"]].reset_index(drop=True)
