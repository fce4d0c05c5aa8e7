"""What a fetch changed in a table: rows added, dropped and revised, and the largest revisions."""

from dataclasses import dataclass

import pandas as pd

_MOST = 8


@dataclass(frozen=True)
class Changes:
    """The rows of one source in one table, before and after.

    Attributes
    ----------
    table : str
        Name of the table.
    rows_count, added, dropped, revised : int
        Rows that there are now; rows that were not there before, are not there any more, or say something else.
    largest : pandas.DataFrame
        The largest revisions: the key of the row, `column`, `before`, `after`; numbers by the size of their change,
        then texts.
    """

    table: str
    rows_count: int
    added: int
    dropped: int
    revised: int
    largest: pd.DataFrame

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.revised)


def compare(table: str, key: tuple[str, ...], before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Compare two states of the rows of one source.

    Parameters
    ----------
    table : str
        Name of the table.
    key : tuple of str
        Its primary key.
    before, after : pandas.DataFrame
        Cells as text, with the columns of the table.
    """
    old, new = (rows.set_index(list(key)).sort_index() for rows in (before, after))
    both = old.index.intersection(new.index)
    was, now = old.loc[both], new.loc[both]
    differs = was != now
    return Changes(
        table=table,
        rows_count=len(new),
        added=len(new.index.difference(old.index)),
        dropped=len(old.index.difference(new.index)),
        revised=int(differs.any(axis="columns").sum()),
        largest=_largest(was, now, differs, key),
    )


def _largest(was: pd.DataFrame, now: pd.DataFrame, differs: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"column": name, "before": was.loc[differs[name], name], "after": now.loc[differs[name], name]})
        for name in was.columns
    ]
    revised = pd.concat([part for part in parts if len(part)] or [parts[0]])
    sizes = pd.to_numeric(revised["after"], errors="coerce") - pd.to_numeric(revised["before"], errors="coerce")
    order = sizes.abs().reset_index(drop=True).sort_values(ascending=False, kind="stable", na_position="last").index
    return revised.reset_index(names=list(key)).iloc[order].head(_MOST).reset_index(drop=True)
