"""Render the collection: execute the notebooks of the run list, then build the site from the executed copies."""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

# first, since the others import nbformat
import claimbook.light  # noqa: F401
from claimbook.book import Book, open_book
from claimbook.errors import ClaimbookError, Problem, SiteError, nearest
from claimbook.render.execute import Outcome, Task
from claimbook.render.files import write_whole
from claimbook.render.lanes import execute_all, new_worker
from claimbook.render.lock import LockedError, lock
from claimbook.render.reuse import Inputs, copy_path
from claimbook.render.runs import Run, load_runs
from claimbook.render.single import single_run
from claimbook.schema import DESCRIPTOR

__all__ = ["LockedError", "Outcome", "Report", "Run", "SiteError", "load_runs", "render", "render_one"]

# takes how many runs there are, gives what is to be called with each outcome
Watch = Callable[[int], AbstractContextManager[Callable[[Outcome], None]]]


def _ignore(outcome: Outcome) -> None:
    """Take note of nothing."""


@dataclass(frozen=True)
class Report:
    """What a rendering did.

    Attributes
    ----------
    site : pathlib.Path
        The link to the site, which always leads to the last good one.
    outcomes : tuple of Outcome
        What became of each run, in the order of the run list.
    site_built : bool
        Whether Sphinx ran; not if a run failed, nor if nothing changed.
    seconds : float
        Wall time.
    """

    site: Path
    outcomes: tuple[Outcome, ...]
    site_built: bool
    seconds: float

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The runs that failed; if there is one, the site was not replaced."""
        return tuple(outcome for outcome in self.outcomes if outcome.state == "failed")

    def write_summary(self, file: Path) -> None:
        """Write the report as JSON, for a program to read."""
        runs = [
            {"name": one.name, "state": one.state, "seconds": round(one.seconds, 3), "reason": one.error or one.why}
            for one in self.outcomes
        ]
        site = {"site": str(self.site), "site_built": self.site_built}
        summary = {"runs": runs, **site, "seconds": round(self.seconds, 3)}
        write_whole(file, json.dumps(summary, indent=1, ensure_ascii=False) + "\n")


def render(
    project: str | Path,
    *,
    jobs: int | None = None,
    only: Sequence[str] = (),
    force: bool = False,
    warm: bool = True,
    watch: Watch = lambda _: nullcontext(_ignore),
    new_lane: Callable[[], Executor] = new_worker,
    scheduler: str | None = None,
) -> Report:
    """Execute every run of a project that is not up to date and, if none fails, replace its site.

    Workers are started by `spawn`: a script that calls this needs `if __name__ == "__main__":`.

    Parameters
    ----------
    project : str or pathlib.Path
        Folder with `notebooks/` and `reports/`; everything is written below `reports/_build`.
    jobs : int, optional
        How many runs at once; by default two, or one where there is one core.
    only : sequence of str
        Patterns like `briefs/*`: only runs whose names match one are looked at. The site then takes every other run
        as it was executed last.
    force : bool
        Execute runs that are up to date as well.
    warm : bool
        Fork kernels from a process that has imported pandas and plotly already, on Linux; the results are the same.
    watch : callable
        Takes the number of runs, and gives a context manager with a function that is called with each outcome.
    new_lane : callable
        Makes an executor that has one run at a time.
    scheduler : str, optional
        Address or scheduler file of a Dask cluster; its workers then execute the runs, as many at once as they have
        threads, and `jobs`, `warm` and `new_lane` mean nothing.

    Raises
    ------
    ClaimbookError
        If the run list or the cluster can't be used.
    SiteError
        If the site can't be built; the last good site stays.
    LockedError
        If another rendering of the project is under way.
    """
    # workers import this module too, and have no use for Sphinx and plotly
    from claimbook.render.site import begun_site, build_site

    start = time.perf_counter()
    folder = Path(project).resolve()
    build = folder / "reports" / "_build"
    book = _open_data(folder)
    runs = load_runs(folder, book)
    chosen = _choose(runs, only)
    with lock(build / "lock"):
        inputs = Inputs(book.folder)
        reasons = {run.name: "forced" if force else inputs.why(run, build / "executed") for run in chosen}
        stale = [run for run in chosen if reasons[run.name]]
        outcomes = [Outcome(run.name, "reused", 0.0, "nothing changed") for run in chosen if run not in stale]
        with begun_site(folder, build, book, runs) if stale else nullcontext() as begun:
            with watch(len(chosen)) as tell:
                for outcome in outcomes:
                    tell(outcome)
                told = begun.telling(tell) if begun else tell
                outcomes += _execute(
                    stale, reasons, build / "executed", book, inputs, jobs, warm, told, new_lane, scheduler
                )
            order = [run.name for run in runs]
            report = tuple(sorted(outcomes, key=lambda outcome: order.index(outcome.name)))
            failed = any(outcome.state == "failed" for outcome in report)
            try:
                built = not failed and build_site(folder, build, book, runs, inputs, begun)
            except OSError as error:
                # no room on the disk, for example
                raise SiteError(f"the site was not built, the last good one stays: {error}") from error
    return Report(build / "site", report, built, time.perf_counter() - start)


def render_one(project: str | Path, notebook: str, given: Mapping[str, str]) -> tuple[Outcome, Path]:
    """Execute one notebook with parameters of one's own; the site is left alone.

    Parameters
    ----------
    project : str or pathlib.Path
        Folder with `notebooks/` and `reports/`.
    notebook : str
        Name of the notebook, for example `briefs/challenge`.
    given : mapping of str to str
        Parameters as text; each takes the type that the notebook declares.

    Returns
    -------
    tuple of Outcome and pathlib.Path
        What became of it, and where the executed notebook lies (unless it failed).

    Raises
    ------
    ClaimbookError
        If there is no such notebook or parameter, or a value does not fit.
    LockedError
        If another rendering of the project is under way.
    """
    folder = Path(project).resolve()
    build = folder / "reports" / "_build"
    book = _open_data(folder)
    run = single_run(folder, book, notebook, given)
    with lock(build / "lock"):
        reasons = {run.name: "asked for"}
        [outcome] = _execute([run], reasons, build / "executed", book, Inputs(book.folder), 1, warm=False)
    return outcome, copy_path(build / "executed", run.name)


def _open_data(project: Path) -> Book:
    """Open the project's own data package, or else what `open_book()` opens."""
    own = project / "data"
    return open_book(own if (own / DESCRIPTOR).is_file() else None)


def _choose(runs: Sequence[Run], only: Sequence[str]) -> list[Run]:
    names = [run.name for run in runs]
    problems = [
        Problem("--only", "no run has such a name", nearest(pattern, names), value=pattern)
        for pattern in only
        if not any(fnmatchcase(name, pattern) for name in names)
    ]
    if problems:
        raise ClaimbookError("nothing was rendered:", problems)
    return [run for run in runs if not only or any(fnmatchcase(run.name, pattern) for pattern in only)]


def _execute(
    runs: Sequence[Run],
    reasons: Mapping[str, str],
    folder: Path,
    book: Book,
    inputs: Inputs,
    jobs: int | None,
    warm: bool,
    tell: Callable[[Outcome], None] = _ignore,
    new_lane: Callable[[], Executor] = new_worker,
    scheduler: str | None = None,
) -> list[Outcome]:
    lanes = jobs or min(2, os.cpu_count() or 1)
    # the first kernel of a lane gains nothing; and prctl, which lets a worker adopt kernels, is Linux's
    warm = warm and sys.platform == "linux" and len(runs) > lanes
    # a short path: that of a socket may have some hundred characters only
    with TemporaryDirectory(prefix="cb-", ignore_cleanup_errors=True) as scratch:
        data = (book.folder, book.package.version)
        tasks = [Task(run, reasons[run.name], folder, inputs.keys(run), *data, Path(scratch), warm) for run in runs]
        if scheduler and tasks:
            from claimbook.render.cluster import execute_on_cluster

            return execute_on_cluster(scheduler, tasks, book.folder, tell)
        return execute_all(tasks, lanes, tell, new_lane)
