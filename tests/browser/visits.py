"""The built site and its pages, and what it takes for one to stand alone."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from shared import PROJECT

SITE = PROJECT / "reports" / "_build" / "site"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@dataclass(frozen=True)
class Look:
    """What was seen on a page: requests to others, errors, whether it fits, how many figures it has and draws."""

    outside: list[str]
    errors: list[str]
    fits: bool
    figures: int
    drawn: int

    @property
    def faults(self) -> list[str]:
        """What keeps the page from standing alone."""
        found = [*self.errors, *self.outside]
        if not self.fits:
            found.append("scrolls sideways")
        if self.drawn != self.figures:
            found.append(f"{self.drawn} of {self.figures} figures drawn")
        return found


@dataclass
class Visit:
    """A page that was opened, with what went wrong on it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, browser: Browser, width: int, scheme: str) -> Self:
        """Open an empty page without a network, and take note of what pages in it ask for and complain of."""
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
        visit = cls(context.new_page())
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on(
            "console", lambda line: visit.errors.append(line.text) if line.type in {"error", "warning"} else None
        )
        return visit

    def open(self, name: str) -> None:
        self.page.goto((SITE / name).as_uri())
        plots = self.page.locator(".exhibit-plot").count()
        self.page.wait_for_function("n => document.querySelectorAll('.exhibit-plot .main-svg').length >= n", arg=plots)

    def look(self, name: str) -> Look:
        """Open a page, and return what was seen on it."""
        self.asked.clear()
        self.errors.clear()
        self.open(name)
        drawn = self.drawn()
        twins = (SITE / name).read_text(encoding="utf-8").count('<details class="exhibit-twin">')
        outside = [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))]
        # a place for a figure without a table twin counts as one that is missing something
        return Look(outside, [*self.errors], self.page.evaluate(FITS), max(twins, len(drawn)), min(twins, sum(drawn)))

    def faults(self, name: str) -> list[str]:
        """Open a page, and return what keeps it from standing alone: errors, requests, width, figures not drawn."""
        return self.look(name).faults

    def drawn(self) -> list[bool]:
        """Tell of each figure of the open page whether it holds anything."""
        shapes = "p => p.querySelectorAll('.trace, .hm').length > 0"
        return list(self.page.evaluate(f"[...document.querySelectorAll('.exhibit-plot')].map({shapes})"))


def violations(page: Page, rules: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return what axe finds on an open page; of all its rules, or of those named by tag or id."""
    # a colour on its way to another is no colour of the page
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    # without its own reading of the style sheets, which a page that was opened from a file is refused
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(rules)} if rules else {})
    found = Axe().run(page, options=options).response
    assert found["passes"] or found["violations"], "axe looked at nothing"
    return list(found["violations"])


def is_serious(violation: dict[str, Any]) -> bool:
    """Tell whether axe calls a violation serious or critical."""
    return violation["impact"] in {"serious", "critical"}
