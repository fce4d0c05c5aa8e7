"""What the article leaves out: counts by hand, and the rules that keep decisions and statements together."""

from pathlib import Path

import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import missing as view


def test_every_item_is_decided_and_tied(book: Book) -> None:
    rows = view.items(book)
    assert len(rows) == 35
    assert (rows["statements"] != "").equals(rows["mentioned"] != "no")
    told = view.headline(book)
    assert told["items mentioned"] + told["items in part"] + told["items not mentioned"] == 35
    assert "consent of the parties" in view.finding(book)
    assert len(view.finding(book)) <= 160


def test_frameworks_and_decisions_filter(book: Book) -> None:
    frame = view.by_framework(book).frame
    assert frame.drop(columns="framework").to_numpy().sum() == 35
    for framework in view.frameworks(book):
        for mentioned in ("all", "yes", "partly", "no"):
            rows = view.items(book, framework, mentioned)
            shown = view.listed(book, framework, mentioned)
            assert len(rows) == (len(shown.frame) if hasattr(shown, "frame") else 0)
    with pytest.raises(ClaimbookError, match="did you mean"):
        view.items(book, "un-principle")
    with pytest.raises(ClaimbookError, match="no decision"):
        view.items(book, "all", "maybe")


def test_components_are_counted_by_missions(book: Book) -> None:
    frame = view.in_mandates(book).frame.set_index("component")
    mandates = book.tables["mandates"]
    coded = mandates[(mandates["source_id"] == "pema-2") & mandates["tasks"].notna()]
    mines = coded["tasks"].str.contains("pema-demining-(?:assist|monitor|secure)")
    assert frame.loc["Mine action", "missions"] == coded.loc[mines, "mission_id"].nunique()
    assert frame["per cent of missions"].between(0, 100).all()
    assert "48 UN missions" in view.in_mandates(book).subtitle
    assert view.in_mandates(book, 2030).title.startswith("No mandate")


def test_research_is_told_apart(book: Book) -> None:
    frame = view.on_research(book).frame
    assert set(frame["origin"]) == {"literature"}
    listed = view.research(book).frame
    assert (listed["what research tests"] == "no claim of this collection tests it").any()
    assert view.on_research(book, "epon").frame["claim"].tolist() == ["c-104"]


def test_an_item_without_a_decision_is_named(package: Path) -> None:
    from claimbook import check

    file = package / "themes" / "framework_items.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    row = next(place for place, line in enumerate(lines) if line.startswith("un-consent,"))
    lines[row] = lines[row].replace(",no,", ",,", 1)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = [problem for problem in check(package) if problem.file == "themes/framework_items.csv"]
    assert [(problem.row, problem.column) for problem in problems] == [(row + 1, "mentioned")]
