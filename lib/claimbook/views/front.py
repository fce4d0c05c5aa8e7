"""The front door: ten findings of the whole collection, computed, and where to look for what."""

from collections.abc import Callable

import pandas as pd

from claimbook.book import Book
from claimbook.views import (
    case_studies,
    challenges,
    civil_military,
    claim_check,
    lessons,
    local_security,
    mechanisms,
    missing,
    reliability,
    technology,
)
from claimbook.views.common import Listing

# in the order in which a reader with two minutes should meet them
FINDINGS: dict[str, tuple[str, Callable[[Book], str]]] = {
    "11_claim_check": ("What was checked", claim_check.finding),
    "07_case_studies": ("The two cases", case_studies.finding),
    "01_mechanisms": ("How missions are said to work", mechanisms.finding),
    "02_challenges": ("What stands in the way", challenges.finding),
    "04_local_security": ("Steps to local security", local_security.finding),
    "05_civil_military": ("Who does what", civil_military.finding),
    "06_technology": ("Technology", technology.finding),
    "10_lessons": ("Lessons and a ranking", lessons.finding),
    "12_what_is_missing": ("What is left out", missing.finding),
    "13_reliability": ("How far to trust the coding", reliability.finding),
}
QUESTIONS = {
    "Which challenges has no strategy with good evidence?": "02_challenges",
    "Did violence fall while MINUSMA was in Mali?": "briefs/mission/minusma",
    "What is known about training local forces?": "briefs/strategy/force-training",
    "What does the article leave out that practitioners insist on?": "12_what_is_missing",
    "Which claims does the evidence contradict, and how certain is that?": "11_claim_check",
}


def findings(book: Book) -> Listing:
    """List the ten findings, each with the notebook that shows it."""
    rows = [(find(book), name) for name, find in FINDINGS.values()]
    frame = pd.DataFrame(rows, columns=["finding", "notebook"])
    return Listing(frame, [f"{notebook}.ipynb" for notebook in FINDINGS])


def questions() -> Listing:
    """List questions that readers bring, each with the page that answers it."""
    frame = pd.DataFrame({"question": list(QUESTIONS), "answered in": list(QUESTIONS.values())})
    # briefs are pages of the site; the lab holds only their templates
    addresses = [f"../{one}.ipynb" if one.startswith("briefs/") else f"{one}.ipynb" for one in QUESTIONS.values()]
    return Listing(frame, addresses)
