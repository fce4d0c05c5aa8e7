"""Time the execution of briefs in four ways, and the rendering of the whole collection.

usage: python benchmarks/render.py [--briefs 100] [--jobs 2] [--no-collection]

Briefs are executed by papermill's command line in a loop, by papermill's function, and by `claimbook render` with cold
and with warm kernels, always the same ones and without a site. The collection is rendered with its site: cold, then
with nothing changed, then with one row of evidence edited. Everything happens in a copy; to set it up is not timed.
Compare ratios and processor time: seconds depend on what else the machine does.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from measuring import Cost, measure, measure_command

from claimbook import open_book
from claimbook.book import DATA_VARIABLE
from claimbook.render import Run, load_runs, render

PROJECT = Path(__file__).parents[1]
ROW, COLUMN = 0, "finding"


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

    with Path(os.devnull).open("w") as nowhere:
        # each kernel warns that it talks over TCP
        os.dup2(nowhere.fileno(), 2)
    for run in runs:
        options = {"kernel_name": "python3", "cwd": run.notebook.parent, "progress_bar": False}
        papermill.execute_notebook(run.notebook, None, dict(run.parameters), **options)


def cold(project: Path, runs: Sequence[Run], jobs: int, warm: bool = False) -> None:
    """Render with kernels that each import everything."""
    import claimbook.render.site as pages

    # only the runs are measured
    pages.build_site, pages.begun_site = lambda *_: False, lambda *_: nullcontext()
    report = render(project, jobs=jobs, only=[run.name for run in runs], warm=warm)
    if report.failures:
        raise SystemExit(report.failures[0].error)


def warm(project: Path, runs: Sequence[Run], jobs: int) -> None:
    """Render with kernels that are forked from a process that has imported everything."""
    cold(project, runs, jobs, warm=True)


def copy(folder: Path) -> Path:
    """Copy what is rendered, and nothing that was."""
    nothing = shutil.ignore_patterns("_build", "__pycache__", ".ipynb_checkpoints")
    for part in ("data", "notebooks", "reports"):
        shutil.copytree(PROJECT / part, folder / part, ignore=nothing)
    return folder


def compare_briefs(project: Path, count: int, jobs: int) -> None:
    """Print what each way took, and how it compares with the first."""
    runs = load_runs(project, open_book(project / "data"))
    briefs = [run for run in runs if run.name.startswith("briefs/")]
    # some of each kind, as the collection has them
    runs = briefs[:: max(1, len(briefs) // count)][:count]
    print(f"{len(runs)} briefs; claimbook has {jobs} at once")
    first: Cost | None = None
    for work in (by_command_line, by_papermill, cold, warm):
        shutil.rmtree(project / "reports" / "_build", ignore_errors=True)
        cost = measure(work, project, runs, jobs)
        first = first or cost
        ratios = f"{first.seconds / cost.seconds:5.1f} x, of processors {first.processor / cost.processor:4.1f} x"
        print(f"{work.__name__.replace('_', ' '):16} {_told(cost)}, {cost.seconds / len(runs):5.2f} s each; {ratios}")


def render_collection(project: Path, jobs: int) -> None:
    """Print what the collection takes: all of it, nothing of it, and what hangs on one row."""
    build = project / "reports" / "_build"
    shutil.rmtree(build, ignore_errors=True)
    print(f"the whole collection with its site, {jobs} at once")
    summary = project / "summary.json"
    command = [str(Path(sys.executable).with_name("claimbook")), "render", "--project", str(project)]
    command += ["--jobs", str(jobs), "--summary", str(summary)]
    before: dict[str, str] = {}
    for what in ("cold", "nothing changed", "one row edited"):
        if what == "one row edited":
            edit(project / "data" / "evidence" / "evidence.csv")
        cost = measure_command(*command)
        pages = {str(file.relative_to(build / "site")): _digest(file) for file in (build / "site").rglob("*.html")}
        changed = sum(before.get(name) != digest for name, digest in pages.items())
        print(f"{what:16} {_told(cost)}; {_done(json.loads(summary.read_text()))}", end="")
        print(f", {changed} of {len(pages)} pages differ from those before")
        before = pages


def edit(table: Path) -> None:
    """Change the words of one row, as somebody does who mends them."""
    rows = pd.read_csv(table, dtype="str", keep_default_na=False)
    rows.loc[ROW, COLUMN] += " Edited."
    rows.to_csv(table, index=False, lineterminator="\n")


def _done(summary: dict[str, Any]) -> str:
    executed = sum(run["state"] == "executed" for run in summary["runs"])
    site = "site built" if summary["site_built"] else "no site built"
    return f"{executed} of {len(summary['runs'])} runs executed, {site}"


def _told(cost: Cost) -> str:
    return f"{cost.seconds:7.1f} s, of processors {cost.processor:7.1f} s, peak {cost.memory:6,.0f} MB"


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def main() -> None:
    """Print times, ratios and memory."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--briefs", type=int, default=100, help="how many; 0 for none")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--no-collection", dest="collection", action="store_false")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        project = copy(Path(folder))
        os.environ[DATA_VARIABLE] = str(project / "data")
        if chosen.briefs:
            compare_briefs(project, chosen.briefs, chosen.jobs)
        if chosen.collection:
            render_collection(project, chosen.jobs)


if __name__ == "__main__":
    main()
