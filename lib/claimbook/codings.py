"""A book as one coder alone left it, so that a finding can be looked at on each coding."""

import copy
from collections.abc import Iterator, Mapping

import pandas as pd

from claimbook.agreement import TRIPLE
from claimbook.book import Book
from claimbook.errors import ClaimbookError, nearest

_CODED = ("kind", "modality", "testable")
_EVIDENCE = ("direction", "design", "place_match", "intervention_match", "outcome_match", "period_match")
_TRAITS = ("selection", "interval", "upgrade")


class _Replaced(Mapping[str, pd.DataFrame]):
    """Tables of a book of which some are replaced."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], replaced: Mapping[str, pd.DataFrame]) -> None:
        self._tables, self._replaced = tables, dict(replaced)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._replaced[name].copy() if name in self._replaced else self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, name: object) -> bool:
        return name in self._tables


def coders(book: Book) -> list[str]:
    """Return the names of the coders of the article."""
    return sorted(map(str, book.tables["coded_statements"]["coder"].dropna().unique()))


def alone(book: Book, coder: str) -> Book:
    """Return the book as it would be had one coder worked alone.

    Parameters
    ----------
    book : Book
        A data package with both codings.
    coder : str
        Name of a coder.

    Returns
    -------
    Book
        With the coder's statements (kind, modality, testable), links, mentions, and codes of evidence in the place of
        the reconciled ones. A link that both have keeps its id; others get ids of their own and test no claim. Of the
        evidence those pairs of finding and claim are left that were kept after reconciliation: what only this coder
        would have kept has no family and no place.

    Raises
    ------
    ClaimbookError
        For an unknown coder; the message names the nearest.
    """
    if coder not in coders(book):
        raise ClaimbookError(f"no coder {coder!r}: {nearest(coder, coders(book))}")
    replaced = {
        "statements": _statements(book, coder),
        "links": _links(book, coder),
        "mentions": _mentions(book, coder),
    }
    if "coded_evidence" in book.tables:
        replaced |= _evidence(book, coder, replaced["links"])
    result = copy.copy(book)
    result.tables = _Replaced(book.tables, replaced)
    return result


def _own(book: Book, table: str, coder: str) -> pd.DataFrame:
    rows = book.tables[table]
    return rows[rows["coder"] == coder].drop(columns="coder").reset_index(drop=True)


def _statements(book: Book, coder: str) -> pd.DataFrame:
    rows = book.tables["statements"]
    own = _own(book, "coded_statements", coder).set_index("statement_id").reindex(rows["statement_id"])
    for code in _CODED:
        rows[code] = pd.Categorical(own[code].astype("object").to_numpy(), rows[code].cat.categories)
    return rows


def _links(book: Book, coder: str) -> pd.DataFrame:
    rows, own = book.tables["links"], _own(book, "coded_links", coder)
    ids = dict(zip(map(tuple, rows[TRIPLE].astype("str").to_numpy()), rows["link_id"], strict=True))
    keys = list(map(tuple, own[TRIPLE].astype("str").to_numpy()))
    own["link_id"] = [ids.get(key, f"l-{coder}-{place:03d}") for place, key in enumerate(keys)]
    for code in ("relation", "basis", "polarity"):
        own[code] = pd.Categorical(own[code].astype("object"), rows[code].cat.categories)
    return own.sort_values("link_id", ignore_index=True)[list(rows.columns)]


def _mentions(book: Book, coder: str) -> pd.DataFrame:
    rows, own = book.tables["mentions"], _own(book, "coded_mentions", coder)
    return own[list(rows.columns)]


def _evidence(book: Book, coder: str, links: pd.DataFrame) -> dict[str, pd.DataFrame]:
    rows, pair = book.tables["evidence"], ["finding_id", "claim_id"]
    own = _own(book, "coded_evidence", coder).set_index(pair)
    rows = rows[rows.set_index(pair).index.isin(own.index[own["direction"] != "none"])].reset_index(drop=True)
    told = own.loc[pd.MultiIndex.from_frame(rows[pair])]
    for code in (*_EVIDENCE, *_TRAITS):
        values = told[code].astype("object").to_numpy()
        kept = isinstance(rows[code].dtype, pd.CategoricalDtype)
        rows[code] = (
            pd.Categorical(values, rows[code].cat.categories) if kept else pd.Series(values, dtype=rows[code].dtype)
        )
    bears = told["link_ids"].fillna("").str.split().set_axis(rows["evidence_id"]).explode().dropna()
    on = bears.rename("link_id").rename_axis("evidence_id").reset_index()
    known = [*links["link_id"], *book.tables["literature_links"]["link_id"]]
    return {"evidence": rows, "evidence_links": on[on["link_id"].isin(known)].reset_index(drop=True)}
