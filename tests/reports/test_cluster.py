"""Runs go to a real Dask scheduler with two workers; one is killed, and the notebooks are those of this machine."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import nbformat
import psutil
import pytest
from typer.testing import CliRunner

from claimbook import ClaimbookError
from claimbook.cli import app
from claimbook.render import Report, render
from claimbook.render.alike import differences, installed
from claimbook.render.cluster import _take
from claimbook.render.execute import Task
from claimbook.render.reuse import Inputs, Receipt
from claimbook.render.runs import Run
from small_project import COMMAND, Small, make_small

distributed = pytest.importorskip("distributed", reason="NOT TESTED: the extra `cluster` is not installed")
dask = pytest.importorskip("dask")
WAIT_SECONDS = 300
# kernel, the process that executes runs, and the Dask worker; whoever comes second finds the file and goes on
TELL = """
import os, pathlib, psutil, time
told = pathlib.Path({told!r})
if not told.exists():
    process = psutil.Process()
    text = " ".join(str(one.pid) for one in (process, process.parent(), process.parent().parent()))
    told.with_suffix(".new").write_text(text)
    told.with_suffix(".new").rename(told)
    time.sleep(600)
"""
READ = "import claimbook as cb\ncb.open_book().tables['cases'][['case_id', 'name']]"
RUNS = """
runs:
  - notebook: a-lost
  - notebook: b-fails
  - {notebook: briefs/case, over: cases, parameters: {top_count: 2}}
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler with two workers, of which one has a nanny; yield the path of the scheduler's file."""
    folder = tmp_path_factory.mktemp("d")
    temporary = folder / "t"
    temporary.mkdir()
    file = str(folder / "scheduler.json")
    common = ["--scheduler-file", file, "--host", "127.0.0.1", "--no-dashboard"]
    worker = ["worker", *common, "--nthreads", "1", "--local-directory", str(folder / "w")]
    started = []
    with (folder / "log").open("wb") as log:
        for arguments in (["scheduler", *common, "--port", "0"], worker, [*worker, "--no-nanny"]):
            command = [sys.executable, "-m", "dask", *arguments]
            environment = os.environ | {"TMPDIR": str(temporary)}
            started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder))
        wait_until(Path(file).exists)
        with distributed.Client(scheduler_file=file, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=WAIT_SECONDS)
        yield file
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(WAIT_SECONDS)
    wait_until(lambda: not list(temporary.glob("cb-*")))


@pytest.fixture(autouse=True)
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Sphinx out: only the runs matter."""
    monkeypatch.setattr("claimbook.render.site.build_site", lambda *_: False)
    monkeypatch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())


def wait_until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def processes_in(told: Path) -> list[psutil.Process]:
    return [psutil.Process(int(pid)) for pid in told.read_text(encoding="utf-8").split()]


def executed(small: Small, name: str) -> Any:
    """Return an executed notebook without its times and what is different in every execution."""
    notebook = nbformat.read(small.build / "executed" / f"{name}.ipynb", as_version=4)
    kept = {key: notebook.metadata.papermill[key] for key in ("input_path", "parameters")}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.pop("id")
    return notebook.cells, kept


class Rendered:
    """A project rendered on a cluster that lost a worker, then on this machine."""

    def __init__(self, small: Small, scheduler: str) -> None:
        self.small = small
        self.told = small.folder / "told"
        self.killed: list[psutil.Process] = []
        small.write_notebook("a-lost", TELL.format(told=str(self.told)), "print('went on')")
        small.write_notebook("b-fails", "1 / 0")
        small.write_notebook(
            "briefs/case", READ, "print(case, top_count)", parameters="case: str = ''\ntop_count: int = 1"
        )
        small.write_runs(RUNS)
        killer = Thread(target=self._kill)
        killer.start()
        self.there, self.there_kept = self._render(scheduler=scheduler)
        killer.join()
        self.here, self.here_kept = self._render(jobs=2, force=True, warm=False)

    def _kill(self) -> None:
        wait_until(self.told.exists)
        self.killed = processes_in(self.told)
        assert "dask" in " ".join(self.killed[-1].cmdline()) or "spawn_main" in " ".join(self.killed[-1].cmdline())
        self.killed[-1].kill()

    def _render(self, **options: Any) -> tuple[Report, dict[str, Any]]:
        report = render(self.small.folder, **options)
        names = [one.name for one in report.outcomes if one.state == "executed"]
        folder = self.small.build / "executed"
        return report, {name: (executed(self.small, name), Receipt.read(folder, name)) for name in names}


@pytest.fixture(scope="module")
def rendered(scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimbook.render.site.build_site", lambda *_: False)
        patch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())
        return Rendered(make_small(tmp_path_factory.mktemp("small")), scheduler)


def test_runs_of_a_lost_worker_go_to_another(rendered: Rendered) -> None:
    states = {outcome.name: outcome.state for outcome in rendered.there.outcomes}
    assert states.pop("b-fails") == "failed"
    assert set(states) == {"a-lost", "briefs/case/minusma", "briefs/case/amisom"}
    assert set(states.values()) == {"executed"}
    assert len(rendered.killed) == 3
    wait_until(lambda: gone(rendered.killed))


def test_a_failure_is_named_with_its_traceback_and_leaves_nothing(rendered: Rendered) -> None:
    [there], [here] = rendered.there.failures, rendered.here.failures
    assert there.name == here.name == "b-fails"
    assert there.error == here.error
    assert "ZeroDivisionError" in there.error
    assert not list((rendered.small.build / "executed").glob("b-fails*"))


def test_notebooks_and_receipts_are_those_of_this_machine(rendered: Rendered) -> None:
    assert rendered.there_kept.keys() == rendered.here_kept.keys()
    for name, (notebook, receipt) in rendered.there_kept.items():
        expected, expected_receipt = rendered.here_kept[name]
        assert notebook == expected, name
        assert replace(receipt, started="", seconds=0) == replace(expected_receipt, started="", seconds=0), name
    cells, _ = rendered.there_kept["briefs/case/minusma"][0]
    assert cells[-1]["outputs"][0]["text"] == "minusma 2\n"
    # so the copies of the cluster would be reused
    folder = rendered.small.folder / "data"
    assert str(folder / "article" / "cases.csv") in rendered.there_kept["briefs/case/minusma"][1].files


@pytest.mark.usefixtures("rendered")
def test_a_run_whose_process_dies_is_named(small: Small, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.render.cluster.RETRIES", 0)
    small.write_notebook(
        "dies", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(60)"
    )
    small.write_runs("runs: [{notebook: dies}]")
    [outcome] = render(small.folder, scheduler=scheduler).failures
    assert outcome.name == "dies"
    assert outcome.error.startswith("its process ended with code -9")


def test_ctrl_c_stops_the_kernels_and_not_the_workers(small: Small, scheduler: str) -> None:
    told = small.folder / "told"
    small.write_notebook("a", TELL.format(told=str(told)))
    small.write_runs("runs: [{notebook: a}]")
    command = [COMMAND, "render", "--scheduler", scheduler, "--project", str(small.folder)]
    rendering = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: told.exists() or rendering.poll() is not None)
    kernel, process, worker = processes_in(told)
    rendering.send_signal(signal.SIGINT)
    _, errors = rendering.communicate(timeout=WAIT_SECONDS)
    assert rendering.returncode == 130
    assert errors == "interrupted; the last good site stays.\n"
    wait_until(lambda: gone([kernel, process]))
    assert not gone([worker])
    assert [path.name for path in small.build.rglob("*")] == ["lock"]


def test_a_cluster_with_other_code_is_refused(small: Small, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Inputs):
        def __init__(self, data: Path) -> None:
            super().__init__(data)
            self.code = "other"
            self.versions = self.versions | {"pandas": "0.1", "psutil": "0.1"}

    monkeypatch.setattr("claimbook.render.Inputs", Other)
    small.write_notebook("a", "1")
    small.write_runs("runs: [{notebook: a}]")
    with pytest.raises(ClaimbookError, match="would not give the same") as error:
        render(small.folder, scheduler=scheduler)
    code, pandas, psutil_line = sorted(str(problem) for problem in error.value.problems)[:3]
    for line in (code, pandas, psutil_line):
        assert line.startswith("the scheduler and ")
    assert "has another version, 'pandas " in code + pandas
    assert not (small.build / "executed").exists()
    # a worker that joins later looks for itself
    monkeypatch.setattr("claimbook.render.cluster._compare", lambda *_: None)
    monkeypatch.setattr("claimbook.render.cluster.RETRIES", 0)
    [outcome] = render(small.folder, scheduler=scheduler).failures
    assert outcome.name == "a"
    assert "has other code of claimbook" in outcome.error


HERE = {"code": "a", "versions": {"Python": "3.11.7 (main)", "pandas": "3.0", "PyYAML": "6", "ruff": "1"}}


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({"versions": HERE["versions"] | {"Python": "3.11.7 (Debian)"}}, []),
        ({"versions": HERE["versions"] | {"dask-jobqueue": "1"}}, []),
        ({"versions": {"Python": "3.11.7", "pandas": "3.0", "pyyaml": "6"}}, []),
        ({"code": "b"}, ["has other code of claimbook"]),
        (
            {"versions": HERE["versions"] | {"Python": "3.12.1"}},
            ["has another version, 'python 3.12.1', install python 3.11.7"],
        ),
        (
            {"versions": {"Python": "3.11.7", "pandas": "3.1"}},
            ["'pandas 3.1'", "lacks a package, 'pyyaml', install pyyaml 6"],
        ),
    ],
)
def test_what_differs_is_named(there: dict[str, Any], expected: list[str]) -> None:
    found = [str(problem) for problem in differences(HERE, HERE | there)]
    assert len(found) == len(expected)
    assert all(part in text for part, text in zip(expected, found, strict=True))


def test_this_machine_is_like_itself() -> None:
    assert list(differences(installed(), installed())) == []
    assert installed()["code"] == Inputs(Path()).code


def test_a_run_that_every_worker_died_of_is_named(tmp_path: Path) -> None:
    class Future:
        def result(self) -> None:
            raise distributed.KilledWorker("execute_parcel-1", SimpleNamespace(address="tcp://10.0.0.7:1"), 3)

    task = Task(Run("a", tmp_path / "a.ipynb"), "forced", tmp_path, {}, tmp_path, "1", tmp_path)
    (tmp_path / "a.ipynb").touch()
    outcome = _take(task, Future())
    assert (outcome.name, outcome.state) == ("a", "failed")
    assert outcome.error == "4 workers died while they had it, the last at tcp://10.0.0.7:1"
    assert not (tmp_path / "a.ipynb").exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler can be reached at tcp://127.0.0.1:9: Timed out"),
        ("nowhere", "no Dask scheduler can be reached at nowhere: missing port"),
        ("ftp://127.0.0.1:9", "no Dask scheduler can be reached at ftp://127.0.0.1:9: unknown address scheme"),
        ("nowhere.json", "there is no scheduler file nowhere.json"),
    ],
)
def test_a_wrong_address_is_refused(small: Small, address: str, message: str) -> None:
    small.write_notebook("a", "1")
    small.write_runs("runs: [{notebook: a}]")
    with dask.config.set({"distributed.comm.timeouts.connect": "0.5s"}), pytest.raises(ClaimbookError, match=message):
        render(small.folder, scheduler=address)
    assert not (small.build / "executed").exists()


def test_the_command_passes_the_address_on_and_exits_with_2(small: Small) -> None:
    small.write_notebook("a", "1")
    small.write_runs("runs: [{notebook: a}]")
    done = small.claimbook_render("--scheduler", "nowhere")
    assert done.returncode == 2
    assert (
        done.stderr
        == "claimbook: no Dask scheduler can be reached at nowhere: missing port number in address 'nowhere'\n"
    )


def test_without_dask_the_way_to_install_it_is_told(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write_notebook("a", "1")
    small.write_runs("runs: [{notebook: a}]")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClaimbookError, match=r"pip install 'claimbook\[cluster\]'"):
        render(small.folder, scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_without_workers_is_told(caplog: pytest.LogCaptureFixture) -> None:
    class Client:
        def run_on_scheduler(self, function: Callable[[], Any]) -> Any:
            return function()

        def run(self, *_: Any, **__: Any) -> dict[str, Any]:
            return {}

    from claimbook.render.cluster import _compare

    with caplog.at_level(logging.WARNING):
        _compare(Client(), installed())
    assert "the scheduler has no workers yet" in caplog.text


@pytest.mark.parametrize("arguments", [["a", "--scheduler", "x"], ["--jobs", "2", "--scheduler", "x"]])
def test_options_that_do_not_go_together_are_refused(small: Small, arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["render", "--project", str(small.folder), *arguments])
    assert done.exit_code == 2
    assert "not with one notebook" in done.output or "goes with this machine" in done.output


def test_a_rendering_on_this_machine_does_not_import_dask() -> None:
    modules = "claimbook.cli, claimbook.render.site, claimbook.render.warm"
    code = f"import sys, {modules}; print({{'dask', 'distributed'}} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
