"""The built site and its pages, and what it takes for one to stand alone."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from shared import PROJECT

SITE = PROJECT / "reports" / "_build" / "site"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@dataclass
class Visit:
    """A page that was opened, with what went wrong on it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        self.page.goto((SITE / name).as_uri())
        plots = self.page.locator(".exhibit-plot").count()
        self.page.wait_for_function("n => document.querySelectorAll('.exhibit-plot .main-svg').length >= n", arg=plots)

    def faults(self, name: str) -> list[str]:
        """Open a page, and return what keeps it from standing alone: errors, requests, width, figures not drawn."""
        self.open(name)
        found = [*self.errors, *(url for url in self.asked if not url.startswith(("file:", "data:", "blob:")))]
        if not self.page.evaluate(FITS):
            found.append("scrolls sideways")
        drawn = self.drawn()
        twins = (SITE / name).read_text(encoding="utf-8").count('<details class="exhibit-twin">')
        if not all(drawn) or len(drawn) != twins:
            found.append(f"{sum(drawn)} of {twins} figures drawn")
        self.errors.clear()
        self.asked.clear()
        return found

    def drawn(self) -> list[bool]:
        """Tell of each figure of the open page whether it holds anything."""
        shapes = "p => p.querySelectorAll('.trace, .hm').length > 0"
        return list(self.page.evaluate(f"[...document.querySelectorAll('.exhibit-plot')].map({shapes})"))
