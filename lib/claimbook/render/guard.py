"""Stop the kernel of one run at the first limit that it breaks, whatever it is doing, and say which that was."""

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from claimbook.render.limits import Limits
from claimbook.render.runs import RUN_LIST

LOOK_SECONDS = 0.1
# a kernel that ends takes its connections down first
ENDING_SECONDS = 1
_MB = 1_000_000


class StoppedError(Exception):
    """A run ended before its last cell, and not by an error of a cell; the message is for its author."""


class Process(Protocol):
    """What is asked of a kernel's process."""

    pid: int
    returncode: int | None


class Guard:
    """Watches one run from a thread of its own, and kills the kernel: it may not listen to anything less."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._output = 0
        self._cell = ""
        self._cell_end = float("inf")
        self._kernel = 0
        self.broken = ""

    @contextmanager
    def watching(self, kernel: Process, cut_off: Callable[[], bool]) -> Iterator[None]:
        """Watch a kernel for the length of a `with` block; in the end it is killed, with all that it started.

        Parameters
        ----------
        kernel : Process
            The leader of a process group.
        cut_off : callable
            Tells whether a connection to the kernel broke, as one does at a message above `message_bytes`.

        Raises
        ------
        StoppedError
            If a limit was broken, or the kernel died.
        """
        from nbclient.exceptions import DeadKernelError

        self._kernel = kernel.pid
        ended = Event()
        thread = Thread(target=self._watch, args=[ended, cut_off], daemon=True)
        thread.start()
        try:
            yield
        except Exception as error:
            if self.broken:
                raise StoppedError(self.broken) from error
            if isinstance(error, DeadKernelError):
                raise StoppedError(f"its kernel {_ending(kernel.returncode)}{self._place()}") from error
            raise
        else:
            if self.broken:
                raise StoppedError(self.broken)
        finally:
            ended.set()
            thread.join()
            self._kill()

    @contextmanager
    def cell(self, source: str) -> Iterator[None]:
        """Allow a cell its time for the length of a `with` block."""
        self._cell = next((line.strip() for line in source.splitlines() if line.strip()), "")
        self._cell_end = time.monotonic() + self._limits.cell_seconds
        try:
            yield
        finally:
            self._cell_end = float("inf")

    @property
    def message_bytes(self) -> int:
        """The largest message that a kernel may send: one output within the limit, and what comes with it."""
        return int(self._limits.output_mb * _MB) + 65_536

    def takes(self, size: int) -> bool:
        """Count an output, and tell whether it may be kept."""
        self._output += size
        if self._output > self._limits.output_mb * _MB:
            self._stop(f"it put out more than {self._limits.output_mb:g} MB", "output_mb")
        return not self.broken

    def _watch(self, ended: Event, cut_off: Callable[[], bool]) -> None:
        run_end = time.monotonic() + self._limits.run_seconds
        cut_end = float("inf")
        while not ended.wait(LOOK_SECONDS) and not self.broken:
            now, memory = time.monotonic(), _resident_bytes(self._kernel) / _MB
            if memory > self._limits.memory_mb:
                self._stop(f"its kernel held {memory:,.0f} MB of memory", "memory_mb")
            elif now > self._cell_end:
                self._stop(f"a cell ran longer than {self._limits.cell_seconds:g} seconds", "cell_seconds")
            elif now > run_end:
                self._stop(f"it ran longer than {self._limits.run_seconds:g} seconds", "run_seconds")
            elif now > cut_end and _alive(self._kernel):
                self._stop(f"one output alone was larger than {self._limits.output_mb:g} MB", "output_mb")
            elif cut_off():
                cut_end = min(cut_end, now + ENDING_SECONDS)

    def _stop(self, what: str, limit: str) -> None:
        """Note the first limit that was broken, and kill the kernel: whoever waits for it finds it dead."""
        if not self.broken:
            allowed = f"{limit} is {getattr(self._limits, limit):g}, set `limits` in {RUN_LIST} to allow more"
            self.broken = f"stopped: {what}{self._place()}\n{allowed}"
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._kernel, signal.SIGKILL)

    def _place(self) -> str:
        shown = self._cell if len(self._cell) <= 60 else f"{self._cell[:59]}…"
        return f", in the cell that starts with `{shown}`" if shown else ""


def _resident_bytes(pid: int) -> int:
    """Return how much memory a process holds; 0 where the system does not say so in a file, as Linux does."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


def _alive(child: int) -> bool:
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False


def _ending(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return "was killed (SIGKILL), as the system does when there is no memory left"
    if code is not None and code < 0:
        return f"died of {signal.Signals(-code).name}"
    return "died" if code is None else f"died with exit code {code}"
