"""Ids and names in the tables of executed notebooks lead to their pages; what is markup already stays as it is."""

import nbformat
import pytest

from claimbook import Book
from claimbook.render.linked import Linker, Shows


@pytest.fixture(scope="module")
def linker(book: Book) -> Linker:
    return Linker(book)


def linked(linker: Linker, html: str) -> tuple[str, set[tuple[str, str]]]:
    output = nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": html})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    shown = linker.link(notebook, "../")
    assert notebook.cells[0].outputs[0].data["text/plain"] == html
    return notebook.cells[0].outputs[0].data["text/html"], set(shown)


def test_statements_claims_and_names_lead_to_their_pages(linker: Linker) -> None:
    html, shown = linked(linker, "<td>s7.p1.3 s4-1.p1.1</td><td>c-001</td><td>Drones (equipment)</td>")
    assert html == (
        '<td><a href="../statements.html#s7-p1-3">s7.p1.3</a> <a href="../statements.html#s4-1-p1-1">s4-1.p1.1</a></td>'
        '<td><a href="../claims/c-001.html">c-001</a></td>'
        '<td><a href="../entities/technologies.html#drones">Drones (equipment)</a></td>'
    )
    assert shown == {
        ("statement", "s7.p1.3"),
        ("statement", "s4-1.p1.1"),
        ("claim", "c-001"),
        ("entity", "drones"),
    }


@pytest.mark.parametrize(
    "html",
    [
        '<a download="x.csv" href="data:text/csv,s7.p1.3">Download</a>',
        '<a href="https://example.org">c-001</a>',
        '<div aria-label="Table: c-001"></div>',
        "<td>s7.p1.33</td>",
        "<td>xs7.p1.3</td>",
        "<td>c-0011</td>",
        "<td>Trust is said to grow</td>",
        "<p>Trust</p>",
        "<td>l-001</td>",
    ],
)
def test_what_is_no_id_or_stands_in_a_link_stays(linker: Linker, html: str) -> None:
    assert linked(linker, html) == (html, set())


def test_a_link_to_a_notebook_leads_to_its_page(linker: Linker) -> None:
    html, _ = linked(linker, '<a href="briefs/challenge/x.ipynb">one</a> <a href="https://a.org/b.ipynb">two</a>')
    assert html == '<a href="briefs/challenge/x.html">one</a> <a href="https://a.org/b.ipynb">two</a>'


def test_an_id_knows_the_pages_that_show_it() -> None:
    shows = Shows({"notebooks/a": frozenset({("claim", "c-001")}), "briefs/b/c": frozenset({("claim", "c-001")})})
    assert shows.line("claim", "c-001", "../") == "Shown in: [](../notebooks/a.ipynb) · [](../briefs/b/c.ipynb)"
    assert shows.line("claim", "c-002") == "Shown in no table of a notebook."
