"""The run list, reports/runs.yml: which notebooks are rendered, and with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from claimbook.errors import ClaimbookError, Problem, nearest

RUN_LIST = "reports/runs.yml"


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
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)


def load_runs(project: Path) -> list[Run]:
    """Read the run list of a project.

    Raises
    ------
    ClaimbookError
        If there is none, if it is no list of notebooks, or for each notebook that is not there.
    """
    file = project / RUN_LIST
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))["runs"]
    except FileNotFoundError:
        raise ClaimbookError(f"{project} holds no {RUN_LIST}: name a project with notebooks/ and reports/") from None
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ClaimbookError(f"{file} is no run list (runs: a list of notebooks): {error}") from error
    known = [path.relative_to(project / "notebooks").with_suffix("").as_posix() for path in _notebooks(project)]
    problems, runs = [], []
    for place, entry in enumerate(entries or (), start=1):
        name = entry.get("notebook") if isinstance(entry, dict) else None
        if name not in known:
            todo = nearest(str(name), known)
            problems.append(Problem(RUN_LIST, f"run {place} names an unknown notebook", todo, value=str(name)))
            continue
        runs.append(Run(name, project / "notebooks" / f"{name}.ipynb", entry.get("parameters") or {}))
    if not entries:
        problems.append(Problem(RUN_LIST, "an empty run list", "name at least one notebook"))
    if problems:
        raise ClaimbookError("the run list can't be used:", problems)
    return runs


def _notebooks(project: Path) -> list[Path]:
    found = sorted((project / "notebooks").rglob("*.ipynb"))
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]
