"""What stands in the way: the challenges by level, what is meant to answer them, and which have no answer."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES, entities, groups, known, matrix
from claimbook.ordering import without_partner
from claimbook.views.common import ALL, Nothing, named, plural, sources
from claimbook.views.matrices import matrix_exhibit

_TABLES = ("links", "challenges", "strategies")


def levels(book: Book) -> list[str]:
    """Return the levels of challenges, with `all` before them."""
    return [ALL, *book.labels("challenges", "level")]


def headline(book: Book, level: str = ALL, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    cells = answers(book, level, bases)
    said = cells[cells["asserted"]]
    hindered = harms(book, level, bases)
    return pd.Series(
        {
            "challenges": len(_named(book, cells)["row"].unique()),
            "with a strategy that addresses them": said["row"].nunique(),
            "without an answer": len(without_partner(_named(book, cells), "row")),
            "strategies that address one": said["column"].nunique(),
            "links by which challenges hinder something": int(hindered["links"].sum()) if len(hindered) else 0,
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    good = int((tested(book)["answers with good evidence"] > 0).sum())
    none, every = told["without an answer"], told["challenges"]
    return f"Of {every} challenges {none} have no answer in the text, and {good} an answer with good evidence."


def answers(book: Book, level: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the matrix of challenges of a level and the strategies that address them.

    Columns as `claimbook.matrix` gives them.
    """
    cells = matrix(book, "challenge", "strategy", "addresses", bases)
    return cells[cells["row"].isin(_of_level(book, level))]


def harms(book: Book, level: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return what each challenge is said to hinder or to worsen.

    Columns: `challenge`, `relation`, `target`, `links` and `statements` (blank-separated ids).
    """
    links = book.tables["links"]
    links = links[links["source"].isin(_of_level(book, level)) & links["basis"].isin(list(bases))]
    links = links[links["relation"].isin(["hinders", "aggravates"])].astype({"relation": "str"})
    grouped = links.groupby(["source", "relation", "target"], sort=False)["statement_id"]
    frame = grouped.agg(links="size", statements=" ".join).reset_index()
    names = book.names()
    return frame.assign(challenge=frame["source"].map(names), target=frame["target"].map(names))[
        ["challenge", "relation", "target", "links", "statements"]
    ]


def by_level(book: Book) -> Exhibit:
    """Show how many challenges of each level have an answer in the article and how many have none."""
    cells = _named(book, answers(book))
    level = groups(book, "challenge")
    answered = cells.groupby("row", sort=False)["asserted"].any()
    frame = pd.DataFrame({"level": answered.index.map(level), "answer": answered.to_numpy()})
    words = {True: "addressed", False: "no answer"}
    frame["answer"] = pd.Categorical(frame["answer"].map(words), list(words.values()))
    frame = frame.groupby(["level", "answer"], observed=False).size().rename("challenges").reset_index()
    ranked = [one for one in book.labels("challenges", "level") if one in set(frame["level"])]
    frame = frame.set_index("level").loc[ranked].reset_index()
    without = int((~answered).sum())
    return Exhibit(
        key="challenges-by-level",
        title=f"{without} of {len(answered)} challenges have no answer in the article",
        subtitle=f"Challenges by level, addressed by some strategy or by none, n = {len(answered)}",
        figure=bars(frame, "level", "challenges", "answer", unit="challenges"),
        frame=frame,
        alt=f"Stacked bars for {len(ranked)} levels; {without} of {len(answered)} challenges are addressed by none.",
        sources=sources(book, *_TABLES),
    )


def as_matrix(
    book: Book, level: str = ALL, bases: Sequence[str] = BASES, layer: str = "asserted", by: str = "meaning"
) -> Exhibit | Nothing:
    """Show which strategies address which challenges; strategies that address none are left out."""
    cells = answers(book, level, bases)
    filled, said = cells[cells["asserted"] | cells["checked"]], cells[cells["asserted"]]
    if said.empty:
        return Nothing(
            f"challenges-matrix-{level}",
            "No strategy addresses a challenge with this choice",
            "The article names challenges of this level and says of no strategy that it is meant to reduce one.",
        )
    none = len(without_partner(_named(book, cells), "row"))
    addressed = plural(said["row"].nunique(), "challenge")
    strategies = said["column"].nunique()
    return matrix_exhibit(
        book,
        # a challenge that only research names has its row where something was checked
        cells[cells["column"].isin(filled["column"]) & cells["row"].isin([*named(book, "challenge"), *filled["row"]])],
        key=f"challenges-matrix-{level}",
        title=f"{strategies} strategies address {addressed}; {none} {'has' if none == 1 else 'have'} no answer",
        row_noun="challenge",
        column_noun="strategy",
        layer=layer,
        by=by,
        row_groups=groups(book, "challenge").str.capitalize(),
        tables=_TABLES,
    )


def without_answer(book: Book, level: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the challenges that no strategy addresses: `challenge`, `level`, `hinders` (names) and `definition`."""
    ids = without_partner(_named(book, answers(book, level, bases)), "row")
    table = book.tables["challenges"].set_index("challenge_id").loc[ids]
    hinders = harms(book, level, bases).groupby("challenge")["target"].agg(", ".join)
    return pd.DataFrame(
        {
            "challenge": table["name"].tolist(),
            "level": table["level"].astype("str").tolist(),
            "hinders or worsens": table["name"].map(hinders).fillna("nothing named").tolist(),
        }
    )


def tested(book: Book) -> pd.DataFrame:
    """Return for each challenge that the article names how many of its answers were checked, and with what result.

    Returns
    -------
    pandas.DataFrame
        `challenge`, `answers` (strategies that the article sets against it), `checked` (of these), `answers with good
        evidence` (supported, wholly or mostly, with moderate or high certainty; those of research alone among them) and
        `verdicts` (in words).
    """
    cells = _named(book, answers(book))
    good = cells["verdict"].isin(["supported", "mostly supported"]) & cells["certainty"].isin(["moderate", "high"])
    told = (cells["column_name"] + ": " + cells["checked_as"]).where(cells["checked"], "")
    rows = cells.assign(good=cells["checked"] & good, told=told, both=cells["asserted"] & cells["checked"])
    found = rows.groupby("row_name", sort=False).agg(
        answers=("asserted", "sum"),
        checked=("both", "sum"),
        good=("good", "sum"),
        verdicts=("told", lambda words: "; ".join(filter(None, words))),
    )
    found = found.sort_values(["good", "checked", "answers"], ascending=False, kind="stable")
    return found.rename_axis("challenge").reset_index().rename(columns={"good": "answers with good evidence"})


def most_harmful(book: Book, level: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show which challenges are said to hinder most."""
    frame = harms(book, level, bases)
    if frame.empty:
        return Nothing(
            f"challenges-harms-{level}", "These challenges are said to hinder nothing", "The article only names them."
        )
    totals = frame.groupby("challenge")["links"].sum().sort_values(ascending=False, kind="stable").reset_index()
    return Exhibit(
        key=f"challenges-harms-{level}",
        title=f"“{totals['challenge'][0]}” is said to hinder most: {plural(totals['links'][0], 'link')}",
        subtitle=f"Links by which a challenge hinders or worsens something, n = {totals['links'].sum()}",
        figure=bars(totals, "challenge", "links", unit="links"),
        frame=frame,
        alt=f"Bars for {len(totals)} challenges, from {totals['challenge'][0]} ({totals['links'][0]} links) downwards.",
        sources=sources(book, "links", "challenges"),
    )


def _named(book: Book, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of challenges that the article names: it can't leave others without an answer."""
    return cells[cells["row"].isin(named(book, "challenge"))]


def _of_level(book: Book, level: str) -> list[str]:
    known("level", [level], levels(book))
    level_of = groups(book, "challenge")
    return [one for one in entities(book, "challenge").index if level in (ALL, level_of[one])]
