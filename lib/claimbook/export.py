"""The claims for other programs: ClaimReview as JSON-LD, the ledger as CSV, everything as JSON, sources as BibTeX."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.claimcheck import Finding, findings, ledger
from claimbook.errors import ClaimbookError, nearest

PUBLISHER = "The claimbook authors"
# schema.org's Rating counts from worst to best; what is not verified has no number
_RATINGS = {
    "supported": 5,
    "correct": 5,
    "mostly supported": 4,
    "contested": 3,
    "partly": 3,
    "mostly contradicted": 2,
    "contradicted": 1,
    "incorrect": 1,
}
_BIBTEX_KINDS = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
    "working-paper": "techreport",
}
_OUTLETS = {"article": "journal", "incollection": "booktitle", "phdthesis": "school", "techreport": "institution"}
_SPECIAL = re.compile(r"[&%$#_{}\\~^]")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def claim_review(book: Book, finding: Finding, site: str = "") -> dict[str, Any]:
    """Return a claim's check as schema.org ClaimReview.

    Parameters
    ----------
    book : Book
        Where the finding comes from.
    finding : Finding
        As `claimbook.claimcheck.find` gives it.
    site : str
        Address of the published site, ending with a slash; without it addresses are relative to the site's root.

    Returns
    -------
    dict
        JSON-LD. A claim that is not verified has a rating in words alone; a claim of the literature names no
        appearance, since the article does not make it.

    Notes
    -----
    schema.org, ClaimReview, Claim and Rating.
    """
    claim_id = finding.claim["claim_id"]
    rating: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": finding.word,
        "ratingExplanation": explanation(finding),
    }
    if finding.word in _RATINGS:
        rating |= {"ratingValue": _RATINGS[finding.word], "bestRating": 5, "worstRating": 1}
    claim: dict[str, Any] = {"@type": "Claim", "name": finding.claim["proposition"]}
    if finding.statements:
        claim["appearance"] = {
            "@type": "CreativeWork",
            "name": book.package.sources[0] if book.package.sources else book.package.title,
            "text": f"statements {', '.join(finding.statements)}",
        }
    cited = finding.evidence.drop_duplicates("source_id") if len(finding.evidence) else finding.evidence
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{site}claims/{claim_id}.html",
        "url": f"{site}claims/{claim_id}.html",
        "identifier": claim_id,
        "claimReviewed": finding.claim["proposition"],
        "datePublished": book.package.created[:10],
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": {"@type": "Organization", "name": PUBLISHER},
        "itemReviewed": claim,
        "reviewRating": rating,
        "citation": [
            {"@type": "CreativeWork", "name": row.citation}
            | ({"identifier": f"https://doi.org/{row.doi}"} if row.doi else {"url": row.url} if row.url else {})
            for row in cited.itertuples()
        ],
    }


def explanation(finding: Finding) -> str:
    """Return in one or two sentences how a verdict came about; certainty stands apart from it."""
    verdict = finding.verdict
    if verdict is None:
        count = len(finding.readings)
        return f"Read off the text of the law, {count} provision{'' if count == 1 else 's'}."
    if finding.word == "unverified":
        return f"{finding.status[:1].upper()}{finding.status[1:]}."
    counts = f"{verdict.families_for} for, {verdict.families_mixed} mixed, {verdict.families_against} against"
    return f"Families of studies: {counts}."


def export_claims(book: Book, form: str, site: str = "") -> str:
    """Return the claims of a book in one of the forms of `FORMS`; `site` as `claim_review` takes it.

    Raises
    ------
    ClaimbookError
        If the form is unknown.
    """
    if form not in FORMS:
        raise ClaimbookError(f"no form {form!r}: {nearest(form, list(FORMS))}")
    return FORMS[form](book, site)


def _jsonld(book: Book, site: str) -> str:
    reviews = [claim_review(book, finding, site) for finding in findings(book).values()]
    return json.dumps({"@context": "https://schema.org", "@graph": reviews}, indent=2, ensure_ascii=False) + "\n"


def _csv(book: Book, _site: str) -> str:
    text: str = ledger(book).round({"score": 2, "firm_pct": 0}).to_csv(index=False, lineterminator="\n")
    return text


def _json(book: Book, _site: str) -> str:
    """Return every claim with its verdict, its families, its evidence, its readings and its searches."""
    found = findings(book)
    rows = {row["claim_id"]: row for row in _records(ledger(book, found=found))}
    for name, finding in found.items():
        rows[name] |= {
            "statements": list(finding.statements),
            "why": list(finding.verdict.why) if finding.verdict else [],
            "certainty_reasons": list(finding.verdict.reasons) if finding.verdict else [],
            "phases": _records(finding.phases),
            "families": _records(finding.verdict.families) if finding.verdict else [],
            "evidence": _records(finding.evidence),
            "readings": _records(finding.readings),
            "searches": _records(finding.searches),
        }
    return json.dumps(list(rows.values()), indent=2, ensure_ascii=False) + "\n"


def _bibtex(book: Book, _site: str) -> str:
    """Return the sources as BibTeX: a short writer, since the kept libraries for it are made for reading."""
    sources = book.tables["sources"].astype("object").fillna("").astype("str")
    return "\n".join("\n".join(_entry(row)) for row in sources.to_dict("records")) + "\n"


def _entry(source: dict[str, str]) -> Iterator[str]:
    kind = _BIBTEX_KINDS.get(source["kind"], "misc")
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" if "," not in name else _tex(name) for name in _names(source)),
        "title": f"{{{_tex(source['title'])}}}",
        _OUTLETS.get(kind, "howpublished"): _tex(source["outlet"]),
        "year": source["year"],
        # an address is no text: its signs stay as they are
        "doi": source["doi"],
        "url": source["url"],
    }
    yield f"@{kind}{{{source['source_id']},"
    yield from (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    yield "}"


def _names(source: dict[str, str]) -> list[str]:
    return [name.strip() for name in source["authors"].split(";") if name.strip()]


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _TEX.get(sign[0], f"\\{sign[0]}"), text)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso", date_unit="s"))
    return records


FORMS: dict[str, Callable[[Book, str], str]] = {"jsonld": _jsonld, "csv": _csv, "json": _json, "bibtex": _bibtex}
