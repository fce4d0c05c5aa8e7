"""Runs go at once, each failure is named and harms no other, and nothing outlives a rendering that ends early."""

import fcntl
import signal
import subprocess
import time
from contextlib import nullcontext
from pathlib import Path

import psutil
import pytest

from claimbook.render import render
from small_project import COMMAND, Small

WAIT_SECONDS = 30
# writes its name, then waits for the other's
MEET = """
import pathlib, time
mine, other = {mine!r}, {other!r}
pathlib.Path("met-" + mine).touch()
end = time.monotonic() + 20
while not pathlib.Path("met-" + other).exists():
    assert time.monotonic() < end, "nobody came"
    time.sleep(0.05)
"""
SLEEP = """
import os, pathlib, time
pathlib.Path("pid.new").write_text(f"{os.getpid()} {os.getppid()}")
pathlib.Path("pid.new").rename("pids")
time.sleep(120)
"""


@pytest.fixture
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Sphinx out, where only the runs matter."""
    monkeypatch.setattr("claimbook.render.site.build_site", lambda *_: False)
    monkeypatch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder in which everything temporary is made."""
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


@pytest.mark.usefixtures("no_site")
def test_two_runs_go_at_once(small: Small, temporary: Path) -> None:
    small.write_notebook("a", MEET.format(mine="a", other="b"))
    small.write_notebook("b", MEET.format(mine="b", other="a"))
    small.write_runs("runs: [{notebook: a}, {notebook: b}]")
    report = render(small.folder, jobs=2)
    assert [(outcome.name, outcome.state) for outcome in report.outcomes] == [("a", "executed"), ("b", "executed")]
    assert (small.build / "executed" / "a.ipynb").exists()
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("no_site")
def test_a_run_that_dies_is_named_and_the_others_go_on(small: Small, temporary: Path) -> None:
    small.write_notebook(
        "a-worker", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(60)"
    )
    small.write_notebook("b-kernel", "import os\nos._exit(1)")
    small.write_notebook("c-fine", "print(1)")
    small.write_runs("runs: [{notebook: a-worker}, {notebook: b-kernel}, {notebook: c-fine}]")
    report = render(small.folder, jobs=1)
    assert [outcome.state for outcome in report.outcomes] == ["failed", "failed", "executed"]
    worker, kernel = report.failures
    assert (worker.name, kernel.name) == ("a-worker", "b-kernel")
    assert "its worker process died" in worker.error
    assert "its kernel died with exit code 1" in kernel.error
    assert [path.name for path in sorted((small.build / "executed").iterdir())] == [
        "c-fine.ipynb",
        "c-fine.receipt.json",
    ]
    assert list(temporary.iterdir()) == []


def test_a_second_rendering_is_turned_away(small: Small) -> None:
    small.write_notebook("a", "1")
    small.write_runs("runs: [{notebook: a}]")
    small.build.mkdir()
    with (small.build / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = small.claimbook_render()
    assert done.returncode == 3
    assert "another rendering holds" in done.stderr
    assert not (small.build / "executed").exists()


def start_sleeper(small: Small) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """Start a rendering whose only run never ends; return it with its kernel and worker."""
    small.write_notebook("a", SLEEP)
    small.write_runs("runs: [{notebook: a}]")
    command = [COMMAND, "render", "--project", str(small.folder)]
    rendering = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    pids = small.folder / "notebooks" / "pids"
    end = time.monotonic() + WAIT_SECONDS
    while not pids.exists():
        assert rendering.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    return rendering, [psutil.Process(int(pid)) for pid in pids.read_text().split()]


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return which processes still run, after a little patience; a zombie waits for its parent only."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        left = [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
        if not left:
            return []
        time.sleep(0.1)
    return left


def test_ctrl_c_ends_workers_and_kernels(small: Small, temporary: Path) -> None:
    rendering, processes = start_sleeper(small)
    assert len(processes) == 2
    rendering.send_signal(signal.SIGINT)
    _, errors = rendering.communicate(timeout=WAIT_SECONDS)
    assert rendering.returncode == 130
    assert errors == "interrupted; the last good site stays.\n"
    assert alive(processes) == []
    assert [path.name for path in small.build.rglob("*")] == ["lock"]
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("temporary")
def test_workers_and_kernels_end_with_a_rendering_that_is_killed(small: Small) -> None:
    rendering, processes = start_sleeper(small)
    rendering.kill()
    rendering.communicate(timeout=WAIT_SECONDS)
    assert alive(processes) == []
    with (small.build / "lock").open("w") as free:
        fcntl.flock(free, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # nobody is left who could take away what was put together for the site
    assert {path.name for path in small.build.iterdir()} <= {"lock", "source"}
