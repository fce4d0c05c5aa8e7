"""Papermill's engine with a guard: every cell of a run is executed under the run's limits."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets import Integer

from claimbook.render.guard import Guard
from claimbook.render.ready import PromptClient

ENGINE = "claimbook"


class BoundedClient(PromptClient):
    """Takes no message above a size: its connection is cut before the message is read into memory."""

    message_bytes = Integer(-1, help="Size in bytes of the largest message; -1 for any.").tag(config=True)

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.MAXMSGSIZE, self.message_bytes)
        return context


class GuardedClient(PapermillNotebookClient):  # type: ignore[misc]  # untyped
    """Executes the cells of one notebook under a guard."""

    def __init__(self, notebook: Any, guard: Guard, **options: Any) -> None:
        super().__init__(notebook, **options)
        self.guard = guard

    def create_kernel_manager(self) -> Any:
        """Create a manager whose client is bounded."""
        manager = super().create_kernel_manager()
        manager.client_factory = BoundedClient
        manager.config.BoundedClient.message_bytes = self.guard.message_bytes
        return manager

    @contextmanager
    def setup_kernel(self, **options: Any) -> Iterator[None]:
        """Start a kernel and have it watched."""
        with (
            super().setup_kernel(**options),
            _disconnections(self.kc) as cut_off,
            self.guard.watching(self.km.provisioner.process, cut_off),
        ):
            yield

    def execute_cell(self, cell: nbformat.NotebookNode, *place: Any, **options: Any) -> Any:
        """Execute a cell."""
        with self.guard.cell(cell.source):
            return super().execute_cell(cell, *place, **options)

    def process_message(self, msg: dict[str, Any], *place: Any, **options: Any) -> Any:
        """Take a message of the kernel, unless there were too many."""
        if msg["msg_type"] not in {"status", "execute_input"}:
            size = len(json.dumps(msg["content"])) + sum(map(len, msg["buffers"]))
            if not self.guard.takes(size):
                return None
        return super().process_message(msg, *place, **options)


class GuardedEngine(NBClientEngine):  # type: ignore[misc]  # untyped
    """Takes a guard beside papermill's own options."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, guard: Guard, start_timeout: int = 60, **options: Any
    ) -> nbformat.NotebookNode:
        """Execute a notebook."""
        for name in ("input_path", "execution_timeout"):
            options.pop(name, None)
        options |= {"kernel_name": kernel_name, "startup_timeout": start_timeout, "log": logger}
        return GuardedClient(nb_man, guard, **options).execute()


papermill_engines.register(ENGINE, GuardedEngine)


@contextmanager
def _disconnections(client: AsyncKernelClient) -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether one of the connections that carry output broke since it was last asked."""
    sockets = [channel.socket for channel in (client.iopub_channel, client.shell_channel)]
    # another thread asks, so these are no sockets of the event loop
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.shadow(client.context.underlying)
    reports = []
    for place, observed in enumerate(sockets):
        observed.monitor(f"inproc://disconnections-{place}", zmq.EVENT_DISCONNECTED)
        report = context.socket(zmq.PAIR)
        report.connect(f"inproc://disconnections-{place}")
        reports.append(report)

    def broke() -> bool:
        found = [report.recv_multipart() for report in reports if report.poll(0)]
        return bool(found)

    try:
        yield broke
    finally:
        for observed in sockets:
            observed.monitor(None, 0)
        for report in reports:
            report.close(0)
