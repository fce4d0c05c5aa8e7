"""A real JupyterLab opens the first notebook, runs it and draws its figures."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from shared import PROJECT, require

pytestmark = pytest.mark.lab
SECONDS = 60


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a JupyterLab on a copy of the notebooks, with settings of its own; return its address."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(PROJECT / "notebooks", home / "notebooks")
    # all cells stay in the page, not only those in view, so that their figures can be counted
    settings = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    settings_folder = f"--LabApp.user_settings_dir={home / 'settings'}"
    options = [
        settings_folder,
        f"--port={port}",
        f"--IdentityProvider.token={token}",
        f"--notebook-dir={home / 'notebooks'}",
    ]
    environment = os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_DATA_DIR": str(home)}
    with (
        (home / "log").open("w") as log,
        subprocess.Popen([*command, *options], env=environment, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            if not answers(f"http://127.0.0.1:{port}/api?token={token}", server):
                require("lab", f"JupyterLab did not start: {(home / 'log').read_text()[-2000:]}")
            yield f"http://127.0.0.1:{port}/lab/tree/00_start_here.ipynb?token={token}"
        finally:
            server.terminate()
            server.wait(timeout=SECONDS)


def answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except OSError:
            time.sleep(0.5)
    return False


def run_all(page: Page) -> None:
    """Run all cells, again if need be: a notebook is drawn before its kernel answers, and what is run then is lost."""
    begun = page.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        try:
            begun.wait_for(timeout=10_000)
        except PlaywrightTimeoutError:
            continue
        return
    pytest.fail("JupyterLab ran no cell")


def test_the_first_notebook_runs_in_the_lab(lab: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(SECONDS * 1000)
    page.goto(lab)
    page.get_by_text("| Idle").wait_for()
    run_all(page)
    # the last cell prints the sources
    expect(page.locator(".jp-Notebook")).to_contain_text("Licence: ", timeout=SECONDS * 1000)
    expect(page.locator(".jp-Notebook .js-plotly-plot:has(.main-svg)")).to_have_count(4, timeout=SECONDS * 1000)
    assert page.locator("details.exhibit-twin").count() == 4
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    page.close()
