"""The process that warm kernels are forked from: it imports what notebooks import, and runs no code of theirs.

`warm.py` runs this file as a script, so that kernels hold nothing of `claimbook.render`. It has one thread: a fork of
several may hang, since the locks of the others stay held.
"""

import sys

if __name__ == "__main__":
    # the folder of this file, whose modules are no top-level modules
    del sys.path[0]

import gc
import json
import os
import socket
import time
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# nothing that opens a book, nor `plotly.io.renderers`: it takes a second, no exhibit needs it, and imported before
# IPython runs it would have figures shown in a browser
MODULES = (
    "ipykernel.kernelapp",
    "networkx",
    "pandas",
    "plotly.graph_objects",
    "claimbook.charts",
    "claimbook.claimcheck",
    "claimbook.exhibit",
    "claimbook.links",
    "claimbook.matrix",
    "claimbook.verdict",
)


def main() -> None:
    """Import, then serve on the socket whose number is given; in each fork, be a kernel."""
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        for module in MODULES:
            # what can't be imported may not be needed, and a notebook that does need it says why it can't
            with suppress(Exception):
                import_module(module)
        # pages that the collector does not touch stay shared with the forks
        gc.collect()
        gc.freeze()
        request = _serve(connection)
    if request:
        _be_kernel(**request)


def _serve(connection: socket.socket) -> dict[str, Any] | None:
    """Fork once for each line that comes in; return the request in the fork, None here when the worker is gone."""
    with connection.makefile("r", encoding="utf-8") as requests:
        for line in requests:
            if len(list(Path("/proc/self/task").iterdir())) > 1:
                raise RuntimeError("a module that was imported has started a thread")
            between = os.fork()
            if between == 0:
                return _adopted(connection, json.loads(line))
            os.waitpid(between, 0)
    return None


def _adopted(connection: socket.socket, request: dict[str, Any]) -> dict[str, Any]:
    """Fork once more and end, so that the worker takes the kernel as its own child; in the kernel, tell it so."""
    between = os.getpid()
    if os.fork():
        os._exit(0)
    os.setsid()
    while os.getppid() == between:
        time.sleep(0.001)
    if os.getppid() != request["parent"]:
        # the worker is gone
        os._exit(1)
    connection.sendall(f"{os.getpid()}\n".encode())
    return request


def _be_kernel(parent: int, arguments: list[str], env: dict[str, str], cwd: str | None) -> None:
    """Start as `python -m ipykernel_launcher` does, with the environment that it would have."""
    from ipykernel.kernelapp import IPKernelApp
    from numpy.random import seed

    os.environ.clear()
    os.environ.update(env)
    if cwd:
        os.chdir(cwd)
    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    # Python's own random numbers differ between forks by themselves
    seed()
    # ipykernel read the environment when it was imported
    IPKernelApp.launch_instance(parent_handle=parent)


if __name__ == "__main__":
    main()
