"""Say what a fetch did: which files it read, what changed in the tables, and what reads them."""

from pathlib import Path

from claimbook.book import Book
from claimbook.sources.fetch import Fetched


def read_by(book: Book, fetched: Fetched, project: Path) -> tuple[list[str], list[str]]:
    """Return the claims whose evidence cites a source, and the notebooks that read the tables it feeds.

    Notebooks are known from the receipts of the last rendering of the project; there are none before that.
    """
    from claimbook.render.reuse import read_receipts

    evidence = book.tables["evidence"]
    claims = evidence.loc[evidence["source_id"] == fetched.producer.source_id, "claim_id"]
    paths = {str((book.folder / book.package.tables[name].path).resolve()) for name in fetched.producer.tables}
    notebooks = {
        name
        for name, receipt in read_receipts(project / "reports" / "_build" / "executed").items()
        if paths & set(receipt.files)
    }
    return sorted(set(claims)), sorted(notebooks)


def told(book: Book, fetched: Fetched, project: Path) -> str:
    """Return what became of a producer in words: three lines for each of its tables, and the largest revisions."""
    claims, notebooks = read_by(book, fetched, project)
    lines = []
    for name, digest in fetched.files.items():
        state = "recorded now" if name in fetched.first else "as recorded"
        lines.append(f"{fetched.producer.source_id}: {name}, sha256 {digest} ({state})")
    for one in fetched.changes:
        counts = f"{one.added:,} added, {one.dropped:,} dropped, {one.revised:,} revised"
        lines.append(f"  {one.table}: {one.rows_count:,} rows, {counts if one else 'nothing changed'}")
    read = [f"{len(claims)} claims ({', '.join(claims) or 'none'})", f"{len(notebooks)} rendered notebooks"]
    lines.append(f"  read by {' and '.join(read)}{': ' if notebooks else ''}{', '.join(notebooks[:6])}")
    tables = [one.largest.to_string(index=False) for one in fetched.changes if len(one.largest)]
    return "\n".join([*lines, *tables])
