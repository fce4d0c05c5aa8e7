"""Execute one run with papermill, into a copy; the source is never written."""

import os
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import nbformat
from rich.text import Text
from traitlets.config import Config

from claimbook.book import DATA_VARIABLE
from claimbook.render.files import notebook_text, write_whole
from claimbook.render.guard import Guard, StoppedError
from claimbook.render.reuse import Receipt, copy_path, read_trace, receipt_path
from claimbook.render.runs import Run
from claimbook.tables import TRACE_VARIABLE

# numpy's library starts as many threads as there are cores, in each of as many kernels; and sums depend on their number
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# the debugger, which each kernel imports, would complain of frozen modules
ENVIRONMENT |= {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
# of a traceback that goes to a terminal or a log
REASON_CHARACTERS = 20_000


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    name : str
        Name of the run.
    state : str
        `executed`, `reused` or `failed`.
    seconds : float
        How long it took this time.
    why : str
        Why it was executed, or could be reused.
    error : str
        The traceback of a run that failed.
    """

    name: str
    state: Literal["executed", "reused", "failed"]
    seconds: float
    why: str
    error: str = ""


@dataclass(frozen=True)
class Task:
    """A run with all that a worker needs to execute it.

    `folder` takes the executed copy, `keys` go into its receipt, `data` is what `open_book()` opens, and `scratch` is
    a folder with a short path, of this rendering alone, that the caller removes in the end. `warm` says whether the
    kernel may be forked from a process that has imported everything.
    """

    run: Run
    why: str
    folder: Path
    keys: Mapping[str, Any]
    data: Path
    data_version: str
    scratch: Path
    warm: bool = False


def execute(task: Task) -> Outcome:
    """Execute a notebook in a worker process of its own, and leave a whole copy with its receipt, or neither."""
    import papermill

    started, start = datetime.now(UTC), time.perf_counter()
    try:
        notebook, files = _run_notebook(task)
        seconds = time.perf_counter() - start
        receipt = Receipt(task.keys, files, started.isoformat(timespec="seconds"), round(seconds, 3), task.data_version)
        leave(task, notebook_text(notebook), receipt)
    except StoppedError as error:
        reason = str(error)
    except papermill.PapermillExecutionError as error:
        reason = "\n".join(error.traceback) if error.traceback else str(error)
    except SystemExit:
        # the rendering was interrupted; the pool would take this for an ordinary error and wait for more work
        with suppress(OSError):
            # a rendering that was killed can't do it; the last of its workers can
            task.scratch.rmdir()
        os._exit(1)
    except Exception:
        # whatever stops one run must not stop the others
        reason = traceback.format_exc()
    else:
        return Outcome(task.run.name, "executed", seconds, task.why)
    return failed(task, time.perf_counter() - start, Text.from_ansi(_shorten(reason)).plain)


def leave(task: Task, notebook: str, receipt: Receipt) -> None:
    """Leave an executed copy with its receipt; no copy ever lies beside the receipt of another execution."""
    receipt_path(task.folder, task.run.name).unlink(missing_ok=True)
    write_whole(copy_path(task.folder, task.run.name), notebook)
    receipt.write(task.folder, task.run.name)


def failed(task: Task, seconds: float, reason: str) -> Outcome:
    """Take away what an earlier execution left, so that nobody takes it for this one's."""
    copy_path(task.folder, task.run.name).unlink(missing_ok=True)
    receipt_path(task.folder, task.run.name).unlink(missing_ok=True)
    return Outcome(task.run.name, "failed", seconds, task.why, reason)


def _shorten(reason: str) -> str:
    """Leave the middle of a long traceback out: an error may carry megabytes of text."""
    left_out = len(reason) - REASON_CHARACTERS
    if left_out <= 0:
        return reason
    half = REASON_CHARACTERS // 2
    return f"{reason[:half]}\n… {left_out:,} characters left out …\n{reason[-half:]}"


def _run_notebook(task: Task) -> tuple[nbformat.NotebookNode, dict[str, str]]:
    """Return the executed notebook and the files that it opened."""
    import papermill

    from claimbook.render.engine import ENGINE

    task.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=task.scratch) as folder:
        trace = Path(folder) / "trace"
        # kernels inherit the worker's environment; papermill knows no other way
        os.environ[TRACE_VARIABLE] = str(trace)
        os.environ[DATA_VARIABLE] = str(task.data.resolve())
        os.environ.update(ENVIRONMENT)
        notebook = papermill.execute_notebook(
            # papermill fills in braces of a path
            str(task.run.notebook).replace("{", "{{").replace("}", "}}"),
            None,
            parameters=dict(task.run.parameters),
            kernel_name="python3",
            engine_name=ENGINE,
            guard=Guard(task.run.limits),
            progress_bar=False,
            cwd=task.run.notebook.parent,
            config=_kernels(Path(folder), task),
            # a kernel that is stopped half-way need not tidy up
            shutdown_kernel="immediate",
        )
        return notebook, read_trace(trace)


def _kernels(folder: Path, task: Task) -> Config:
    """Let the kernel talk through files of its own: no port to race for, and nobody else on the machine listens in."""
    # the file with the kernel's key goes there too, where it is removed even if this process is killed
    connection = str(folder / "connection.json")
    config = Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "k"), "connection_file": connection}})
    # what a cell prints comes in one message or in several, as it happens
    config.NotebookClient.coalesce_streams = True
    if task.warm:
        config.NotebookClient.kernel_manager_class = "claimbook.render.warm.WarmKernelManager"
        config.WarmKernelManager.rendering = str(task.scratch)
    return config
