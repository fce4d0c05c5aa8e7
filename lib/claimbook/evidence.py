"""The evidence of a book, joined with what its votes depend on: claims, families and sources."""

import datetime as dt

import pandas as pd

from claimbook.book import Book
from claimbook.remembered import remembered

# claims on one mission or on both, for which findings on missions in general count less (VERDICTS rule 9)
CASES = ("minusma", "amisom", "cases")


@remembered
def evidence(book: Book, as_of: dt.date | None = None) -> pd.DataFrame:
    """Return every row of evidence with its claim's type and scope, its family and its source.

    Parameters
    ----------
    book : Book
        A data package; one without evidence gives an empty frame.
    as_of : datetime.date, optional
        Only what was published by then: a source counts from the end of its year on. One without a year, or of the
        year in which the data were made, counts from the day on which they were made.

    Returns
    -------
    pandas.DataFrame
        The columns of the table `evidence`, coded ones as text and empty ones as "", with `claim_type`, `scope`,
        `family_name`, `family_kind`, `producer`, `citation`, `source_year`, `doi` and `url`.
    """
    if "evidence" not in book.tables:
        return pd.DataFrame(columns=["evidence_id", "claim_id", "family_id"])
    rows = book.tables["evidence"]
    claims = book.tables["claims"].rename(columns={"type": "claim_type"})[["claim_id", "claim_type", "scope"]]
    families = book.tables["families"].rename(columns={"name": "family_name", "kind": "family_kind"})
    sources = book.tables["sources"].rename(columns={"year": "source_year"})
    rows = (
        rows.merge(claims, on="claim_id", how="left")
        .merge(families[["family_id", "family_name", "family_kind", "producer"]], on="family_id", how="left")
        .merge(sources[["source_id", "citation", "source_year", "doi", "url"]], on="source_id", how="left")
    )
    texts = [name for name in rows if not pd.api.types.is_numeric_dtype(rows[name]) and not _is_date(rows[name])]
    rows[texts] = rows[texts].astype("object").where(rows[texts].notna(), "").astype("str")
    if as_of is not None and as_of < created(book):
        # what a year brought is known when it is over
        known = [not pd.isna(year) and dt.date(int(year), 12, 31) <= as_of for year in rows["source_year"]]
        rows = rows[known]
    return rows.reset_index(drop=True)


def included(book: Book) -> dict[str, set[str]]:
    """Return the families that each systematic review includes, by the review's family."""
    if "review_families" not in book.tables:
        return {}
    table = book.tables["review_families"]
    return {str(review): set(rows["family_id"]) for review, rows in table.groupby("review_id")}


def searched(book: Book) -> set[str]:
    """Return the claims for which a search is logged."""
    return set(book.tables["searches"]["claim_id"]) if "searches" in book.tables else set()


def created(book: Book) -> dt.date:
    """Return the day of which the collection's data are."""
    return dt.date.fromisoformat(book.package.created[:10]) if book.package.created else dt.date.max


def stale(book: Book, today: dt.date) -> pd.DataFrame:
    """Return the rows of evidence whose day of review has passed."""
    rows = evidence(book)
    if rows.empty:
        return rows
    return rows[rows["review_by"].notna() & (rows["review_by"] < pd.Timestamp(today))]


def _is_date(cells: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(cells)
