"""The built site, opened from its files with the network off: nothing asked of others, no error, every chart drawn."""

import json

import pytest

from visits import FITS, PAGES, SITE, Visit

# hundreds of pages of one make, without a figure: walked through in one go
MADE_ALIKE = [name for name in PAGES if name.startswith(("claims/c-", "chains/"))]
# briefs on missions and countries: walked through in a file of their own
BRIEFS = [name for name in PAGES if name.startswith(("briefs/mission/", "briefs/country/"))]
# so that a page that lost its figures is noticed
DRAWN = {
    "notebooks/00_start_here.html": 4,
    "notebooks/01_mechanisms.html": 4,
    "notebooks/02_challenges.html": 3,
    "notebooks/03_legal_framework.html": 4,
    "notebooks/04_local_security.html": 3,
    "notebooks/05_civil_military.html": 4,
    "notebooks/06_technology.html": 4,
    "notebooks/07_case_studies.html": 6,
    "notebooks/08_futures.html": 4,
    "notebooks/09_ethics_rights.html": 5,
    "notebooks/10_lessons.html": 4,
    "notebooks/11_claim_check.html": 3,
    "notebooks/12_what_is_missing.html": 3,
    "notebooks/13_reliability.html": 4,
    "notebooks/14_effects.html": 4,
}
every_page = pytest.mark.parametrize("name", [name for name in PAGES if name not in {*MADE_ALIKE, *BRIEFS}])
pytestmark = pytest.mark.browser


def test_the_site_is_built() -> None:
    assert set(DRAWN) < set(PAGES), "run make reports first"


@every_page
def test_a_page_stands_alone_and_draws_all_its_figures(visit: Visit, name: str) -> None:
    assert visit.faults(name) == []
    assert len(visit.drawn()) >= DRAWN.get(name, 0)


def test_pages_of_claims_and_chains_stand_alone(visit: Visit) -> None:
    assert len(MADE_ALIKE) > 200
    wide = []
    phone = visit.page.viewport_size == {"width": 360, "height": 800}
    # what fits a phone fits a desktop; a tenth of the pages shows that light paper and width do no harm
    for name in MADE_ALIKE if phone else MADE_ALIKE[::10]:
        visit.page.goto((SITE / name).as_uri(), wait_until="load")
        wide += [] if visit.page.evaluate(FITS) else [name]
        assert visit.drawn() == [], f"{name} has a figure: look whether it is drawn"
    assert wide == []
    assert visit.errors == []
    assert [url for url in visit.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_a_cell_of_a_matrix_leads_to_its_chain(visit: Visit) -> None:
    visit.open("notebooks/11_claim_check.html")
    cell = visit.page.locator("#gap-map-checked .barlayer .point").first
    cell.scroll_into_view_if_needed()
    # plotly lays a sheet over the bars that takes the clicks
    cell.click(force=True)
    visit.page.wait_for_url("**/chains/*.html#*")
    _, _, place = visit.page.url.partition("#")
    assert visit.page.locator(f"[id='{place}']").count() == 1, place


def test_a_claim_carries_its_review_as_data(visit: Visit) -> None:
    visit.page.goto((SITE / "claims" / "c-041.html").as_uri())
    review = json.loads(visit.page.locator("script[type='application/ld+json']").inner_text())
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] in visit.page.locator("h1").inner_text()
    assert review["reviewRating"]["alternateName"] in visit.page.locator(".verdict").inner_text().lower()


def test_the_table_of_claims_filters_by_verdict(visit: Visit) -> None:
    visit.open("claims/index.html")
    rows = visit.page.locator("table.sortable tbody tr:visible")
    everything = rows.count()
    visit.page.get_by_label("Filter:").fill("contradicted")
    assert 0 < rows.count() < everything


def test_figures_follow_the_readers_theme(visit: Visit) -> None:
    visit.open("notebooks/00_start_here.html")
    ink = "getComputedStyle(document.querySelector('.exhibit-plot .ytick text')).fill"
    before = visit.page.evaluate(ink)
    other = visit.page.evaluate("document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'")
    visit.page.evaluate(f"document.documentElement.dataset.theme = '{other}'")
    visit.page.wait_for_function(f"{ink} !== '{before}'")
    assert visit.page.evaluate(ink) != before


def test_the_table_twin_opens(visit: Visit) -> None:
    visit.open("notebooks/00_start_here.html")
    twin = visit.page.locator("details.exhibit-twin").first
    twin.locator("summary").click()
    assert twin.locator("tr").count() == 16


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("codebook", "codebook"),
        ("fragmented mandate", "claims/c-113"),
        ("MINUSMA", "briefs/mission/minusma"),
        ("untso", "briefs/mission/untso"),
    ],
)
def test_search_finds_a_page_by_its_words(visit: Visit, words: str, page: str) -> None:
    visit.page.goto((SITE / "search.html").as_uri() + f"?q={words.replace(' ', '+')}")
    found = f"ul.search li a[href*='{page}']"
    visit.page.wait_for_selector(found)
    assert visit.page.locator(found).count() >= 1


def test_the_index_of_briefs_sorts_and_filters_and_the_address_keeps_it(visit: Visit) -> None:
    visit.open("briefs/index.html")
    rows = visit.page.locator("table.sortable tbody tr:visible")
    everything = rows.count()
    assert everything > 20
    visit.page.get_by_role("button", name="links", exact=True).click()
    visit.page.get_by_role("button", name="links", exact=True).click()
    counts = [int(text) for text in visit.page.locator("table.sortable tbody td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    visit.page.get_by_label("Filter:").fill("ethical")
    filtered = rows.count()
    assert 0 < filtered < everything
    visit.page.reload()
    assert rows.count() == filtered
    first = visit.page.locator("table.sortable tbody td:last-child").first.inner_text()
    assert int(first) == counts[0]


def test_entries_have_stable_addresses(visit: Visit) -> None:
    for address in (
        "statements.html#s7-p1-3",
        "entities/challenges.html#civilian-blending",
        "chains/minusma.html#minusma-to-violence-reduction",
    ):
        page, _, place = address.partition("#")
        visit.page.goto(f"{(SITE / page).as_uri()}#{place}")
        assert visit.page.locator(f"[id='{place}']").count() == 1, address


@pytest.mark.parametrize(("index", "least"), [("missions", 150), ("countries", 50)])
def test_the_indexes_of_missions_and_countries_sort_filter_and_draw(visit: Visit, index: str, least: int) -> None:
    visit.open(f"briefs/{index}.html")
    rows = visit.page.locator("table.sortable tbody tr:visible")
    everything = rows.count()
    assert everything >= least
    drawings = visit.page.locator("table.sortable img")
    assert drawings.count() > everything / 3
    assert drawings.evaluate_all("all => all.every(one => one.alt && one.naturalWidth > 0)")
    visit.page.get_by_role("button", name="missions" if index == "countries" else "dead", exact=True).click()
    visit.page.get_by_label("Filter:").fill("mali")
    assert 0 < rows.count() < everything
    assert visit.page.evaluate(FITS)
