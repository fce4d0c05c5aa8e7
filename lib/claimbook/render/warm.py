"""Start kernels warm: each is a fork of a process that has imported pandas, plotly and the rest already (Linux only).

A worker that executes notebooks starts that process (`warm_server.py`) with its first kernel, and asks it for every
kernel of a rendering. A kernel becomes a child of the worker, as if the worker had started it cold; where anything is
in the way, the worker does start it cold.
"""

import ctypes
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from claimbook.book import DATA_VARIABLE
from claimbook.render import warm_server
from claimbook.render.execute import ENVIRONMENT
from claimbook.render.ready import listening, soon
from claimbook.tables import TRACE_VARIABLE

PATIENCE_SECONDS = 60
_LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
_PR_SET_CHILD_SUBREAPER = 36


class Kernel:
    """A forked kernel: what jupyter_client needs of a `subprocess.Popen`.

    A child's number is not given to another process before its parent has waited for it.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel runs."""
        return self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for the end and return the exit code."""
        return self._wait(0)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _wait(self, options: int) -> int | None:
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, options)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


class Server:
    """The process that kernels are forked from, started when the first is asked for.

    It ends when this process does, however it ends: its socket closes.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._failed = False

    def fork(self, arguments: Sequence[str], env: Mapping[str, str], cwd: object = None) -> Kernel | None:
        """Return a new kernel, or None (from then on) if that does not work.

        Parameters
        ----------
        arguments : sequence of str
            Those of `python -m ipykernel_launcher`.
        env : mapping of str to str
            Environment of the kernel; the first one's is also the server's.
        cwd : str or os.PathLike, optional
            Its working directory.
        """
        if self._failed:
            return None
        request = {"parent": os.getpid(), "arguments": list(arguments), "env": dict(env), "cwd": cwd and str(cwd)}
        try:
            connection = self._socket or self._start(env)
            with _adopting():
                connection.sendall(f"{json.dumps(request)}\n".encode())
                with connection.makefile("r") as replies:
                    kernel = Kernel(int(replies.readline()))
            # fails for a process that is not a child
            kernel.poll()
        except (OSError, ValueError) as error:
            logging.getLogger(__name__).warning("claimbook: kernels start cold, the warm start failed: %r", error)
            self._failed = True
            self.close()
            return None
        return kernel

    def close(self) -> None:
        """End the process; its kernels are not affected."""
        if self._socket:
            self._socket.close()
        if self._process:
            try:
                # it ends by itself now; if something went wrong, it may be about to say what
                self._process.wait(1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self, env: Mapping[str, str]) -> socket.socket:
        # what an import opened and kept would be in no trace; tables that are read ahead are noted by each kernel
        data = env.get(DATA_VARIABLE, "")
        env = {name: value for name, value in env.items() if name not in {TRACE_VARIABLE, DATA_VARIABLE}}
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(PATIENCE_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(warm_server.__file__)), str(theirs.fileno()), data],
                env=env | ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                # Ctrl-C is left to the process that started the workers
                start_new_session=True,
            )
        if self._process.stdin:
            # kernels inherit an input that has ended
            self._process.stdin.close()
        return self._socket


class WarmProvisioner(LocalProvisioner):
    """Starts kernels warm, or cold where they differ from `python -m ipykernel_launcher` in this environment."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Start a kernel."""
        kernel = None
        if cmd[:3] == _LAUNCHER and options.keys() <= {"env", "cwd"}:
            env = options["env"] | {"JPY_PARENT_PID": str(os.getpid())}
            # a cold kernel starts where this process is; the server may have started elsewhere
            kernel = _server(self.parent.rendering).fork(cmd[3:], env, options.get("cwd") or Path.cwd())
        if kernel is None:
            return await super().launch_kernel(cmd, **options)
        await listening(self.connection_info, lambda: kernel.poll() is None)
        self.process, self.cwd = kernel, options.get("cwd")  # type: ignore[assignment]
        # its session, and so its process group, is its own
        self.pid = self.pgid = kernel.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and see it end within milliseconds; the manager looks only after a tenth of a second."""
        await super().kill(restart)
        if kernel := self.process:
            await soon(lambda: kernel.poll() is not None)


class WarmKernelManager(AsyncKernelManager):
    """Manages a kernel that starts warm.

    It is chosen by configuration. An entry point of jupyter_client would be chosen by a variable of the environment,
    for all kernels of the process, and kernels would inherit it.
    """

    rendering = Unicode(help="Names the rendering; the next has a server of its own, with the code of then.").tag(
        config=True
    )

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**options)


_servers: dict[str, Server] = {}


def _server(rendering: str) -> Server:
    """Return the server of a rendering, and end that of the one before."""
    if rendering not in _servers:
        while _servers:
            _servers.popitem()[1].close()
        _servers[rendering] = Server()
    return _servers[rendering]


@contextmanager
def _adopting() -> Iterator[None]:
    """Become the parent of descendants who lose theirs meanwhile."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this process can't adopt others")
    try:
        yield
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
