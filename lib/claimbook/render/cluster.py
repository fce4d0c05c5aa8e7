"""Execute runs on a Dask cluster, on machines that need no file system in common with this one."""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook.errors import ClaimbookError, Problem
from claimbook.render.alike import differences, installed
from claimbook.render.execute import Outcome, Task, failed, leave
from claimbook.render.remote import Parcel, Result, execute_parcel, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

# how often a run is begun anew whose process died or found no disk; runs of workers that died are, by Dask itself
RETRIES = 2


def execute_on_cluster(
    scheduler: str, tasks: Sequence[Task], data: Path, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    """Execute tasks on the workers of a Dask scheduler, and tell of each as it ends.

    If the calling process is interrupted, the scheduler forgets its runs and the workers stop their kernels.

    Parameters
    ----------
    scheduler : str
        Address of the scheduler, or path of its scheduler file.
    tasks : sequence of Task
        The runs.
    data : pathlib.Path
        Folder of the data package, which is sent along.
    tell : callable
        Called with each outcome.

    Raises
    ------
    ClaimbookError
        If there is no `distributed`, no scheduler, or one whose workers have other versions.
    """
    outcomes = []
    with _connected(scheduler) as client:
        from distributed import as_completed

        _compare(client, tasks[0].keys)
        # a task like any other: a worker that needs it fetches it once, and if it is lost it is made anew
        packed = client.submit(bytes, pack(data), pure=False)
        waiting = {_submit(client, task, packed): task for task in tasks}
        for future in as_completed(list(waiting), loop=client.loop):
            outcome = _take(waiting.pop(future), future)
            outcomes.append(outcome)
            tell(outcome)
    return outcomes


@contextmanager
def _connected(scheduler: str) -> "Iterator[Client]":
    try:
        import dask.config
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ImportError:
        raise ClaimbookError("a cluster needs Dask: pip install 'claimbook[cluster]', here and on it") from None
    if scheduler.endswith(".json"):
        if not Path(scheduler).is_file():
            raise ClaimbookError(f"there is no scheduler file {scheduler}: start `dask scheduler --scheduler-file`")
        where = {"scheduler_file": scheduler}
    else:
        where = {"address": scheduler}
    # the tables go over once: no reason to warn
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
        try:
            if "address" in where:
                # a client that finds out by itself leaves something behind that complains later
                get_address_host_port(scheduler)
            client = Client(**where, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise ClaimbookError(f"no Dask scheduler can be reached at {scheduler}: {error}") from error
        with client:
            yield client


def _compare(client: "Client", keys: Mapping[str, Any]) -> None:
    """Refuse a cluster that would give other notebooks; a worker that joins later looks for itself."""
    try:
        found: dict[str, Any] = {"the scheduler": client.run_on_scheduler(installed)}
    except Exception as error:
        found = {"the scheduler": error}
    found |= client.run(installed, on_error="return")
    if len(found) == 1:
        logging.getLogger(__name__).warning("claimbook: the scheduler has no workers yet, the runs wait for them")
    places: dict[Problem, list[str]] = defaultdict(list)
    for place, there in found.items():
        if isinstance(there, Exception):
            places[Problem("", "has no claimbook", "install it there too", value=str(there))].append(place)
        else:
            for problem in differences(keys, there):
                places[problem].append(place)
    if places:
        problems = [replace(problem, file=_listed(names)) for problem, names in places.items()]
        raise ClaimbookError("nothing was executed, the cluster would not give the same as this machine:", problems)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _submit(client: "Client", task: Task, packed: "Future") -> "Future":
    # a trace on a worker is told in terms of this folder
    parcel = Parcel(replace(task, data=task.data.resolve()), task.run.notebook.read_bytes())
    return client.submit(execute_parcel, parcel, packed, pure=False, retries=RETRIES)


def _take(task: Task, future: "Future") -> Outcome:
    """Put what a worker gave back where a run of this machine would have left it."""
    from distributed import KilledWorker

    try:
        result: Result = future.result()
        if result.receipt:
            leave(task, result.notebook, result.receipt)
            return result.outcome
        reason, seconds = result.outcome.error, result.outcome.seconds
    except KilledWorker as error:
        times = error.allowed_failures + 1
        reason, seconds = f"{times} workers died while they had it, the last at {error.last_worker.address}", 0.0
    except Exception as error:
        # whatever became of one run must not stop the others
        reason, seconds = str(error), 0.0
    return failed(task, seconds, reason)
