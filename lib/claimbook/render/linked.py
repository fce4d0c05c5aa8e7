"""Let ids and names in the tables of executed notebooks lead to their pages, and note which page shows which."""

import re
from collections.abc import Iterator, Mapping
from html import escape

import nbformat

from claimbook.book import Book
from claimbook.claimcheck import written_claims
from claimbook.render.markdown import anchor

_TAG = re.compile(r"(<[^>]*>)")
_NOTEBOOK = re.compile(r'href="((?:\.\./)*[\w/-]+)\.ipynb"')
# an id without a digit after a mark could be any word of a sentence
_TELLING = re.compile(r"[.-]\w*\d")

# what is shown, as (kind, id): ("statement", "s7.p1.3"), ("claim", "c-021"), ("entity", "trust")
Shown = frozenset[tuple[str, str]]


class Linker:
    """Ids of statements and claims, and names of entities, as links.

    Parameters
    ----------
    book : Book
        The tables. Of a project without such tables nothing is linked.
    """

    def __init__(self, book: Book) -> None:
        statements = _ids(book, "statements", "statement_id")
        # a stub of a claim has no page
        written = set(written_claims(book)["claim_id"]) if "claims" in book.tables else set()
        claims = [one for one in _ids(book, "claims", "claim_id") if one in written]
        self._pages = {one: ("statement", f"statements.html#{anchor(one)}") for one in statements}
        self._pages |= {one: ("claim", f"claims/{one}.html") for one in claims}
        listed = "|".join(map(re.escape, sorted(self._pages, key=len, reverse=True)))
        self._id = re.compile(rf"(?<![\w.-])(?:{listed or '(?!)'})(?![\w-]|\.\w)")
        self._entities = dict(_entities(book))

    def link(self, notebook: nbformat.NotebookNode, up: str) -> Shown:
        """Turn ids and names in the HTML outputs of a notebook into links, in place.

        Parameters
        ----------
        notebook : nbformat.NotebookNode
            An executed copy.
        up : str
            Way from its page to the root of the site, for example `../`.

        Returns
        -------
        frozenset of (str, str)
            What its tables show.
        """
        shown: set[tuple[str, str]] = set()
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                if "text/html" in data:
                    data["text/html"] = self._html(data["text/html"], up, shown)
        return frozenset(shown)

    def _html(self, html: str, up: str, shown: set[tuple[str, str]]) -> str:
        """Return HTML with links in its text; what stands in a tag, or in a link already, stays as it is."""
        # the site's pages are HTML, while in JupyterLab a link leads to the notebook
        parts = _TAG.split(_NOTEBOOK.sub(r'href="\1.html"', html))
        inside = False
        for place, part in enumerate(parts):
            if place % 2:
                inside = part.startswith("<a ") or (inside and part != "</a>")
            elif not inside and part.strip():
                parts[place] = self._text(part, parts[place - 1] if place else "", up, shown)
        return "".join(parts)

    def _text(self, text: str, tag: str, up: str, shown: set[tuple[str, str]]) -> str:
        name = self._entities.get(text) if tag.startswith("<td") else None
        if name:
            entity, page = name
            shown.add(("entity", entity))
            return f'<a href="{up}{page}">{text}</a>'

        def linked(found: re.Match[str]) -> str:
            kind, page = self._pages[found[0]]
            shown.add((kind, found[0]))
            return f'<a href="{up}{page}">{found[0]}</a>'

        return self._id.sub(linked, text)


class Shows:
    """Which pages show a statement, a claim or an entity, as a line of Markdown.

    Parameters
    ----------
    shown : mapping of str to frozenset of (str, str)
        What the tables on each page show, by the name of the page.
    """

    def __init__(self, shown: Mapping[str, Shown]) -> None:
        self._pages: dict[tuple[str, str], list[str]] = {}
        for page, ids in shown.items():
            for one in ids:
                self._pages.setdefault(one, []).append(page)

    def line(self, kind: str, one: str, up: str = "") -> str:
        """Return the pages that show something, in the order of the site, each under its own title."""
        # the site's tool puts the title of a page where a link has no words
        pages = [f"[]({up}{page}.ipynb)" for page in self._pages.get((kind, one), ())]
        return f"Shown in: {' · '.join(pages)}" if pages else "Shown in no table of a notebook."


def _ids(book: Book, table: str, key: str) -> list[str]:
    if table not in book.tables:
        return []
    return [one for one in book.tables[table][key] if _TELLING.search(one)]


def _entities(book: Book) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the escaped name of each entity with its id and page; not where two share a name."""
    if "entities" not in book.tables:
        return
    names = book.names()
    names = names[~names.duplicated(keep=False)]
    for table in book.package.kind_tables.values():
        for entity in book.tables[table.name][table.primary_key[0]]:
            if entity in names:
                yield escape(str(names[entity])), (entity, f"entities/{table.name}.html#{entity}")
