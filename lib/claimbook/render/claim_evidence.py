"""The parts of a claim's page that tell what was found: readings of the law, evidence, searches."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.charts.states import GLYPHS
from claimbook.claimcheck import Finding
from claimbook.render.markdown import plain, table
from claimbook.verdict.rules import WORDS

_HEADINGS = {"supports": "For", "mixed": "Mixed", "contradicts": "Against"}
_READ = {"full-text": "whole text read", "abstract": "abstract read", "page": "page or opening read"}
_READ |= {
    "bibliographic": "only title and authors seen, so it does not vote",
    "memory": "not seen, so it does not vote",
}
_MATCHES = ("place_match", "intervention_match", "outcome_match", "period_match")


def readings(book: Book, finding: Finding) -> Iterator[str]:
    """Yield what the texts of law say of a legal claim, provision by provision."""
    if finding.readings.empty:
        return
    sources = book.tables["sources"].astype("object").fillna("").set_index("source_id")
    yield from ("## What the law says", "")
    for reading in finding.readings.itertuples():
        source = sources.loc[reading.source_id]
        yield f"- {plain(GLYPHS[str(reading.reading)])} **{plain(reading.reading)}**, {plain(reading.provision)}:"
        yield f"  {plain(reading.says)} {_cited(source)} ({_READ[str(reading.verified)]})"
    yield ""


def evidence(finding: Finding) -> Iterator[str]:
    """Yield the findings for, mixed and against, and those that don't count."""
    verdict = finding.verdict
    assert verdict is not None
    yield from ("## Evidence", "")
    if finding.evidence.empty:
        yield from ("None was found.", "")
        return
    votes = verdict.families.set_index("family_id")
    speakers = dict(zip(votes.index, votes["evidence_id"], strict=True))
    rows = [
        row | {"weight": float(votes["weight"].get(row["family_id"], 0)), "speaker": speakers.get(row["family_id"], "")}
        for row in finding.evidence.to_dict("records")
    ]
    counted = [row for row in rows if row["weight"] and row["evidence_id"] == row["speaker"]]
    # a family whose heaviest rows disagree is mixed, whatever the row says by which it is shown
    voices = votes["direction"].to_dict()
    for direction, heading in _HEADINGS.items():
        if own := [row for row in counted if voices[row["family_id"]] == direction]:
            yield from (
                f"### {heading}",
                "",
                *(line for row in own for line in _item(row, f"weight {row['weight']:g}")),
                "",
            )
    if others := [row for row in rows if row not in counted]:
        yield from ("### Not counted", "", "Shown for context; each says why it does not count.", "")
        notes = votes["note"].to_dict()
        yield from (line for row in others for line in _item(row, _uncounted(row, notes)))
        yield ""


def _uncounted(row: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """Tell why a row does not count."""
    if row["superseded_by"]:
        return f"replaced by {row['superseded_by']}, its published form"
    if row["weight"]:
        # a family speaks once, through its heaviest row
        return f"its family speaks through {row['speaker']}"
    return f"not counted: {notes.get(row['family_id']) or 'it cannot vote'}"


def _item(row: Mapping[str, Any], counts: str) -> Iterator[str]:
    design = f"design.{row['design']}"
    off = [name.split("_")[0] for name in _MATCHES if row[name] == "no"]
    seen = "" if pd.isna(row["observed_from"]) else _window(row)
    yield f"- **{plain(row['family_name'])}** ({row['evidence_id']}): {plain(row['finding'])}"
    details = [
        f"{_HEADINGS[str(row['direction'])].lower()}, {counts}",
        f"design {row['design']} ({WORDS[design]})",
        f"other {' and '.join(off)} than the claim's" if off else "matches the claim",
        str(row["place"]),
        seen,
        _READ[str(row["verified"])],
    ]
    yield f"  *{plain('; '.join(part for part in details if part))}.* {_cited(row)}"


def _window(row: Mapping[str, Any]) -> str:
    start = pd.Timestamp(str(row["observed_from"]))
    if pd.isna(row["observed_to"]):
        return f"from {start.year}"
    end = pd.Timestamp(str(row["observed_to"])) - pd.Timedelta(days=1)
    return f"observed {start.year}" if start.year == end.year else f"observed {start.year} to {end.year}"


def _cited(source: Any) -> str:
    """Return a citation with its address; a source without one is only cited."""
    citation, doi, url = str(source["citation"]), str(source["doi"]), str(source["url"])
    address = f"https://doi.org/{doi}" if doi else url
    return f"{plain(citation)} [{plain(doi or 'at the publisher')}](<{address}>)" if address else plain(citation)


def searches(finding: Finding) -> Iterator[str]:
    """Yield where evidence was looked for."""
    yield from ("## What was searched", "")
    if finding.searches.empty:
        yield from ("No search is logged for this claim: its evidence was gathered before searches were logged.", "")
        return
    rows = [
        [plain(row.query), plain(row.place), f"{row.search_date:%Y-%m-%d}", str(row.hits_count), plain(_text(row.note))]
        for row in finding.searches.itertuples()
    ]
    yield from table(["words", "where", "when", "results that bore on it", "note"], rows)


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)
