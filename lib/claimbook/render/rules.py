"""The rules of verdicts and their worked examples, as tables for the methods page."""

from collections.abc import Iterator

import pandas as pd

from claimbook.book import Book
from claimbook.charts.states import DOTS, GLYPHS
from claimbook.render.markdown import plain, table
from claimbook.verdict import TABLE, VARIANTS


def rules_pages(book: Book) -> dict[str, Iterator[str]]:
    """Return what the methods page includes: rules, variants, marks, worked examples, and how far rows were read."""
    return {
        "generated/rules.md": _rules(),
        "generated/variants.md": table(
            ["variant", "in what it differs"], [[v.name, plain(v.differs)] for v in VARIANTS]
        ),
        "generated/marks.md": _marks(),
        "generated/worked.md": _worked(book),
        "generated/depths.md": _depths(book),
    }


def _rules() -> Iterator[str]:
    rows = [[str(rule.number), plain(_value(rule.value)), plain(rule.words)] for rule in TABLE]
    yield from table(["rule", "sets", "in words"], rows)


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _marks() -> Iterator[str]:
    rows = [[plain(glyph), plain(word)] for word, glyph in GLYPHS.items()]
    rows += [[plain(dots), plain(f"certainty {level}")] for level, dots in DOTS.items()]
    yield from table(["mark", "stands for"], rows)


def _worked(book: Book) -> Iterator[str]:
    """Yield an example for each verdict and each level of certainty: the first that has a word not shown yet."""
    if "worked_sets" not in book.tables:
        yield from ("The tables hold no worked examples.", "")
        return
    sets = book.tables["worked_sets"].astype("object").fillna("")
    shown: set[str] = set()
    for row in sets.itertuples():
        words = {row.verdict, row.certainty}
        if words <= shown:
            continue
        shown |= words
        score = "" if row.score == "" else f" Score {float(row.score):.2f}."
        yield from (f"**{plain(row.title)}.** {plain(row.shows)}", "")
        yield from (f"Verdict: *{plain(row.verdict)}*.{score}", "", f"Certainty: *{plain(row.certainty)}*.", "")
        yield from _rows(book.tables["worked_evidence"], row.set_id)


def _rows(evidence: pd.DataFrame, set_id: str) -> Iterator[str]:
    own = evidence[evidence["set_id"] == set_id].astype("object").fillna("")
    rows = []
    for row in own.itertuples():
        matches = (row.place_match, row.intervention_match, row.outcome_match, row.period_match)
        off = [
            name
            for name, match in zip(("place", "intervention", "outcome", "period"), matches, strict=True)
            if match == "no"
        ]
        rows.append(
            [
                plain(row.family_id),
                plain(row.direction),
                str(row.design),
                plain(" and ".join(off) or "none"),
                plain(row.verified),
            ]
        )
    yield from table(["family", "direction", "design", "off the claim", "read"], rows)


def _depths(book: Book) -> Iterator[str]:
    evidence = book.tables["evidence"]
    counts = evidence["verified"].value_counts().reindex(book.labels("evidence", "verified"), fill_value=0)
    labels = book.labels("evidence", "verified")
    yield from table(["read", "rows"], [[plain(labels[code]), str(count)] for code, count in counts.items()])
