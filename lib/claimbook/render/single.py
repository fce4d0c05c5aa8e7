"""One notebook with parameters of one's own, as a run."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from claimbook.book import Book
from claimbook.errors import ClaimbookError, nearest
from claimbook.render.limits import Limits
from claimbook.render.parameters import declared, fit_text
from claimbook.render.runs import RUN_LIST, Run, find_notebooks, load_runs


def single_run(project: Path, book: Book, notebook: str, given: Mapping[str, str]) -> Run:
    """Return the run of the run list that has this notebook and these parameters, or else one of its own name.

    Its own name is one that no run of the list has: the site must not take its copy for another's.

    Raises
    ------
    ClaimbookError
        If there is no such notebook or parameter, or a value does not fit.
    """
    notebooks = find_notebooks(project)
    name = notebook.removeprefix("notebooks/").removesuffix(".ipynb")
    if name not in notebooks:
        raise ClaimbookError(f"no notebook {notebook!r} in {project / 'notebooks'}: {nearest(name, list(notebooks))}")
    parameters, problems = fit_text(given, declared(notebooks[name]), "-p", name)
    if problems:
        raise ClaimbookError(f"{name} can't be executed with these parameters:", problems)
    limits = Limits()
    if (project / RUN_LIST).is_file():
        for run in load_runs(project, book):
            if run.notebook == notebooks[name]:
                limits = run.limits
                if dict(run.parameters) == parameters:
                    return run
    digest = sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()
    return Run(f"{name}--{digest[:8]}", notebooks[name], parameters, limits=limits)
