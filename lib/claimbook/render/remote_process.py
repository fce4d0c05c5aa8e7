"""A process beside a Dask worker that executes runs one after another, as a lane does on one machine.

The worker itself can't: it may have several runs at once, each of which sets the environment, and nothing stops a
thread. The two share a folder; a line on the process's input says that a task lies there.
"""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, Queue
from tempfile import mkdtemp
from threading import Thread
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.render.execute import Outcome, Task, execute

PATIENCE_SECONDS = 10
IDLE_SECONDS = 60
_LOOK_SECONDS = 0.05


class RunProcess:
    """The process, seen from the worker.

    Attributes
    ----------
    folder : pathlib.Path
        Folder of this process alone; it goes with it.
    made_of : mapping
        Code and versions with which it started.
    """

    def __init__(self, made_of: Mapping[str, Any]) -> None:
        self.made_of = made_of
        # a trace holds paths in which links are resolved, and sockets want a short one
        self.folder = Path(mkdtemp(prefix="cb-")).resolve()
        command = [sys.executable, "-P", "-m", __name__, str(self.folder)]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, bufsize=0
            )

    def is_alive(self) -> bool:
        """Return whether it can take a task; it ends by itself when nobody needs it for a while."""
        return self._process.poll() is None

    def execute(self, task: Task, called_off: Callable[[], bool]) -> Outcome | None:
        """Execute a run; return what became of it, None if it was called off.

        Raises
        ------
        ClaimbookError
            If the process died.
        """
        place = self.folder / "outcome"
        _write(self.folder / "task", task)
        try:
            if self._process.stdin:
                self._process.stdin.write(b"\n")
        except BrokenPipeError:
            # it has ended, as the loop finds
            pass
        while not place.exists():
            if self._process.poll() is not None:
                log = (
                    (self.folder / "log").read_text(encoding="utf-8", errors="replace") if self.folder.exists() else ""
                )
                raise ClaimbookError(f"its process ended with code {self._process.returncode}\n{log[-4000:]}".strip())
            if called_off():
                return None
            time.sleep(_LOOK_SECONDS)
        outcome: Outcome = pickle.loads(place.read_bytes())
        place.unlink()
        return outcome

    def close(self) -> None:
        """End the process with its kernels, and remove its folder."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    """Execute tasks until the worker is gone, or asks for nothing any more."""
    folder = Path(sys.argv[1])
    asked: Queue[None] = Queue()
    signal.signal(signal.SIGTERM, _leave)
    Thread(target=_listen, args=[asked], daemon=True).start()
    try:
        while True:
            asked.get(timeout=IDLE_SECONDS)
            _write(folder / "outcome", execute(pickle.loads((folder / "task").read_bytes())))
    except (Empty, KeyboardInterrupt):
        # the worker may be gone, and with it who would tidy up
        shutil.rmtree(folder, ignore_errors=True)


def _listen(asked: "Queue[None]") -> None:
    # sys.stdin would be locked when this process wants to end
    while os.read(0, 1):
        asked.put(None)
    # the worker is gone, however it ended
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(*_: object) -> None:
    """Unwind once, so that the kernel and its folder go too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _write(file: Path, what: object) -> None:
    new = file.with_suffix(".new")
    new.write_bytes(pickle.dumps(what))
    new.replace(file)


if __name__ == "__main__":
    main()
