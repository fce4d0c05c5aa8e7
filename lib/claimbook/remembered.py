"""Remember what a function of a book returned, for as long as the tables that it read stay as they were."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from claimbook.book import Book
from claimbook.tables import Tables

_MOST = 2000
_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True)
class _Answer:
    """What came out, the descriptor of the package, and each table that was read on the way."""

    value: Any
    descriptor: str
    read: dict[str, pd.DataFrame]

    def holds(self, book: Book, tables: Tables) -> bool:
        if self.descriptor != book.descriptor:
            return False
        # whoever looks at a table has read it, here as in the trace of a rendering
        return all(tables.frame(name) is seen for name, seen in self.read.items())


# kernels that are forked from a process that has asked find its answers there
_answers: dict[Hashable, _Answer] = {}


def remembered(function: Callable[Concatenate[Book, _P], _R]) -> Callable[Concatenate[Book, _P], _R]:
    """Let a function of a book be executed once for each set of arguments.

    Whoever gets a table or a mapping may change it: the next one gets another. With arguments that are neither hashable
    nor lists of such it is executed each time. Nothing else than the book and the arguments may decide what comes out,
    not today's date either.
    """
    called = signature(function)

    @wraps(function)
    def ask(book: Book, *arguments: _P.args, **options: _P.kwargs) -> _R:
        tables = book.tables
        if not isinstance(tables, Tables):
            return function(book, *arguments, **options)
        asked = called.bind(book, *arguments, **options)
        asked.apply_defaults()
        key = (function, *map(_hashable, asked.args[1:]), *asked.kwargs.items())
        try:
            answer = _answers.get(key)
        except TypeError:
            # a Series, for example, stands for itself only
            return function(book, *arguments, **options)
        if answer is None or not answer.holds(book, tables):
            with tables.noting() as read:
                value = function(book, *arguments, **options)
            while len(_answers) >= _MOST:
                _answers.pop(next(iter(_answers)))
            answer = _answers[key] = _Answer(value, book.descriptor, {name: tables.frame(name) for name in read})
        return _fresh(answer.value)

    return cast("Callable[Concatenate[Book, _P], _R]", ask)


def _hashable(argument: Any) -> Hashable:
    return tuple(argument) if isinstance(argument, list) else argument


def _fresh(value: Any) -> Any:
    if isinstance(value, pd.DataFrame | pd.Series):
        # what is changed in it is copied first: pandas' copy-on-write
        return value.copy(deep=False)
    return dict(value) if isinstance(value, dict) else value
