"""Build the site from the executed notebooks, beside the last one, and let the link point at it when it is whole."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimbook.book import Book, open_book
from claimbook.errors import SiteError
from claimbook.evidence import stale
from claimbook.render import sphinx_child
from claimbook.render.assembly import OWN, Assembly
from claimbook.render.execute import Outcome
from claimbook.render.files import file_hash, tree_hash
from claimbook.render.reuse import Inputs, copy_path, receipt_path
from claimbook.render.runs import Run
from claimbook.render.slim import slim


class SphinxProcess:
    """Sphinx, which imports all that it needs and then waits until the sources are there: that takes seconds.

    It ends with this process, however that ends: it reads from a pipe whose other end is here.
    """

    def __init__(self, source: Path, data_version: str) -> None:
        # MyST-NB leaves a folder beside the one that it writes to
        self._part = source.with_name("part")
        command = [sys.executable, str(Path(sphinx_child.__file__)), "-W", "--keep-going", "-q", "-b", "html"]
        # more processes than two gain nothing
        command += ["-j", str(min(2, os.cpu_count() or 1))]
        # what the foot of each page says
        command += ["-A", f"data_version={data_version}", "-A", f"built={dt.datetime.now(dt.UTC):%Y-%m-%d}"]
        # the cache of doctrees lies outside the site, which would otherwise carry it to every reader
        command += ["-d", str(source / "_doctrees"), str(source), str(self._part / "site")]
        theirs, ours = os.pipe()
        self._pipe = os.fdopen(ours, "wb", buffering=0)
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        os.close(theirs)

    def build(self, site: Path) -> None:
        """Build cold (incremental builds leave stale navigation) and put the site in its place when it is whole.

        Raises
        ------
        SiteError
            If Sphinx warns or fails.
        """
        shutil.rmtree(self._part, ignore_errors=True)
        try:
            # if it has ended already, it said why
            with suppress(BrokenPipeError):
                self._pipe.write(b"\n")
            _, said = self._process.communicate()
            if self._process.returncode:
                said = said.strip() or f"Sphinx ended with {self._process.returncode} and no message"
                raise SiteError(f"the site was not built, the last good one stays:\n{said}")
            slim(self._part / "site")
            site.parent.mkdir(exist_ok=True)
            (self._part / "site").rename(site)
        finally:
            shutil.rmtree(self._part, ignore_errors=True)

    def close(self) -> None:
        """End it, whatever it does."""
        self._pipe.close()
        with self._process:
            # wait for it, and close what it spoke through
            pass


class Begun:
    """A site on which work began while the notebooks are executed.

    Parameters
    ----------
    project, build : pathlib.Path
        Folder of the project, and that of all that is rendered.
    book : Book
        The tables.
    runs : sequence of Run
        All runs.
    """

    def __init__(self, project: Path, build: Path, book: Book, runs: Sequence[Run]) -> None:
        # before they are read: what changes in between then counts as changed
        self.sources = _sources(project, book)
        self._sphinx = SphinxProcess(build / "source", book.package.version)
        self._assembly = Assembly(project, build, book, runs)
        self._runs = {run.name: run for run in runs}

    def telling(self, tell: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
        """Return a function that is told of outcomes and tells them on; pages of runs that were executed are made."""

        def told(outcome: Outcome) -> None:
            if outcome.state == "executed":
                self._assembly.add(self._runs.pop(outcome.name))
            tell(outcome)

        return told

    def finish(self, site: Path) -> None:
        """Build the site, with the runs that were not executed now."""
        for run in self._runs.values():
            self._assembly.add(run)
        self._assembly.finish()
        self._sphinx.build(site)

    def close(self) -> None:
        """End all work on it."""
        self._assembly.close()
        self._sphinx.close()


@contextmanager
def begun_site(project: Path, build: Path, book: Book, runs: Sequence[Run]) -> Iterator[Begun]:
    """Begin a site, and leave nothing of the work on it behind."""
    begun = Begun(project, build, book, runs)
    try:
        yield begun
    finally:
        begun.close()


def build_site(
    project: Path, build: Path, book: Book, runs: Sequence[Run], inputs: Inputs, begun: Begun | None = None
) -> bool:
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
    sources = _sources(project, book)
    made_of = json.dumps([*sources, *_made_of(build, book, runs, inputs)], sort_keys=True)
    site = sites / sha256(made_of.encode()).hexdigest()[:16]
    last = link.readlink().name if link.is_symlink() else ""
    new = not site.is_dir()
    if new:
        # hundreds of pages are put together only where they are wanted: that takes longer than all else
        if begun and begun.sources != sources:
            # somebody wrote in them meanwhile
            begun.close()
            begun, book = None, open_book(book.folder)
        with nullcontext(begun) if begun else begun_site(project, build, book, runs) as work:
            work.finish(site)
    if last != site.name:
        _point(link, site)
        for old in sites.iterdir():
            if old.name not in {site.name, last}:
                shutil.rmtree(old)
    return new


def _made_of(build: Path, book: Book, runs: Sequence[Run], inputs: Inputs) -> list[Any]:
    """Return what the site is made of beside own pages and tables: runs with their executed copies, code, versions."""
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
    return [copies, badges, inputs.code, inputs.versions]


def _sources(project: Path, book: Book) -> list[str]:
    """Return hashes of the project's own pages and of the tables."""
    return [tree_hash(project / "reports", frozenset(OWN)), tree_hash(book.folder)]


def _point(link: Path, site: Path) -> None:
    new = link.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(site, link.parent), target_is_directory=True)
    new.replace(link)
