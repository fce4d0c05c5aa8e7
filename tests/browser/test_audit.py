"""The audit finds what it is for: on a small site with one good page and one of each fault."""

from pathlib import Path

import pandas as pd
import pytest

import audit
import visits
from shared import require

pytestmark = pytest.mark.browser

# as the site's theme does, a page follows its reader's wish for dark
PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
[data-theme=dark] body {{ background: #000; color: #fff }} [data-theme=dark] .low {{ color: #222 }}</style><script>
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => {{ document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; }};
follow(); dark.onchange = follow;</script></head><body><main><h1>A page</h1>{}</main></body></html>"""
FIGURE = '<div class="exhibit-plot"><svg class="main-svg">{}</svg></div><details class="exhibit-twin"></details>'
PAGES = {
    "good": FIGURE.format("<g class='trace'></g>") + "<p>Words.</p>",
    "unnamed": "<button></button>",
    "dim": "<p class='low'>Legible in light alone.</p>",
    "asks": "<script src='https://example.org/x.js'></script>",
    "breaks": "<script>throw new Error('broken');</script>",
    "empty": FIGURE.format(""),
    "heavy": f"<!-- {'x' * 400_000} -->",
    "wide": "<div style='width: 500px'>Too wide for a phone.</div>",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if visits.CHROMIUM is None:
        require("browser", "there is no Chromium on this machine")
    site = tmp_path / "site"
    site.mkdir()
    for name, body in PAGES.items():
        (site / f"{name}.html").write_text(PAGE.format(body), encoding="utf-8")
    for module in (visits, audit):
        monkeypatch.setattr(module, "SITE", site)
    monkeypatch.setattr(audit, "PAGES", sorted(f"{name}.html" for name in PAGES))
    monkeypatch.setattr(audit, "TABLE", tmp_path / "audit.csv")
    return site


def test_each_fault_is_told_of_its_page_alone(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main() == 1
    table = pd.read_csv(small.parent / "audit.csv", keep_default_na=False)
    assert table["page"].nunique() == len(PAGES)
    assert set(zip(table["width"], table["scheme"], strict=True)) == {(1280, "light"), (1280, "dark"), (360, "dark")}
    bad = table[table["faults"] != ""].set_index(["page", "width", "scheme"])["faults"]
    assert set(bad.index.get_level_values("page")) == {f"{name}.html" for name in PAGES if name != "good"}
    assert bad["unnamed.html", 1280, "light"].startswith("button-name x1: <button>")
    assert "color-contrast" in bad["dim.html", 1280, "dark"]
    assert ("dim.html", 1280, "light") not in bad.index
    assert "https://example.org/x.js" in bad["asks.html", 1280, "light"]
    assert "broken" in bad["breaks.html", 1280, "light"]
    assert bad["empty.html", 1280, "light"] == "0 of 1 figures drawn"
    assert bad["heavy.html", 1280, "light"] == "too heavy"
    assert bad["wide.html", 360, "dark"] == "scrolls sideways"
    assert ("wide.html", 1280, "light") not in bad.index
    printed = capsys.readouterr().out
    assert "dim.html" in printed
    assert "good.html" not in printed
    assert f"{len(PAGES)} pages, {len(bad)} faults" in printed


def test_a_site_without_faults_passes(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGES", ["good.html"])
    assert audit.main() == 0
    (small / "plotly.js").write_bytes(b" " * audit.SITE_LIMIT)
    assert audit.main() == 1
