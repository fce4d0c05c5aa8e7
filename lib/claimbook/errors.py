"""What goes wrong, in one form: a problem with its place, and the error that carries problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd


@dataclass(frozen=True)
class Problem:
    """One broken rule at one place.

    Attributes
    ----------
    file : str
        Path of the file inside the data package.
    rule : str
        The rule that is broken, in words.
    todo : str
        What the reader can do about it.
    row : int or None
        Line of the file, the header being line 1; None where the whole file is meant.
    column : str
        Name of the column; empty where the whole row or file is meant.
    value : str
        The offending value.
    tidied : bool
        Whether `claimbook tidy` mends it.
    """

    file: str
    rule: str
    todo: str
    row: int | None = None
    column: str = ""
    value: str = ""
    tidied: bool = False

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        if self.column:
            place = f"{place} {self.column}"
        shown = self.value if len(self.value) <= 80 else f"{self.value[:77]}..."
        value = f", {shown!r}" if self.value else ""
        todo = f"{self.todo} (or run `claimbook tidy`)" if self.tidied else self.todo
        return f"{place}: {self.rule}{value}, {todo}"


class ClaimbookError(Exception):
    """Bad input, with every problem that was found.

    Attributes
    ----------
    problems : tuple of Problem
        All problems at once; empty where the message says it all.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__("\n".join([message, *map(str, problems)]))
        self.problems = tuple(problems)


class SiteError(ClaimbookError):
    """The site could not be built; the last good one stays."""


def flag(file: str, cells: pd.Series, bad: pd.Series, rule: str, todo: str) -> list[Problem]:
    """Make a problem of each cell of a column that is marked bad; the cells are indexed by the lines of the file."""
    return [
        Problem(file, rule, todo, row=int(row), column=str(cells.name), value=str(value))
        for row, value in cells[bad].items()
    ]


def nearest(wrong: str, known: Sequence[str]) -> str:
    """Return a hint that names the known words closest to a wrong one.

    Examples
    --------
    >>> nearest("dron", ["drones", "trust"])
    'did you mean drones?'
    >>> nearest("zebra", ["trust", "drones"])
    'known: drones, trust'
    """
    close = get_close_matches(wrong, known, n=3, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    listed = sorted(known)
    return f"known: {', '.join(listed[:12])}{', …' if len(listed) > 12 else ''}"
