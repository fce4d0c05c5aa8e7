"""Build the site from the executed notebooks, beside the last one, and let the link point at it when it is whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import nbformat
import plotly

from claimbook.book import open_book
from claimbook.dictionary import dictionary_page
from claimbook.errors import ClaimbookError
from claimbook.render.mime import json_for_html
from claimbook.render.runs import Run
from claimbook.theme import template

_OWN = ("_build", "runs.yml", "__pycache__")


def build_site(project: Path, build: Path, runs: Sequence[Run]) -> None:
    """Build the site into `build/sites/<key>` and point `build/site` at it.

    Raises
    ------
    ClaimbookError
        If Sphinx warns or fails; the last good site stays as it was.
    """
    source = build / "source"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(project / "reports", source, ignore=shutil.ignore_patterns(*_OWN))
    for run in runs:
        copy = source / "notebooks" / f"{run.name}.ipynb"
        copy.parent.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.read(build / "executed" / f"{run.name}.ipynb", as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                # readers come for the exhibits; the code folds open below each
                cell.metadata["tags"] = [*cell.metadata.get("tags", ()), "hide-input"]
        nbformat.write(notebook, copy)
    _write_pages(source)
    _write_scripts(source / "_static")
    site = build / "sites" / _key(source)
    shutil.rmtree(site, ignore_errors=True)
    _run_sphinx(source, site)
    _point(build / "site", site)
    for old in site.parent.iterdir():
        if old != site:
            shutil.rmtree(old)


def _write_pages(source: Path) -> None:
    """Write the pages that need no kernel."""
    book = open_book()
    (source / "dictionary.md").write_text(dictionary_page(book.package) + "\n", encoding="utf-8")
    codebook = (book.folder / "article" / "codebook.md").read_text(encoding="utf-8")
    (source / "codebook.md").write_text(codebook, encoding="utf-8")


def _write_scripts(static: Path) -> None:
    """Ship plotly with the site, so that it needs no network, and the templates for both kinds of paper."""
    static.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", static)
    templates = {paper: template(paper) for paper in ("light", "dark")}
    script = f"window.exhibitTemplates = {json_for_html(templates)};\n"
    (static / "exhibit-templates.js").write_text(script, encoding="utf-8")


def _key(source: Path) -> str:
    digest = sha256()
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        digest.update(file.relative_to(source).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _run_sphinx(source: Path, site: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    # the cache of doctrees lies outside the site, which would otherwise carry it to every reader
    done = subprocess.run(
        [*command, "-d", str(source / "_doctrees"), str(source), str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(site, ignore_errors=True)
        raise ClaimbookError(f"the site was not built, the last good one stays:\n{done.stderr.strip()}")


def _point(link: Path, site: Path) -> None:
    new = link.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(site, link.parent), target_is_directory=True)
    new.replace(link)
