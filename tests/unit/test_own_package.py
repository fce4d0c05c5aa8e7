"""A reader's own small package: another article, other kinds, no claims; the same calls work on it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from claimbook import Book, charts, check, explain, matrix, open_book
from claimbook.charts.states import LAYERS
from claimbook.checked import NOT_YET
from claimbook.evidence import evidence, included, searched, stale
from claimbook.ordering import without_partner
from claimbook.tidy import tidy

TABLES = {
    "statements": "statement_id,paraphrase\np1,Wells keep towns calm.\np2,Drought empties wells.\n",
    "problems": "problem_id,name\ndrought,Drought\nflood,Flood\n",
    "remedies": "remedy_id,name\nwells,Wells\n",
    "entities": "entity_id,kind\n",
    "relations": "relation,source_kind,target_kind,reads_as\nharms,problem,remedy,empties\n",
    "links": "link_id,source,relation,target,statement_id,basis,polarity\nl-1,drought,harms,wells,p2,stated,positive\n",
}
KINDS = {"problems": "problem", "remedies": "remedy"}
KEYS = {"relations": ["relation", "source_kind", "target_kind"]}


@pytest.fixture
def own(tmp_path: Path) -> Book:
    resources = []
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        columns = text.splitlines()[0].split(",")
        fields = [{"name": column, "type": "string", "description": column} for column in columns]
        schema = {"fields": fields, "primaryKey": KEYS.get(name, columns[:1])}
        kind = {"entityKind": KINDS[name]} if name in KINDS else {}
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema, **kind})
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "wells", "resources": resources}), encoding="utf-8")
    tidy(tmp_path)
    return open_book(tmp_path)


def test_it_is_tidied_and_clean(own: Book) -> None:
    assert own.tables["entities"]["entity_id"].tolist() == ["drought", "flood", "wells"]
    assert check(own.folder) == []


def test_its_matrix_is_crossed_explained_and_drawn(own: Book) -> None:
    cells = matrix(own, "problem", "remedy")
    assert cells["link_count"].tolist() == [1, 0]
    assert without_partner(cells, "row") == ["flood"]
    told = explain(own, "drought", "wells")
    assert told.links["statement_id"].tolist() == cells["statement_ids"].tolist()[:1]
    assert "Drought → empties → Wells (stated)" in told.to_text()
    figure = charts.matrix_chart(cells)
    assert [trace.name for trace in figure.data if trace.showlegend]


def test_without_evidence_nothing_is_checked_and_all_is_drawn(own: Book) -> None:
    cells = matrix(own, "problem", "remedy", as_of=dt.date(2020, 1, 1))
    assert cells["state"].tolist() == ["asserted_untested", "neither"]
    assert (cells["checked_as"] == NOT_YET).all()
    for layer in LAYERS:
        assert "asserted, not yet checked (1)" in [trace.name for trace in charts.matrix_chart(cells, layer).data]
    told = explain(own, "drought", "wells")
    assert told.evidence.empty
    assert told.verdict == ""
    assert told.to_text().endswith("No evidence bears on this.")
    assert explain(own, "flood", "wells").path == ()


def test_without_evidence_there_is_none_to_be_stale(own: Book) -> None:
    assert evidence(own).empty
    assert stale(own, dt.date.max).empty
    assert included(own) == {}
    assert searched(own) == set()
    assert tidy(own.folder) == []
