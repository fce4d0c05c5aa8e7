"""Wall time, processor time and memory of a process with all that it starts."""

import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

_EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class Cost:
    """What some work took: seconds on the clock and of processors, and the peak of the memory of all processes in MB.

    Pages that processes share are counted once. Processor time is that of processes whose end was waited for: all but
    those that kernels are forked from.
    """

    seconds: float
    processor: float
    memory: float


def measure(work: Callable[..., Any], *arguments: Any) -> Cost:
    """Do some work in a process of its own; a failure ends this program."""
    process = get_context("spawn").Process(target=work, args=arguments)
    start = _Start()
    process.start()
    return start.until(process.pid, process.join, lambda: process.exitcode)


def measure_command(*command: str) -> Cost:
    """Execute a command, without what it prints; a failure ends this program."""
    start = _Start()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    return start.until(process.pid, process.wait, lambda: process.returncode)


class _Start:
    def __init__(self) -> None:
        self.processor, self.clock = _processor(), time.perf_counter()

    def until(self, pid: int | None, wait: Callable[[], object], code: Callable[[], int | None]) -> Cost:
        """Return what it cost from the start until a process has ended."""
        ended, peaks = Event(), [0.0]
        watcher = Thread(target=_watch, args=(psutil.Process(pid), ended, peaks))
        watcher.start()
        wait()
        seconds = time.perf_counter() - self.clock
        ended.set()
        watcher.join()
        if code():
            raise SystemExit(f"it failed with {code()}")
        return Cost(seconds, _processor() - self.processor, max(peaks))


def _watch(top: psutil.Process, ended: Event, peaks: list[float]) -> None:
    while not ended.wait(_EVERY_SECONDS):
        peaks.append(tree_memory(top))


def tree_memory(top: psutil.Process) -> float:
    """Return the memory of a process and its descendants in MB; one that ends meanwhile does not count."""
    try:
        processes = [top, *top.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(map(_memory, processes)) / 1024


def _memory(process: psutil.Process) -> int:
    try:
        return int(Path(f"/proc/{process.pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0])
    except (OSError, IndexError):
        return 0


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
