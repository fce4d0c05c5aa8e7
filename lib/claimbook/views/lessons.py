"""The article's lessons: which strategies they recommend, and which challenges those would cover."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, heatmap
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES
from claimbook.views.common import Listing, Nothing, named, plural, sources
from claimbook.views.ranked import candidates

_TABLES = ("links", "lessons", "challenges", "strategies")


def taught(book: Book, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return what each lesson recommends and what that is meant to reduce.

    Returns
    -------
    pandas.DataFrame
        `lesson`, `strategy`, `challenge` (ids; no challenge where the strategy addresses none) and `statements`
        (blank-separated ids of both links).
    """
    links = book.tables["links"].astype({"relation": "str"})
    links = links[links["basis"].isin(list(bases))]
    teaches = links.loc[links["relation"] == "teaches", ["source", "target", "statement_id"]]
    answers = links.loc[links["relation"] == "addresses", ["source", "target", "statement_id"]]
    teaches = teaches.set_axis(["lesson", "strategy", "taught_in"], axis="columns")
    answers = answers.set_axis(["strategy", "challenge", "said_in"], axis="columns")
    rows = teaches.merge(answers, on="strategy", how="left")
    ids = rows["taught_in"] + (" " + rows["said_in"]).fillna("")
    rows = rows.assign(statements=ids).groupby(["lesson", "strategy", "challenge"], dropna=False, sort=False)
    return rows["statements"].agg(lambda cells: " ".join(dict.fromkeys(" ".join(cells).split()))).reset_index()


def uncovered(book: Book, bases: Sequence[str] = BASES) -> list[str]:
    """Return the ids of the article's challenges that no lesson reaches through a strategy."""
    reached = set(taught(book, bases)["challenge"].dropna())
    return [one for one in named(book, "challenge") if one not in reached]


def headline(book: Book, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows, ranked = taught(book, bases), candidates(book)
    return pd.Series(
        {
            "lessons": len(named(book, "lesson")),
            "strategies they recommend": rows["strategy"].nunique(),
            "challenges of the article": len(named(book, "challenge")),
            "challenges that a lesson reaches": rows["challenge"].nunique(),
            "challenges that none reaches": len(uncovered(book, bases)),
            "strategies": len(ranked),
            "strategies that can be ranked": int((ranked["why_not"] == "").sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    reached, every = told["challenges that a lesson reaches"], told["challenges of the article"]
    ranked, strategies = told["strategies that can be ranked"], told["strategies"]
    return (
        f"Lessons reach {reached} of {every} challenges; {ranked} of {strategies} strategies can be ranked by evidence."
    )


def coverage(book: Book, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show which challenges the lessons would cover, by the strategies that they recommend."""
    rows, names = taught(book, bases), book.names()
    if rows["challenge"].isna().all():
        return Nothing("lessons-coverage", "No lesson reaches a challenge with this choice", "Choose more bases.")
    reached = rows.dropna(subset="challenge")
    # a row for each lesson, also for those that reach nothing
    lessons = [one for one in named(book, "lesson") if one in set(rows["lesson"])]
    counts = pd.crosstab(reached["lesson"], reached["challenge"]).reindex(lessons, fill_value=0)
    counts = counts[counts.sum().sort_values(ascending=False, kind="stable").index]
    counts = counts.rename(index=names, columns=names).rename_axis(index=None, columns=None)
    left = uncovered(book, bases)
    every = len(named(book, "challenge"))
    frame = rows.assign(**{name: rows[name].map(names) for name in ("lesson", "strategy", "challenge")})
    frame["challenge"] = frame["challenge"].fillna("none")
    return Exhibit(
        key="lessons-coverage",
        title=f"The lessons reach {every - len(left)} of {every} challenges; {len(left)} are reached by none",
        subtitle="Strategies that a lesson recommends and that are said to reduce the challenge",
        figure=heatmap(counts.T, "strategies", "challenge", "lesson"),
        frame=frame,
        alt=f"A table in colour of {len(counts.columns)} challenges by {len(counts)} lessons. "
        f"Reached most: {counts.columns[0]}.",
        sources=sources(book, *_TABLES),
    )


def not_covered(book: Book, bases: Sequence[str] = BASES) -> Listing:
    """List the challenges that no lesson reaches, with the strategies that the article names against them."""
    names, links = book.names(), book.tables["links"].astype({"relation": "str"})
    answers = links[(links["relation"] == "addresses") & links["basis"].isin(list(bases))]
    by = answers.groupby("target")["source"].agg(lambda ids: ", ".join(dict.fromkeys(names[ids])))
    levels = book.tables["challenges"].set_index("challenge_id")["level"].astype("str")
    ids = uncovered(book, bases)
    return Listing(
        pd.DataFrame(
            {
                "challenge": [names[one] for one in ids],
                "level": [levels[one] for one in ids],
                "answered elsewhere by": [by.get(one, "nothing in the article") for one in ids],
            }
        )
    )


def asserted_order(book: Book, bases: Sequence[str] = BASES, top_count: int = 15) -> Exhibit | Nothing:
    """Show the article's own order of strategies: how many challenges each reaches, and in how many links it stands."""
    links = book.tables["links"].astype({"relation": "str"})
    links = links[links["basis"].isin(list(bases)) & links["source"].isin(book.tables["strategies"]["strategy_id"])]
    family = book.tables["strategies"].set_index("strategy_id")["family"].astype("str")
    links = links[links["source"].map(family) != "general"]
    if links.empty:
        return Nothing("asserted-order", "No strategy with this choice", "Choose more bases.")
    reach = links[links["relation"] == "addresses"].groupby("source")["target"].nunique()
    found = pd.DataFrame({"reach": reach, "links": links["source"].value_counts()}).fillna(0).astype("int64")
    found["statements"] = links.groupby("source")["statement_id"].agg(lambda ids: " ".join(dict.fromkeys(ids)))
    found = found.sort_values(["reach", "links"], ascending=False, kind="stable").head(top_count)
    drawn = pd.DataFrame({"strategy": found.index.map(book.names()), "challenges": found["reach"].to_numpy()})
    first = drawn.iloc[0]
    return Exhibit(
        key="asserted-order",
        title=f"In the article “{first['strategy']}” reaches most: {plural(first['challenges'], 'challenge')}",
        subtitle=f"Challenges that each is said to reduce; the {len(found)} strategies with most, umbrellas left out",
        figure=bars(drawn, "strategy", "challenges", unit="challenges"),
        frame=drawn.assign(links=found["links"].to_numpy(), statements=found["statements"].to_numpy()),
        alt=f"Bars for {len(found)} strategies, from {first['strategy']} downwards.",
        sources=sources(book, *_TABLES),
    )
