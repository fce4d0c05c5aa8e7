"""Where the coding of an article stands: what is coded section by section, and what waits."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars
from claimbook.claimcheck import written_claims
from claimbook.exhibit import Exhibit
from claimbook.schema import NOT_CODED
from claimbook.views.common import ALL, Listing, Nothing, sources, wide

_STATES = {True: "coded", False: "not coded yet"}


def headline(book: Book) -> pd.Series:
    """Return how much there is, and how much of it is coded."""
    statements, claims = book.tables["statements"], book.tables["claims"]
    return pd.Series(
        {
            "sections": len(book.tables["sections"]),
            "statements": len(statements),
            "coded statements": int(_coded(statements).sum()),
            "testable statements": int((statements["testable"] == "yes").sum()),
            "stubs of claims": len(claims) - len(written_claims(book)),
            "claims that are written": len(written_claims(book)),
            "entities": len(book.tables["entities"]),
            "links": len(book.tables["links"]),
        }
    )


def coded_by_section(book: Book) -> Exhibit:
    """Show how many statements of each section are coded and how many wait."""
    statements = book.tables["statements"]
    coded = _coded(statements)
    headings = book.tables["sections"].set_index("section_id")["section_name"]
    state = pd.Categorical(coded.map(_STATES), list(_STATES.values()))
    section = [f"{one.removeprefix('s')} {headings[one]}" for one in statements["section_id"]]
    frame = pd.DataFrame({"section": section, "state": state})
    frame = frame.groupby(["section", "state"], observed=False, sort=False).size().rename("statements").reset_index()
    return Exhibit(
        key="coded-by-section",
        title=f"{coded.sum()} of {len(coded)} statements are coded",
        subtitle=f"Statements by section, coded or not, n = {len(coded)}",
        figure=bars(frame, "section", "statements", "state", unit="statements"),
        frame=wide(frame, "section", "state", "statements"),
        alt=f"Stacked bars for {len(set(section))} sections; {(~coded).sum()} of {len(coded)} statements wait.",
        sources=sources(book, "statements", "sections"),
    )


def statements(book: Book, theme: str = ALL) -> Listing:
    """List the statements of a theme with their kind and what they say in our words."""
    rows = book.tables["statements"]
    rows = (rows if theme == ALL else rows[rows["theme"].isin([theme, NOT_CODED])]).astype("object")
    columns = {"statement_id": "statement", "kind": "kind", "paraphrase": "what it says"}
    rows = rows.assign(paraphrase=rows["paraphrase"].fillna("not in our words yet"))
    return Listing(rows[list(columns)].rename(columns=columns))


def stubs(book: Book) -> Listing | Nothing:
    """List the stubs of claims: places for what a statement may claim, about which nothing is said yet."""
    waiting = set(book.tables["claims"]["claim_id"]) - set(written_claims(book)["claim_id"])
    if not waiting:
        return Nothing("stubs", "No stub is left", "Each claim is written, or was taken out.")
    rows = book.tables["claim_statements"]
    rows = rows[rows["claim_id"].isin(waiting)].groupby("claim_id")["statement_id"].agg(", ".join).reset_index()
    return Listing(rows.set_axis(["stub", "of"], axis="columns"), summary=f"{len(rows)} stubs")


def _coded(statements: pd.DataFrame) -> pd.Series:
    return statements["kind"].astype("str") != NOT_CODED
