"""Put together what Sphinx reads: the project's own pages, the generated ones, and those of the runs."""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread, get_native_id

import plotly
from sphinx.util.matching import patmatch

from claimbook.book import Book
from claimbook.render.copies import page_name, write_page
from claimbook.render.linked import Linker, Shown
from claimbook.render.mime import json_for_html
from claimbook.render.pages import ENTRIES, write_entries, write_pages
from claimbook.render.runs import BRIEFS, Run
from claimbook.theme import template

# what of `reports/` is no page, nor belongs to one
OWN = ("_build", "runs.yml", "__pycache__")
_TOCTREE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{toctree\}$(?P<lines>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL)
# what is done ahead leaves the processors to the runs
_NICENESS = 10


class Assembly:
    """The sources of a site, written from a thread while notebooks are executed: that takes seconds for hundreds.

    Parameters
    ----------
    project : pathlib.Path
        Folder with `notebooks/` and `reports/`.
    build : pathlib.Path
        Where the executed copies lie, and where `source/` is written anew.
    book : Book
        The tables.
    runs : sequence of Run
        All runs, in the order of the site.
    """

    def __init__(self, project: Path, build: Path, book: Book, runs: Sequence[Run]) -> None:
        self._project, self._build, self._book, self._runs = project, build, book, runs
        self._ready: SimpleQueue[Run | None] = SimpleQueue()
        self._shown: dict[str, Shown] = {}
        self._entries = self._stopped = self._finished = False
        self._error: Exception | None = None
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def add(self, run: Run) -> None:
        """Write the page of a run whose executed copy is in its place."""
        self._ready.put(run)

    def finish(self) -> None:
        """Write what is left.

        Raises
        ------
        Exception
            What stopped the thread.
        """
        self._ready.put(None)
        self._thread.join()
        self._finished = True
        if self._error:
            raise self._error
        if self._entries:
            # in the order of the site
            shown = {page_name(run): self._shown[run.name] for run in self._runs}
            write_entries(self._build / "source", self._book, shown)

    def close(self) -> None:
        """Let the thread end; what was not finished goes."""
        self._stopped = True
        self._ready.put(None)
        self._thread.join()
        if not self._finished:
            shutil.rmtree(self._build / "source", ignore_errors=True)

    def _work(self) -> None:
        if sys.platform == "linux":
            # of this thread alone
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICENESS)
        try:
            self._write()
        except Exception as error:
            self._error = error
            # a disk may be full, on which the executed notebooks still find room
            shutil.rmtree(self._build / "source", ignore_errors=True)

    def _write(self) -> None:
        source = self._build / "source"
        shutil.rmtree(source, ignore_errors=True)
        shutil.copytree(self._project / "reports", source, ignore=shutil.ignore_patterns(*OWN))
        # hundreds of pages that no list of the project leads to would be hundreds that nobody finds
        self._entries = not ENTRIES.isdisjoint(_listed(source))
        linker = Linker(self._book) if self._entries else None
        write_pages(source, self._book, self._runs)
        _write_scripts(source / "_static")
        listed = _listed(source)
        while (run := self._ready.get()) and not self._stopped:
            name = page_name(run)
            orphan = run.name.startswith(BRIEFS) and not any(patmatch(name, pattern) for pattern in listed)
            self._shown[run.name] = write_page(run, self._build / "executed", source, orphan, run.title, linker)


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
