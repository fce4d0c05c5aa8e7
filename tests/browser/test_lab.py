"""A real JupyterLab opens every notebook, runs all its cells and draws its figures; the widgets redraw theirs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lab import SECONDS, opened, started
from shared import PROJECT

pytestmark = pytest.mark.lab
NOTEBOOKS = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "notebooks").rglob("[!.]*.ipynb"))
# as many as the machines that run this have processors, and seconds for each; it is long, since it is no benchmark
AT_ONCE, LIMIT = 2, 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the Lab shows, with a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("work")
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def lab(folder: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    with started(tmp_path_factory.mktemp("lab"), folder) as address:
        page = opened(browser, address)
        expect.set_options(timeout=SECONDS * 1000)
        yield page
        expect.set_options()
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


def scratch(file: Path, *cells: str) -> str:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, file)
    return file.name


def test_the_widgets_redraw_in_the_lab(lab: Page, folder: Path) -> None:
    start = "import claimbook as cb\nfrom claimbook import explore\nbook = cb.open_book()"
    calls = [f"explore.{name}(book)" for name in ("matrix", "missions", "cell")]
    name = scratch(folder / "scratch.ipynb", start, *calls)
    lab.evaluate("name => lab.run(name).then(panel => jupyterapp.shell.activateById(panel.id))", name)
    matrix, missions, cell = (lab.locator(".claimbook-explore").nth(place) for place in range(3))

    expect(matrix.locator(".gtitle")).to_contain_text("asserted layer")
    press(matrix.get_by_label("Layer"), "ArrowDown")
    expect(matrix.locator(".gtitle")).to_contain_text("checked layer")
    press(matrix.get_by_label("Rows"), "c", "a")
    expect(matrix.get_by_role("status")).to_contain_text("07_case_studies")
    press(matrix.get_by_label("Columns"), "t")
    expect(matrix.get_by_text("Nothing joins cases and technologies here")).to_be_visible()
    expect(matrix.locator(".js-plotly-plot")).to_have_count(0)

    press(missions.get_by_label("Add a mission"), *"unmil", "Enter")
    expect(missions.get_by_role("columnheader", name="UNMIL")).to_be_visible()
    press(missions.get_by_role("button", name="Remove AMISOM"), "Enter")
    press(missions.get_by_label("Compare"), "ArrowDown")
    expect(missions.locator(".gtitle")).to_contain_text("before, after or beside MINUSMA and")

    press(cell.get_by_label("From", exact=True), *"minus")
    expect(cell.get_by_role("status")).to_contain_text("MINUSMA ·")
    expect(cell.get_by_role("heading", name="Evidence and sources")).to_be_visible()

    # keys that were meant for a list did nothing to the notebook
    assert lab.evaluate("jupyterapp.shell.currentWidget.content.widgets.length") == 4
    lab.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    expect(lab.locator("body[data-jp-theme-light='false']")).to_be_visible()
    expect(missions.locator(".js-plotly-plot")).to_be_visible()


def press(control: Locator, *keys: str) -> None:
    control.focus()
    for key in keys:
        control.page.keyboard.press(key)
