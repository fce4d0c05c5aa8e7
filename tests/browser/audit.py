"""Audit every page of the built site in a real browser: `make audit`. The table of it is reports/_build/audit.csv.

Each page is opened on a desktop in light; then it turns dark, as it does for its readers, and what depends on colours
is looked at again, the only thing that this can change. Some pages are opened on a phone in dark as well.
"""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pandas as pd
from playwright.sync_api import Error, sync_playwright
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from claimbook.render.files import write_whole
from visits import CHROMIUM, PAGES, SITE, Look, Visit, is_serious, launch, violations

TABLE = SITE.parent / "audit.csv"
DESKTOP, PHONE = 1280, 360
FIRST = {DESKTOP: "light", PHONE: "dark"}
# what WCAG asks at levels A and AA, and of it what depends on colours
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast", "link-in-text-block")
JOBS = 2
PAGE_LIMIT, SITE_LIMIT = 400_000, 40_000_000
Task = tuple[str, int]
Row = dict[str, str | int | float]


def main() -> int:
    """Look at all pages, print and write the table; return 1 if there is a fault."""
    if CHROMIUM is None or not PAGES:
        print("make audit needs Chromium and a built site (make reports)", file=sys.stderr)
        return 1
    rows = pd.DataFrame(audit(tasks())).sort_values(["page", "width", "scheme"], ascending=[True, False, False])
    write_whole(TABLE, rows.to_csv(index=False, lineterminator="\n"))
    weight = sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file())
    print(summary(rows).to_string())
    bad = rows[rows["faults"] != ""]
    if len(bad):
        print(f"\nfaults:\n{bad.drop(columns=['other']).to_string(index=False, max_colwidth=90)}")
    heavy = weight > SITE_LIMIT
    print(
        f"\n{len(PAGES)} pages, {len(bad)} faults; the site has {weight / 1e6:.1f} MB{' (too much)' * heavy}; {TABLE}"
    )
    return int(len(bad) > 0 or heavy)


def tasks() -> list[Task]:
    """Return all pages for a desktop, and the ten heaviest and each tenth other for a phone, heaviest first."""
    by_weight = sorted(PAGES, key=lambda name: -(SITE / name).stat().st_size)
    phone = [*by_weight[:10], *by_weight[10::10]]
    return [(name, width) for name in by_weight for width in (DESKTOP, PHONE) if width == DESKTOP or name in phone]


def audit(tasks: Sequence[Task]) -> list[Row]:
    """Look at pages, some at once, with a bar on a terminal."""
    columns = (TextColumn("Auditing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with (
        Progress(*columns, console=console, disable=not sys.stderr.isatty(), redirect_stdout=False) as progress,
        ThreadPoolExecutor(JOBS) as pool,
    ):
        bar = progress.add_task("", total=len(tasks))
        parts = [tasks[place::JOBS] for place in range(JOBS)]
        return [row for rows in pool.map(partial(walk, tell=lambda: progress.advance(bar)), parts) for row in rows]


def walk(tasks: Sequence[Task], tell: Callable[[], None]) -> list[Row]:
    """Look at one page after the other in a browser of its own; playwright wants one for each thread."""
    rows = []
    with sync_playwright() as playwright, launch(playwright) as browser:
        visits = {width: Visit.begin(browser, width, scheme) for width, scheme in FIRST.items()}
        for name, width in tasks:
            rows += see(visits[width], name, width)
            tell()
    return rows


def see(visit: Visit, name: str, width: int) -> list[Row]:
    """Look at a page as it opens; on a desktop also after it has turned dark."""
    place: Row = {"page": name, "width": width}
    try:
        visit.page.emulate_media(color_scheme=FIRST[width])
        look = visit.look(name)
        rows = [row(place | {"scheme": FIRST[width]}, look, violations(visit.page, WCAG))]
        if width == DESKTOP:
            visit.errors.clear()
            visit.page.emulate_media(color_scheme="dark")
            visit.page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
            found = violations(visit.page, COLOURS)
            look = replace(look, outside=[], errors=[*visit.errors], drawn=min(look.figures, sum(visit.drawn())))
            rows.append(row(place | {"scheme": "dark"}, look, found))
    except Error as error:
        return [row(place | {"scheme": "none"}, Look([], [str(error)], fits=True, figures=0, drawn=0), [])]
    return rows


def row(place: Row, look: Look, found: list[dict]) -> Row:
    """Return one row of the table."""
    told = [f"{one['id']} x{len(one['nodes'])}: {one['nodes'][0]['html'][:120]}" for one in found]
    serious = [is_serious(one) for one in found]
    size = (SITE / str(place["page"])).stat().st_size
    faults = [*look.faults, *(text for text, bad in zip(told, serious, strict=True) if bad)]
    if size > PAGE_LIMIT:
        faults.append("too heavy")
    return place | {
        "kilobytes": round(size / 1000, 1),
        "outside_requests": len(look.outside),
        "errors": len(look.errors) + (not look.fits),
        "figures": look.figures,
        "drawn": look.drawn,
        "axe_serious": sum(serious),
        "axe_other": len(found) - sum(serious),
        "faults": "; ".join(faults),
        "other": "; ".join(text for text, bad in zip(told, serious, strict=True) if not bad),
    }


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one line for each folder of the site and each way of looking at it."""
    folder = rows["page"].str.rpartition("/")[0].replace("", "(front)").rename("folder")
    groups = rows.groupby([folder, "width", "scheme"])
    sums = groups[["outside_requests", "errors", "figures", "drawn", "axe_serious", "axe_other"]].sum()
    return pd.concat([groups.size().rename("pages"), groups["kilobytes"].max().rename("heaviest_kb"), sums], axis=1)


if __name__ == "__main__":
    sys.exit(main())
