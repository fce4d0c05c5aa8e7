"""Choose two entities; see what links them, down to the sources."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from claimbook.book import Book
from claimbook.errors import ClaimbookError
from claimbook.explore.panel import Panel, Shown, choice
from claimbook.links import explain
from claimbook.views import chain


def cell_panel(book: Book, source: str | None = None, target: str | None = None) -> Any:
    """Return the widget."""
    begin, end = _first(book, source, target)
    begins = choice("From", _named(book, book.names().index), begin)
    linked = widgets.Checkbox(
        end in chain.partners(book, begin), description="only what a link joins to it", indent=False
    )
    ends = choice("To", _offered(book, begin, linked.value), end)

    def draw() -> tuple[str, Sequence[Shown]]:
        if ends.value is None:
            raise ClaimbookError("No link leads to or from it. Untick the box to choose among all.")
        told = explain(book, begins.value, ends.value)
        words = told.headline(book.names().to_dict()) + (f"\nChecked: {told.verdict}" if told.verdict else "")
        if not told.path:
            return words, ()
        parts = [("Links and statements", chain.links(told)), ("Claims", chain.claims(book, told))]
        parts.append(("Evidence and sources", chain.evidence(book, told)))
        return words, [one for part in parts for one in part]

    panel = Panel([begins, ends, linked], draw)

    def offer(_: object) -> None:
        with panel.held():
            kept = ends.value
            ends.options = _offered(book, begins.value, linked.value)
            offered = [value for _, value in ends.options]
            ends.value = kept if kept in offered else next(iter(offered), None)

    for control in (begins, linked):
        control.observe(offer, names="value")
    panel.draws_on(ends)
    panel.redraw()
    return panel.widget


def _first(book: Book, source: str | None, target: str | None) -> tuple[str, str]:
    """Return the entities to begin with: those given, else two that a link joins."""
    links = book.tables["links"]
    if links.empty:
        raise ClaimbookError("this package has no links: there is nothing to follow")
    if source is None and target is None:
        return str(links["source"].iloc[0]), str(links["target"].iloc[0])
    begin, end = source or str(target), target or str(source)
    # an unknown id is told with the nearest ones
    explain(book, begin, end)
    if begin == end:
        end = next(iter(chain.partners(book, begin)), end)
    return (begin, end) if source is not None else (end, begin)


def _offered(book: Book, entity: str, linked: bool) -> list[tuple[str, str]]:
    return _named(book, chain.partners(book, entity) if linked else book.names().index)


def _named(book: Book, entities: Sequence[str]) -> list[tuple[str, str]]:
    """Return what a list shows and means: the name of each entity with its kind, by name."""
    names, kinds = book.names(), book.tables["entities"].astype("str").set_index("entity_id")["kind"]
    return sorted((f"{names[one]} ({kinds[one]})", one) for one in entities)
