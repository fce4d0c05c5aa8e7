"""Nothing of the article is without a place: what the exhibits of the built site show, and the way there and back."""

import re
from functools import cache
from pathlib import Path

import pytest

from claimbook import Book
from claimbook.render.markdown import anchor
from shared import PROJECT

SITE = PROJECT / "reports" / "_build" / "site"
# a link from an exhibit, from a page one or more folders down
_LINK = re.compile(r'<a href="(?:\.\./)+(statements\.html#[\w-]+|claims/c-\d+\.html|entities/\w+\.html#[\w.-]+)">')
_SHOWN = re.compile(r"Shown in: (.*?)</p>", re.DOTALL)


@cache
def reached() -> set[str]:
    """Return the addresses to which the tables of notebooks and briefs lead."""
    pages = [*(SITE / "notebooks").glob("*.html"), *(SITE / "briefs").rglob("*.html")]
    assert len(pages) > 300, "run make reports first"
    return {address for page in pages for address in _LINK.findall(page.read_text(encoding="utf-8"))}


def test_every_section_and_testable_statement_is_shown(book: Book) -> None:
    statements = book.tables["statements"]
    shown = statements[[f"statements.html#{anchor(one)}" in reached() for one in statements["statement_id"]]]
    assert set(shown["section_id"]) == set(book.tables["sections"]["section_id"])
    testable = statements.loc[statements["testable"] == "yes", "statement_id"]
    assert set(testable) - set(shown["statement_id"]) == set()
    assert len(testable) == 91


def test_every_claim_is_shown(book: Book) -> None:
    claims = {f"claims/{one}.html" for one in book.tables["claims"]["claim_id"]}
    assert claims - reached() == set()
    assert len(claims) == 110


def test_every_entity_is_shown(book: Book) -> None:
    entities = {
        f"entities/{table.name}.html#{one}"
        for table in book.package.kind_tables.values()
        for one in book.tables[table.name][table.primary_key[0]]
    }
    assert len(entities) == len(book.tables["entities"])
    assert entities - reached() == set()


def test_addresses_lead_somewhere(book: Book) -> None:
    for address in sorted(reached()):
        page = address.partition("#")[0]
        assert (SITE / page).exists(), address
    text = (SITE / "statements.html").read_text(encoding="utf-8")
    for statement in book.tables["statements"]["statement_id"]:
        assert f'id="{anchor(statement)}"' in text


@pytest.mark.parametrize("page", ["statements.html", "entities/strategies.html", "claims/c-018.html"])
def test_a_place_names_the_pages_that_show_it(page: str) -> None:
    text = (SITE / page).read_text(encoding="utf-8")
    places = _SHOWN.findall(text)
    assert places
    for place in places:
        for address in re.findall(r'href="([^"#]+)', place):
            assert (Path(SITE / page).parent / address).resolve().exists(), address


def test_each_statement_that_a_table_shows_leads_back(book: Book) -> None:
    text = (SITE / "statements.html").read_text(encoding="utf-8")
    shown = [one for one in reached() if one.startswith("statements")]
    assert len(_SHOWN.findall(text)) == len(shown) > 91
    assert text.count("Shown in no table") == len(book.tables["statements"]) - len(shown)
