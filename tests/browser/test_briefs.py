"""Every brief on a mission or a country stands alone and draws its figures: on a phone all, on a desktop a tenth."""

import pytest

from claimbook import open_book
from visits import PAGES, Visit

BRIEFS = [name for name in PAGES if name.startswith(("briefs/mission/", "briefs/country/"))]
pytestmark = pytest.mark.browser


def test_each_mission_and_host_has_its_page() -> None:
    book = open_book()
    wanted = {f"briefs/mission/{one}.html" for one in book.tables["missions"]["mission_id"]}
    wanted |= {f"briefs/country/{one}.html" for one in book.tables["mission_hosts"]["country_id"]}
    assert set(BRIEFS) == wanted


@pytest.mark.parametrize("part", range(4))
def test_briefs_stand_alone(visit: Visit, part: int) -> None:
    assert len(BRIEFS) > 200
    phone = visit.page.viewport_size == {"width": 360, "height": 800}
    faults = {name: visit.faults(name) for name in (BRIEFS if phone else BRIEFS[::10])[part::4]}
    assert {name: found for name, found in faults.items() if found} == {}
