"""Which parameters a notebook declares, and whether values fit them."""

import ast
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from claimbook.errors import ClaimbookError, Problem, nearest


@dataclass(frozen=True)
class Parameter:
    """One line of a notebook's cell tagged `parameters`.

    `kind` is the annotation as it is written, empty where there is none; `default` is the value as code.
    """

    name: str
    kind: str
    default: str


def declared(notebook: Path) -> dict[str, Parameter]:
    """Return the parameters that a notebook declares, by name.

    papermill's own inspection is not used: it drops a line with a second `=`, in a comment say.

    Raises
    ------
    ClaimbookError
        If the file is no notebook, or the cell no Python.
    """
    try:
        return declared_in(nbformat.read(notebook, as_version=4))
    except (OSError, ValueError, SyntaxError, LookupError, AttributeError, TypeError) as error:
        raise ClaimbookError(f"the parameters of {notebook} can't be read: {error!r}") from error


def declared_in(notebook: nbformat.NotebookNode) -> dict[str, Parameter]:
    """Return the parameters that a notebook declares which was read already, or executed."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    body = ast.parse(tagged[0].source).body if tagged else []
    found = {}
    for line in body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value:
            kind = ast.unparse(line.annotation)
            found[line.target.id] = Parameter(line.target.id, kind, ast.unparse(line.value))
        elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            found[line.targets[0].id] = Parameter(line.targets[0].id, "", ast.unparse(line.value))
    return found


def fit(
    values: Mapping[str, Any], known: Mapping[str, Parameter], place: str, whose: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Give values the types that a notebook declares.

    Parameters
    ----------
    values : mapping
        As YAML read them.
    known : mapping
        What the notebook declares.
    place, whose : str
        Where the values stand and whose they are, for the problems.

    Returns
    -------
    tuple of dict and list of Problem
        The values that fit; a problem for each name that is unknown and each value of another type.
    """
    return _each(values, known, place, whose, _cast)


def fit_text(
    values: Mapping[str, str], known: Mapping[str, Parameter], place: str, whose: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Do the same for values that are text, as on a command line: `007` stays text for a `str`."""
    return _each(values, known, place, whose, _parse)


def _each(
    values: Mapping[str, Any], known: Mapping[str, Parameter], place: str, whose: str, read: Any
) -> tuple[dict[str, Any], list[Problem]]:
    fitting, problems = {}, []
    for name, value in values.items():
        if name not in known:
            todo = nearest(str(name), list(known)) if known else "the notebook declares none"
            problems.append(Problem(place, f"{whose} has an unknown parameter", todo, value=str(name)))
            continue
        try:
            fitting[name] = read(value, known[name].kind)
        except ValueError as error:
            rule = f"{whose} has a value that does not fit"
            problems.append(Problem(place, rule, str(error), column=name, value=str(value)))
    return fitting, problems


def _cast(value: Any, kind: str) -> Any:
    """Take a value of the declared type; YAML makes a bool of NO and a number of 007, so nothing is converted."""
    if kind == "float" and type(value) is int:
        value = float(value)
    if kind in {"str", "int", "float", "bool"} and type(value).__name__ != kind:
        raise ValueError(f"write {_example(kind)}")
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        raise ValueError("write a value that JSON has: text, a number, true or false") from None
    return value


def _parse(text: str, kind: str) -> Any:
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    if kind == "int" and re.fullmatch("[+-]?[0-9]+", text):
        return int(text)
    if kind == "float":
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
    if kind in {"bool", "int", "float"}:
        raise ValueError(f"write {_example(kind)}")
    return text


def _example(kind: str) -> str:
    examples = {"str": 'text, in quotes: "007"', "int": "a whole number", "float": "a number", "bool": "true or false"}
    return examples[kind]
