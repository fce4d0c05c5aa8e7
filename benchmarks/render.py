"""Time the execution of briefs by papermill's command line in a loop, by papermill itself, and by `claimbook render`.

usage: python benchmarks/render.py [briefs] [jobs]

All of them execute the same briefs, none builds a site. Memory is that of all processes, shared pages counted once.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from claimbook import open_book
from claimbook.book import DATA_VARIABLE
from claimbook.render import Run, load_runs, render

PROJECT = Path(__file__).parents[1]


def by_command_line(_: Path, runs: Sequence[Run], jobs: int) -> None:  # noqa: ARG001
    """Call papermill's command line once for each brief."""
    for run in runs:
        command = [sys.executable, "-m", "papermill", str(run.notebook), os.devnull, "-k", "python3"]
        command += ["--cwd", str(run.notebook.parent), "--no-progress-bar"]
        command += [part for name, value in run.parameters.items() for part in ("-r", name, str(value))]
        subprocess.run(command, check=True, capture_output=True)


def by_papermill(_: Path, runs: Sequence[Run], jobs: int) -> None:  # noqa: ARG001
    """Call papermill's function once for each brief."""
    import papermill

    for run in runs:
        options = {"kernel_name": "python3", "cwd": run.notebook.parent, "progress_bar": False}
        papermill.execute_notebook(run.notebook, None, dict(run.parameters), **options)


def cold(project: Path, runs: Sequence[Run], jobs: int, warm: bool = False) -> None:
    """Render with kernels that each import everything."""
    import claimbook.render.site as pages

    # only the runs are measured
    pages.build_site = lambda *_: False
    report = render(project, jobs=jobs, only=[run.name for run in runs], warm=warm)
    if report.failures:
        raise SystemExit(report.failures[0].error)


def warm(project: Path, runs: Sequence[Run], jobs: int) -> None:
    """Render with kernels that are forked from a process that has imported everything."""
    cold(project, runs, jobs, warm=True)


Work = Callable[[Path, Sequence[Run], int], None]


def measure(work: Work, project: Path, runs: Sequence[Run], jobs: int) -> tuple[float, float]:
    """Do some work in a process of its own; return its wall time in seconds and the peak of its memory in MB."""
    start, peak = time.perf_counter(), 0.0
    process = multiprocessing.get_context("spawn").Process(target=work, args=(project, runs, jobs))
    process.start()
    while process.is_alive():
        peak = max(peak, tree_memory(psutil.Process(process.pid)))
        process.join(0.2)
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")
    return time.perf_counter() - start, peak


def tree_memory(top: psutil.Process) -> float:
    """Return the memory of a process and its descendants in MB."""
    total = 0
    try:
        for one in [top, *top.children(recursive=True)]:
            total += int(Path(f"/proc/{one.pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0])
    except (psutil.Error, OSError, IndexError):
        # one of them ended meanwhile
        return 0.0
    return total / 1024


def main() -> None:
    """Print times, ratios and memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(PROJECT / "data", project / "data")
        shutil.copytree(PROJECT / "notebooks", project / "notebooks")
        (project / "reports").mkdir()
        shutil.copy(PROJECT / "reports" / "runs.yml", project / "reports")
        os.environ[DATA_VARIABLE] = str(project / "data")
        runs = load_runs(project, open_book(project / "data"))
        runs = [run for run in runs if run.name.startswith("briefs/")][:count]
        print(f"{len(runs)} briefs; claimbook with {jobs} at once")
        first = 0.0
        for work in (by_command_line, by_papermill, cold, warm):
            shutil.rmtree(project / "reports" / "_build", ignore_errors=True)
            seconds, memory = measure(work, project, runs, jobs)
            first = first or seconds
            each = seconds / len(runs)
            label = work.__name__.replace("_", " ")
            print(
                f"{label:16} {seconds:7.1f} s {each:6.2f} s each  ratio {first / seconds:5.1f}  peak {memory:6.0f} MB"
            )


if __name__ == "__main__":
    main()
