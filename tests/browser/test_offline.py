"""A page for mail, alone in an empty folder: it draws and works, and asks for nothing but itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared import PROJECT
from visits import SITE, Visit

pytestmark = pytest.mark.browser


def export(folder: Path, name: str, *options: str) -> Path:
    """Export a page of the built site; the command states how large the file is."""
    assert (SITE / "index.html").exists(), "run make reports first"
    folder.mkdir()
    command = [Path(sys.executable).parent / "claimbook", "export", "page", name, "--output", "page.html"]
    command += ["--project", str(PROJECT), *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    file = folder / "page.html"
    stated = re.fullmatch(r"page\.html: (\d\.\d) MB\n", done.stdout)
    assert stated, done.stdout
    assert float(stated[1]) == pytest.approx(file.stat().st_size / 1e6, abs=0.051)
    assert list(folder.iterdir()) == [file]
    return file


@pytest.mark.parametrize(
    ("name", "plots"), [("11_claim_check", 3), ("07_case_studies", 6), ("briefs/mission/minusma", 4), ("c-021", 0)]
)
def test_a_page_for_mail_stands_alone(visit: Visit, tmp_path: Path, name: str, plots: int) -> None:
    file = export(tmp_path / "mail", name)
    # plotly is 4.8 MB of it, and stands only where there is something to draw
    assert file.stat().st_size > 4.8e6 if plots else file.stat().st_size < 2e6
    visit.open(str(file))
    assert [url for url in visit.asked if not url.startswith(("data:", "blob:"))] == [file.as_uri()]
    assert visit.faults(str(file)) == []
    assert len(visit.drawn()) >= plots
    pictures = "[...document.images].every(one => one.naturalWidth > 0)"
    assert visit.page.evaluate(pictures)


def test_exhibits_work_in_a_page_for_mail(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.open(str(export(tmp_path / "mail", "11_claim_check")))
    twin = page.locator("details.exhibit-twin").first
    twin.locator("summary").click()
    assert twin.locator("tr").count() > 3
    assert "Cite this: The claimbook authors" in twin.inner_text()
    with page.expect_download() as download:
        twin.locator("a.exhibit-download").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) > 3
    ink = "getComputedStyle(document.querySelector('.exhibit-plot .ytick text')).fill"
    before, theme = page.evaluate(ink), page.evaluate("document.documentElement.dataset.theme")
    other = "light" if theme == "dark" else "dark"
    page.evaluate(f"document.documentElement.dataset.theme = '{other}'")
    page.wait_for_function(f"{ink} !== '{before}'")
    assert visit.errors == []


@pytest.mark.parametrize("address", ["", "https://example.org/site"])
def test_a_cell_leads_to_the_published_site_or_nowhere(visit: Visit, tmp_path: Path, address: str) -> None:
    file = export(tmp_path / "mail", "11_claim_check", *(("--site", address) if address else ()))
    visit.open(str(file))
    cell = visit.page.locator("#gap-map-checked .barlayer .point").first
    cell.scroll_into_view_if_needed()
    if address:
        with visit.page.expect_request(re.compile(rf"^{address}/chains/[a-z0-9-]+\.html")):
            cell.click(force=True)
    else:
        cell.click(force=True)
        visit.page.wait_for_timeout(500)
        assert visit.page.url == file.as_uri()
        assert not visit.page.locator("a[href*='.html']:not([href*='://'])").count()
