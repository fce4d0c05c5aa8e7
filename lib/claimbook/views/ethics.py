"""Principles, guidelines and protected groups; where aims conflict; and the record of misconduct and civilian harm."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars
from claimbook.exhibit import Exhibit
from claimbook.links import read_out
from claimbook.matrix import BASES, groups, known, matrix
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, plural, sources
from claimbook.views.matrices import matrix_exhibit

_TABLES = ("links", "principles", "strategies", "groups")
_THEME = "ethics"
# claims of research on conduct, the limits of protection, and what mixing aims does
_RESEARCH = ("c-108", "c-110", "c-115", "c-117", "c-118", "c-119")
# entities whose links tell of security and humanitarian aims in each other's way
_CONFLICT = ("security-humanitarian-tension", "excessive-force", "civilian-vulnerability", "service-disruption")


def principles(book: Book) -> list[str]:
    """Return the ids of the principles, with `all` before them."""
    return [ALL, *book.tables["principles"]["principle_id"]]


def guided(book: Book, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the matrix of principles and the strategies that they govern, as `claimbook.matrix` gives it."""
    return matrix(book, "principle", "strategy", "governs", bases)


def protected(book: Book, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return what is said to protect which group.

    Returns
    -------
    pandas.DataFrame
        `group`, `by` (names), `kind` of what protects it, `link`, and `statement`.
    """
    links = book.tables["links"].astype({"relation": "str"})
    links = links[(links["relation"] == "protects") & links["basis"].isin(list(bases))]
    names, kinds = book.names(), book.tables["entities"].astype("str").set_index("entity_id")["kind"]
    return pd.DataFrame(
        {
            "group": links["target"].map(names),
            "by": links["source"].map(names),
            "kind": links["source"].map(kinds),
            "link": read_out(book, links),
            "statement": links["statement_id"],
        }
    ).reset_index(drop=True)


def headline(book: Book, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    cells, told = guided(book, bases), protected(book, bases)
    said = cells[cells["asserted"]]
    records = book.tables["conduct_records"] if "conduct_records" in book.tables else pd.DataFrame({"topic": []})
    return pd.Series(
        {
            "principles": cells["row"].nunique(),
            "principles that govern a strategy": said["row"].nunique(),
            "strategies that a principle governs": said["column"].nunique(),
            "groups": len(book.tables["groups"]),
            "groups said to be protected": told["group"].nunique(),
            "links on aims in each other's way": len(_tension(book, bases)),
            "counts of misconduct": int((records["topic"] == "misconduct").sum()),
            "counts of civilian harm": int((records["topic"] == "civilian-harm").sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    cells = guided(book)
    said = cells[cells["asserted"]]
    to = ", ".join(f"“{name}”" for name in dict.fromkeys(said["column_name"]))
    return f"{said['row'].nunique()} of {cells['row'].nunique()} principles are tied to work, all to {to}."


def as_matrix(book: Book, bases: Sequence[str] = BASES, layer: str = "asserted") -> Exhibit | Nothing:
    """Show which principle is said to govern which strategy, in one layer."""
    cells = guided(book, bases)
    filled, said = cells[cells["asserted"] | cells["checked"]], cells[cells["asserted"]]
    if said.empty:
        return Nothing("ethics-matrix", "No principle governs a strategy with this choice", "Choose more bases.")
    every, tied = cells["row"].nunique(), said["row"].nunique()
    tested = int(said["checked"].sum())
    titles = {
        "asserted": f"{tied} of {every} principles govern something: {said['column'].nunique()} of the strategies",
        "checked": f"On {tested} of {plural(len(said), 'tie')} of principles there is evidence",
        "difference": f"{len(said) - tested} of {plural(len(said), 'tie')} of principles are said and not checked",
    }
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key="ethics-matrix",
        title=titles[layer],
        row_noun="principle",
        column_noun="strategy",
        layer=layer,
        by="meaning",
        row_groups=groups(book, "principle").str.capitalize(),
        tables=_TABLES,
    )


def promises(book: Book, principle: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show what keeping the principles is said to bring about."""
    known("principle", [principle], principles(book))
    cells = matrix(book, "principle", "outcome", "produces", bases)
    said = cells[cells["asserted"] & (cells["row"].eq(principle) | (principle == ALL))]
    if said.empty:
        return Nothing(f"ethics-promises-{principle}", "Nothing is promised of this choice", "It is only named.")
    frame = said.groupby("column_name", sort=False)["link_count"].sum().sort_values(ascending=False, kind="stable")
    frame = frame.rename("links").rename_axis("outcome").reset_index()
    return Exhibit(
        key=f"ethics-promises-{principle}",
        title=f"Principles are said to bring about “{frame['outcome'][0]}” most: {plural(frame['links'][0], 'link')}",
        subtitle=f"Links from principles to outcomes, n = {frame['links'].sum()}",
        figure=bars(frame, "outcome", "links", unit="links"),
        frame=said[["row_name", "column_name", "link_count", "statement_ids", "checked_as"]].set_axis(
            ["principle", "outcome", "links", "statements", "checked"], axis="columns"
        ),
        alt=f"Bars for {len(frame)} outcomes, from {frame['outcome'][0]} downwards.",
        sources=sources(book, "links", "principles", "outcomes"),
    )


def vulnerable(book: Book, bases: Sequence[str] = BASES) -> Listing:
    """List the groups with what the article says protects them, those without anything among them."""
    told = protected(book, bases)
    names = book.tables["groups"].set_index("group_id")["name"]
    idle = [name for name in names if name not in set(told["group"])]
    mentions = book.tables["mentions"]
    said = mentions.groupby("entity_id")["statement_id"].agg(" ".join)
    rows = pd.DataFrame({"group": idle, "by": "nothing named", "kind": "", "link": "", "statement": ""})
    rows["statement"] = [said.get(one, "") for one, name in names.items() if name in idle]
    return Listing(
        pd.concat([told, rows], ignore_index=True).rename(columns={"by": "protected by", "kind": "which is a"})
    )


def tension(book: Book, bases: Sequence[str] = BASES) -> Listing | Nothing:
    """List the links of the article on security and humanitarian aims in each other's way."""
    links = _tension(book, bases)
    if links.empty:
        return Nothing("ethics-tension", "No link with this choice", "Choose more bases.")
    says = book.tables["statements"].set_index("statement_id")["paraphrase"]
    frame = pd.DataFrame({"link": read_out(book, links), "statement": links["statement_id"]})
    return Listing(frame.assign(says=links["statement_id"].map(says).to_numpy()))


def evidence(book: Book) -> Exhibit | Nothing:
    """Show what evidence there is on the article's claims on ethics and on those of research."""
    themes = book.tables["statements"].astype("str").set_index("statement_id")["theme"]
    told = book.tables["claim_statements"]
    own = set(told.loc[told["statement_id"].map(themes) == _THEME, "claim_id"])
    there = set(book.tables["claims"]["claim_id"])
    return checked.by_claim(book, sorted((own | set(_RESEARCH)) & there), "ethics-evidence", "ethics and conduct")


def _tension(book: Book, bases: Sequence[str]) -> pd.DataFrame:
    links = book.tables["links"].astype({"relation": "str"})
    ends = links["source"].isin(_CONFLICT) | links["target"].isin(_CONFLICT)
    return links[ends & links["basis"].isin(list(bases))].sort_values("link_id", ignore_index=True)
