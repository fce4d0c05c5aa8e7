"""Execute one run with papermill, into a copy; the source is never written."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from traitlets.config import Config

from claimbook.render.runs import Run

CELL_SECONDS = 300


@dataclass(frozen=True)
class Failure:
    """A run that did not come to its end, and why."""

    name: str
    reason: str


def execute(run: Run, folder: Path) -> Failure | None:
    """Execute a notebook into `folder`; return what failed, or None.

    A copy that fails is taken away, so that what lies in the folder is always whole.
    """
    import papermill

    target = folder / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix="cb-") as sockets:
            papermill.execute_notebook(
                run.notebook,
                target,
                parameters=dict(run.parameters),
                kernel_name="python3",
                execution_timeout=CELL_SECONDS,
                progress_bar=False,
                cwd=run.notebook.parent,
                config=_private_sockets(Path(sockets)),
            )
    except papermill.PapermillExecutionError as error:
        reason = "\n".join(line for line in error.traceback) if error.traceback else str(error)
    except Exception:
        # whatever stops one run must not stop the others
        reason = traceback.format_exc()
    else:
        return None
    target.unlink(missing_ok=True)
    return Failure(run.name, reason)


def _private_sockets(folder: Path) -> Config:
    """Let the kernel talk through files of its own: no port to race for, and nobody else on the machine listens in."""
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "k")}})
