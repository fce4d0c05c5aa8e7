"""Whoever has no mouse reaches every control of each kind of page, sees where they are, and can skip the navigation."""

import pytest

from visits import SITE, Visit

pytestmark = pytest.mark.browser
KINDS = [
    "index.html",
    "notebooks/07_case_studies.html",
    "notebooks/11_claim_check.html",
    "briefs/mission/minusma.html",
    "briefs/index.html",
    "claims/index.html",
    "claims/c-018.html",
    "chains/minusma.html",
    "methods.html",
    "search.html",
]
# a heading of a page may hold more of them than anybody would walk through
MOST = 400
WANTED = """() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getClientRects().length;
  window.wanted = new Set([...document.querySelectorAll(kinds)].filter((one) => shown(one) && !one.disabled));
  return window.wanted.size;
}"""
HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.wanted.delete(one);
  // the field of the search has its ring around the whole form
  const styles = [one, one.closest("form.bd-search")].filter(Boolean).map((each) => getComputedStyle(each));
  const ring = styles.some((style) => parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"
    || style.boxShadow !== "none");
  const box = one.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const fault = [ring ? "" : "has no ring", seen ? "" : "is out of sight"].filter(Boolean).join(" and ");
  return fault && `${one.outerHTML.slice(0, 90)} ${fault}`;
}"""
LEFT = "[...window.wanted].map((one) => one.outerHTML.slice(0, 90))"


@pytest.mark.parametrize("name", KINDS)
def test_every_control_is_reached_in_sight_and_marked(visit: Visit, name: str) -> None:
    visit.open(name)
    # what moves into sight slowly is there at once
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.add_style_tag(content="* { transition: none !important; }")
    wanted = visit.page.evaluate(WANTED)
    assert 3 < wanted < MOST
    unseen = []
    for _ in range(MOST):
        visit.page.keyboard.press("Tab")
        fault = visit.page.evaluate(HERE)
        if fault is None:
            break
        unseen += [fault] if fault else []
    assert unseen == []
    assert visit.page.evaluate(LEFT) == []


def test_the_first_stop_skips_the_navigation(visit: Visit) -> None:
    visit.open("notebooks/00_start_here.html")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.innerText") == "Skip to main content"
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_narrow_page_opens_leads_on_and_closes(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 360, "height": 800})
    visit.open("index.html")
    menu = visit.page.locator("#pst-primary-sidebar-modal")
    header = visit.page.locator("#pst-header .bd-navbar-elements a")
    visit.page.locator(".primary-toggle").press("Enter")
    menu.wait_for()
    shown = menu.locator("a").evaluate_all("all => all.map((one) => [one.innerText.trim(), one.href])")
    assert shown == header.evaluate_all("all => all.map((one) => [one.textContent.trim(), one.href])")
    assert len(shown) > 20
    for theme in ("light", "dark"):
        menu.get_by_label("Color mode").press("Enter")
        menu.locator(f".theme-change-button[data-mode={theme}]").press("Enter")
        assert visit.page.evaluate("document.documentElement.dataset.theme") == theme
    menu.locator("a").first.press("Escape")
    menu.wait_for(state="hidden")
    visit.page.locator(".primary-toggle").press("Enter")
    menu.get_by_role("link", name="Methods", exact=True).press("Enter")
    visit.page.wait_for_url((SITE / "methods.html").as_uri())
