"""Draw the matrix that the README shows, from the tables as they are: `make picture` (needs Chromium).

The picture is a screenshot of the same exhibit that the site holds; its caption in the README is rewritten with the
version of the data.
"""

import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import plotly
from playwright.sync_api import sync_playwright

from claimbook import open_book
from claimbook.exhibit import PLOTLY_MIME
from claimbook.render.mime import figure_html, json_for_html
from claimbook.theme import template
from claimbook.views.challenges import as_matrix

HERE = Path(__file__).parent
PICTURE = HERE / "_static" / "matrix.png"
README = HERE.parent / "README.md"


def page(folder: Path) -> Path:
    """Write a page with the exhibit alone, beside the scripts that draw it."""
    exhibit = as_matrix(open_book(), by="meaning")
    for script in (Path(plotly.__file__).parent / "package_data" / "plotly.min.js", HERE / "_static" / "exhibits.js"):
        shutil.copy(script, folder)
    shutil.copy(HERE / "_static" / "claimbook.css", folder)
    templates = json_for_html({paper: template(paper) for paper in ("light", "dark")})
    (folder / "templates.js").write_text(f"window.exhibitTemplates = {templates};", encoding="utf-8")
    scripts = "".join(f'<script src="{name}"></script>' for name in ("plotly.min.js", "templates.js", "exhibits.js"))
    figure = figure_html(exhibit.bundle()[PLOTLY_MIME])
    style = '<link rel="stylesheet" href="claimbook.css"><style>body { font-family: sans-serif; margin: 1rem; }</style>'
    file = folder / "index.html"
    file.write_text(f'<!doctype html><html data-theme="light"><meta charset="utf-8">{style}{figure}{scripts}', "utf-8")
    return file


def main() -> None:
    """Draw the picture and date its caption."""
    chromium = shutil.which("chromium") or sys.exit("make picture needs Chromium")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sheet = browser.new_page(viewport={"width": 1100, "height": 900}, device_scale_factor=1)
        sheet.goto(page(Path(folder)).as_uri())
        sheet.wait_for_selector(".exhibit-plot .main-svg")
        sheet.locator(".exhibit").screenshot(path=PICTURE)
        browser.close()
    caption = f"<!-- picture -->Data version {open_book().package.version}<!-- /picture -->"
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(r"<!-- picture -->.*?<!-- /picture -->", caption, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
