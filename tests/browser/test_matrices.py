"""A matrix is narrowed in the browser, and the address keeps it: a reload, a link and the way back show it again."""

import pytest
from playwright.sync_api import Locator, expect

from visits import FITS, SITE, Visit

pytestmark = pytest.mark.browser
MATRIX = "gap-map-checked"
PAGE = "notebooks/11_claim_check.html"


def names(visit: Visit) -> list[str]:
    return [name for name in visit.page.locator(f"#{MATRIX} .ytick text").all_text_contents() if name.strip()]


def form(visit: Visit) -> Locator:
    return visit.page.locator(f"#{MATRIX} .matrix-filter")


def test_rows_and_columns_are_narrowed_and_a_reload_shows_the_same(visit: Visit) -> None:
    visit.open(PAGE)
    everything = visit.page.locator(f"#{MATRIX} .ytick").count()
    height = visit.page.locator(f"#{MATRIX} .exhibit-plot").bounding_box()
    form(visit).get_by_label("Rows:").fill("training")
    form(visit).get_by_label("Columns:").fill("stab")
    status = form(visit).get_by_role("status")
    assert status.inner_text() == "Shown: rows 4, columns 1."
    assert visit.page.locator(f"#{MATRIX} .ytick").count() < everything
    lower = visit.page.locator(f"#{MATRIX} .exhibit-plot").bounding_box()
    assert height
    assert lower
    assert lower["height"] < height["height"] / 2
    narrowed = names(visit)
    assert visit.page.evaluate(FITS)
    visit.page.reload()
    expect(status).to_have_text("Shown: rows 4, columns 1.")
    assert names(visit) == narrowed
    assert form(visit).get_by_label("Rows:").input_value() == "training"
    assert visit.errors == []


def test_the_way_back_takes_back_one_choice_after_the_other(visit: Visit) -> None:
    visit.open(PAGE)
    status = form(visit).get_by_role("status")
    form(visit).get_by_label("Rows:").press_sequentially("training")
    form(visit).get_by_label("Columns:").press_sequentially("sta")
    form(visit).get_by_text("Kinds of cells").click()
    form(visit).get_by_label("neither").uncheck()
    assert f"{MATRIX}.hide=neither" in visit.page.url
    hidden = visit.page.locator(f"#{MATRIX} .hm").count()
    visit.page.go_back()
    assert form(visit).get_by_label("neither").is_checked()
    assert visit.page.locator(f"#{MATRIX} .hm").count() > hidden
    assert status.inner_text() == "Shown: rows 4, columns 2."
    visit.page.go_back()
    assert status.inner_text() == "Shown: rows 4, columns 20."
    visit.page.go_back()
    assert status.inner_text() == "Shown: rows 37, columns 20."
    assert form(visit).get_by_label("Rows:").input_value() == ""
    visit.page.go_forward()
    assert status.inner_text() == "Shown: rows 4, columns 20."


def test_a_cell_of_a_narrowed_matrix_leads_to_its_own_chain_and_back(visit: Visit) -> None:
    visit.page.goto((SITE / PAGE).as_uri() + f"?{MATRIX}.rows=police&{MATRIX}.columns=violence")
    status = form(visit).get_by_role("status")
    expect(status).to_have_text("Shown: rows 1, columns 1.")
    # the lines of the legend have points without words
    cells = visit.page.locator(f"#{MATRIX} .barlayer .point:has(text) path")
    assert cells.count() == 1
    cells.first.scroll_into_view_if_needed()
    cells.first.click(force=True)
    visit.page.wait_for_url("**/chains/*.html#*")
    _, _, place = visit.page.url.partition("#")
    assert place.endswith("-to-violence-reduction")
    assert "police" in place
    visit.page.go_back()
    expect(status).to_have_text("Shown: rows 1, columns 1.")


def test_names_that_no_row_has_show_no_matrix(visit: Visit) -> None:
    visit.open(PAGE)
    form(visit).get_by_label("Rows:").fill("no such row")
    assert form(visit).get_by_role("status").inner_text() == "No row and column has such a name."
    assert not visit.page.locator(f"#{MATRIX} .exhibit-plot").is_visible()
    form(visit).get_by_label("Rows:").fill("")
    assert visit.page.locator(f"#{MATRIX} .exhibit-plot").is_visible()


def test_the_legend_hides_cells_as_the_boxes_do(visit: Visit) -> None:
    visit.open(PAGE)
    entry = visit.page.locator(f"#{MATRIX} .legendtoggle").first
    entry.scroll_into_view_if_needed()
    entry.click(force=True)
    visit.page.wait_for_url(f"**{MATRIX}.hide=supported*")
    assert not form(visit).get_by_role("checkbox").first.is_checked()


def test_without_a_mouse_the_table_leads_to_the_chains(visit: Visit) -> None:
    visit.open(PAGE)
    twin = visit.page.locator("details.exhibit-twin", has=visit.page.locator(f"[download='{MATRIX}.csv']"))
    twin.locator("summary").click()
    links = twin.get_by_label("links and evidence of this cell")
    assert links.count() == twin.locator("tbody tr").count() == 91
    links.first.click()
    visit.page.wait_for_url("**/chains/*.html#*")
    _, _, place = visit.page.url.partition("#")
    assert visit.page.locator(f"[id='{place}']").count() == 1, place
