"""A real browser: Debian's Chromium, driven by Playwright, with the network closed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from shared import require
from visits import CHROMIUM, Visit, launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        require("browser", "there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["desktop-light", "phone-dark"])
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a page of the built site on a desktop in light and on a phone in dark, without a network."""
    visit = Visit.begin(browser, *request.param)
    yield visit
    visit.page.context.close()
