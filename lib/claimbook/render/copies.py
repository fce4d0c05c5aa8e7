"""The page of a run: its executed copy, without what only the execution needed, and with a receipt."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from claimbook.render.files import read_notebook, write_notebook
from claimbook.render.linked import Linker, Shown
from claimbook.render.markdown import plain
from claimbook.render.parameters import declared_in
from claimbook.render.reuse import Receipt, copy_path
from claimbook.render.runs import BRIEFS, Run

# papermill and nbclient note there when each cell ran: two equal renderings would differ
_TIMES = ("papermill", "execution")


def page_name(run: Run) -> str:
    """Return the path of a run's page on the site, without its ending."""
    return run.name if run.name.startswith(BRIEFS) else f"notebooks/{run.name}"


def write_page(
    run: Run, executed: Path, source: Path, orphan: bool, title: str = "", linker: Linker | None = None
) -> Shown:
    """Write the page of a run for Sphinx, or a few words where it was never executed.

    Parameters
    ----------
    run : Run
        The run.
    executed, source : pathlib.Path
        Folder of executed copies, and of the site's sources.
    orphan : bool
        Whether no other page lists it, so that Sphinx does not complain.
    title : str
        Stands for the template's own heading, which is the same for all that a brief ranges over.
    linker : Linker, optional
        Lets ids and names in its tables lead to their pages, where the site has them.

    Returns
    -------
    frozenset of (str, str)
        What its tables show.
    """
    shown: Shown = frozenset()
    receipt = Receipt.read(executed, run.name)
    if receipt is None:
        # other pages lead here, so there has to be one
        words = f"# {_code(run.name)}\n\nThis page was not rendered yet."
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words, id="nothing")])
    else:
        notebook = read_notebook(copy_path(executed, run.name))
        _strip(notebook)
        if linker:
            shown = linker.link(notebook, "../" * page_name(run).count("/"))
        if title:
            first = notebook.cells[0]
            first.source = "\n".join([f"# {plain(title)}", *first.source.splitlines()[1:]])
        notebook.cells.append(nbformat.v4.new_markdown_cell(_receipt_text(notebook, receipt), id="receipt"))
    if orphan:
        notebook.metadata["orphan"] = True
    write_notebook(source / f"{page_name(run)}.ipynb", notebook)
    return shown


def _strip(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for key in _TIMES:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            # readers come for the exhibits; the code folds open below each
            cell.metadata["tags"] = [*cell.metadata.get("tags", ()), "hide-input"]


def _receipt_text(notebook: nbformat.NotebookNode, receipt: Receipt) -> str:
    started = datetime.fromisoformat(receipt.started)
    return "\n".join(
        [
            "## How this page was made",
            "",
            f"- Parameters: {_parameters(notebook, receipt.keys.get('parameters', {}))}",
            f"- Version of the data: {_code(receipt.data_version or 'not stated')}",
            f"- Executed: {started:%Y-%m-%d %H:%M} UTC, in {receipt.seconds:.1f} seconds",
        ]
    )


def _parameters(notebook: nbformat.NotebookNode, given: Mapping[str, Any]) -> str:
    """Return every parameter that the notebook declares, with the value it had."""
    values = {name: parameter.default for name, parameter in declared_in(notebook).items()}
    values |= {name: repr(value) for name, value in given.items()}
    return ", ".join(f"{_code(name)} = {_code(value)}" for name, value in values.items()) or "none"


def _code(text: str) -> str:
    """Return a text as a Markdown code span: one line in which nothing is markup, not even backticks."""
    line = " ".join(text.split())
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}"
