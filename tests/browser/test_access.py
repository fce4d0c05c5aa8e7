"""axe-core finds nothing serious on themes, entries, the widest and emptiest brief: wide in light, narrow in dark."""

import pytest

from claimbook import open_book
from claimbook.views.challenge_brief import challenges, links
from visits import PAGES, SITE, Visit, is_serious, violations

pytestmark = pytest.mark.browser


def extreme_briefs() -> list[str]:
    """Return the briefs with the most and the fewest links."""
    book = open_book()
    counts = {challenge: len(links(book, challenge)) for challenge in challenges(book)}
    return [f"briefs/challenge/{end(counts, key=counts.__getitem__)}.html" for end in (max, min)]


def heaviest(folder: str) -> str:
    """Return the largest page of a folder of the site."""
    return max((name for name in PAGES if name.startswith(folder)), key=lambda name: (SITE / name).stat().st_size)


# the rest is looked at by `make audit`
LOOKED_AT = [
    *(name for name in PAGES if name.startswith("notebooks/")),
    "index.html",
    "methods.html",
    "briefs/index.html",
    "entities/challenges.html",
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
    *(heaviest(folder) for folder in ("briefs/mission/", "briefs/country/", "claims/c-", "chains/") if PAGES),
]


@pytest.mark.parametrize("name", sorted(set(LOOKED_AT)))
def test_axe_finds_nothing_serious(visit: Visit, name: str) -> None:
    assert (SITE / name).exists(), "run make reports first"
    visit.open(name)
    serious = [
        (violation["id"], violation["nodes"][0]["html"][:200], len(violation["nodes"]))
        for violation in violations(visit.page)
        if is_serious(violation)
    ]
    assert serious == []
