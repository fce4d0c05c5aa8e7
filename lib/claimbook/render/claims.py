"""The pages of claims: one for each, and the table of all."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.charts.states import GLYPHS
from claimbook.claimcheck import Finding
from claimbook.export import claim_review
from claimbook.render.claim_evidence import evidence, readings, searches
from claimbook.render.linked import Shows
from claimbook.render.markdown import Addresses, plain, table
from claimbook.render.mime import json_for_html
from claimbook.verdict import VARIANTS

_FRAME = ("population", "comparison", "outcome", "period")


def claims_index(rows: pd.DataFrame) -> Iterator[str]:
    """Yield the page of all claims: a table to sort and to filter.

    Parameters
    ----------
    rows : pandas.DataFrame
        The ledger.
    """
    yield from ("# Claims", "")
    yield "What the article asserts, claim by claim, beside what was found; claims of the literature are those that"
    yield "research tests and the article does not make. Verdict and certainty are two things: the verdict says which"
    yield "way the evidence points, the certainty how far it can be relied on. Choose a heading to sort by it, type to"
    yield from ("filter. [How a verdict comes about](../methods.md#from-findings-to-verdicts).", "")
    if rows.empty:
        yield from ("No claim is written yet.", "")
        return
    cells = [
        [
            f"[{row.claim_id}]({row.claim_id}.md)",
            plain(f"{GLYPHS.get(row.verdict, '')} {row.status}"),
            plain(row.proposition),
            plain(row.certainty),
            f"{row.families_for} / {row.families_mixed} / {row.families_against}",
            f"{row.search_count}",
            row.type,
            row.origin,
        ]
        for row in rows.itertuples()
    ]
    header = ["claim", "verdict", "what is claimed", "certainty", "for / mixed / against", "searches", "type", "origin"]
    yield from table(header, cells, "sortable")
    yield from ("```{toctree}", ":hidden:", "", *(f"{name} <{name}>" for name in rows["claim_id"]), "```")


def claim_page(book: Book, finding: Finding, row: Mapping[str, Any], shows: Shows) -> Iterator[str]:
    """Yield the page of one claim, from its proposition to what would change its verdict.

    Parameters
    ----------
    book : Book
        The tables.
    finding : Finding
        What was found.
    row : mapping
        Its row of the ledger.
    shows : Shows
        Where its id stands in the tables of notebooks.
    """
    to, claim = Addresses(book, "../"), finding.claim
    yield from (f"# {plain(claim['claim_id'])}: {plain(claim['proposition'])}", "")
    origin = "made by the article" if claim["origin"] == "article" else "tested by research, not made by the article"
    scope = book.labels("claims", "scope").get(claim["scope"], claim["scope"])
    yield from (f"*A {claim['type']} claim, {origin}; about {plain(scope)}.*", "")
    yield from _lead(finding, row)
    yield from (f"- {name.capitalize()}: {plain(claim[name])}" for name in _FRAME)
    yield ""
    yield from _where(book, finding, to)
    yield from (shows.line("claim", claim["claim_id"], "../"), "")
    yield from readings(book, finding)
    if finding.verdict is not None:
        yield from _reasons(finding)
        yield from _dates(finding)
        yield from evidence(finding)
    yield from searches(finding)
    yield from _change(finding)
    review = json_for_html(claim_review(book, finding))
    yield from ("```{raw} html", f'<script type="application/ld+json">{review}</script>', "```")


def _lead(finding: Finding, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield verdict and certainty, each in a sentence of its own."""
    sign = GLYPHS.get(finding.word, "")
    yield from (":::{admonition} Verdict", f":class: verdict verdict-{finding.word.replace(' ', '-')}", "")
    if finding.leading:
        # the mission is closed: what held at its end comes before what held over all of it
        yield from (f"Last phase of the mission: **{plain(finding.leading)}**. Over all its phases:", "")
    yield from (f"**{plain(sign)} {plain(finding.status[:1].upper() + finding.status[1:])}.**", "")
    if finding.verdict is None:
        yield "Read off the text of the law: there is no vote, and no scale of certainty."
    else:
        yield f"Certainty: **{plain(finding.verdict.certainty)}**. Scale: {plain(finding.verdict.scale)}."
    yield from (":::", "")
    if row["stale_count"]:
        yield from (
            ":::{warning}",
            f"{row['stale_count']} of its rows should have been looked at again by now.",
            ":::",
            "",
        )


def _where(book: Book, finding: Finding, to: Addresses) -> Iterator[str]:
    yield from ("## Where the article says it", "")
    if not finding.statements:
        yield from ("Nowhere: research tests it, and the article does not make it.", "")
        return
    said = book.tables["statements"].set_index("statement_id")["paraphrase"]
    yield from (f"- {to.statement(one)}: {plain(said[one])}" for one in finding.statements)
    yield ""


def _reasons(finding: Finding) -> Iterator[str]:
    verdict, firm = finding.verdict, finding.firmness
    assert verdict is not None
    yield from ("## Why this verdict", "")
    yield from ("A family is one study in all its versions, or one record.", "")
    yield from (*(f"- {plain(reason)}" for reason in verdict.why), "")
    if firm is not None and finding.word != "unverified":
        yield f"How firm: the side holds under {round(100 * firm.share)} per cent of {len(VARIANTS)} variants of the"
        yield f"rules{_breaking(firm.breaks)}. {_flips(finding)}"
        yield ""
    if verdict.reasons:
        yield from ("## Why this certainty", "", *(f"- {plain(reason)}" for reason in verdict.reasons), "")


def _breaking(names: tuple[str, ...]) -> str:
    return f", not under: {plain('; '.join(names))}" if names else ""


def _flips(finding: Finding) -> str:
    """Tell which families carry a verdict."""
    firm = finding.firmness
    if firm is None or firm.flip_count is None:
        return "No removal of families takes it to another side."
    names = finding.evidence.drop_duplicates("family_id").set_index("family_id")["family_name"]
    told = "; ".join(f"“{names[family]}”" for family in firm.flip_families)
    count = f"{firm.flip_count} {'family' if firm.flip_count == 1 else 'families'}"
    return f"Without {count} ({plain(told)}) it would stand on another side."


def _dates(finding: Finding) -> Iterator[str]:
    if finding.phases.empty:
        return
    yield from ("## By phase of the mission", "")
    yield "A finding counts in a phase only where it observed that time; nothing is carried forward, a gap stays a gap."
    yield ""
    rows = []
    for phase in finding.phases.itertuples():
        end = "ongoing" if pd.isna(phase.valid_to) else f"{phase.valid_to:%Y-%m-%d}"
        words = phase.verdict if phase.family_count else "no evidence"
        rows.append([plain(phase.name), f"{phase.valid_from:%Y-%m-%d}", end, plain(words), str(phase.family_count)])
    yield from table(["phase", "from", "until", "verdict", "families"], rows)


def _change(finding: Finding) -> Iterator[str]:
    yield from ("## What would change this", "")
    verdict = finding.verdict
    if verdict is None:
        yield from ("Another reading of the provisions above, or a text of law that is not among them.", "")
    elif finding.word == "unverified":
        yield f"A {'further independent' if verdict.family_count else 'first'} study of this very outcome."
        yield ""
    else:
        yield _flips(finding)
        yield from ("Studies of this outcome and place with a design against selection would raise the certainty.", "")
