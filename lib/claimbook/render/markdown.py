"""Write Markdown from data in such a way that no cell of a table can become markup."""

import re
from collections.abc import Iterable, Iterator, Sequence

from claimbook.book import Book
from claimbook.remembered import remembered

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: object) -> str:
    r"""Return text as Markdown in which nothing is markup.

    Examples
    --------
    >>> print(plain("<b>*a* | [b](c)</b>"))
    \<b\>\*a\* \| \[b\]\(c\)\<\/b\>
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(text).split()))


def anchor(identifier: str) -> str:
    """Return the part of a page's address that leads to an id.

    Examples
    --------
    >>> anchor("s7.p1.3")
    's7-p1-3'
    """
    return identifier.replace(".", "-")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], classes: str = "") -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown already."""
    yield "```{table}"
    if classes:
        yield f":class: {classes}"
    yield ""
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield "```"
    yield ""


class Addresses:
    """Where on the site the entities and statements of a book stand, as Markdown links.

    Parameters
    ----------
    book : Book
        The tables.
    up : str
        Way from the page that holds the links to the root of the site, for example `../`.
    """

    def __init__(self, book: Book, up: str = "") -> None:
        self._up = up
        self._names, self._pages = _names_and_pages(book)

    def entity(self, entity: str) -> str:
        """Return the name of an entity, leading to its place."""
        return f"[{plain(self._names[entity])}]({self._up}entities/{self._pages[entity]}.md#{entity})"

    def statement(self, statement: str) -> str:
        """Return the id of a statement, leading to its place."""
        return f"[{plain(statement)}]({self._up}statements.md#{anchor(statement)})"

    def claim(self, claim: str) -> str:
        """Return the id of a claim, leading to its page."""
        return f"[{plain(claim)}]({self._up}claims/{claim}.md)"


@remembered
def _names_and_pages(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """Return the name of each entity by its id, and the page that it stands on."""
    kinds = book.tables["entities"].astype("str").set_index("entity_id")["kind"]
    pages = kinds.map({kind: table.name for kind, table in book.package.kind_tables.items()})
    return book.names().to_dict(), pages.to_dict()
