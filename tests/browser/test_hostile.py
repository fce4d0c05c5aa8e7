"""Markup in the data stays text: a copy full of scripts is rendered and opened, and nothing in it runs."""

import csv
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimbook.render import render
from claimbook.schema import load_package
from shared import PROJECT

pytestmark = pytest.mark.browser
PAYLOAD = (
    "<script>window.ran=1</script></script><img src=x onerror='window.ran=1'> [x](javascript:window.ran=1) "
    "```{raw} html <b onmouseover='window.ran=1'>``` {{ 7*7 }} <svg onload=window.ran=1>"
)
FEW = {
    # a legal claim, one with much evidence, one on a case, a prediction, one of the literature: the others are alike
    "claim_id": ("c-014", "c-018", "c-041", "c-048", "c-101"),
    "prediction_id": ("pred-integration",),
    "mission_id": ("amisom", "minusma"),
    "other_id": ("amisom", "minusma"),
    "country_id": ("mli", "som"),
}
RUNS = """runs:
  - notebook: 00_start_here
  - notebook: 01_mechanisms
  - notebook: 02_challenges
  - notebook: 03_legal_framework
  - notebook: 04_local_security
  - notebook: 05_civil_military
  - notebook: 06_technology
  - notebook: 07_case_studies
  - notebook: 08_futures
  - notebook: 09_ethics_rights
  - notebook: 10_lessons
  - notebook: 11_claim_check
  - notebook: 12_what_is_missing
  - notebook: 13_reliability
  - notebook: briefs/strategy
    over: strategy_codes.strategy_id
  - notebook: briefs/challenge
    over: challenges
  - notebook: briefs/mission
    over: missions
  - notebook: briefs/country
    over: mission_hosts.country_id
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a copy of the project whose every free text carries the payload, with a few of its claims."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("data", "notebooks", "reports"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("_build", ".ipynb_checkpoints"))
    (folder / "reports" / "runs.yml").write_text(RUNS, encoding="utf-8")
    # two countries are too few for the panel of 14_effects, whose free texts all come from this project's own code
    front = folder / "reports" / "index.md"
    lines = front.read_text(encoding="utf-8").splitlines(keepends=True)
    front.write_text("".join(line for line in lines if "14_effects" not in line), encoding="utf-8")
    changed = 0
    for table in load_package(folder / "data").tables.values():
        free = [field.name for field in table.fields if table.is_free_text(field)]
        file = folder / "data" / table.path
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [
                row for row in csv.DictReader(lines) if all(row.get(key, few[0]) in few for key, few in FEW.items())
            ]
        for place, row in enumerate(rows):
            # names stay apart from one another, as ids of rows in charts
            # a number stays one, since tables with other numbers can't be read at all
            row.update({name: f"{row[name]} {place} {PAYLOAD}" for name in free if not row[name].isdecimal()})
            changed += len(free)
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, table.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    assert changed > 500
    report = render(folder)
    assert not report.failures, report.failures
    return Path(report.site)


def test_nothing_in_the_data_runs(hostile: Path, browser: Browser) -> None:
    pages = sorted(path for path in hostile.rglob("*.html") if "_static" not in path.parts)
    assert len(pages) > 30
    context = browser.new_context(offline=True)
    page = context.new_page()
    seen = 0
    for path in pages:
        page.goto(path.as_uri())
        page.wait_for_load_state()
        plots = page.locator(".exhibit-plot").count()
        page.wait_for_function("n => document.querySelectorAll('.exhibit-plot .main-svg').length >= n", arg=plots)
        seen += "onerror=" in page.content()
        assert page.evaluate("window.ran") is None, path.name
        assert page.locator("a[href^='javascript:']").count() == 0, path.name
        assert page.locator("img[onerror], svg[onload], b[onmouseover]").count() == 0, path.name
        assert "49 <svg" not in page.locator("body").inner_text(), "a template was filled in"
    assert seen > 5, "the payload is on no page, so that nothing was tested"
    context.close()
