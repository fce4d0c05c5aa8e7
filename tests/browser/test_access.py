"""axe-core finds nothing serious on themes, entries, the widest and the emptiest brief: light, dark, wide, narrow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from claimbook import open_book
from claimbook.views.challenge_brief import challenges, links
from visits import SITE, Visit, is_serious, violations

pytestmark = pytest.mark.browser


def extreme_briefs() -> list[str]:
    """Return the briefs with the most and the fewest links."""
    book = open_book()
    counts = {challenge: len(links(book, challenge)) for challenge in challenges(book)}
    return [f"briefs/challenge/{end(counts, key=counts.__getitem__)}.html" for end in (max, min)]


PAGES = [
    "index.html",
    "methods.html",
    "briefs/index.html",
    "entities/challenges.html",
    "notebooks/00_start_here.html",
    "notebooks/01_mechanisms.html",
    "notebooks/02_challenges.html",
    "notebooks/03_legal_framework.html",
    "notebooks/06_technology.html",
    "notebooks/07_case_studies.html",
    "notebooks/08_futures.html",
    "notebooks/10_lessons.html",
    "notebooks/11_claim_check.html",
    "notebooks/12_what_is_missing.html",
    "briefs/strategy/community-engagement.html",
    "briefs/missions.html",
    "briefs/mission/minusma.html",
    "briefs/mission/unowas.html",
    "briefs/country/som.html",
    "claims/index.html",
    "claims/c-018.html",
    "claims/c-014.html",
    "chains/peacekeeping-operations.html",
    *extreme_briefs(),
]


@pytest.fixture(params=[(w, s) for w in (1280, 360) for s in ("light", "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    visit = Visit.begin(browser, *request.param)
    yield visit
    visit.page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, name: str) -> None:
    assert (SITE / name).exists(), "run make reports first"
    visit.open(name)
    serious = [
        (violation["id"], violation["nodes"][0]["html"][:200], len(violation["nodes"]))
        for violation in violations(visit.page)
        if is_serious(violation)
    ]
    assert serious == []
