"""The run list, reports/runs.yml: which notebooks are rendered, and with which parameters."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.render.limits import Limits, read_limits
from claimbook.render.parameters import declared, fit
from claimbook.schema import Table

RUN_LIST = "reports/runs.yml"
BRIEFS = "briefs/"
_KEYS = ("notebook", "parameters", "over", "limits")
# an id becomes the name of a file: nothing but these, and no name of dots alone
_OUTPUT_ID = re.compile("[a-z0-9][a-z0-9.-]*")


@dataclass(frozen=True)
class Run:
    """One notebook to execute.

    Attributes
    ----------
    name : str
        Name of the page, and path of the executed copy without its ending.
    notebook : pathlib.Path
        The source.
    parameters : mapping
        What papermill injects; empty for the notebook's own values.
    over : str or None
        The table, or `table.column`, that a brief ranges over, this run being for one of its values.
    title : str
        What a brief is about: name of the row, or acronym where it has one; empty for other runs.
    limits : Limits
        What the run is stopped at.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    over: str | None = None
    title: str = ""
    limits: Limits = field(default_factory=Limits)


def load_runs(project: Path, book: Book) -> list[Run]:
    """Read the run list of a project.

    Parameters
    ----------
    project : pathlib.Path
        Folder with `notebooks/` and `reports/`.
    book : Book
        The data package whose tables the briefs range over.

    Raises
    ------
    ClaimbookError
        If there is none, if it is no list, or with every problem of every entry.
    """
    notebooks = find_notebooks(project)
    entries, raw_limits = _read_list(project)
    runs: list[Run] = []
    limits, problems = read_limits(raw_limits, Limits(), RUN_LIST, "the run list")
    if not entries:
        problems.append(Problem(RUN_LIST, "an empty run list", "name at least one notebook"))
    for place, entry in enumerate(entries, start=1):
        found, wrong = _Entry(f"run {place}", entry, notebooks, book, limits).read()
        runs += found
        problems += wrong
    for name, count in Counter(run.name for run in runs).items():
        if count > 1:
            todo = "leave one of them: their pages would replace each other"
            problems.append(Problem(RUN_LIST, "two runs have the same name", todo, value=name))
    if problems:
        raise ClaimbookError("the run list can't be used:", problems)
    return runs


def find_notebooks(project: Path) -> dict[str, Path]:
    """Return the notebooks of a project by name: their path below `notebooks/` without its ending."""
    folder = project / "notebooks"
    found = sorted(path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in found}


def _read_list(project: Path) -> tuple[list[Any], object]:
    """Return the entries of the run list, and the limits of all of them."""
    file = project / RUN_LIST
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        entries, limits = read["runs"] or [], read.get("limits")
    except FileNotFoundError:
        raise ClaimbookError(f"{project} holds no {RUN_LIST}: name a project with notebooks/ and reports/") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ClaimbookError(f"{file} is no run list (runs: a list of notebooks): {error}") from error
    if not isinstance(entries, list):
        raise ClaimbookError(f"{file} is no run list (runs: a list of notebooks): {entries!r}")
    return entries, limits


class _Entry:
    """One entry of the run list, on its way to runs; it notes what is wrong and goes on looking."""

    def __init__(self, label: str, raw: object, notebooks: Mapping[str, Path], book: Book, limits: Limits) -> None:
        self.label = label
        self.raw = raw if isinstance(raw, dict) else {}
        self.notebooks = notebooks
        self.book = book
        self.limits, self.problems = read_limits(self.raw.get("limits"), limits, RUN_LIST, label)
        if not isinstance(raw, dict):
            self._note("is no entry", f"write `- notebook: {raw}`", str(raw))

    def read(self) -> tuple[list[Run], list[Problem]]:
        """Return the runs of the entry, and its problems; with problems there may be fewer runs."""
        for key in self.raw:
            if key not in _KEYS:
                self._note("has an unknown key", nearest(str(key), _KEYS), str(key))
        name = self.raw.get("notebook")
        known = name in self.notebooks if isinstance(name, str) else False
        if self.raw and not known:
            self._note("names an unknown notebook", nearest(str(name), list(self.notebooks)), str(name))
        over = self._ranges_over(str(name)) if self.raw else None
        if known and not self.problems:
            return self._runs(str(name), over), self.problems
        return [], self.problems

    def _note(self, rule: str, todo: str, value: str = "", column: str = "") -> None:
        self.problems.append(Problem(RUN_LIST, f"{self.label} {rule}", todo, column=column, value=value))

    def _ranges_over(self, name: str) -> tuple[Table, str] | None:
        """Return the table and the column that the entry ranges over, None if there is none to range over."""
        over = self.raw.get("over")
        if over is None:
            if name.startswith(BRIEFS):
                self._note("is a brief over nothing", "add `over:` and a table, for example `over: challenges`", name)
            return None
        if not name.startswith(BRIEFS):
            self._note("ranges over a table but is no brief", "move the notebook below notebooks/briefs/", name)
        tables, (named, _, column) = self.book.package.tables, str(over).partition(".")
        if named not in tables:
            self._note("ranges over an unknown table", nearest(named, list(tables)), str(over))
            return None
        table = tables[named]
        if column and column not in table.columns:
            self._note("ranges over an unknown column", nearest(column, table.columns), str(over))
            return None
        if not column and len(table.primary_key) != 1:
            todo = "name one with a key like challenge_id, or a column as table.column"
            self._note("ranges over a table whose key is not one column", todo, named)
            return None
        return table, column or table.primary_key[0]

    def _runs(self, name: str, over: tuple[Table, str] | None) -> list[Run]:
        raw = self.raw.get("parameters") or {}
        if not isinstance(raw, dict):
            self._note("has parameters that are no mapping", "write `parameters: {name: value}`", str(raw))
            return []
        try:
            known = declared(self.notebooks[name])
        except ClaimbookError as error:
            self._note(f"names a notebook that can't be used: {error}", "mend the notebook", name)
            return []
        titles = {None: ""} if over is None else self._titles(*over)
        runs = []
        for row, title in titles.items():
            parameters, page = raw, name
            if over is not None:
                parameter = over[1].removesuffix("_id")
                if parameter in raw:
                    self._note("gives the parameter that it ranges over", "leave it out", parameter)
                    return []
                parameters, page = {parameter: row, **raw}, f"{name}/{row}"
            fitting, problems = fit(parameters, known, RUN_LIST, self.label)
            if problems:
                # the same for every row
                self.problems += problems
                return []
            runs.append(Run(page, self.notebooks[name], fitting, self.raw.get("over"), title, self.limits))
        return runs

    def _titles(self, table: Table, column: str) -> dict[Any, str]:
        """Return the values of a column, each once, with the name of what it stands for.

        Those that can't name a file are noted and left out.
        """
        cells = self.book.tables[table.name][column].drop_duplicates().tolist()
        ids = [int(one) if isinstance(one, int) else one for one in cells]
        good = [one for one in ids if not pd.isna(one) and _OUTPUT_ID.fullmatch(str(one))]
        for one in ids:
            if one not in good:
                todo = "use lower-case letters, digits, dots and hyphens"
                self._note(f"ranges over an id of {table.name} that can't name a page", todo, str(one), column)
        names = self._names(table, column)
        return {one: names.get(str(one), str(one)) for one in good}

    def _names(self, table: Table, column: str) -> dict[str, str]:
        """Return the acronym or name of each row of the table that a column refers to, or is the key of."""
        parents = {key.fields: key.table for key in table.foreign_keys}
        name = table.name if table.primary_key == (column,) else parents.get((column,), table.name)
        parent = self.book.package.tables[name]
        shown = [one for one in ("acronym", "name") if one in parent.columns]
        if not shown or len(parent.primary_key) != 1:
            return {}
        rows = self.book.tables[name]
        return dict(zip(rows[parent.primary_key[0]].astype("str"), rows[shown[0]].astype("str"), strict=True))
