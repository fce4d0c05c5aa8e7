"""Check a data package in one pass and list every problem at once."""

from pathlib import Path

import networkx as nx
import pandas as pd

from claimbook.checks.article import article_rules
from claimbook.checks.evidence import evidence_rules
from claimbook.checks.figures import figure_rules
from claimbook.checks.files import read_cells, stray_files
from claimbook.checks.keys import dangling
from claimbook.checks.missions import mission_rules
from claimbook.checks.own import stale_analyses
from claimbook.checks.stubs import stub_rules
from claimbook.checks.tables import check_table
from claimbook.checks.themes import theme_rules
from claimbook.errors import Problem
from claimbook.schema import Package, load_package

__all__ = ["check"]

_RULES = (article_rules, stub_rules, evidence_rules, figure_rules, mission_rules, theme_rules)


def check(path: str | Path) -> list[Problem]:
    """Check every table of a data package against its schema and the rules of the codebook.

    Parameters
    ----------
    path : str or pathlib.Path
        Folder with a `datapackage.json`.

    Returns
    -------
    list of Problem
        Empty if all is well. What is wrong in a file comes before what is wrong in its cells, then what refers to
        nothing, then what breaks a rule of the codebook, of the coding of evidence or of figures; a table comes before
        those that refer to it, and what only follows from a problem that is listed is folded into it.

    Raises
    ------
    ClaimbookError
        If the descriptor itself can't be used.
    """
    folder = Path(path)
    package = load_package(folder)
    in_files = stray_files(folder, package)
    in_cells: list[Problem] = []
    frames: dict[str, pd.DataFrame] = {}
    for name in parents_first(package):
        table = package.tables[name]
        cells, problems = read_cells(folder, table)
        in_files += problems
        if cells is not None:
            in_cells += check_table(table, cells)
            frames[name] = cells
    in_rows = [problem for rules in _RULES for problem in rules(package, frames)]
    return in_files + in_cells + dangling(package, frames) + in_rows + stale_analyses(folder, package, frames)


def parents_first(package: Package) -> list[str]:
    """Return the names of the tables, each after those that its foreign keys refer to."""
    graph = nx.DiGraph()
    graph.add_nodes_from(package.tables)
    graph.add_edges_from((key.table, table.name) for table in package.tables.values() for key in table.foreign_keys)
    # tables that refer to each other in a circle stay together, in the descriptor's order
    circles = nx.condensation(graph)
    order = list(package.tables)
    return [
        name
        for circle in nx.topological_sort(circles)
        for name in sorted(circles.nodes[circle]["members"], key=order.index)
    ]
