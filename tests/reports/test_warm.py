"""Kernels that start warm give what cold ones give, know nothing of each other, and leave nothing behind."""

import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from typer.testing import CliRunner

from claimbook.cli import app
from claimbook.render import Report, render
from claimbook.render import warm as warm_module
from claimbook.render.reuse import read_receipts
from claimbook.render.warm import Kernel, Server
from small_project import COMMAND, Small

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: kernels start warm on Linux only")
# how long is waited for what comes at last, on a machine that does much else
WAIT_SECONDS = 120
# the first kernel of a lane would be cold if it were the only one
NOTEBOOKS = ("00_start_here", "01_mechanisms", "briefs/challenge/terrorist-networks")
TWO = "runs: [{notebook: a}, {notebook: b}]"
LOOK = """
import glob, json, os, random, resource, signal, socket, sys, numpy
import plotly.io
def told(file):
    kind = os.readlink(file).split(":")[0]
    if kind == "socket":
        with socket.socket(fileno=os.dup(int(file.rsplit("/")[-1]))) as one:
            return "connected" if one.getsockname() else "nameless"
    return kind
json.dump({
    "environment": dict(os.environ),
    "arguments": sys.argv,
    "path": sys.path,
    "working directory": os.getcwd(),
    "stdin": os.read(0, 9).decode(),
    "signals": [str(signal.getsignal(one)) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)],
    "masked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "open": sorted(map(told, filter(os.path.exists, glob.glob("/proc/self/fd/*")))),
    "limits": [resource.getrlimit(one) for one in range(8)],
    "leader": [os.getpid() == os.getsid(0), os.getpid() == os.getpgid(0)],
    "flags": list(sys.flags),
    "renderer": plotly.io.renderers.default,
    "main": sys.modules["__main__"].__name__,
    "parent": open(f"/proc/{os.getppid()}/cmdline").read().split("\\0")[1],
    "options": str(get_ipython().config),
}, open("seen.json", "w"))
print(open("/proc/self/cmdline").read())
print(random.random(), numpy.random.random())
"""
LEAVE = """
import os, claimbook, pandas
claimbook.left_behind = os.environ["LEFT_BEHIND"] = "here"
pandas.options.display.max_rows = 7
"""
FIND = """
import claimbook, os, pandas
assert not hasattr(claimbook, "left_behind")
assert "LEFT_BEHIND" not in os.environ
assert pandas.options.display.max_rows == 60
"""
SERVER = """
import os, psutil
[server] = [one for one in psutil.Process(os.getppid()).children() if one.pid != os.getpid()]
"""
SLEEP = f"""{SERVER}
import pathlib, time
pathlib.Path("pid.new").write_text(f"{{os.getpid()}} {{os.getppid()}} {{server.pid}}")
pathlib.Path("pid.new").rename("pids")
time.sleep(120)
"""


@pytest.fixture(autouse=True)
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Sphinx out: only the runs matter."""
    monkeypatch.setattr("claimbook.render.site.build_site", lambda *_: False)
    monkeypatch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with a short path in which everything temporary is made."""
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def executed(folder: Path, name: str) -> dict[str, Any]:
    """Return an executed notebook without its times and what is different in every execution."""
    notebook = nbformat.read(folder / "reports" / "_build" / "executed" / f"{name}.ipynb", as_version=4)
    notebook.metadata.pop("papermill")
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.pop("id")
    return json.loads(json.dumps(notebook))


def printed(small: Small, name: str) -> str:
    return "".join(output["text"] for cell in executed(small.folder, name)["cells"][1:] for output in cell["outputs"])


def states(report: Report) -> list[str]:
    return [outcome.state for outcome in report.outcomes]


def test_notebooks_and_traces_are_those_of_cold_kernels(project: Path, tmp_path: Path) -> None:
    for part in ("data", "notebooks"):
        shutil.copytree(project / part, tmp_path / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "runs.yml").write_text(
        "runs: [{notebook: 00_start_here}, {notebook: 01_mechanisms}, {notebook: briefs/challenge, over: challenges}]"
    )
    found = []
    for warm in (False, True):
        report = render(tmp_path, jobs=1, only=NOTEBOOKS, force=True, warm=warm)
        assert states(report) == ["executed"] * 3
        receipts = read_receipts(tmp_path / "reports" / "_build" / "executed")
        found.append([(executed(tmp_path, name), receipts[name].files, receipts[name].keys) for name in NOTEBOOKS])
    for name, cold, warm_one in zip(NOTEBOOKS, *found, strict=True):
        assert cold[0]["cells"] == warm_one[0]["cells"], name
        assert cold == warm_one, name
        assert len(cold[1]) > 3, name


def test_a_warm_kernel_finds_what_a_cold_one_finds(small: Small) -> None:
    small.write_notebook("a", LOOK)
    small.write_notebook("b", LOOK)
    small.write_runs(TWO)
    seen, numbers = [], []
    for warm in (False, True):
        assert states(render(small.folder, jobs=1, force=True, warm=warm)) == ["executed"] * 2
        text = (small.folder / "notebooks" / "seen.json").read_text(encoding="utf-8")
        # temporary folders and the worker's number
        parent = json.loads(text)["environment"]["JPY_PARENT_PID"]
        seen.append(json.loads(re.sub(r"/cb-[^/]+/[^/\"]+/", "/TEMPORARY/", text).replace(f'"{parent}"', '"PARENT"')))
        # as many as the client has opened by then, which is up to the moment
        seen[-1]["open"] = [one for one in seen[-1]["open"] if one != "connected"]
        for name in ("a", "b"):
            command, random = printed(small, name).splitlines()
            assert ("warm_server" in command) is warm
            assert ("ipykernel_launcher" in command) is not warm
            numbers += random.split()
    assert seen[0] == seen[1]
    assert seen[1]["renderer"] == "plotly_mimetype"
    assert len(set(numbers)) == 8


def test_each_kernel_starts_in_the_folder_of_its_notebook(small: Small) -> None:
    small.write_notebook("a", "import os; print(os.getcwd())")
    small.write_notebook("below/b", "import os; print(os.getcwd())")
    small.write_runs("runs: [{notebook: a}, {notebook: below/b}]")
    assert states(render(small.folder, jobs=1)) == ["executed"] * 2
    assert printed(small, "a") == f"{small.folder / 'notebooks'}\n"
    assert printed(small, "below/b") == f"{small.folder / 'notebooks' / 'below'}\n"


def test_kernels_know_nothing_of_each_other(small: Small) -> None:
    small.write_notebook("a", LEAVE)
    small.write_notebook("b", FIND)
    small.write_runs(TWO)
    report = render(small.folder, jobs=1)
    assert states(report) == ["executed"] * 2, report.failures


def test_a_kernel_that_dies_is_reported_as_a_cold_one(small: Small) -> None:
    small.write_notebook("a", "import os\nos._exit(3)")
    small.write_notebook("b", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    small.write_notebook("c", "print(1)")
    small.write_runs("runs: [{notebook: a}, {notebook: b}, {notebook: c}]")
    errors = []
    for warm in (False, True):
        report = render(small.folder, jobs=1, warm=warm)
        assert states(report) == ["failed", "failed", "executed"]
        errors.append([outcome.error for outcome in report.failures])
        assert "its kernel died with exit code 3" in errors[-1][0]
        assert "its kernel was killed" in errors[-1][1]
    assert errors[0] == errors[1]


def test_without_its_server_a_lane_goes_on_with_cold_kernels_and_says_so_once(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        small.write_notebook(name, 'print(open("/proc/self/cmdline").read())')
    small.write_notebook("a", SERVER, "server.kill()")
    small.write_runs("runs: [{notebook: a}, {notebook: b}, {notebook: c}]")
    assert states(render(small.folder, jobs=1)) == ["executed"] * 3
    assert "ipykernel_launcher" in printed(small, "b")
    assert capfd.readouterr().err.count("kernels start cold") == 1


@pytest.mark.parametrize("ending", ["ctrl-c", "rendering killed", "worker killed"])
def test_nothing_is_left_behind(small: Small, ending: str, temporary: Path) -> None:
    small.write_notebook("a", SLEEP)
    small.write_notebook("b", "1")
    small.write_runs(TWO)
    command = [COMMAND, "render", "--jobs", "1", "--project", str(small.folder)]
    rendering = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    pids = small.folder / "notebooks" / "pids"
    wait_until(lambda: pids.exists() or rendering.poll() is not None)
    processes = [psutil.Process(int(pid)) for pid in pids.read_text().split()]
    kernel, worker, server = processes
    assert "warm_server" in kernel.cmdline()[1]
    assert (kernel.ppid(), server.ppid()) == (worker.pid, worker.pid)
    if ending == "ctrl-c":
        rendering.send_signal(signal.SIGINT)
    else:
        (rendering if ending == "rendering killed" else worker).kill()
    _, errors = rendering.communicate(timeout=WAIT_SECONDS)
    assert "Traceback" not in errors
    assert rendering.returncode == {"ctrl-c": 130, "rendering killed": -signal.SIGKILL, "worker killed": 1}[ending]
    wait_until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes))
    wait_until(lambda: list(temporary.iterdir()) == [])


def wait_until(true: Any) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.mark.parametrize("script", ["", "import sys; sys.exit('no')", "import time; time.sleep(60)", "no python"])
def test_a_server_that_does_not_start_is_given_up(
    server: Server,
    script: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = tmp_path / "server.py"
    file.write_text(script)
    monkeypatch.setattr("claimbook.render.warm_server.__file__", str(file))
    monkeypatch.setattr("claimbook.render.warm.PATIENCE_SECONDS", 2)
    with caplog.at_level(logging.WARNING):
        assert [server.fork([], os.environ) for _ in range(3)] == [None] * 3
    assert [record.message.count("kernels start cold") for record in caplog.records] == [1]


def test_a_kernel_is_a_child_whose_end_can_be_waited_for(server: Server, tmp_path: Path) -> None:
    kernel = server.fork(["-f", str(tmp_path / "connection.json"), "--transport=ipc"], os.environ, tmp_path)
    assert kernel is not None
    assert psutil.Process(kernel.pid).ppid() == os.getpid()
    assert kernel.poll() is None
    kernel.terminate()
    assert kernel.wait() == kernel.poll() == -signal.SIGTERM
    kernel.kill()


def test_a_server_with_threads_forks_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script = Path(warm_module.warm_server.__file__).read_text(encoding="utf-8")
    (tmp_path / "threads.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[5]).start()"
    )
    file = tmp_path / "server.py"
    file.write_text(script.replace('"networkx",', '"threads",').replace("del sys.path[0]", "pass"))
    monkeypatch.setattr("claimbook.render.warm_server.__file__", str(file))
    assert server.fork([], os.environ) is None
    assert "has started a thread" in capfd.readouterr().err


def test_each_rendering_has_a_server_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.render.warm._servers", {})
    first = warm_module._server("first")
    kernel = first.fork(["-f", str(tmp_path / "connection.json"), "--transport=ipc"], os.environ, tmp_path)
    assert isinstance(kernel, Kernel)
    kernel.kill()
    kernel.wait()
    assert warm_module._server("first") is first
    assert first._process is not None
    assert first._process.poll() is None
    second = warm_module._server("second")
    assert second is not first
    assert first._process.poll() is not None
    second.close()


@pytest.mark.parametrize(("argument", "expected"), [([], True), (["--warm"], True), (["--no-warm"], False)])
def test_the_command_passes_the_choice_on(
    argument: list[str], expected: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {}

    def note(folder: Path, **options: Any) -> Report:
        given.update(options)
        return Report(folder, (), False, 0.0)

    monkeypatch.setattr("claimbook.render.render", note)
    assert CliRunner().invoke(app, ["render", "--project", str(tmp_path), *argument]).exit_code == 0
    assert given["warm"] is expected
