"""A reader's own small package: another article, other kinds, no claims; the same calls work on it."""

import json
from pathlib import Path

import pytest

from claimbook import Book, charts, check, explain, matrix, open_book
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
