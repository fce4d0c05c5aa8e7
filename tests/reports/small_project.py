"""A small project to render: notebooks that the test writes, and a copy of the collection's tables."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from claimbook import Book, open_book
from claimbook.render import Run, load_runs
from shared import PROJECT

COMMAND = str(Path(sys.executable).parent / "claimbook")
CONF = """
extensions = ["myst_nb"]
exclude_patterns = ["_doctrees", "generated"]
myst_heading_anchors = 3
nb_execution_mode = "off"
html_theme = "basic"
"""
INDEX = """# Small

```{toctree}
:glob:

notebooks/*
```
"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@dataclass(frozen=True)
class Small:
    """A project in a temporary folder."""

    folder: Path

    @property
    def build(self) -> Path:
        return self.folder / "reports" / "_build"

    @property
    def book(self) -> Book:
        return open_book(self.folder / "data")

    def write_notebook(self, name: str, *code: str, parameters: str = "") -> Path:
        cells = [nbformat.v4.new_markdown_cell(f"# {name}?", id="title")]
        if parameters:
            cells.append(nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
        cells += [nbformat.v4.new_code_cell(source, id=f"code-{place}") for place, source in enumerate(code)]
        file = self.folder / "notebooks" / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), file)
        return file

    def write_runs(self, text: str) -> None:
        (self.folder / "reports" / "runs.yml").write_text(text, encoding="utf-8")

    def load_runs(self) -> list[Run]:
        return load_runs(self.folder, self.book)

    def claimbook_render(
        self, *arguments: object, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [COMMAND, "render", *map(str, arguments), "--project", str(self.folder)]
        environment = os.environ | dict(environment or {})
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def make_small(folder: Path) -> Small:
    shutil.copytree(PROJECT / "data", folder / "data")
    (folder / "reports").mkdir()
    (folder / "reports" / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "reports" / "index.md").write_text(INDEX, encoding="utf-8")
    return Small(folder)
