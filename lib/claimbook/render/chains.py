"""A page for each entity with the whole chain of each of its cells: links, statements, claims, evidence, sources."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.charts.states import GLYPHS
from claimbook.checked import evidence_on_links, judge_links, tested_links
from claimbook.links import read_out
from claimbook.render.markdown import Addresses, plain


class Chains:
    """What the pages of all entities share, read once.

    Parameters
    ----------
    book : Book
        The tables.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._to = Addresses(book, "../")
        self._names = book.names().to_dict()
        links = tested_links(book)
        links["reads_as"] = read_out(book, links)
        said = book.tables["links"].astype("str").set_index("link_id")
        links["statement_id"] = links["link_id"].map(said["statement_id"]).fillna("")
        links["basis"] = links["link_id"].map(said["basis"]).fillna("")
        claims = [book.tables[name][["claim_id", "link_id"]] for name in ("claim_links", "literature_links")]
        self._claims = pd.concat(claims).groupby("link_id")["claim_id"].agg(list).to_dict()
        self._partners: dict[str, dict[str, list[Any]]] = {}
        for link in links.itertuples():
            for one, other in {(link.source, link.target), (link.target, link.source)}:
                self._partners.setdefault(one, {}).setdefault(other, []).append(link)
        self._evidence = evidence_on_links(book)
        self._bearing: dict[str, list[Any]] = {}
        for row in self._evidence.itertuples():
            self._bearing.setdefault(row.link_id, []).append(row)
        self._said = book.tables["statements"].set_index("statement_id")["paraphrase"].to_dict()

    def page(self, entity: str) -> Iterator[str]:
        """Yield the page of one entity: a section for each entity that a link joins it to."""
        yield from (f"# {plain(self._names[entity])}: links and evidence", "")
        yield f"Every link of {self._to.entity(entity)}, by what it leads to, down to the sources of what was checked."
        yield ""
        partners = self._partners.get(entity, {})
        if not partners:
            yield from ("No link leads to or from it, neither in the article nor in research.", "")
        for partner in sorted(partners):
            yield from (f"({entity}-to-{partner})=", f"## {plain(self._names[partner])}", "")
            yield from self._cell(partners[partner])

    def _cell(self, links: Sequence[Any]) -> Iterator[str]:
        ids = [link.link_id for link in links]
        if any(one in self._bearing for one in ids):
            verdict = judge_links(self._book, self._evidence[self._evidence["link_id"].isin(ids)])
            yield f"Checked: **{plain(GLYPHS[verdict.verdict])} {plain(verdict.verdict)}**, families for"
            yield f"{verdict.families_for}, mixed {verdict.families_mixed}, against {verdict.families_against}."
            yield from ("", f"Certainty: {plain(verdict.certainty)}.", "")
        else:
            yield from ("Not yet checked: no evidence bears on this pair.", "")
        for link in links:
            yield from self._link(link)
            for row in self._bearing.get(link.link_id, ()):
                yield f"  - {row.evidence_id}, {plain(row.direction)} (design {row.design}): {plain(row.finding)}"
                yield f"    {plain(row.citation)} [the evidence on its claim](../claims/{row.claim_id}.md#evidence)"
        yield ""

    def _link(self, link: Any) -> Iterator[str]:
        link_id, statement = str(link.link_id), str(link.statement_id)
        claims = ", ".join(self._to.claim(claim) for claim in self._claims.get(link_id, []))
        tested = f"; tested as {claims}" if claims else ""
        yield f"- {link_id}: {plain(link.reads_as)}"
        if statement:
            yield f"  ({link.basis}), {self._to.statement(statement)}: {plain(self._said[statement])}{tested}"
        else:
            yield f"  (no statement: a relation that research tests){tested}"
