"""What a Dask worker does: execute one run from what it is sent, and give back what came of it.

Nothing is taken from the worker's disk but the installed packages, so machines need no file system in common.
"""

import io
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import nbformat

from claimbook.errors import ClaimbookError
from claimbook.render.alike import differences, installed
from claimbook.render.execute import Outcome, Task
from claimbook.render.files import notebook_text
from claimbook.render.remote_process import RunProcess
from claimbook.render.reuse import Receipt, copy_path


@dataclass(frozen=True)
class Parcel:
    """A run on its way to a worker, with the contents of its notebook; paths of the task are those of the sender."""

    task: Task
    notebook: bytes


@dataclass(frozen=True)
class Result:
    """What became of a run; unless it failed, with the executed copy and its receipt, whose paths are the sender's."""

    outcome: Outcome
    notebook: str = ""
    receipt: Receipt | None = None


def pack(folder: Path) -> bytes:
    """Return a data package as one archive."""
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED, strict_timestamps=False) as files:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                files.write(file, file.relative_to(folder))
    return archive.getvalue()


def execute_parcel(parcel: Parcel, data: bytes) -> Result:
    """Execute a run on the Dask worker that calls this.

    Parameters
    ----------
    parcel : Parcel
        The run.
    data : bytes
        The data package, packed.

    Raises
    ------
    ClaimbookError
        If the worker has not what the sender has, or the run's process died.
    distributed.Reschedule
        If the run was called off, or the worker is closing.
    """
    from distributed import Reschedule, get_worker

    place = get_worker().address
    here = installed()
    # workers may have joined since the sender looked
    if found := list(differences(parcel.task.keys, here)):
        raise ClaimbookError("not executed:", [replace(problem, file=place) for problem in found])
    process = _process(here)
    try:
        task = _unpack(parcel, data, process.folder)
        outcome = process.execute(task, _called_off())
        if outcome is None:
            raise Reschedule
        result = Result(outcome) if outcome.state == "failed" else _result(parcel, task, outcome)
    except BaseException:
        process.close()
        raise
    _idle.append(process)
    return result


# processes that wait for the next run of this worker
_idle: list[RunProcess] = []


def _process(here: Mapping[str, Any]) -> RunProcess:
    """Return a process that has imported what is installed now."""
    while _idle:
        process = _idle.pop()
        if process.is_alive() and process.made_of == here:
            return process
        process.close()
    return RunProcess(here)


def _unpack(parcel: Parcel, data: bytes, folder: Path) -> Task:
    """Put a run with all that it needs into a folder, and return it with the paths there."""
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    notebook = place / "notebooks" / parcel.task.run.notebook.name
    notebook.parent.mkdir(parents=True)
    notebook.write_bytes(parcel.notebook)
    with ZipFile(io.BytesIO(data)) as files:
        files.extractall(place / "data")
    run, warm = replace(parcel.task.run, notebook=notebook), parcel.task.warm and sys.platform == "linux"
    return replace(parcel.task, run=run, folder=place / "executed", data=place / "data", scratch=folder, warm=warm)


def _called_off() -> Callable[[], bool]:
    """Return a function that tells whether nobody waits any more for what this worker is doing.

    Dask leaves alone what has begun; but a kernel whose sender is gone might go on for minutes.
    """
    from distributed import Status, get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def look() -> bool:
        known = worker.state.tasks.get(key)
        return known is None or known.state == "cancelled" or worker.status in {Status.closing, Status.closed}

    return look


def _result(parcel: Parcel, task: Task, outcome: Outcome) -> Result:
    """Return what the process left, with the sender's paths for those of this machine."""
    receipt = Receipt.read(task.folder, task.run.name)
    if receipt is None:
        raise ClaimbookError("its process left no receipt")
    files = {}
    for name, digest in receipt.files.items():
        path = Path(name)
        inside = path.is_relative_to(task.data)
        files[str(parcel.task.data / path.relative_to(task.data)) if inside else name] = digest
    notebook = nbformat.read(copy_path(task.folder, task.run.name), as_version=4)
    notebook.metadata.papermill.input_path = str(parcel.task.run.notebook)
    return Result(outcome, notebook_text(notebook), replace(receipt, files=files))
