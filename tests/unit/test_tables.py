"""Tables are parsed once for each content, and noted for whoever asks, whatever was read before."""

import json
from pathlib import Path

import pandas as pd
import pytest

from claimbook import ClaimbookError, open_book
from claimbook.tables import TRACE_VARIABLE

FIELDS = [{"name": "place_id"}, {"name": "people_count", "type": "integer"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    resource = {"name": "places", "path": "places.csv", "schema": {"primaryKey": "place_id", "fields": FIELDS}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "small", "resources": [resource]}))
    write(tmp_path, "a,1\n")
    return tmp_path


def write(folder: Path, rows: str) -> None:
    (folder / "places.csv").write_text(f"place_id,people_count\n{rows}", encoding="utf-8")


def noted(trace: Path) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    return [(Path(line["path"]).name, line["sha256"]) for line in lines]


def test_a_second_reader_parses_nothing_and_is_noted_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_book(folder).tables["places"]
    monkeypatch.setattr("pandas.read_csv", lambda *_, **__: pytest.fail("parsed again"))
    trace = tmp_path / "trace"
    monkeypatch.setenv(TRACE_VARIABLE, str(trace))
    assert open_book(folder).tables["places"]["people_count"].sum() == 1
    assert [name for name, _ in noted(trace)] == ["datapackage.json", "places.csv"]


def test_a_file_that_changed_is_parsed_and_noted_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv(TRACE_VARIABLE, str(trace))
    book = open_book(folder)
    assert book.tables["places"]["people_count"].sum() == 1
    write(folder, "a,2\n")
    assert book.tables["places"]["people_count"].sum() == 1, "a book that is open stays as it was"
    assert open_book(folder).tables["places"]["people_count"].sum() == 2
    digests = [digest for name, digest in noted(trace) if name == "places.csv"]
    assert len(digests) == len(set(digests)) == 2
    write(folder, "a,many\n")
    with pytest.raises(ClaimbookError, match="does not fit its schema"):
        open_book(folder).tables["places"]


def test_the_same_file_under_another_schema_is_parsed_anew(folder: Path) -> None:
    assert open_book(folder).tables["places"]["people_count"].dtype == "Int64"
    descriptor = folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace('"integer"', '"string"'))
    assert open_book(folder).tables["places"]["people_count"].tolist() == ["1"]


def test_what_one_reader_changes_no_other_sees(folder: Path) -> None:
    first = open_book(folder).tables["places"]
    first.loc[0, "people_count"] = 7
    first["place_id"] = "changed"
    first.index = pd.Index(["x"], name="y")
    first.columns.name = "z"
    for table in (open_book(folder).tables["places"], open_book(folder).tables["places"]):
        assert table.to_dict("list") == {"place_id": ["a"], "people_count": [1]}
        assert (table.index.name, table.columns.name) == (None, None)
