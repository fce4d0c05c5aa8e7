"""Recompute the figures that findings give, and see that their words fit."""

import re
from collections.abc import Callable, Sequence

from claimbook.checks.rules import Frames, Rows, Rules
from claimbook.errors import Problem
from claimbook.schema import Package

_FORMULAS: dict[str, tuple[int | None, Callable[..., float]]] = {
    "change_pct": (2, lambda before, after: (after - before) / before * 100),
    "difference": (2, lambda before, after: after - before),
    "share_pct": (2, lambda part, whole: part / whole * 100),
    "ratio": (2, lambda before, after: after / before),
    "sum": (None, lambda *parts: sum(parts)),
}
_UP = re.compile(r"\b(rose|rise|more|up|increase\w*|higher|grew|above)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(fell|fall|fewer|less|down|decrease\w*|lower|dropped|below)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RULES = Rules()


def figure_rules(package: Package, frames: Frames) -> list[Problem]:
    """List the figures that do not follow from their inputs, or whose words say something else."""
    return _RULES.problems(package, frames)


@_RULES.needs("figures.figure_id value formula inputs")
def _recomputed(figures: Rows) -> list[Problem]:
    values = {row.figure_id: _number(row.value) for row in figures.cells.itertuples()}
    problems = []
    for row in figures.cells.itertuples():
        inputs, value = row.inputs.split(), values[row.figure_id]
        if row.formula == "given" or row.formula not in _FORMULAS or value is None:
            continue
        known = [number for one in inputs if (number := values.get(one)) is not None]
        wanted, formula = _FORMULAS[row.formula]
        if len(known) < len(inputs) or not known or (wanted and len(inputs) != wanted):
            rule = f"{row.formula} needs {wanted or 'one or more'} figures of this table"
            problems.append(figures.problem(row.Index, "inputs", rule, "name them by their ids"))
        elif wrong := _differs(value, row.value, formula, known):
            todo = "mend the value or its inputs; what the source prints belongs into printed"
            problems.append(figures.problem(row.Index, "value", f"its inputs give {wrong}", todo))
    return problems


@_RULES.needs("figures.evidence_id value formula wording", "evidence.evidence_id finding")
def _worded(figures: Rows, evidence: Rows) -> list[Problem]:
    findings = dict(evidence.cells[["evidence_id", "finding"]].itertuples(index=False, name=None))
    problems = []
    for row in figures.cells.itertuples():
        value, finding = _number(row.value), findings.get(row.evidence_id)
        if value is None or finding is None:
            continue
        if row.wording not in finding:
            rule, todo = f"words that do not stand in the finding of {row.evidence_id}", "copy them from there"
            problems.append(figures.problem(row.Index, "wording", rule, todo))
            continue
        numbers = [float(found.replace(",", "")) for found in _NUMBER.findall(row.wording)]
        if numbers and abs(value) not in numbers:
            rule, todo = f"words with another number than {row.value}", "let the words give the figure"
            problems.append(figures.problem(row.Index, "wording", rule, todo))
        if row.formula in ("change_pct", "difference") and _says_the_other_way(value, row.wording):
            rule, todo = f"words that point the other way than {row.value}", "say what the figure says"
            problems.append(figures.problem(row.Index, "wording", rule, todo))
    return problems


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _differs(value: float, text: str, formula: Callable[..., float], inputs: Sequence[float]) -> str:
    """Return what the inputs give, rounded like the value, where that is another number."""
    digits = len(text.partition(".")[2])
    try:
        found = round(formula(*inputs), digits)
    except ZeroDivisionError:
        return "no number: a division by zero"
    return "" if found == round(value, digits) else f"{found:.{digits}f}"


def _says_the_other_way(value: float, words: str) -> bool:
    up, down = bool(_UP.search(words)), bool(_DOWN.search(words))
    return up != down and ((value > 0 and down) or (value < 0 and up))
