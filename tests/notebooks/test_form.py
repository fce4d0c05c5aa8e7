"""The form of every notebook, read without a kernel: DESIGN's anatomy, clean outputs, no logic, no stale numbers."""

import re
from pathlib import Path

import nbformat
import pytest

from shared import PROJECT

NOTEBOOKS = sorted(path for path in (PROJECT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
# however `claimbook.explore` or `ipywidgets` comes into a notebook
WIDGETS = re.compile(r"\bipywidgets\b|^\s*(import|from)\b.*\bexplore\b|\bexplore\.", re.MULTILINE)
# those that `claimbook new` ships; it stores their numbers, which depend on the article
STARTERS = sorted((PROJECT / "starter" / "notebooks").glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", [*NOTEBOOKS, *STARTERS], ids=lambda path: path.stem)


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS
    assert STARTERS


@every_notebook
def test_it_is_valid_and_runs_anywhere(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@every_notebook
def test_it_follows_the_anatomy(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    headings = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert notebook.cells[0].source.startswith("# ")
    assert headings[0].endswith("?"), "the title is a question"
    assert [line for line in headings if line.startswith("# ")] == headings[:1]
    closing = ["## What would change this conclusion", "## What this cannot show", "## Sources"]
    assert [line for line in headings if line in closing] == closing
    assert sum("parameters" in tags(cell) for cell in notebook.cells) == 1
    assert "parameters" in tags(code(notebook)[0])
    assert "cb.params(" in code(notebook)[1].source


@every_notebook
def test_parameters_are_annotated_scalars_with_a_comment(path: Path) -> None:
    lines = code(nbformat.read(path, as_version=4))[0].source.splitlines()
    assert len(lines) >= 2
    for line in lines:
        assert re.fullmatch(r"[a-z_]+: (str|int|float|bool) = \S.*  # \S.*", line), line


@every_notebook
def test_cells_hold_no_logic(path: Path) -> None:
    for cell in code(nbformat.read(path, as_version=4)):
        assert len(cell.source.splitlines()) <= 15
        assert not re.search(r"^\s*(def|class|for|while) |read_csv|lambda", cell.source, re.MULTILINE), cell.source
        assert len([line for line in cell.source.splitlines() if re.match("import |from ", line)]) <= 4


@every_notebook
def test_no_widget_is_rendered(path: Path) -> None:
    """A page can't run Python: what a widget would show there is dead, and its scripts come from another host."""
    for cell in code(nbformat.read(path, as_version=4)):
        assert not WIDGETS.search(cell.source), cell.source


@pytest.mark.parametrize(
    "source",
    [
        "import ipywidgets as widgets",
        "from ipywidgets import Dropdown, HBox",
        "import pandas as pd, ipywidgets",
        "from claimbook import charts, explore",
        "from claimbook import explore as look",
        "import claimbook.explore",
        "from claimbook.explore import matrix",
        "cb.explore.matrix(book)",
    ],
)
def test_a_widget_would_be_refused(source: str) -> None:
    assert WIDGETS.search(f"import claimbook as cb\n{source}")


@every_notebook
def test_prose_types_no_result(path: Path) -> None:
    """A number in Markdown is a year, a resolution or an id; a result is printed by code, so that it can't go stale."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "markdown":
            continue
        numbers = re.findall(r"(?<![\w./-])\d[\d,.]*%?(?![\w-])", cell.source)
        stale = [number for number in numbers if not re.fullmatch(r"(19|20)\d\d\.?|[01]", number.rstrip(".,"))]
        assert not stale, cell.source


@every_notebook
def test_only_the_compared_cells_keep_outputs(path: Path) -> None:
    cells = code(nbformat.read(path, as_version=4))
    compared = [cell for cell in cells if "nbval-check-output" in tags(cell)]
    assert compared, "nothing in this notebook would be compared"
    for cell in compared:
        assert "keep_output" in tags(cell), "nbstripout would take its output away"
        if path in STARTERS:
            continue
        assert cell.outputs
        assert cell.execution_count
        assert all(output.output_type in {"stream", "execute_result"} for output in cell.outputs)
    for cell in cells:
        if cell not in compared:
            assert not cell.outputs, cell.source
