"""Turn the raw parameters of a notebook into checked values, or say what is wrong with all of them at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from claimbook.errors import ClaimbookError, Problem, nearest

# names that Jupyter itself puts among a notebook's variables
_JUPYTER = {"In", "Out", "get_ipython", "exit", "quit", "open"}
_PLAIN = (str, int, float, bool, list, dict, type(None))


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def read(self, raw: object) -> int:
        """Return the number, or raise a ValueError that says what is allowed."""
        number = int(raw) if isinstance(raw, str) and raw.strip().isdecimal() else raw
        if isinstance(number, bool) or not isinstance(number, int) or not self.low <= number <= self.high:
            raise ValueError(f"write a whole number from {self.low} to {self.high}")
        return number


@dataclass(frozen=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, raw: object) -> str:
        """Return the word, or raise a ValueError that names the nearest ones."""
        if raw not in self.words:
            raise ValueError(nearest(str(raw), self.words))
        return str(raw)


@dataclass(frozen=True)
class SomeOf:
    """One or more of some words, written with commas between them."""

    words: tuple[str, ...]

    def read(self, raw: object) -> tuple[str, ...]:
        """Return the words in their own order, or raise a ValueError that names the nearest ones."""
        given = [word.strip() for word in str(raw).split(",") if word.strip()]
        if not given:
            raise ValueError(f"write one or more of {', '.join(self.words)}")
        if wrong := [word for word in given if word not in self.words]:
            raise ValueError(nearest(wrong[0], self.words))
        return tuple(word for word in self.words if word in given)


@dataclass(frozen=True)
class YesOrNo:
    """True or false."""

    def read(self, raw: object) -> bool:
        """Return the truth value, or raise a ValueError that says what is allowed."""
        if str(raw).lower() not in {"true", "false"}:
            raise ValueError("write True or False")
        return str(raw).lower() == "true"


@dataclass(frozen=True)
class Day:
    """A day written as YYYY-MM-DD."""

    def read(self, raw: object) -> dt.date:
        """Return the day, or raise a ValueError that says how to write it."""
        try:
            return dt.date.fromisoformat(str(raw))
        except ValueError:
            raise ValueError("write a day as YYYY-MM-DD") from None


def day() -> Day:
    """Allow a day."""
    return Day()


def yes_or_no() -> YesOrNo:
    """Allow True and False."""
    return YesOrNo()


def whole(low: int, high: int) -> Whole:
    """Allow a whole number from `low` to `high`."""
    return Whole(low, high)


def one_of(words: Iterable[str]) -> OneOf:
    """Allow one of some words."""
    return OneOf(tuple(words))


def some_of(words: Iterable[str]) -> SomeOf:
    """Allow one or more of some words, written with commas between them: `"stated,implied"`."""
    return SomeOf(tuple(words))


Rule = Whole | OneOf | SomeOf | YesOrNo | Day


def params(variables: Mapping[str, Any], **rules: Rule) -> SimpleNamespace:
    """Check the parameters of a notebook.

    Parameters
    ----------
    variables : mapping
        The notebook's variables, `globals()`, before it has made any others of its own.
    **rules : Whole, OneOf, SomeOf, YesOrNo or Day
        What each parameter may be; a plain variable without a rule is taken for a parameter that papermill injected
        under a wrong name.

    Returns
    -------
    types.SimpleNamespace
        The values, typed.

    Raises
    ------
    ClaimbookError
        For every unknown parameter and every wrong value, with the nearest names.

    Examples
    --------
    >>> params({"top_count": "12"}, top_count=whole(1, 40)).top_count
    12
    """
    given = {
        name: value
        for name, value in variables.items()
        if not name.startswith("_") and name not in _JUPYTER and isinstance(value, _PLAIN)
    }
    problems = [
        Problem("parameters", "an unknown parameter", nearest(name, list(rules)), value=name)
        for name in given
        if name not in rules
    ]
    values = {}
    for name, rule in rules.items():
        if name not in given:
            problems.append(Problem("parameters", "a missing parameter", "give it a value", column=name))
            continue
        try:
            values[name] = rule.read(given[name])
        except ValueError as error:
            value = str(given[name])
            problems.append(Problem("parameters", "a value that can't be used", str(error), column=name, value=value))
    if problems:
        raise ClaimbookError("the parameters of this notebook can't be used:", problems)
    return SimpleNamespace(**values)
