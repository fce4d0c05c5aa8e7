"""A real JupyterLab opens every notebook, runs all its cells and draws its figures; the widgets redraw theirs."""

import shutil
from collections.abc import Iterator

import pytest
from lab import opened, started
from playwright.sync_api import Browser, Page

from shared import PROJECT

pytestmark = pytest.mark.lab
NOTEBOOKS = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "notebooks").rglob("[!.]*.ipynb"))
# as many as the machines that run this have processors, and seconds for each; it is long, since it is no benchmark
AT_ONCE, LIMIT = 2, 300


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(PROJECT / "notebooks", home / "work" / "notebooks")
    with started(home, home / "work") as address:
        page = opened(browser, address)
        yield page
        page.close()


@pytest.fixture(scope="module")
def visits(lab: Page, request: pytest.FixtureRequest) -> Page:
    """Begin to run the notebooks that are to be tested."""
    items = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    lab.evaluate(
        "chosen => lab.begin(...chosen)", [[item.callspec.params["notebook"] for item in items], AT_ONCE, LIMIT]
    )
    return lab


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_notebook_runs_in_the_lab(visits: Page, notebook: str) -> None:
    counted = visits.evaluate("notebook => lab.visits[notebook]", notebook)
    assert "failed" not in counted, counted
    assert counted["errors"] == []
    assert counted["idle"] == 0, "cells that did not run"
    assert counted["figures"] > 0
    assert counted["drawn"] == counted["twins"] == counted["figures"]
