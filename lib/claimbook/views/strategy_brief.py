"""One strategy: what it is said to reduce and to bring about, who does it, which missions use it, what was checked."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, network
from claimbook.exhibit import Exhibit
from claimbook.links import read_out
from claimbook.matrix import BASES
from claimbook.views.common import Listing, Nothing, plural, sources
from claimbook.views.ranked import candidates

WAYS = {
    "reduces": ("out", ("addresses",)),
    "brings about": ("out", ("produces", "protects")),
    "belongs with": ("any", ("part_of", "supports")),
    "is done by": ("in", ("performs",)),
    "is used by": ("in", ("uses",)),
    "is recommended by": ("in", ("teaches",)),
    "is governed by": ("in", ("governs",)),
    "is hindered by": ("in", ("hinders",)),
}


def strategies(book: Book) -> list[str]:
    """Return the ids of all strategies."""
    return book.tables["strategies"]["strategy_id"].tolist()


def definition(book: Book, strategy: str) -> pd.DataFrame:
    """Return the strategy as its table has it: a row for each `column`, with its `value`."""
    row = book.tables["strategies"].set_index("strategy_id").loc[strategy].astype("str")
    return pd.DataFrame({"column": ["id", *row.index], "value": [strategy, *row]})


def links(book: Book, strategy: str, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the links of a strategy.

    Returns
    -------
    pandas.DataFrame
        The columns of the table `links`, and `other` (the entity at the other end), `other_name` and `way`, one of
        `WAYS`, in their order.
    """
    found = book.tables["links"].astype({"relation": "str"})
    here = (found["source"] == strategy) | (found["target"] == strategy)
    found = found[here & found["basis"].isin(list(bases))]
    outward = found["source"] == strategy
    found = found.assign(other=found["target"].where(outward, found["source"]))
    ways = [_way(relation, out) for relation, out in zip(found["relation"], outward, strict=True)]
    found = found.assign(other_name=found["other"].map(book.names()), way=pd.Categorical(ways, list(WAYS)))
    return found.sort_values(["way", "link_id"], kind="stable", ignore_index=True)


def headline(book: Book, strategy: str) -> pd.Series:
    """Return the numbers that carry the answer."""
    found = links(book, strategy)
    ways = found.groupby("way", observed=False)["other"].nunique()
    tested = book.tables["claim_links"]
    return pd.Series(
        {
            "challenges it is said to reduce": int(ways["reduces"]),
            "outcomes and groups it is said to serve": int(ways["brings about"]),
            "actors said to do it": int(ways["is done by"]),
            "links": len(found),
            "claims that test a link of it": tested.loc[tested["link_id"].isin(found["link_id"]), "claim_id"].nunique(),
            "families of studies on it": int(candidates(book, [strategy]).loc[strategy, "families"]),
        }
    )


def ways(book: Book, strategy: str, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show how many others the strategy is tied to, and how."""
    found, name = links(book, strategy, bases), book.names()[strategy]
    if found.empty:
        return _nothing(f"ways-{strategy}", name)
    found["way"] = found["way"].cat.remove_unused_categories()
    counts = found.groupby("way", observed=True)["other"].nunique().rename("others").reset_index()
    promised = int(counts.loc[counts["way"].isin(["reduces", "brings about"]), "others"].sum())
    return Exhibit(
        key=f"ways-{strategy}",
        title=f"“{name}” is said to reduce or to bring about {plural(promised, 'thing')}",
        subtitle=f"Entities that the article ties to it, by how, n = {found['other'].nunique()}",
        figure=bars(counts, "way", "others", unit="entities"),
        frame=found[["way", "other_name", "basis", "statement_id", "link_id"]].rename(
            columns={"way": "it", "other_name": "what", "statement_id": "statement", "link_id": "link"}
        ),
        alt="Bars: " + "; ".join(f"{row.way} {row.others}" for row in counts.itertuples()) + ".",
        sources=sources(book, "links", "entities"),
    )


def surroundings(book: Book, strategy: str, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show the strategy with all that the article links to it."""
    found, name = links(book, strategy, bases), book.names()[strategy]
    if found.empty:
        return _nothing(f"surroundings-{strategy}", name)
    kinds = book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    ends = [strategy, *found["other"].unique()]
    nodes = pd.DataFrame({"id": ends, "size": [len(found), *found["other"].value_counts().reindex(ends[1:])]})
    nodes["name"] = nodes["id"].map(book.names())
    nodes["kind"] = nodes["id"].map(kinds)
    edges = found.groupby(["source", "target"], sort=False).size().rename("amount").reset_index()
    return Exhibit(
        key=f"surroundings-{strategy}",
        title=f"“{name}” stands in {plural(len(found), 'link')} with {len(ends) - 1} others",
        subtitle="Everything the article links to it; symbols by kind of entity",
        figure=network(nodes, edges),
        frame=found.assign(link=read_out(book, found))[["link", "basis", "statement_id"]].rename(
            columns={"statement_id": "statement"}
        ),
        alt=f"A network around {name}: {', '.join(nodes['name'][1:])}.",
        sources=sources(book, "links", "entities"),
    )


def statements(book: Book, strategy: str, bases: Sequence[str] = BASES) -> Listing:
    """List each statement on the strategy: what it says, as which link it is read, and the claims that test it."""
    found = links(book, strategy, bases)
    says = book.tables["statements"].set_index("statement_id")["paraphrase"]
    claims = book.tables["claim_links"].groupby("link_id")["claim_id"].agg(" ".join)
    rows = pd.DataFrame(
        {
            "statement": found["statement_id"],
            "says": found["statement_id"].map(says),
            "read as": read_out(book, found),
            "tested as": found["link_id"].map(claims).fillna(""),
        }
    )
    mentions = book.tables["mentions"]
    named = mentions.loc[mentions["entity_id"] == strategy, "statement_id"]
    only = pd.DataFrame({"statement": named, "says": named.map(says), "read as": "named, no link", "tested as": ""})
    return Listing(pd.concat([rows, only]).drop_duplicates(ignore_index=True))


def standing(book: Book, strategy: str) -> str:
    """Return in a sentence how the strategy stands in the checked ranking, or why it does not."""
    row = candidates(book, [strategy]).loc[strategy]
    if row["why_not"]:
        return f"Not ranked: {row['why_not']} (families of studies that vote on its links: {row['families']})."
    ranges = ", ".join(f"{name} {row[f'{name}_low']} to {row[f'{name}_high']} of 3" for name in ("consent", "burden"))
    return (
        f"Ranked, on {row['families']} families of studies: {row['verdict']} (score {row['score']:.2f}). "
        f"Certainty: {row['certainty']}. Codes: {ranges}."
    )


def _way(relation: str, outward: bool) -> str | None:
    for way, (side, relations) in WAYS.items():
        if relation in relations and side in ("any", "out" if outward else "in"):
            return way
    return None


def _nothing(key: str, name: str) -> Nothing:
    return Nothing(
        key,
        f"No link of “{name}” with this choice",
        "The article only names it, or not at all where research alone brings it in, or links it on another basis.",
    )
