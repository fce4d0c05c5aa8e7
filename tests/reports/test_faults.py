"""Whatever goes wrong, the last good site stays, the run is named, the others finish, and nothing is left behind."""

import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest

from claimbook.render import Run
from claimbook.render.execute import Task, execute
from claimbook.render.files import write_whole
from small_project import COMMAND, CONF, Small, make_small

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: looks for what is left in /proc")
# decides nothing but when a test that hangs is given up
WAIT_SECONDS = 240
# a build of Sphinx that goes on while a file is there
HOLD = """
import os, pathlib, time
hold = pathlib.Path(os.environ.get("HOLD_SPHINX", "nothing"))
if hold.exists():
    hold.with_suffix(".pid").write_text(str(os.getpid()))
    while hold.exists():
        time.sleep(0.05)
"""
# those that are written from tables take the longest
FEW_PAGES = 'exclude_patterns += ["dictionary.md", "codebook.md"]\n'
GOOD = "import claimbook as cb\ncb.open_book().tables['cases']\nprint('all is well')"
DEAF = """
import pathlib, signal, time
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(one, signal.SIG_IGN)
pathlib.Path("ready-{name}").touch()
while True:
    time.sleep(1)
"""
# ends of its own at two thousand megabytes, so that it harms nobody if no limit holds
EAT = """
blocks = []
while len(blocks) < 100:
    blocks.append(bytearray(b"x" * 20_000_000))
"""
DIE = "import os; os.kill(os.getpid(), 9)"
CHILD = "import subprocess\nchild = subprocess.Popen(['sleep', '1000'])"
LOOK = """
import os, pathlib
status = pathlib.Path(f"/proc/{os.getppid()}/status").read_text()
[peak] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
pathlib.Path("peak").write_text(peak)
"""


@dataclass
class Rendered:
    """What the command did."""

    code: int
    errors: str
    states: Mapping[str, str]


@dataclass(frozen=True)
class Published(Small):
    """A small project with a site, whose temporary files all go to one folder."""

    temporary: Path
    first: str

    @property
    def site(self) -> Path:
        return (self.build / "site").resolve()

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [COMMAND, "render", *arguments, "--project", str(self.folder)]
        environment = os.environ | {"TMPDIR": str(self.temporary)} | environment
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    def render(self, *arguments: str, **environment: str) -> Rendered:
        summary = self.folder / "summary.json"
        summary.unlink(missing_ok=True)
        rendering = self.start("--summary", str(summary), *arguments, **environment)
        _, errors = rendering.communicate(timeout=WAIT_SECONDS)
        runs = json.loads(summary.read_text(encoding="utf-8"))["runs"] if summary.exists() else []
        return Rendered(rendering.returncode, errors, {run["name"]: run["state"] for run in runs})

    def assert_untouched(self) -> None:
        """Fail unless the site is the one that was there first, whole."""
        assert self.site.name == self.first
        assert "all is well" in (self.site / "notebooks" / "good.html").read_text(encoding="utf-8")
        assert (self.site / "index.html").stat().st_size > 1000
        assert [path.name for path in self.site.parent.iterdir()] == [self.first]


def left_behind(temporary: Path) -> list[str]:
    """Return processes with this folder for their temporary files, sockets below it, and whatever else it holds."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR") == str(temporary) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join([str(process.pid), *process.cmdline()]))
        except psutil.Error:
            continue
    sockets = Path("/proc/net/unix").read_text(encoding="utf-8").splitlines()
    return [*found, *(line for line in sockets if str(temporary) in line), *map(str, temporary.rglob("*"))]


def wait_until(true: Callable[[], bool], rendering: subprocess.Popen[str] | None = None) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert rendering is None or rendering.poll() is None, rendering.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a project that was rendered, and a copy of it; only at its own path is there nothing to render."""
    small = make_small(tmp_path_factory.mktemp("project"))
    (small.folder / "reports" / "conf.py").write_text(HOLD + CONF + FEW_PAGES, encoding="utf-8")
    small.write_notebook("good", GOOD)
    small.write_runs("runs: [{notebook: good}]")
    done = small.claimbook_render()
    assert done.returncode == 0, done.stderr
    copy = tmp_path_factory.mktemp("pristine") / "project"
    return small.folder, Path(shutil.copytree(small.folder, copy, symlinks=True))


@pytest.fixture
def published(pristine: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Return a project with a site, and look afterwards that nothing is left."""
    folder, copy = pristine
    shutil.rmtree(folder)
    shutil.copytree(copy, folder, symlinks=True)
    first = (folder / "reports" / "_build" / "site").readlink().name
    published = Published(folder, tmp_path_factory.mktemp("t"), first)
    published.assert_untouched()
    yield published
    # processes that lost their parent need a moment
    wait_until(lambda: not left_behind(published.temporary))


def test_what_is_left_behind_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    child = subprocess.Popen(["sleep", "1000"], env={"TMPDIR": str(tmp_path)})
    try:
        wait_until(lambda: len(left_behind(tmp_path)) == 2)
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("warm", ["--warm", "--no-warm"])
def test_runs_that_go_wrong_are_named_and_the_others_finish(published: Published, warm: str) -> None:
    published.write_notebook("raises", "1 / 0")
    published.write_notebook("dies", "import os\nos._exit(3)")
    published.write_notebook("crashes", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    published.write_notebook("endless", CHILD, DEAF.format(name="endless"))
    published.write_notebook("long", *["import time; time.sleep(1)"] * 100)
    published.write_notebook("eats", EAT)
    published.write_notebook("child", GOOD, CHILD)
    published.write_runs(
        """
        limits: {memory_mb: 700, run_seconds: 200, cell_seconds: 200}
        runs:
          - notebook: raises
          - notebook: dies
          - notebook: crashes
          - {notebook: endless, limits: {cell_seconds: 2}}
          - {notebook: long, limits: {run_seconds: 4}}
          - notebook: eats
          - notebook: child
          - notebook: good
        """
    )
    done = published.render(warm, "--jobs", "2")
    assert done.code == 1
    failed = {name for name, state in done.states.items() if state == "failed"}
    assert failed == {"raises", "dies", "crashes", "endless", "long", "eats"}
    assert (done.states["child"], done.states["good"]) == ("executed", "reused")
    reasons = dict(part.split("\n", maxsplit=1) for part in f"\n{done.errors}".split("\nfailed: ")[1:])
    assert set(reasons) == failed
    assert "ZeroDivisionError" in reasons["raises"]
    assert "its kernel died with exit code 3, in the cell that starts with `import os`" in reasons["dies"]
    assert "its kernel died of SIGSEGV" in reasons["crashes"]
    assert "a cell ran longer than 2 seconds, in the cell that starts with `import" in reasons["endless"]
    assert "cell_seconds is 2, set `limits` in reports/runs.yml to allow more" in reasons["endless"]
    assert "it ran longer than 4 seconds" in reasons["long"]
    assert "MB of memory, in the cell that starts with `blocks = []`\nmemory_mb is 700" in reasons["eats"]
    assert "6 runs failed; the last good site stays." in done.errors
    copies = {path.name for path in (published.build / "executed").iterdir()}
    assert copies == {f"{name}{end}" for name in ("child", "good") for end in (".ipynb", ".receipt.json")}
    published.assert_untouched()


def test_a_notebook_that_floods_is_stopped_and_its_worker_stays_small(published: Published) -> None:
    published.write_notebook("lines", "for _ in range(2_000_000):\n    print('x' * 49)")
    published.write_notebook("block", "print('x' * 100_000_000)")
    published.write_notebook("error", "raise ValueError('x' * 30_000_000)")
    published.write_notebook("look", LOOK)
    names = ("lines", "block", "error", "look")
    published.write_runs(f"limits: {{output_mb: 5}}\nruns: [{', '.join(f'{{notebook: {name}}}' for name in names)}]")
    done = published.render("--jobs", "1")
    assert done.code == 1
    assert done.states == {"lines": "failed", "block": "failed", "error": "failed", "look": "executed"}
    assert "failed: lines\nstopped: it put out more than 5 MB, in the cell that starts with `for _" in done.errors
    assert "failed: block\nstopped: one output alone was larger than 5 MB, in the cell" in done.errors
    assert "failed: error\nstopped: one output alone was larger than 5 MB, in the cell" in done.errors
    assert len(done.errors) < 5_000
    # a worker that reads one of the blocks needs more than twice as much
    assert int((published.folder / "notebooks" / "peak").read_text(encoding="utf-8")) < 250_000
    published.assert_untouched()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_end_while_executing_leaves_nothing(published: Published, ending: signal.Signals) -> None:
    for name in ("a", "b", "c"):
        published.write_notebook(name, CHILD, DEAF.format(name=name))
    published.write_runs("runs: [{notebook: a}, {notebook: b}, {notebook: c}]")
    rendering = published.start("--jobs", "2")
    wait_until(lambda: len(list((published.folder / "notebooks").glob("ready-*"))) == 2, rendering)
    rendering.send_signal(ending)
    _, errors = rendering.communicate(timeout=WAIT_SECONDS)
    assert rendering.returncode == (130 if ending == signal.SIGINT else -ending)
    # of one that was killed, multiprocessing says that it tidied up semaphores
    assert errors == "interrupted; the last good site stays.\n" or ending == signal.SIGKILL
    assert "Traceback" not in errors
    published.assert_untouched()
    with (published.build / "lock").open("w") as free:
        fcntl.flock(free, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.fixture
def held(published: Published, tmp_path: Path) -> Iterator[tuple[Published, subprocess.Popen[str], psutil.Process]]:
    """Return a project whose next site is being built, with the rendering and Sphinx."""
    with (published.folder / "reports" / "index.md").open("a", encoding="utf-8") as index:
        index.write("\nA further line.\n")
    hold = tmp_path / "hold"
    hold.touch()
    rendering = published.start(HOLD_SPHINX=str(hold))
    pid = tmp_path / "hold.pid"
    wait_until(lambda: pid.exists() and pid.read_text() != "", rendering)
    yield published, rendering, psutil.Process(int(pid.read_text()))
    hold.unlink(missing_ok=True)
    rendering.communicate(timeout=WAIT_SECONDS)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_end_while_sphinx_builds_leaves_nothing(
    held: tuple[Published, subprocess.Popen[str], psutil.Process], ending: signal.Signals
) -> None:
    published, rendering, sphinx = held
    assert rendering.pid in {parent.pid for parent in sphinx.parents()}
    rendering.send_signal(ending)
    _, errors = rendering.communicate(timeout=WAIT_SECONDS)
    assert rendering.returncode == (130 if ending == signal.SIGINT else -ending)
    assert errors == "interrupted; the last good site stays.\n" or ending == signal.SIGKILL
    assert "Traceback" not in errors
    wait_until(lambda: not left_behind(published.temporary))
    published.assert_untouched()
    assert published.render().code == 0
    assert "A further line." in (published.site / "index.html").read_text(encoding="utf-8")
    assert {path.name for path in published.site.parent.iterdir()} == {published.first, published.site.name}
    assert not (published.build / "part").exists()


def test_a_second_rendering_harms_neither_itself_nor_the_first(
    held: tuple[Published, subprocess.Popen[str], psutil.Process], tmp_path: Path
) -> None:
    published, rendering, _ = held
    for arguments in (["--force"], ["good"]):
        second = published.start(*arguments)
        _, errors = second.communicate(timeout=WAIT_SECONDS)
        assert second.returncode == 3
        assert errors.startswith("claimbook: another rendering holds ")
    published.assert_untouched()
    (tmp_path / "hold").unlink()
    assert rendering.wait(timeout=WAIT_SECONDS) == 0
    assert "A further line." in (published.site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("conf", "index", "message"),
    [("", "[nowhere](no-such-page.md)", "no-such-page"), (DIE, "", "Sphinx ended with -9 and no message")],
)
def test_a_site_that_sphinx_does_not_build_ends_with_one(
    published: Published, conf: str, index: str, message: str
) -> None:
    for name, text in (("conf.py", conf), ("index.md", index)):
        with (published.folder / "reports" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
    done = published.render()
    assert done.code == 1
    assert done.errors.startswith("claimbook: the site was not built, the last good one stays")
    assert message in done.errors
    published.assert_untouched()


@pytest.fixture
def small_disk(published: Published, tmp_path: Path) -> Iterator[Published]:
    """Return a project that renders to a disk of its own, with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"NOT TESTED: a disk of its own can't be mounted here: {mounted.stderr.strip()}")
    try:
        shutil.move(published.build, disk / "_build")
        published.build.symlink_to(disk / "_build")
        yield published
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(published: Published, leave: int) -> None:
    """Fill the disk but for some bytes."""
    filling = published.build / "filling"
    filling.unlink(missing_ok=True)
    free = shutil.disk_usage(published.build).free
    with filling.open("wb") as file:
        file.write(bytes(free - leave))


def test_a_full_disk_harms_nothing_and_the_next_rendering_succeeds(small_disk: Published) -> None:
    small_disk.write_notebook("one", GOOD)
    small_disk.write_notebook("two", GOOD)
    small_disk.write_runs("runs: [{notebook: good}, {notebook: one}, {notebook: two}]")
    # that of the last site makes room when it goes
    shutil.rmtree(small_disk.build / "source")
    fill(small_disk, 0)
    done = small_disk.render()
    assert done.code == 1
    assert done.states == {"good": "reused", "one": "failed", "two": "failed"}
    assert "failed: one\n" in done.errors
    assert "failed: two\n" in done.errors
    assert "No space left on device" in done.errors
    assert {path.name for path in (small_disk.build / "executed").iterdir()} == {"good.ipynb", "good.receipt.json"}
    small_disk.assert_untouched()
    # room for executed copies, none for a site with plotly
    shutil.rmtree(small_disk.build / "source", ignore_errors=True)
    fill(small_disk, 1_000_000)
    done = small_disk.render()
    assert done.code == 1
    assert done.errors.startswith("claimbook: the site was not built, the last good one stays: ")
    assert "No space left on device" in done.errors
    assert len(list((small_disk.build / "executed").glob("*.ipynb"))) == 3
    small_disk.assert_untouched()
    (small_disk.build / "filling").unlink()
    assert small_disk.render().code == 0
    assert (small_disk.site / "notebooks" / "two.html").exists()


def no_room(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_half_a_file_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "a", "old")
    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "a", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"


def test_a_copy_that_can_not_be_written_fails_its_run_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.render.execute._run_notebook", lambda _: (nbformat.v4.new_notebook(), {}))
    task = Task(Run("a", tmp_path / "a.ipynb"), "asked for", tmp_path, {}, tmp_path, "1", tmp_path)
    assert execute(task).state == "executed"
    monkeypatch.setattr("claimbook.render.reuse.write_whole", no_room)
    outcome = execute(task)
    assert (outcome.name, outcome.state) == ("a", "failed")
    assert "No space left on device" in outcome.error
    assert list(tmp_path.iterdir()) == []
