"""The built site stays light: all of it, and each page of its own."""

import re
from pathlib import Path

import pytest

from claimbook.render.slim import PLAIN, slim
from shared import PROJECT

SITE = PROJECT / "reports" / "_build" / "site"
WHOLE = 40_000_000
PAGE = 400_000


def too_heavy(site: Path) -> list[str]:
    """Name what is over its limit, the heaviest pages first."""
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
    pages = sorted((size, name) for name, size in sizes.items() if name.endswith(".html"))[::-1]
    assert pages, f"no page in {site}: run make reports first"
    whole = sum(sizes.values())
    found = [f"the whole site: {whole:,} bytes"] if whole > WHOLE else []
    return found + [f"{name}: {size:,} bytes" for size, name in pages if size > PAGE]


def test_the_site_and_each_page_are_light() -> None:
    assert too_heavy(SITE) == []
    assert len(list(SITE.rglob("*.html"))) > 600


def test_a_heavy_page_a_heavy_site_and_no_page_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no page"):
        too_heavy(tmp_path)
    (tmp_path / "light.html").write_text("x" * PAGE, encoding="utf-8")
    assert too_heavy(tmp_path) == []
    (tmp_path / "heavy.html").write_text("x" * (PAGE + 1), encoding="utf-8")
    assert too_heavy(tmp_path) == ["heavy.html: 400,001 bytes"]
    with (tmp_path / "data.bin").open("wb") as file:
        file.truncate(WHOLE)
    assert [line.split(":")[0] for line in too_heavy(tmp_path)] == ["the whole site", "heavy.html"]


def test_what_is_made_slim_reads_as_before(tmp_path: Path) -> None:
    (tmp_path / "a.js.map").write_text("{}", encoding="utf-8")
    page = tmp_path / "a.html"
    page.write_text(
        "<p>one\n   two</p>\n\n\n<pre>\n  <span class='k'>def</span>\n\n  f</pre>\n"
        "<script>\n  let a = `\n  b`;\n</script>\n<table>\n <tr>\n  <td>a\n   b</td>\n  <td>c</td>\n </tr>\n</table>\n",
        encoding="utf-8",
    )
    slim(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    assert page.read_text(encoding="utf-8") == (
        "<p>one\ntwo</p>\n<pre>\n  <span class='k'>def</span>\n\n  f</pre>\n"
        "<script>\n  let a = `\n  b`;\n</script><table><tr><td>a\nb<td>c</table>\n"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_made_plain_loses_no_colour(theme: str) -> None:
    style = (SITE / "_static" / "pygments.css").read_text(encoding="utf-8")
    rule = rf'data-theme="{theme}"\] \.highlight{{}} {{{{[^}}}}]*?(?<!-)color: (#\w+)'
    around = re.search(rule.format(""), style)
    assert around
    for name in PLAIN:
        own = re.search(rule.format(rf" \.{name}"), style)
        assert own, name
        assert own[1] == around[1], name
