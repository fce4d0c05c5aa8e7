"""Build the site from the executed notebooks, beside the last one, and let the link point at it when it is whole."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import plotly
from sphinx.util.matching import patmatch

from claimbook.book import Book
from claimbook.errors import SiteError
from claimbook.evidence import stale
from claimbook.render import sphinx_child
from claimbook.render.copies import page_name, write_page
from claimbook.render.files import file_hash, tree_hash
from claimbook.render.linked import Linker
from claimbook.render.mime import json_for_html
from claimbook.render.pages import ENTRIES, write_entries, write_pages
from claimbook.render.reuse import Inputs, copy_path, receipt_path
from claimbook.render.runs import BRIEFS, Run
from claimbook.render.slim import slim
from claimbook.theme import template

_OWN = ("_build", "runs.yml", "__pycache__")
_TOCTREE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{toctree\}$(?P<lines>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL)


def build_site(project: Path, build: Path, book: Book, runs: Sequence[Run], inputs: Inputs) -> bool:
    """Build the site into `build/sites/<key>` and point `build/site` at it, unless it is there already.

    The key is a hash of everything that the site is made of. Of older sites the one before is kept, which somebody
    may still be reading.

    Returns
    -------
    bool
        Whether Sphinx had to run.

    Raises
    ------
    SiteError
        If Sphinx warns or fails; the last good site stays as it was.
    """
    sites, link = build / "sites", build / "site"
    made_of = json.dumps(_made_of(project, build, book, runs, inputs), sort_keys=True)
    site = sites / sha256(made_of.encode()).hexdigest()[:16]
    last = link.readlink().name if link.is_symlink() else ""
    new = not site.is_dir()
    if new:
        # hundreds of pages are put together only where they are wanted: that takes longer than all else
        _assemble(project, build, book, runs)
        _run_sphinx(build / "source", site, book.package.version)
    if last != site.name:
        _point(link, site)
        for old in sites.iterdir():
            if old.name not in {site.name, last}:
                shutil.rmtree(old)
    return new


def _made_of(project: Path, build: Path, book: Book, runs: Sequence[Run], inputs: Inputs) -> list[Any]:
    """Return all that the site is made of: own pages, tables, runs with their executed copies, code, versions."""
    executed = build / "executed"
    copies = [
        (
            run.name,
            run.title,
            *map(file_hash, (run.notebook, copy_path(executed, run.name), receipt_path(executed, run.name))),
        )
        for run in runs
    ]
    # evidence that is to be looked at again carries a badge from that day on
    badges = stale(book, dt.date.today())["evidence_id"].tolist() if "evidence" in book.tables else []
    return [
        tree_hash(project / "reports", frozenset(_OWN)),
        tree_hash(book.folder),
        copies,
        badges,
        inputs.code,
        inputs.versions,
    ]


def _assemble(project: Path, build: Path, book: Book, runs: Sequence[Run]) -> None:
    """Put together what Sphinx reads: the project's own pages, the generated ones, and those of the runs."""
    source = build / "source"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(project / "reports", source, ignore=shutil.ignore_patterns(*_OWN))
    # hundreds of pages that no list of the project leads to would be hundreds that nobody finds
    linker = None if ENTRIES.isdisjoint(_listed(source)) else Linker(book)
    write_pages(source, book, runs)
    listed = _listed(source)
    shown = {}
    for run in runs:
        name = page_name(run)
        orphan = run.name.startswith(BRIEFS) and not any(patmatch(name, pattern) for pattern in listed)
        shown[name] = write_page(run, build / "executed", source, orphan, run.title, linker)
    if linker:
        write_entries(source, book, shown)
    _write_scripts(source / "_static")


def _listed(source: Path) -> list[str]:
    """Return what the tables of contents of all pages list: names of pages, or patterns of names."""
    found = []
    for page in source.rglob("*.md"):
        for toctree in _TOCTREE.finditer(page.read_text(encoding="utf-8")):
            for line in toctree["lines"].splitlines():
                entry = line[line.rfind("<") + 1 :].strip(" >").removesuffix(".ipynb")
                found.append(os.path.normpath(page.parent.relative_to(source) / entry))
    return found


def _write_scripts(static: Path) -> None:
    """Ship plotly with the site, so that it needs no network, and the templates for both kinds of paper."""
    static.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", static)
    templates = {paper: template(paper) for paper in ("light", "dark")}
    script = f"window.exhibitTemplates = {json_for_html(templates)};\n"
    (static / "exhibit-templates.js").write_text(script, encoding="utf-8")


def _run_sphinx(source: Path, site: Path, data_version: str) -> None:
    """Build cold (incremental builds leave stale navigation) and put the site in its place when it is whole."""
    # MyST-NB leaves a folder beside the one that it writes to
    part = source.with_name("part")
    shutil.rmtree(part, ignore_errors=True)
    command = [sys.executable, str(Path(sphinx_child.__file__)), "-W", "--keep-going", "-q", "-b", "html"]
    # more processes than two gain nothing
    command += ["-j", str(min(2, os.cpu_count() or 1))]
    # what the foot of each page says
    command += ["-A", f"data_version={data_version}", "-A", f"built={dt.datetime.now(dt.UTC):%Y-%m-%d}"]
    # the cache of doctrees lies outside the site, which would otherwise carry it to every reader
    command += ["-d", str(source / "_doctrees"), str(source), str(part / "site")]
    # nothing is written; that this end closes with this process tells Sphinx to end
    theirs, ours = os.pipe()
    try:
        done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip() or f"Sphinx ended with {done.returncode} and no message"
            raise SiteError(f"the site was not built, the last good one stays:\n{said}")
        slim(part / "site")
        site.parent.mkdir(exist_ok=True)
        (part / "site").rename(site)
    finally:
        os.close(theirs)
        os.close(ours)
        shutil.rmtree(part, ignore_errors=True)


def _point(link: Path, site: Path) -> None:
    new = link.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(site, link.parent), target_is_directory=True)
    new.replace(link)
