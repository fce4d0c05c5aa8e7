"""On paper a page has all its rows and whole charts on light ground, and nothing to click on."""

import pytest

from visits import Visit

pytestmark = pytest.mark.browser
# the width between the margins of A4, in pixels
SHEET = 680
KINDS = [
    "notebooks/02_challenges.html",
    "notebooks/11_claim_check.html",
    "briefs/country/mli.html",
    "claims/index.html",
    "claims/c-018.html",
    "chains/minusma.html",
]
# what scrolls or flexes is cut at the end of a sheet, and the rest of it lost
CUTTING = """() => {
  const found = [];
  for (let one = document.querySelector("article > section"); one; one = one.parentElement) {
    const { display, overflowX, overflowY } = getComputedStyle(one);
    const whole = display === "block" && overflowX === "visible" && overflowY === "visible";
    if (!whole) found.push(one.className || one.tagName);
  }
  return found;
}"""
OVER = f"""() => [...document.querySelectorAll("article table, article .exhibit-plot, article .main-svg")]
  .filter((one) => one.getClientRects().length && one.getBoundingClientRect().right > {SHEET} + 1)
  .map((one) => one.outerHTML.slice(0, 90))"""
TOOLS = "header a, header button, .matrix-filter, input, .exhibit-download, .bd-sidebar-secondary, .cell_input, footer"


@pytest.mark.parametrize("name", KINDS)
def test_a_sheet_holds_the_whole_page_and_no_tools(visit: Visit, name: str) -> None:
    visit.open(name)
    visit.page.set_viewport_size({"width": SHEET, "height": 1000})
    visit.page.emulate_media(media="print")
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate("document.documentElement.dataset.theme") == "light"
    assert visit.page.evaluate(CUTTING) == []
    assert visit.page.evaluate(OVER) == []
    assert visit.page.locator("article").is_visible()
    assert visit.page.locator(TOOLS).filter(visible=True).count() == 0
    assert visit.page.pdf(format="A4").count(b"/Type /Page\n") >= 3
