"""Render the collection: execute the notebooks of the run list, then build the site from the executed copies."""

import time
from dataclasses import dataclass
from pathlib import Path

from claimbook.render.execute import Failure, execute
from claimbook.render.runs import load_runs
from claimbook.render.site import build_site

__all__ = ["Report", "render"]


@dataclass(frozen=True)
class Report:
    """What a rendering did.

    Attributes
    ----------
    site : pathlib.Path
        The link to the site, which always leads to the last good one.
    run_count : int
        Notebooks executed.
    failures : tuple of Failure
        Runs that raised; if there is one, the site was not replaced.
    seconds : float
        Wall time.
    """

    site: Path
    run_count: int
    failures: tuple[Failure, ...]
    seconds: float


def render(project: str | Path) -> Report:
    """Execute every run of a project and, if none fails, replace its site.

    Parameters
    ----------
    project : str or pathlib.Path
        Folder with `notebooks/` and `reports/`; everything is written below `reports/_build`.

    Raises
    ------
    ClaimbookError
        If the run list can't be used or the site can't be built; the last good site stays.
    """
    start = time.perf_counter()
    folder = Path(project).resolve()
    build = folder / "reports" / "_build"
    runs = load_runs(folder)
    outcomes = [execute(run, build / "executed") for run in runs]
    failures = tuple(outcome for outcome in outcomes if outcome is not None)
    if not failures:
        build_site(folder, build, runs)
    return Report(build / "site", len(runs), failures, time.perf_counter() - start)
