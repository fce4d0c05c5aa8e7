"""What the views of several notebooks share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from claimbook.book import Book

ALL = "all"
# an address on the web, or a notebook beside this one
_LEADS = re.compile(r"https?://|(\.\./)?[\w/-]+\.ipynb$")


@dataclass(frozen=True)
class Nothing:
    """Stands where an exhibit would, and says that there is nothing to show and why: absence is a finding.

    Attributes
    ----------
    key, title : str
        As an exhibit has them.
    why : str
        What the absence means, and what it doesn't.
    """

    key: str
    title: str
    why: str

    def to_html(self) -> str:
        """Return the words as HTML, escaped."""
        title, why = escape(self.title), escape(self.why)
        return f'<div class="exhibit" id="{escape(self.key)}"><p class="exhibit-title">{title}</p><p>{why}</p></div>'

    def bundles(self) -> tuple[dict[str, Any], ...]:
        """Return what Jupyter shows."""
        return ({"text/html": self.to_html(), "text/plain": f"{self.title}\n{self.why}"},)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for bundle in self.bundles():
            display(bundle, raw=True)


def sources(book: Book, *tables: str) -> tuple[str, ...]:
    """Return the short citation of some tables of a book."""
    return tuple(f"{book.package.title} {book.package.version}, table {table}" for table in tables)


def cited(book: Book, source_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the citation and the licence of some sources, each once, in the order given."""
    rows = book.tables["sources"].set_index("source_id")
    return tuple(
        f"{rows.loc[one, 'citation'].rstrip('.')} (licence: {rows.loc[one, 'licence'].replace('-', ' ')})"
        for one in dict.fromkeys(source_ids)
    )


def when(day: object, precision: object) -> str:
    """Return a date as exactly as it is known.

    Examples
    --------
    >>> when(pd.Timestamp("2013-07-01"), "month"), when(pd.Timestamp("2013-07-01"), "day"), when(pd.NaT, None)
    ('July 2013', '1 July 2013', '')
    """
    if pd.isna(day):
        return ""
    stamp = pd.Timestamp(day)
    forms = {"year": f"{stamp:%Y}", "month": f"{stamp:%B %Y}"}
    return forms.get(str(precision), f"{stamp.day} {stamp:%B %Y}")


def acronyms(book: Book, missions: Iterable[str]) -> dict[str, str]:
    """Return the acronym of each of some missions, by id."""
    names = book.tables["missions"].set_index("mission_id")["acronym"]
    return {one: str(names[one]) for one in missions}


def named(book: Book, kind: str) -> list[str]:
    """Return the entities of a kind that the article names, without those that only research brings in."""
    table = book.package.kind_tables[kind]
    rows = book.tables[table.name]
    if "scope" in rows:
        rows = rows[rows["scope"].astype("str") == "article"]
    ids: list[str] = rows[table.primary_key[0]].tolist()
    return ids


def provenance(book: Book) -> str:
    """Return where the tables come from and under which licence, as text."""
    package = book.package
    lines = [f"{package.title} {package.version}: {package.description}", f"Licence: {package.licence}"]
    return "\n".join([*lines, *(f"Source: {source}" for source in package.sources)])


class Listing:
    """A table that shows whole texts, without row numbers, where a DataFrame would cut them short.

    Parameters
    ----------
    frame : pandas.DataFrame
        What is shown.
    addresses : sequence of str, optional
        Where each cell of the last column leads: an address on the web or a notebook; anything else leads nowhere.
    summary : str
        Words that the table folds open from; by default it stands open.
    """

    def __init__(self, frame: pd.DataFrame, addresses: Sequence[str] = (), summary: str = "") -> None:
        self.frame = frame
        self.addresses = addresses
        self.summary = summary

    def bundles(self) -> tuple[dict[str, Any], ...]:
        """Return what Jupyter shows."""
        return ({"text/html": self._repr_html_(), "text/plain": repr(self)},)

    def _repr_html_(self) -> str:
        shown = self.frame.astype("object").where(self.frame.notna(), "").map(lambda cell: escape(str(cell)))
        if len(self.addresses):
            last = shown.columns[-1]
            shown[last] = [
                f'<a href="{escape(address)}">{cell}</a>' if _LEADS.match(address) else cell
                for cell, address in zip(shown[last], self.addresses, strict=True)
            ]
        shown.columns = [escape(str(name)) for name in shown.columns]
        with pd.option_context("display.max_colwidth", None):
            # every cell is escaped above, so that the links alone are markup
            table = str(shown.to_html(index=False, border=0, classes="exhibit-table", escape=False))
        if not self.summary:
            return table
        return f'<details class="exhibit-fold"><summary>{escape(self.summary)}</summary>{table}</details>'

    def __repr__(self) -> str:
        return str(self.frame.to_string(index=False))


def wide(frame: pd.DataFrame, rows: str, columns: str, values: str) -> pd.DataFrame:
    """Return counts as a table of rows by columns, in the order of the frame."""
    order = list(dict.fromkeys(frame[rows]))
    table = frame.pivot_table(index=rows, columns=columns, values=values, observed=False, aggfunc="sum")
    return table.loc[order].astype("int64").rename_axis(columns=None).reset_index()


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "link"), plural(2, "link")
    ('1 link', '2 links')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def short(text: str, width: int = 52) -> str:
    """Return a text cut at a blank, with an ellipsis where something is missing.

    Examples
    --------
    >>> short("Peace missions help to lower violence.", 20)
    'Peace missions help …'
    """
    return text if len(text) <= width else f"{text[: text.rindex(' ', 0, width)]} …"
