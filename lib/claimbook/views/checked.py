"""What was checked of the pairs that a notebook shows, beside what the article asserts of them."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars
from claimbook.charts.states import GLYPHS
from claimbook.checked import evidence_on_links
from claimbook.claimcheck import findings, ledger
from claimbook.exhibit import Exhibit
from claimbook.links import read_out
from claimbook.views.common import Listing, Nothing, plural, short, sources

_VOTES = {"families_for": "for", "families_mixed": "mixed", "families_against": "against"}


def pairs(cells: pd.DataFrame, row_noun: str, column_noun: str) -> Listing | Nothing:
    """List the cells of a matrix on which evidence bears: verdict and certainty in columns of their own.

    Parameters
    ----------
    cells : pandas.DataFrame
        As `claimbook.matrix` gives them.
    row_noun, column_noun : str
        What rows and columns are, for the headings.
    """
    found = cells[cells["checked"]]
    if found.empty:
        return Nothing(
            f"checked-{row_noun}-{column_noun}",
            "No evidence bears on any pair of this choice",
            "Nothing that was found measures one of them. That is no evidence that they don't hold.",
        )
    frame = found[["row_name", "column_name", "verdict", "certainty", "family_count", "evidence_ids"]].copy()
    frame.insert(2, "asserted", found["asserted"].map({True: "by the article", False: "by research alone"}))
    names = {"row_name": row_noun, "column_name": column_noun, "family_count": "families", "evidence_ids": "evidence"}
    return Listing(frame.rename(columns=names).reset_index(drop=True))


def on_entity(book: Book, entity: str) -> Listing | Nothing:
    """List the evidence on the links of one entity: what it says of each, with its source."""
    rows = evidence_on_links(book)
    rows = rows[(rows["source"] == entity) | (rows["target"] == entity)]
    name = book.names()[entity]
    if rows.empty:
        return Nothing(
            f"checked-{entity}",
            f"No evidence bears on a link of “{name}”",
            "Nothing that was found measures what the article links to it. Its claims may still have evidence of "
            "their own, and searches that found none are logged with them.",
        )
    return Listing(
        pd.DataFrame(
            {
                "link": read_out(book, rows),
                "evidence says": rows["direction"].tolist(),
                "design": rows["design"].tolist(),
                "finding": rows["finding"].tolist(),
                "source": rows["citation"].tolist(),
                "claim": rows["claim_id"].tolist(),
            }
        )
    )


def by_claim(book: Book, claims: Sequence[str], key: str, topic: str) -> Exhibit | Nothing:
    """Show how many families of studies stand for, between and against each of some claims.

    Parameters
    ----------
    book : Book
        A data package with claims and evidence.
    claims : sequence of str
        Ids of claims, in the order wanted; legal ones are left out, on which nothing votes.
    key : str
        Key of the exhibit.
    topic : str
        What the claims are on, as the title says it.
    """
    rows = ledger(book, found=findings(book, only=list(claims))) if len(claims) else pd.DataFrame({"type": []})
    rows = rows[rows["type"] != "legal"].reset_index(drop=True)
    if rows.empty:
        return Nothing(key, f"No claim on {topic} with this choice", "Nothing was checked, because nothing is claimed.")
    # most voices first, in the order of the claims among equals
    rows["votes"] = rows[list(_VOTES)].sum(axis="columns")
    rows = rows.sort_values("votes", ascending=False, kind="stable", ignore_index=True)
    drawn = rows.assign(
        claim=[f"{row.claim_id} {GLYPHS[row.verdict]} {short(row.proposition)}" for row in rows.itertuples()]
    )
    drawn = drawn.rename(columns=_VOTES).melt("claim", list(_VOTES.values()), "says", "families")
    drawn["says"] = pd.Categorical(drawn["says"], list(_VOTES.values()))
    drawn = drawn.set_index("claim").loc[[*dict.fromkeys(drawn["claim"])]].reset_index()
    open_count, silent = int((rows["verdict"] == "unverified").sum()), int((rows["votes"] == 0).sum())
    frame = rows[["claim_id", "proposition", "origin", "status", "certainty", *_VOTES, "search_count"]]
    names = {"claim_id": "claim", "proposition": "what is claimed", "status": "verdict", "search_count": "searches"}
    return Exhibit(
        key=key,
        title=f"{open_count} of {plural(len(rows), 'claim')} on {topic} can't be verified"
        + (f"; on {silent} no study votes" if silent else ""),
        subtitle="Families of studies for, mixed and against each claim; the sign before it is its verdict",
        figure=bars(drawn, "claim", "families", "says", unit="families of studies"),
        frame=frame.rename(columns={**names, **_VOTES}),
        alt="Stacked bars: "
        + "; ".join(f"{row.claim_id} {row.status}, certainty {row.certainty}" for row in rows.itertuples()),
        sources=sources(book, "claims", "evidence", "families", "searches"),
    )
