"""A run is executed again exactly when something that it depends on changed, and the rendering says what."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimbook import Book, ClaimbookError, open_book
from claimbook.cli import app
from claimbook.render import Outcome, Report, Run
from claimbook.render import render as claimbook_render
from claimbook.render.lanes import new_worker
from claimbook.render.progress import show_progress
from claimbook.render.reuse import Inputs
from small_project import Small, make_small

READ = 'import claimbook as cb\nprint(len(cb.open_book().tables["{table}"]))'
Render = Callable[..., Report]
RUNS = """runs:
  - notebook: cases
  - {{notebook: lessons, parameters: {{top_count: {top_count}}}}}
  - {{notebook: briefs/case, over: cases}}
"""


@pytest.fixture(scope="module", autouse=True)
def few_pages() -> Iterator[None]:
    """Leave out the pages that are written from tables: here the notebooks matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("claimbook.render.assembly.write_pages", lambda *_, **__: None)
        yield


class KeptLane(Executor):
    """A lane that many renderings use, so that its worker starts once."""

    def __init__(self) -> None:
        self.worker = new_worker()

    def submit(self, *arguments: Any, **options: Any) -> Future:
        return self.worker.submit(*arguments, **options)

    def shutdown(self, *arguments: Any, **options: Any) -> None:
        """Stay."""


@pytest.fixture(scope="module")
def render(few_pages: None) -> Iterator[Render]:  # noqa: ARG001
    lane = KeptLane()
    yield partial(claimbook_render, jobs=1, new_lane=lambda: lane)
    lane.worker.shutdown()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory, render: Render) -> Small:
    """Return a project that was rendered once; a test that changes it renders it before and after."""
    small = make_small(tmp_path_factory.mktemp("project"))
    small.write_notebook("cases", READ.format(table="cases"))
    small.write_notebook("lessons", READ.format(table="lessons"), parameters="top_count: int = 1  # a = 1")
    small.write_notebook("briefs/case", READ.format(table="lessons"), parameters='case: str = "minusma"')
    small.write_runs(RUNS.format(top_count=2))
    report = render(small.folder)
    assert [outcome.state for outcome in report.outcomes] == ["executed"] * 4
    assert {outcome.why for outcome in report.outcomes} == {"never executed"}
    assert report.site_built
    return small


@pytest.fixture
def no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimbook.render.site.build_site", lambda *_: False)
    monkeypatch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())


def executed(render: Render, small: Small) -> dict[str, str]:
    """Render, and return which runs were executed, and why."""
    outcomes = render(small.folder).outcomes
    return {outcome.name: outcome.why for outcome in outcomes if outcome.state == "executed"}


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changed_nothing_done(rendered: Small, render: Render) -> None:
    render(rendered.folder)
    site = (rendered.build / "site").readlink()
    report = render(rendered.folder)
    assert [outcome.state for outcome in report.outcomes] == ["reused"] * 4
    assert not report.site_built
    assert (rendered.build / "site").readlink() == site


def test_pages_end_with_a_receipt(rendered: Small) -> None:
    page = (rendered.build / "site" / "notebooks" / "lessons.html").read_text(encoding="utf-8")
    receipt = page[page.index("How this page was made") :]
    assert "top_count" in receipt
    assert rendered.book.package.version in receipt
    assert " UTC, in " in receipt
    assert (rendered.build / "site" / "briefs" / "case" / "minusma.html").exists()


@pytest.mark.usefixtures("no_site")
def test_an_edited_table_renews_the_runs_that_read_it(rendered: Small, render: Render) -> None:
    executed(render, rendered)
    replace(rendered.folder / "data" / "article" / "cases.csv", "\nminusma,", "\nminusma-2,")
    try:
        again = executed(render, rendered)
    finally:
        replace(rendered.folder / "data" / "article" / "cases.csv", "\nminusma-2,", "\nminusma,")
    assert again == {"cases": "file article/cases.csv changed", "briefs/case/minusma-2": "never executed"}


@pytest.mark.usefixtures("no_site")
def test_a_changed_parameter_renews_its_run(rendered: Small, render: Render) -> None:
    rendered.write_runs(RUNS.format(top_count=2))
    executed(render, rendered)
    rendered.write_runs(RUNS.format(top_count=3))
    assert executed(render, rendered) == {"lessons": "parameters changed"}
    rendered.write_runs(RUNS.format(top_count=2))
    assert executed(render, rendered) == {"lessons": "parameters changed"}


@pytest.mark.usefixtures("no_site")
def test_a_changed_notebook_renews_its_run(rendered: Small, render: Render) -> None:
    executed(render, rendered)
    rendered.write_notebook("cases", READ.format(table="cases"), "1 + 1")
    assert executed(render, rendered) == {"cases": "notebook changed"}
    assert executed(render, rendered) == {}


def test_changed_code_and_versions_renew_every_run(rendered: Small, render: Render) -> None:
    [run, *_] = rendered.load_runs()
    render(rendered.folder)
    folder = rendered.build / "executed"
    inputs = Inputs(rendered.folder / "data")
    assert inputs.why(run, folder) == ""
    inputs.code = "other"
    inputs.versions = inputs.versions | {"pandas": "0"}
    assert inputs.why(run, folder) == "claimbook changed; versions changed: pandas"
    assert "data folder changed" in Inputs(rendered.folder).why(run, folder)
    assert Inputs(rendered.folder / "data").why(Run("other", run.notebook), folder) == "never executed"


def test_one_and_true_are_two_parameters(rendered: Small, render: Render) -> None:
    run = rendered.load_runs()[1]
    render(rendered.folder)
    folder = rendered.build / "executed"
    inputs = Inputs(rendered.folder / "data")
    assert inputs.why(Run(run.name, run.notebook, {"top_count": 2}), folder) == ""
    assert inputs.why(Run(run.name, run.notebook, {"top_count": 2.0}), folder) == "parameters changed"


@pytest.mark.usefixtures("no_site")
def test_force_executes_all(rendered: Small, render: Render) -> None:
    outcomes = render(rendered.folder, force=True, only=["cases", "lessons"]).outcomes
    assert [(one.name, one.state, one.why) for one in outcomes] == [
        ("cases", "executed", "forced"),
        ("lessons", "executed", "forced"),
    ]


@pytest.mark.usefixtures("no_site")
def test_without_a_trace_nothing_is_reused_and_a_failure_leaves_nothing(small: Small, render: Render) -> None:
    small.write_notebook("plain", "1")
    small.write_runs("runs: [{notebook: plain}]")
    assert executed(render, small) == {"plain": "never executed"}
    assert executed(render, small) == {"plain": "it opened no table, so nothing tells whether it is up to date"}
    assert len(list((small.build / "executed").iterdir())) == 2
    small.write_notebook("plain", "1 / 0")
    assert [outcome.state for outcome in render(small.folder).outcomes] == ["failed"]
    assert list((small.build / "executed").iterdir()) == []


def test_only_some_runs(rendered: Small, render: Render) -> None:
    render(rendered.folder)
    rendered.write_notebook("lessons", "'new lessons'", READ.format(table="lessons"), parameters="top_count: int = 1")
    rendered.write_notebook("cases", "'new cases'", READ.format(table="cases"))
    report = render(rendered.folder, only=["less*", "briefs/*/am*"])
    assert [(one.name, one.state) for one in report.outcomes] == [
        ("lessons", "executed"),
        ("briefs/case/amisom", "reused"),
    ]
    pages = rendered.build / "site" / "notebooks"
    assert "new lessons" in (pages / "lessons.html").read_text(encoding="utf-8")
    assert "new cases" not in (pages / "cases.html").read_text(encoding="utf-8")
    with pytest.raises(ClaimbookError, match="no run has such a name, 'lesons', did you mean lessons"):
        render(rendered.folder, only=["cases", "lesons"])


def test_a_page_that_was_never_executed_says_so(small: Small, render: Render) -> None:
    small.write_notebook("a", "1")
    small.write_notebook("b", "1 / 0")
    small.write_runs("runs: [{notebook: a}, {notebook: b}]")
    assert not render(small.folder, only=["a"]).failures
    assert "not rendered yet" in (small.build / "site" / "notebooks" / "b.html").read_text(encoding="utf-8")
    assert "not rendered yet" not in (small.build / "site" / "notebooks" / "a.html").read_text(encoding="utf-8")


def test_the_command_says_why_and_writes_a_summary(
    rendered: Small, render: Render, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimbook.render.site.build_site", lambda *_: True)
    monkeypatch.setattr("claimbook.render.site.begun_site", lambda *_: nullcontext())
    render(rendered.folder)
    rendered.write_notebook("cases", READ.format(table="cases"), "1 + 2")
    summary = tmp_path / "summary.json"
    arguments = ["render", "--project", rendered.folder, "--why", "--summary", summary, "--jobs", 1]
    done = CliRunner().invoke(app, list(map(str, arguments)))
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "cases: executed, notebook changed\nlessons: reused, nothing changed\n" in done.stdout
    assert "1 run executed, 3 reused in " in done.stdout
    told = json.loads(summary.read_text(encoding="utf-8"))
    assert [(run["name"], run["state"], run["reason"]) for run in told["runs"][:2]] == [
        ("cases", "executed", "notebook changed"),
        ("lessons", "reused", "nothing changed"),
    ]
    assert 0 < told["runs"][0]["seconds"] < told["seconds"]
    assert told["site"] == str(rendered.build / "site")
    assert told["site_built"] is True


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Stream())
    with show_progress(2) as tell:
        tell(Outcome("a", "executed", 1.0, "forced"))
        tell(Outcome("b", "failed", 1.0, "forced", "[red]boom"))
    shown = sys.stderr.getvalue()
    assert "failed: b\n[red]boom\n" in shown
    assert ("Rendering" in shown) is terminal
    if not terminal:
        assert shown == "failed: b\n[red]boom\n"


def test_open_book_opens_what_the_renderer_names(
    small: Small, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("CLAIMBOOK_DATA", str(small.folder / "data"))
    monkeypatch.setenv("CLAIMBOOK_TRACE", str(trace))
    opened = open_book()
    assert opened.folder == small.folder / "data"
    assert len(opened.tables["cases"]) == len(opened.tables["cases"])
    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    names = [Path(line["path"]).relative_to(small.folder).as_posix() for line in lines]
    assert names == ["data/datapackage.json", "data/article/cases.csv"]
    assert {len(line["sha256"]) for line in lines} == {64}
    assert open_book(book.folder).folder == book.folder
