"""Execute many runs at once, in lanes: each lane is an executor that has one run at a time."""

import gc
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from multiprocessing.process import BaseProcess
from threading import Thread

from claimbook.render.execute import Outcome, Task, execute, failed

PATIENCE_SECONDS = 10
DIED = "its worker process died: it was killed, or there was no memory left"


def new_worker() -> Executor:
    """Return a lane on this machine: one process, which keeps papermill imported between runs."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_prepare_worker)


def execute_all(
    tasks: Sequence[Task],
    lane_count: int,
    tell: Callable[[Outcome], None],
    new_lane: Callable[[], Executor] = new_worker,
) -> list[Outcome]:
    """Execute tasks, some at once, and tell of each as it ends.

    A pool of many workers does not say which of its runs killed a worker, and loses the others; a lane for each worker
    names the run, and only that lane is replaced. If the calling process is interrupted, workers and kernels end first.
    """
    waiting = deque(tasks)
    outcomes: list[Outcome] = []
    idle: list[Executor] = []
    running: dict[Future[Outcome], tuple[Task, Executor]] = {}
    others = set(multiprocessing.active_children())
    try:
        while waiting or running:
            while waiting and len(running) < lane_count:
                task, lane = waiting.popleft(), idle.pop() if idle else new_lane()
                running[lane.submit(execute, task)] = task, lane
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task, lane = running.pop(future)
                try:
                    outcome = future.result()
                    idle.append(lane)
                except BrokenExecutor:
                    outcome = failed(task, 0.0, DIED)
                    lane.shutdown(wait=False)
                outcomes.append(outcome)
                tell(outcome)
    except BaseException:
        _stop([*idle, *(lane for _, lane in running.values())], set(multiprocessing.active_children()) - others)
        raise
    for lane in idle:
        lane.shutdown()
    return outcomes


def _stop(lanes: Sequence[Executor], processes: set[BaseProcess]) -> None:
    for lane in lanes:
        lane.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE_SECONDS)
        if process.is_alive():
            process.kill()


def _prepare_worker() -> None:
    """Leave Ctrl-C to the calling process, end with it however it ends, and import papermill once."""
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _leave)
    if parent := multiprocessing.parent_process():
        Thread(target=_end_after, args=[parent], daemon=True).start()
    import papermill

    # it would put the executed notebook into words once more, for nobody: there is no place that it writes to
    papermill.execute.write_ipynb = lambda *_: None
    # what is imported stays, and is not looked through for garbage
    gc.freeze()
    # what went wrong is in the outcome; its inspection of parameters, which we do not use, warns in error
    logging.getLogger("papermill").setLevel(logging.CRITICAL)


def _leave(*_: object) -> None:
    """Unwind, so that the kernel and its folder go too; only once, or a second signal would stop that half-way."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(1)


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
