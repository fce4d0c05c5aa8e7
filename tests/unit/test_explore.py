"""The widgets, without a browser: a choice changes what is shown, and it is what the notebooks show."""

import re
import subprocess
import sys
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest

from claimbook import Book, ClaimbookError, explore
from claimbook.charts.states import LAYERS
from claimbook.exhibit import PLOTLY_MIME
from claimbook.views import case_charts, pairs
from small_package import found, write_package

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def control(panel: Any, label: str) -> Any:
    (one,) = [one for one in panel.children[0].children if getattr(one, "description", "") == label]
    return one


def buttons(panel: Any) -> list[Any]:
    """Return the buttons that take a mission out."""
    return [one for row in panel.children[0].children for one in getattr(row, "children", ())]


def words(panel: Any) -> str:
    return unescape(re.sub("<[^>]+>", " ", panel.children[1].value)).strip()


def shown(panel: Any) -> list[dict[str, Any]]:
    return [output["data"] for output in panel.children[2].outputs]


def digest(panel: Any) -> str:
    return "\n".join(data["text/plain"] for data in shown(panel))


@cache
def begun(name: str) -> tuple[dict[str, Any], list[str]]:
    """Run the first two cells of a notebook; return its variables and its other cells."""
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
    given, imports, *others = [cell.source for cell in cells if cell.cell_type == "code"]
    space: dict[str, Any] = {}
    exec(given, space)
    exec(imports, space)
    return space, others


def ran(name: str, call: str, layer: str = "asserted") -> Any:
    """Return what the cell of a notebook with this call shows."""
    space, cells = begun(name)
    space["p"].layer = layer
    (cell,) = [cell for cell in cells if call in cell]
    return eval(cell, space)


def choose(panel: Any, **values: str) -> None:
    for label, value in values.items():
        control(panel, label.capitalize()).value = value


@pytest.fixture(scope="module")
def panel(book: Book) -> Any:
    return explore.matrix(book)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("pair", pairs._NOTEBOOKS, ids="-".join)
def test_a_matrix_is_the_one_of_its_notebook(panel: Any, pair: tuple[str, str, str], layer: str) -> None:
    notebook, draw = pairs._NOTEBOOKS[pair]
    choose(panel, rows=pair[0], columns=pair[1], links=pair[2], layer=layer)
    assert shown(panel) == list(ran(notebook, f"view.{draw.__name__}(", layer=layer).bundles())
    assert notebook in words(panel)


def test_every_choice_of_a_matrix_shows_something(panel: Any) -> None:
    rows, columns, links, layer = panel.children[0].children
    layer.value = "difference"
    seen = {}
    for _, kind in rows.options:
        rows.value = kind
        # the first is drawn by a notebook, if any is, and the last by none
        for _, other in (columns.options[0], columns.options[-1]):
            columns.value = other
            for _, relation in links.options:
                links.value = relation
                first = shown(panel)[0]
                assert "can't be shown" not in words(panel)
                assert (PLOTLY_MIME in first) != first["text/plain"].startswith("Nothing joins")
                seen[kind, other, relation] = first["text/plain"]
    assert {("outcome", "principle", "produces"), ("lesson", "strategy", "teaches")} < set(seen)
    assert len(set(seen.values())) > 10


def test_old_output_is_replaced(book: Book) -> None:
    panel = explore.matrix(book)
    before = digest(panel)
    choose(panel, layer="checked")
    assert digest(panel) != before
    assert len(shown(panel)) == 2
    choose(panel, rows="case", columns="technology")
    assert len(shown(panel)) == 1
    assert "Nothing joins cases and technologies" in digest(panel)


def test_one_change_draws_once(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = explore.matrix(book)
    drawn: list[tuple[Any, ...]] = []
    monkeypatch.setattr(pairs, "pair", lambda _, *choice: drawn.append(choice) or pairs.Nothing("key", "none", ""))
    control(panel, "Rows").value = "outcome"
    assert len(drawn) == 1
    assert control(panel, "Columns").value == drawn[0][1]


@pytest.mark.parametrize(
    ("compare", "calls"),
    [
        ("what the article asserts and the record says", ["view.comparison(", "view.sources_of("]),
        ("when they worked, and beside whom", ["case_charts.calendar("]),
        ("where they worked: deaths per inhabitant in the latest year", ["where.surroundings("]),
        ("how many people were killed before, during and after", ["case_charts.violence(", "case_charts.around("]),
        ("who died in them", ["case_charts.dead("]),
        ("what the article claims of them, and what holds", ["view.claims("]),
    ],
)
def test_missions_are_compared_as_in_their_notebook(book: Book, compare: str, calls: list[str]) -> None:
    panel = explore.missions(book)
    control(panel, "Compare").value = compare
    expected = [bundle for call in calls for bundle in ran("07_case_studies", call).bundles()]
    assert shown(panel) == expected


def test_missions_come_and_go(book: Book) -> None:
    panel = explore.missions(book, ["minusma", "amisom"])
    add = control(panel, "Add a mission")
    add.value = "unmil"
    assert "UNMIL" in digest(panel)
    assert add.value == ""
    assert [one.description for one in buttons(panel)] == ["Remove AMISOM", "Remove MINUSMA", "Remove UNMIL"]
    add.value = next(label for label in add.options if label.startswith("MONUSCO, "))
    assert "MONUSCO" in digest(panel)
    buttons(panel)[0].click()
    assert [one.description for one in buttons(panel)] == ["Remove MINUSMA", "Remove MONUSCO", "Remove UNMIL"]
    assert words(panel) == "3 missions compared."


def test_too_few_missions_are_words_and_no_traceback(book: Book) -> None:
    panel = explore.missions(book, ["minusma", "amisom"])
    buttons(panel)[0].click()
    assert "1 mission to compare: name 2 to 6" in words(panel)
    assert shown(panel) == []
    control(panel, "Add a mission").value = "unmil"
    assert shown(panel)


def test_an_unknown_mission_is_told_with_the_nearest(book: Book) -> None:
    panel = explore.missions(book)
    before = shown(panel)
    control(panel, "Add a mission").value = "minusmo"
    assert "did you mean" in words(panel)
    assert shown(panel) == before
    with pytest.raises(ClaimbookError, match="did you mean"):
        explore.missions(book, ["minusmo"])


def test_years_are_for_deaths_alone(book: Book) -> None:
    panel = explore.missions(book)
    years = control(panel, "Years before and after")
    assert years.disabled
    control(panel, "Compare").value = "how many were killed per 100,000 inhabitants"
    assert not years.disabled
    years.value = 2
    assert shown(panel) == list(case_charts.violence(book, ["amisom", "minusma"], True, 2).bundles())


def test_a_cell_is_followed_to_its_sources(book: Book) -> None:
    panel = explore.cell(book, "minusma", "violence-reduction")
    assert "MINUSMA · Violence reduction: 1 link in the article" in words(panel)
    assert "Checked: contradicted" in words(panel)
    told = digest(panel)
    for one in ("l-172", "s7.p1.3", "c-042", "e-020"):
        assert one in told
    assert 'href="https://nupi.no/' in shown(panel)[-1]["text/html"]


def test_a_cell_offers_what_is_linked_or_all(book: Book) -> None:
    panel = explore.cell(book, "minusma", "violence-reduction")
    ends = control(panel, "To")
    few = [value for _, value in ends.options]
    assert "violence-reduction" in few
    assert "trust" not in few
    control(panel, "only what a link joins to it").value = False
    assert ends.value == "violence-reduction"
    ends.value = "trust"
    assert "No statement links MINUSMA and Trust directly" in words(panel)


def test_an_entity_that_nothing_links_says_so(book: Book) -> None:
    panel = explore.cell(book)
    control(panel, "From").value = "unsc-1267"
    assert "No link leads to or from it" in words(panel)
    assert shown(panel) == []
    control(panel, "only what a link joins to it").value = False
    assert "in no way" in words(panel)


def test_an_unknown_entity_is_told_with_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean minusma"):
        explore.cell(book, "minusm")
    assert control(explore.cell(book, target="trust"), "To").value == "trust"


def test_data_never_become_markup(tmp_path: Path) -> None:
    names = "thing_id,name\nlaw,<b>Law</b>\npeace,Peace\nrain,Rain\ntrade,<img src=x>\nwells,Wells"
    book = write_package(tmp_path, found("c-001", "a", "supports", "l-001"), things=names)
    panel = explore.cell(book, "law", "trade")
    html = panel.children[1].value + "".join(data["text/html"] for data in shown(panel))
    assert "&lt;b&gt;Law" in html
    assert "<img" not in html
    assert "<b>Law" not in html


def test_the_widgets_work_on_a_package_of_ones_own(tmp_path: Path) -> None:
    book = write_package(tmp_path, found("c-001", "a", "supports", "l-001"))
    assert PLOTLY_MIME in shown(explore.matrix(book))[0]
    assert "e-001" in digest(explore.cell(book, "wells", "peace"))
    with pytest.raises(ClaimbookError, match="no table 'missions'"):
        explore.missions(book)


def test_a_fault_clears_what_was_shown(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = explore.matrix(book)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(pairs, "pair", broken)
    with pytest.raises(ZeroDivisionError):
        choose(panel, layer="checked")
    assert "This choice can't be shown: a fault" in words(panel)
    assert shown(panel) == []


def test_without_ipywidgets_the_extra_is_named() -> None:
    code = """
import sys
sys.modules["ipywidgets"] = None
import claimbook as cb
from claimbook import explore
for make in (explore.matrix, explore.missions, explore.cell):
    try:
        make(cb.open_book())
    except cb.ClaimbookError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["exploring needs ipywidgets: run `pip install 'claimbook[lab]'`"] * 3
