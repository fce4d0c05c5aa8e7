"""The run list, reports/runs.yml: which notebooks are rendered, and with which parameters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from claimbook.book import Book
from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.render.limits import Limits, read_limits
from claimbook.render.parameters import declared, fit
from claimbook.render.ranges import Value, read_ranges

RUN_LIST = "reports/runs.yml"
BRIEFS = "briefs/"
_KEYS = ("notebook", "parameters", "over", "limits")


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
        The table, or `table.column`, that a brief ranges over, this run being for one of its values; or the parameters
        of which this run has one combination.
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
        ranges = self._ranges(str(name)) if self.raw else {}
        if known and not self.problems:
            return self._runs(str(name), ranges), self.problems
        return [], self.problems

    def _note(self, rule: str, todo: str, value: str = "", column: str = "") -> None:
        self.problems.append(Problem(RUN_LIST, f"{self.label} {rule}", todo, column=column, value=value))

    def _ranges(self, name: str) -> dict[str, list[Value]]:
        """Return the values of each parameter that the entry ranges over, none if there is nothing to range over."""
        over = self.raw.get("over")
        if over is None:
            if name.startswith(BRIEFS):
                self._note("is a brief over nothing", "add `over:` and a table, for example `over: challenges`", name)
            return {}
        if not name.startswith(BRIEFS):
            self._note("ranges over a table but is no brief", "move the notebook below notebooks/briefs/", name)
        return read_ranges(over, self.book, self._note)

    def _runs(self, name: str, ranges: Mapping[str, Sequence[Value]]) -> list[Run]:
        raw = self.raw.get("parameters") or {}
        if not isinstance(raw, dict):
            self._note("has parameters that are no mapping", "write `parameters: {name: value}`", str(raw))
            return []
        try:
            known = declared(self.notebooks[name])
        except ClaimbookError as error:
            self._note(f"names a notebook that can't be used: {error}", "mend the notebook", name)
            return []
        if given := sorted(ranges.keys() & raw.keys()):
            self._note("gives the parameter that it ranges over", "leave it out", given[0])
            return []
        runs = []
        for values in product(*ranges.values()):
            parameters = dict(zip(ranges, (one.value for one in values), strict=True)) | raw
            fitting, problems = fit(parameters, known, RUN_LIST, self.label)
            if problems:
                # the same for every row
                self.problems += problems
                return []
            page, title = "/".join([name, *(one.page for one in values)]), ", ".join(one.title for one in values)
            runs.append(Run(page, self.notebooks[name], fitting, self._over(), title, self.limits))
        return runs

    def _over(self) -> str | None:
        over = self.raw.get("over")
        return ", ".join(over) if isinstance(over, dict) else over
