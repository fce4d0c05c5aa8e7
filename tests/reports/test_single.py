"""One notebook with parameters of one's own: typed as the notebook declares, and kept out of the site."""

import json
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt

from claimbook import ClaimbookError
from claimbook.render import Run, render_one
from claimbook.render.copies import write_page
from claimbook.render.parameters import Parameter, declared, fit_text
from claimbook.render.reuse import Receipt
from small_project import KERNEL, Small

PARAMETERS = 'case: str = "minusma"  # a = b\ntop_count: int = 3\nshare: float = 0.5\nfull: bool = False'


@pytest.fixture
def ready(small: Small) -> Small:
    small.write_notebook("briefs/case", "print([case, top_count, share, full])", parameters=PARAMETERS)
    small.write_runs("runs: [{notebook: briefs/case, over: cases}]")
    return small


def test_values_take_the_type_that_the_notebook_declares(ready: Small) -> None:
    given = {"case": "007", "top_count": "12", "share": "1", "full": "true"}
    outcome, copy = render_one(ready.folder, "notebooks/briefs/case.ipynb", given)
    assert outcome.state == "executed"
    assert copy.is_relative_to(ready.build / "executed")
    cells = nbformat.read(copy, as_version=4).cells
    assert cells[-1].outputs[0].text == "['007', 12, 1.0, True]\n"
    assert not (ready.build / "site").exists()
    # no run of the list has these parameters, so none may take this copy for its own
    assert copy.name not in {f"{name}.ipynb" for name in ("minusma", "amisom", "case")}


def test_the_command_prints_where_the_copy_lies(ready: Small) -> None:
    done = ready.claimbook_render("briefs/case", "-p", "case=amisom")
    assert done.returncode == 0
    assert done.stderr == ""
    copy = ready.build / "executed" / "briefs" / "case" / "amisom.ipynb"
    assert done.stdout == f"{copy}\n"
    assert copy.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["briefs/case", "-p", "cas=amisom"], "has an unknown parameter, 'cas', did you mean case?"),
        (["briefs/case", "-p", "case"], "write -p name=value"),
        (["briefs/case", "--only", "x"], "go with the run list"),
        (["-p", "case=amisom"], "-p goes with one notebook"),
        (["--summary", "/no/such/folder/s.json"], "there is no folder /no/such/folder"),
    ],
)
def test_bad_arguments_end_with_two(ready: Small, arguments: list[str], message: str) -> None:
    done = ready.claimbook_render(*arguments, environment={"COLUMNS": "200"})
    assert done.returncode == 2
    assert message in done.stderr
    assert not (ready.build / "executed").exists()


def test_an_unknown_notebook_is_refused(ready: Small) -> None:
    with pytest.raises(ClaimbookError, match="did you mean briefs/case"):
        render_one(ready.folder, "briefs/cases", {})


@pytest.mark.parametrize(
    ("name", "text", "todo"),
    [
        ("top_count", "1.5", "a whole number"),
        ("top_count", "many", "a whole number"),
        ("share", "half", "a number"),
        ("share", "nan", "a number"),
        ("full", "yes", "true or false"),
        ("full", "1", "true or false"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(ready: Small, name: str, text: str, todo: str) -> None:
    known = declared(ready.folder / "notebooks" / "briefs" / "case.ipynb")
    assert known["case"] == Parameter("case", "str", "'minusma'")
    fitting, problems = fit_text({name: text, "case": "true"}, known, "-p", "briefs/case")
    assert fitting == {"case": "true"}
    assert [problem.column for problem in problems] == [name]
    assert f"write {todo}" in str(problems[0])


def page_of(folder: Path, when: str, value: str) -> str:
    """Write the page of a run that took a value, as executed at some time; return its text."""
    cell = nbformat.v4.new_code_cell("1", id="one", metadata={"papermill": {"start": when}, "execution": {"x": when}})
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL | {"papermill": {"start_time": when}})
    executed = folder / "executed"
    executed.mkdir(exist_ok=True)
    nbformat.write(notebook, executed / "a.ipynb")
    Receipt({"parameters": {"x": value}}, {}, "2026-01-02T03:04:05+00:00", 1.25, "9.9").write(executed, "a")
    write_page(Run("a", executed / "a.ipynb", {"x": value}), executed, folder, orphan=False)
    return (folder / "notebooks" / "a.ipynb").read_text(encoding="utf-8")


def test_the_times_of_cells_do_not_reach_the_site(tmp_path: Path) -> None:
    assert page_of(tmp_path, "one time", "v") == page_of(tmp_path, "another time", "v")
    assert page_of(tmp_path, "one time", "v") != page_of(tmp_path, "one time", "w")


@pytest.mark.parametrize("value", ["<img src=x onerror=alert(1)>", "``` </code><b>", "[a](b)\n\n# c", "{raw}`html`"])
def test_a_value_in_a_receipt_is_no_markup(tmp_path: Path, value: str) -> None:
    receipt = json.loads(page_of(tmp_path, "t", value))["cells"][-1]["source"]
    html = MarkdownIt().render("".join(receipt))
    assert html.count("<") == html.count("<code>") * 2 + html.count("<li>") * 2 + 4
    assert html.count("<code>") == 3
    assert "2026-01-02 03:04 UTC, in 1.2 seconds" in html
