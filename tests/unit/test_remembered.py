"""What is remembered of a book is what would be worked out again, and no longer than its tables stay as they are."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from claimbook import open_book
from claimbook.book import Book
from claimbook.remembered import remembered
from claimbook.tables import TRACE_VARIABLE

DESCRIPTOR = {
    "name": "small",
    "title": "Small",
    "version": "1",
    "profile": "tabular-data-package",
    "resources": [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": [{"name": "word", "type": "string"}], "primaryKey": ["word"]},
        }
        for name in ("one", "two")
    ],
}
asked: list[object] = []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a package of two tables."""
    asked.clear()
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR))
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text("word\na\n")
    return tmp_path


@remembered
def first(book: Book, names: Sequence[str] = ("one",)) -> pd.DataFrame:
    """Return a table, and note that it was asked for."""
    asked.append(names)
    return book.tables[names[0]]


@remembered
def outer(book: Book) -> dict[str, int]:
    """Ask what another one asks."""
    asked.append("outer")
    return {"rows": len(first(book))}


def test_a_function_is_executed_once_for_each_set_of_arguments(folder: Path) -> None:
    for book in (open_book(folder), open_book(folder)):
        for names in (["one"], ["two"]):
            assert first(book, names)["word"].tolist() == ["a"]
        assert len(first(book, names=["two"])) == len(first(book)) == 1
    assert asked == [["one"], ["two"]]


def test_what_one_reader_changes_the_next_does_not_see(folder: Path) -> None:
    book = open_book(folder)
    mine = first(book)
    mine.loc[0, "word"] = "mine"
    mine["new"] = 1
    outer(book)["rows"] = 9
    assert first(book).to_dict("list") == {"word": ["a"]}
    assert outer(book) == {"rows": 1}


def test_a_table_that_changes_is_asked_anew_also_through_others(folder: Path) -> None:
    assert outer(open_book(folder)) == {"rows": 1}
    (folder / "two.csv").write_text("word\nb\nc\n")
    assert outer(open_book(folder)) == {"rows": 1}
    assert asked == ["outer", ("one",)]
    asked.clear()
    (folder / "one.csv").write_text("word\nb\nc\n")
    assert outer(open_book(folder)) == {"rows": 2}
    assert asked[0] == "outer"


def test_another_descriptor_is_another_book(folder: Path) -> None:
    first(open_book(folder))
    (folder / "datapackage.json").write_text(json.dumps(DESCRIPTOR | {"version": "2"}))
    first(open_book(folder))
    assert len(asked) == 2


def test_who_gets_a_remembered_answer_has_read_its_tables(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer(open_book(folder))
    trace = tmp_path_factory.mktemp("trace") / "trace"
    monkeypatch.setenv(TRACE_VARIABLE, str(trace))
    outer(open_book(folder))
    read = {Path(json.loads(line)["path"]).name for line in trace.read_text().splitlines()}
    assert read == {"datapackage.json", "one.csv"}


def test_what_can_not_be_looked_up_is_asked_each_time(folder: Path) -> None:
    names = pd.Series(["one"])
    assert [len(first(open_book(folder), names)) for _ in range(2)] == [1, 1]
    assert len(asked) == 2


def test_tables_that_are_no_files_are_asked_each_time(folder: Path) -> None:
    book = open_book(folder)
    book.tables = {"one": pd.DataFrame({"word": ["x"]})}
    assert [first(book)["word"].tolist() for _ in range(2)] == [["x"], ["x"]]
    assert len(asked) == 2
