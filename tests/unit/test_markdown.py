"""Generated Markdown holds every statement and entity once, and no cell of a table becomes markup."""

from markdown_it import MarkdownIt

from claimbook import Book
from claimbook.render.entries import kind_page, statements_page
from claimbook.render.linked import Shows
from claimbook.render.markdown import Addresses, plain, table

NASTY = "<b>x</b> *y* [z](javascript:1) ```{raw}``` | {{ 1 }} `code` ![i](u) # h _e_ ~s~ &amp; https://a.org"

SHOWS = Shows({"notebooks/a": frozenset({("statement", "s7.p1.3")})})


def test_plain_text_stays_plain() -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(plain(NASTY))
    for tag in ("<b>", "<em>", "<a ", "<code>", "<img", "<h1", "<s>"):
        assert tag not in html
    assert MarkdownIt().renderInline(plain("a\nb")) == "a b"


def test_a_table_has_its_class_and_rows() -> None:
    lines = list(table(["a", "b"], [["1", plain("x|y")]], "sortable"))
    assert ":class: sortable" in lines
    assert lines[-3] == "| 1 | x\\|y |"


def test_every_entry_has_one_place(book: Book) -> None:
    statements = list(statements_page(book, SHOWS))
    assert sum(line.startswith("### ") for line in statements) == 133
    assert "(s7-p1-3)=" in statements
    assert [line for line in statements if line.startswith("Shown in: ")] == ["Shown in: [](notebooks/a.ipynb)"]
    assert sum(line.startswith("- ") for line in statements) == len(book.tables["links"])
    tested = [line for line in statements if "tested as" in line]
    assert len(tested) == book.tables["claim_statements"]["statement_id"].nunique()
    entities = [
        line for kind in book.package.kind_tables for line in kind_page(book, kind, SHOWS) if line.endswith(")=")
    ]
    assert sorted(entities) == sorted(f"({entity})=" for entity in book.tables["entities"]["entity_id"])


def test_addresses_lead_to_the_page_of_the_kind(book: Book) -> None:
    to = Addresses(book, "../")
    assert to.entity("drones").endswith("](../entities/technologies.md#drones)")
    assert to.statement("s7.p1.3").endswith("(../statements.md#s7-p1-3)")
    assert to.claim("c-001") == "[c\\-001](../claims/c-001.md)"
