"""Choose two kinds of entity, the links between them and a layer; see the matrix."""

from collections.abc import Sequence
from typing import Any

from claimbook.book import Book
from claimbook.errors import ClaimbookError
from claimbook.explore.panel import Panel, Shown, choice
from claimbook.views import pairs

_LAYERS = (
    ("asserted: what the article says", "asserted"),
    ("checked: what evidence says", "checked"),
    ("difference: where the two part", "difference"),
)
_ANY = ("any of these", "")


def matrix_panel(book: Book) -> Any:
    """Return the widget."""
    kinds = [kind for kind in book.package.kind_tables if pairs.partners(book, kind)]
    if not kinds:
        raise ClaimbookError("this package allows no relation between its kinds of entity: there is nothing to cross")
    rows = choice("Rows", _named(book, kinds))
    columns = choice("Columns", _named(book, pairs.partners(book, rows.value)))
    links = choice("Links", _links(book, rows.value, columns.value))
    layer = choice("Layer", _LAYERS)

    def draw() -> tuple[str, Sequence[Shown]]:
        relation = links.value or None
        notebook = pairs.notebook_of(rows.value, columns.value, relation)
        words = (
            f"The same exhibit as in the notebook {notebook}." if notebook else "Drawn as the notebooks draw theirs."
        )
        return words, [pairs.pair(book, rows.value, columns.value, relation, layer.value)]

    panel = Panel([rows, columns, links, layer], draw)

    def offer_columns(_: object) -> None:
        with panel.held():
            kept, offered = columns.value, pairs.partners(book, rows.value)
            columns.options = _named(book, offered)
            columns.value = kept if kept in offered else offered[0]
            offer_links(_)

    def offer_links(_: object) -> None:
        with panel.held():
            links.options = _links(book, rows.value, columns.value)

    rows.observe(offer_columns, names="value")
    columns.observe(offer_links, names="value")
    panel.draws_on(links, layer)
    panel.redraw()
    return panel.widget


def _named(book: Book, kinds: Sequence[str]) -> list[tuple[str, str]]:
    return [(book.package.kind_tables[kind].name, kind) for kind in kinds]


def _links(book: Book, row_kind: str, column_kind: str) -> list[tuple[str, str]]:
    told = [(reads, relation) for relation, reads in pairs.relations(book, row_kind, column_kind).items()]
    return [*told, _ANY] if len(told) > 1 else told
