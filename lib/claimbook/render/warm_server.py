"""The process that warm kernels are forked from: it imports what notebooks import, reads the tables, and draws once.

It runs no code of notebooks.

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
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimbook.book import Book

# what a kernel imports as it starts, and what notebooks import. Nothing that opens a book, nor `plotly.io.renderers`:
# it takes a second, no exhibit needs it, and imported before IPython runs it would have figures shown in a browser
MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "networkx",
    "pandas",
    "plotly.graph_objects",
    "claimbook.charts",
    "claimbook.exhibit",
    "claimbook.links",
    "claimbook.verdict",
)
_COLLECT_AFTER = (100_000, 50, 100)
# every module of these is imported
PACKAGES = ("claimbook.views",)


def main() -> None:
    """Make ready, then serve on the socket whose number is given; in each fork, be a kernel."""
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        given = dict(os.environ)
        prepare(sys.argv[2])
        # a cold kernel has these, too: it imports the same
        by_imports = {name: value for name, value in os.environ.items() if given.get(name) != value}
        # pages that the collector does not touch stay shared with the forks, which have little garbage of their own
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECT_AFTER)
        request = _serve(connection)
    if request:
        request["env"] |= by_imports
        _be_kernel(**request)


def prepare(data: str) -> None:
    """Do once what every kernel would do: import, draw, read and ask the tables of a data package if one is named."""
    steps: list[Callable[[], object]] = [partial(import_module, name) for name in MODULES]
    steps += [partial(_import_all, name) for name in PACKAGES]
    steps += [_draw, partial(_read_tables, data), partial(_ask_ahead, data)]
    for step in steps:
        # what does not work may not be needed, and a notebook that does need it says why it can't have it
        with suppress(Exception):
            step()


def _import_all(package: str) -> None:
    for module in iter_modules(import_module(package).__path__, f"{package}."):
        with suppress(Exception):
            import_module(module.name)


def _draw() -> None:
    """Draw a figure with a bit of everything, since plotly looks up the rules for a property when it is first used."""
    import pandas as pd
    import plotly.graph_objects as go

    from claimbook.charts import borders
    from claimbook.charts.drawing import Drawing
    from claimbook.exhibit import Exhibit

    figure = Drawing(height=100).figure()
    for trace in (go.Scatter, go.Bar, go.Heatmap):
        figure.add_trace(trace(hoverinfo="skip"))
    figure.add_annotation(text="a", showarrow=False, font_size=12)
    figure.add_shape(type="line", line={"width": 1})
    figure.update_xaxes(range=[0, 1], fixedrange=True).update_yaxes(range=[0, 1], fixedrange=True)
    exhibit = Exhibit("a", "a", "a", figure, pd.DataFrame({"a": [1]}), "a", ())
    exhibit.bundle()
    exhibit.to_html()
    borders.simplified_arc(0, 1.0)
    borders.countries()


def _read_tables(data: str) -> None:
    """Read every table, which a kernel then finds read, and notes as it opens it."""
    from claimbook.book import open_book

    if data:
        tables = open_book(data).tables
        for name in tables:
            with suppress(Exception):
                tables[name]


def _ask_ahead(data: str) -> None:
    """Ask what every brief of a kind asks, which kernels then find remembered."""
    from claimbook import cases, checked, claimcheck, violence
    from claimbook.book import open_book
    from claimbook.effects.surges import surges
    from claimbook.views import where

    if not data:
        return
    book = open_book(data)
    questions: list[Callable[[], object]] = [
        *(partial(ask, book) for ask in (violence.covered, surges, checked.evidence_on_links, claimcheck.findings)),
        lambda: where.rates_in(book, where.last_year(book)),
    ]
    # what is asked of one mission is worked out for all
    of_missions = (cases.facts, cases.hosts, cases.neighbours, cases.personnel)
    questions += [partial(_ask_of_first, ask, book) for ask in of_missions]
    for question in questions:
        # a package need not have the tables for it
        with suppress(Exception):
            question()


def _ask_of_first(ask: Callable[["Book", str], object], book: "Book") -> None:
    ask(book, book.tables["missions"]["mission_id"].iloc[0])


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
