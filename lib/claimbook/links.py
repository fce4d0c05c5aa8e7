"""The graph of what the article connects, and the chain from two entities to statements, claims, evidence, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import networkx as nx
import pandas as pd

from claimbook.book import Book
from claimbook.checked import evidence_on_links, judge_links, tested_links
from claimbook.errors import ClaimbookError, nearest


@dataclass(frozen=True)
class Explanation:
    """What connects two entities.

    Attributes
    ----------
    source, target : str
        The two entities that were asked for.
    path : tuple of str
        The entities on the way; only the two where a statement links them directly, empty where nothing does.
    links : pandas.DataFrame
        One row for each link between neighbours on the path, in the order of the path: `link_id`, `source`,
        `relation`, `target`, `basis`, `polarity`, `statement_id`, `paraphrase`, `reads_as` (the link as a sentence)
        and `claim_ids` (blank-separated, empty where the statement isn't testable).
    evidence : pandas.DataFrame
        One row for each piece of evidence and each link between neighbours on the path that it bears on, also links
        that only research makes: `link_id`, `reads_as`, `evidence_id`, `claim_id`, `direction` (of the link),
        `design`, `finding`, `family_id`, `citation`, `doi`, `url` and `verified`.
    verdict : str
        What the evidence says of a direct connection of the two, each study counted once; empty where there is none.
    """

    source: str
    target: str
    path: tuple[str, ...]
    links: pd.DataFrame
    evidence: pd.DataFrame
    verdict: str

    def headline(self, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return in a sentence what connects the two.

        Parameters
        ----------
        names : mapping of str to str, optional
            Names of entities to print for their ids.
        """
        source, target, *path = (names.get(one, one) for one in (self.source, self.target, *self.path))
        if not path:
            return f"The article connects {source} and {target} in no way, not even through others."
        told = f"{' · '.join(path)}: {len(self.links)} link{'' if len(self.links) == 1 else 's'} in the article"
        return (
            told if len(path) == 2 else f"No statement links {source} and {target} directly. The shortest way: {told}"
        )

    def to_text(self, sentences: Mapping[str, str] | None = None) -> str:
        """Return the explanation as plain text.

        Parameters
        ----------
        sentences : mapping of str to str, optional
            The article's sentences by statement id, to print below the paraphrases.
        """
        lines = [self.headline()]
        if not self.path:
            return lines[0]
        for link in self.links.itertuples():
            negative = ", said to fail" if link.polarity == "negative" else ""
            lines += ["", f"{link.link_id}  {link.reads_as} ({link.basis}{negative})"]
            lines.append(f"  {link.statement_id}  {link.paraphrase}")
            if sentences is not None:
                sentence = sentences.get(str(link.statement_id), "not found in the text given")
                lines.append(f"  in the article: {sentence}")
            if link.claim_ids:
                lines.append(f"  tested as {link.claim_ids}")
        return "\n".join([*lines, *self._checked()])

    def _checked(self) -> list[str]:
        """Return what evidence says, as lines."""
        if self.evidence.empty:
            return ["", "No evidence bears on this."]
        lines = ["", f"Checked: {self.verdict}" if self.verdict else "Checked, on the way:"]
        for row in self.evidence.itertuples():
            lines += ["", f"{row.evidence_id}  {row.direction} {row.link_id} {row.reads_as} (design {row.design})"]
            lines += [f"  {row.finding}", f"  {row.citation}{f' doi:{row.doi}' if row.doi else ''}"]
        return lines


def graph(book: Book) -> nx.MultiDiGraph:
    """Return the asserted layer as a graph: a node for each entity (`kind`, `name`), an edge for each link.

    Edges are keyed by link id and carry `relation`, `basis`, `polarity` and `statement_id`.
    """
    result = nx.MultiDiGraph()
    names = book.names()
    for entity in book.tables["entities"].itertuples():
        result.add_node(entity.entity_id, kind=str(entity.kind), name=names.get(entity.entity_id, ""))
    for link in book.tables["links"].itertuples():
        result.add_edge(
            link.source,
            link.target,
            key=link.link_id,
            relation=link.relation,
            basis=link.basis,
            polarity=link.polarity,
            statement_id=link.statement_id,
        )
    return result


def explain(book: Book, source: str, target: str) -> Explanation:
    """Tell what the article says to connect two entities, in either direction, and what evidence says of it.

    Parameters
    ----------
    book : Book
        An opened data package.
    source, target : str
        Entity ids.

    Returns
    -------
    Explanation
        The direct links or, where there are none, those along one shortest path, with the evidence on each.

    Raises
    ------
    ClaimbookError
        If an id is unknown; the message names the nearest ones.

    Examples
    --------
    >>> from claimbook import open_book
    >>> explain(open_book(), "minusma", "violence-reduction").path
    ('minusma', 'violence-reduction')
    """
    links = graph(book)
    for entity in (source, target):
        if entity not in links:
            raise ClaimbookError(f"no entity {entity!r}: {nearest(entity, list(links))}")
    tested = tested_links(book)
    ends = list(zip(tested["source"], tested["target"], strict=True))
    if (source, target) in ends or (target, source) in ends:
        path: tuple[str, ...] = (source, target)
    else:
        path = _shortest(links, source, target)
    ways = [pair for a, b in pairwise(path) for pair in ((a, b), (b, a))]
    ids = [key for pair in ways for key in links.get_edge_data(*pair, default={})]
    rows = evidence_on_links(book)
    rows = rows[[pair in ways for pair in zip(rows["source"], rows["target"], strict=True)]]
    verdict = judge_links(book, rows).verdict if len(rows) and len(path) == 2 else ""
    return Explanation(source, target, path, _told(book, ids), _found(book, rows), verdict)


def _shortest(links: nx.MultiDiGraph, source: str, target: str) -> tuple[str, ...]:
    try:
        return tuple(nx.shortest_path(links.to_undirected(as_view=True), source, target))
    except nx.NetworkXNoPath:
        return ()


def _told(book: Book, link_ids: list[str]) -> pd.DataFrame:
    """Return the rows of some links, in the given order, with what they say and where they are tested."""
    links = book.tables["links"].set_index("link_id").loc[link_ids].reset_index()
    statements = book.tables["statements"].set_index("statement_id")
    links["paraphrase"] = links["statement_id"].map(statements["paraphrase"])
    links["reads_as"] = read_out(book, links)
    links["claim_ids"] = ""
    if "claim_links" in book.tables:
        claims = book.tables["claim_links"].groupby("link_id")["claim_id"].agg(" ".join)
        links["claim_ids"] = links["link_id"].map(claims).fillna("")
    return links


def _found(book: Book, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence on some links, with what the links say."""
    columns = ["link_id", "reads_as", "evidence_id", "claim_id", "direction", "design", "finding", "family_id"]
    columns += ["citation", "doi", "url", "verified"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    return rows.assign(reads_as=read_out(book, rows))[columns].reset_index(drop=True)


def read_out(book: Book, links: pd.DataFrame) -> list[str]:
    """Return links as sentences; `links` has `source`, `relation` and `target`."""
    names, kinds = book.names(), book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    reads_as = book.tables["relations"].set_index(["relation", "source_kind", "target_kind"])["reads_as"]
    told = zip(links["relation"], links["source"].map(kinds), links["target"].map(kinds), strict=True)
    ends = zip(links["source"].map(names), [reads_as[kind] for kind in told], links["target"].map(names), strict=True)
    return [f"{source} → {verb} → {target}" for source, verb, target in ends]
