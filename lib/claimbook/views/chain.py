"""One cell of a matrix down to its sources: its links and statements, the claims on them, evidence and sources."""

from claimbook.book import Book
from claimbook.checked import tested_links
from claimbook.claimcheck import findings, ledger
from claimbook.links import Explanation
from claimbook.verdict.rules import WORDS
from claimbook.views.common import Listing, Nothing
from claimbook.views.mission_record import with_sources


def partners(book: Book, entity: str) -> list[str]:
    """Return the entities that a link joins to an entity, the article's or one of research."""
    links = tested_links(book)
    own = links[(links["source"] == entity) | (links["target"] == entity)]
    return list(dict.fromkeys(own["target"].where(own["source"] == entity, own["source"])))


def links(told: Explanation) -> Listing | Nothing:
    """List the links of the article, each with the statement that makes it."""
    if told.links.empty:
        return Nothing("chain-links", "No sentence of the article links them", "What follows, research alone tests.")
    columns = {"link_id": "link", "reads_as": "reads as", "basis": "basis", "statement_id": "statement"}
    columns |= {"paraphrase": "which says", "claim_ids": "tested as"}
    return Listing(told.links[list(columns)].rename(columns=columns))


def claims(book: Book, told: Explanation) -> Listing | Nothing:
    """List the claims that test the links, the article's and those of research, with their verdicts."""
    ids = {one for cell in told.links["claim_ids"] for one in cell.split()} | set(told.evidence["claim_id"])
    if not ids:
        return Nothing(
            "chain-claims", "No claim tests these links", "Their statements are not testable, or not tested."
        )
    rows = ledger(book, found=findings(book, only=sorted(ids)))
    columns = {"claim_id": "claim", "proposition": "what is claimed", "origin": "made by", "status": "verdict"}
    columns |= {"certainty": "certainty"}
    return Listing(rows[list(columns)].rename(columns=columns))


def evidence(book: Book, told: Explanation) -> Listing | Nothing:
    """List the evidence on the links, each finding with its source, which leads to its address."""
    rows = told.evidence
    if rows.empty:
        return Nothing("chain-evidence", "No evidence bears on this", "Not checked does not mean not so.")
    frame = rows[["evidence_id", "claim_id", "direction", "reads_as", "finding"]].assign(
        design=[f"{one}: {WORDS[f'design.{one}']}" for one in rows["design"]],
        source=rows["evidence_id"].map(book.tables["evidence"].set_index("evidence_id")["source_id"]),
    )
    names = {"evidence_id": "evidence", "claim_id": "on claim", "reads_as": "the link", "finding": "what was found"}
    # several sentences may make the same link
    return with_sources(book, frame.rename(columns=names).drop_duplicates(ignore_index=True))
