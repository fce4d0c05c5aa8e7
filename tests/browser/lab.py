"""A JupyterLab of its own to drive: on a copy of the notebooks, with settings that leave nothing out of the page."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from shared import require

SECONDS = 60
_SCRIPT = Path(__file__).with_name("lab.js")
_SETTINGS = {
    # all cells stay in the page, not only those in view, so that their figures can be counted
    "notebook-extension/tracker": '{"windowingMode": "none"}',
    # no question about news from another host
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
}


@contextmanager
def started(home: Path, notebooks: Path) -> Iterator[str]:
    """Start a JupyterLab with settings of its own; give its address."""
    for name, text in _SETTINGS.items():
        settings = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = ["--no-browser", "--allow-root", "--expose-app-in-browser", "--ServerApp.ip=127.0.0.1", f"--port={port}"]
    options += [f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}"]
    options += [f"--IdentityProvider.token={token}", f"--notebook-dir={notebooks}"]
    environment = os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_DATA_DIR": str(home)}
    # kernels that run side by side on few processors wait for each other's threads, for minutes
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "jupyterlab", *options]
    with (
        (home / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            if not _answers(f"http://127.0.0.1:{port}/api?token={token}", server):
                require("lab", f"JupyterLab did not start: {(home / 'log').read_text()[-2000:]}")
            yield f"http://127.0.0.1:{port}/lab?token={token}"
        finally:
            # a Lab that is asked to end shuts its kernels down
            server.terminate()
            server.wait(timeout=SECONDS)


def opened(browser: Browser, address: str) -> Page:
    """Open a Lab in a page that can be driven by `lab.js`."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(SECONDS * 1000)
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.restored")
    page.evaluate("jupyterapp.restored.then(() => null)")
    page.add_script_tag(path=_SCRIPT)
    return page


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False
