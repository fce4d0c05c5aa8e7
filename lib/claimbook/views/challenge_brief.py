"""One challenge: where the article speaks of it, what it hinders, what is meant to answer it, what is tested."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, network
from claimbook.exhibit import Exhibit
from claimbook.links import explain
from claimbook.matrix import BASES
from claimbook.views.common import Nothing, plural, sources

DIRECTIONS = ("both", "answers", "harms")
_ANSWERS = "addresses"


def challenges(book: Book) -> list[str]:
    """Return the ids of all challenges."""
    return book.tables["challenges"]["challenge_id"].tolist()


def definition(book: Book, challenge: str) -> pd.DataFrame:
    """Return the challenge as its table has it: a row for each `column`, with its `value`."""
    row = book.tables["challenges"].set_index("challenge_id").loc[challenge].astype("str")
    return pd.DataFrame({"column": ["id", *row.index], "value": [challenge, *row]})


def links(book: Book, challenge: str, bases: Sequence[str] = BASES, direction: str = "both") -> pd.DataFrame:
    """Return the links that begin or end at a challenge, answers first.

    Returns
    -------
    pandas.DataFrame
        The columns of the table `links`, and `other` (the entity at the other end), `other_name` and `way`
        (`answers` where the other end addresses the challenge, `harms` where the challenge hinders or worsens it,
        `other`: a case that faces it, a challenge that worsens it).
    """
    found = book.tables["links"].astype({"relation": "str"})
    here = (found["source"] == challenge) | (found["target"] == challenge)
    found = found[here & found["basis"].isin(list(bases))]
    outward = found["source"] == challenge
    found = found.assign(other=found["target"].where(outward, found["source"]))
    way = outward.map({True: "harms", False: "other"}).mask(found["relation"] == _ANSWERS, "answers")
    found = found.assign(other_name=found["other"].map(book.names()), way=way)
    if direction != "both":
        found = found[found["way"] == direction]
    return found.sort_values(["way", "link_id"], kind="stable", ignore_index=True)


def headline(book: Book, challenge: str) -> pd.Series:
    """Return the numbers that carry the answer."""
    found = links(book, challenge)
    mentions = book.tables["mentions"]
    tested = book.tables["claim_links"]
    return pd.Series(
        {
            "strategies that address it": found.loc[found["way"] == "answers", "other"].nunique(),
            "things that it hinders or worsens": found.loc[found["way"] == "harms", "other"].nunique(),
            "links": len(found),
            "mentions without a link": int((mentions["entity_id"] == challenge).sum()),
            "claims that test a link of it": tested.loc[tested["link_id"].isin(found["link_id"]), "claim_id"].nunique(),
        }
    )


def answers(book: Book, challenge: str, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show the strategies that are meant to reduce the challenge, by how the article puts it."""
    found = links(book, challenge, bases, "answers")
    name = book.names()[challenge]
    if found.empty:
        return Nothing(
            f"answers-{challenge}",
            f"The article names no answer to “{name}”",
            "No sentence says of a strategy that it is meant to reduce it. The article may still answer it in effect, "
            "where it says that a strategy brings about the outcome that is its absence.",
        )
    frame = found.groupby(["other_name", "basis"], observed=True).size().rename("links").reset_index()
    frame["basis"] = frame["basis"].cat.remove_unused_categories()
    ranked = frame.groupby("other_name")["links"].sum().sort_values(ascending=False, kind="stable").index
    frame = frame.set_index("other_name").loc[ranked].reset_index().rename(columns={"other_name": "strategy"})
    return Exhibit(
        key=f"answers-{challenge}",
        title=f"{len(ranked)} {'strategy is' if len(ranked) == 1 else 'strategies are'} meant to reduce “{name}”",
        subtitle=f"Links by strategy and by how the article puts them, n = {len(found)}",
        figure=bars(frame, "strategy", "links", "basis", unit="links"),
        frame=frame,
        alt=f"Bars, one for each strategy: {', '.join(ranked)}.",
        sources=sources(book, "links", "strategies"),
    )


def surroundings(
    book: Book, challenge: str, bases: Sequence[str] = BASES, direction: str = "both"
) -> Exhibit | Nothing:
    """Show the challenge with all that the article links to it."""
    found = links(book, challenge, bases, direction)
    name = book.names()[challenge]
    if found.empty:
        return Nothing(
            f"surroundings-{challenge}",
            f"No link of “{name}” with this choice",
            "The article only names it, or links it on a basis or in a direction that is left out here.",
        )
    kinds = book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    ends = [challenge, *found["other"].unique()]
    counts = found["other"].value_counts()
    nodes = pd.DataFrame({"id": ends, "size": [len(found), *counts.reindex(ends[1:])]})
    nodes["name"] = nodes["id"].map(book.names())
    nodes["kind"] = nodes["id"].map(kinds)
    edges = found.groupby(["source", "target"], sort=False).size().rename("amount").reset_index()
    return Exhibit(
        key=f"surroundings-{challenge}",
        title=f"“{name}” stands in {plural(len(found), 'link')} with {len(ends) - 1} others",
        subtitle="Everything the article links to it; symbols by kind of entity",
        figure=network(nodes, edges),
        frame=found[["link_id", "source", "relation", "target", "statement_id", "basis"]],
        alt=f"A network around {name}: {', '.join(nodes['name'][1:])}.",
        sources=sources(book, "links", "entities"),
    )


def statements(book: Book, challenge: str, bases: Sequence[str] = BASES, direction: str = "both") -> pd.DataFrame:
    """Return each statement on the challenge: what it says, as which link it is read, and the claims that test it.

    Statements that only name the challenge come last, whatever the choice of links.
    """
    columns = {"statement_id": "statement", "paraphrase": "says", "reads_as": "read as", "claim_ids": "tested as"}
    found = links(book, challenge, bases, direction)
    told = [explain(book, challenge, other).links for other in found["other"].unique()]
    mentions = book.tables["mentions"].query("entity_id == @challenge").astype("str")
    says = book.tables["statements"].set_index("statement_id")["paraphrase"]
    named = mentions.assign(
        paraphrase=mentions["statement_id"].map(says), reads_as="named, no link", claim_ids="", link_id=None
    )
    rows = pd.concat([*(one[one["link_id"].isin(found["link_id"])] for one in told), named])
    return rows[list(columns)].rename(columns=columns).drop_duplicates(ignore_index=True)
