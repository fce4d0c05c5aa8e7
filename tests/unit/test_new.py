"""A project for an article of one's own: sentences are numbered, nothing is coded, and coding can go on."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import fill

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook import Book, ClaimbookError, check, open_book, verify_article
from claimbook.new import new_project
from claimbook.new.blocks import read_blocks
from claimbook.new.sentences import sentences
from claimbook.new.statements import Numbered, number
from claimbook.schema import NOT_CODED
from claimbook.tidy import tidy
from claimbook.verify import find_sentences, words
from claimbook.views import claim_check, connections, glance, start
from claimbook.views.common import Nothing
from shared import PROJECT

BEES = PROJECT / "tests" / "data" / "article" / "bees.md"
IDS = [
    *("s0.p1.1", "s0.p1.2", "s1.p1.1", "s1.p1.2", "s1.p1.3", "s1.p1.4", "s1.p2.1", "s1.p2.2", "s1.p2.3"),
    *("s1-1.p1.1", "s1-1.p1.2", "s1-1.p1.3", "s1-1.p1.4", "s2-1.p1.1", "s2-1.p1.2", "s2-1.p1.3"),
    *("s2-2.p1.1", "s2-2.p1.2", "s2-2.p1.3", "s2-2.p1.4"),
]
CLAIM = {
    "proposition": "Open days raise trust.",
    "type": "causal",
    "scope": "general",
    "population": "neighbours",
    "comparison": "no open days",
    "outcome": "trust",
    "period": "any",
}


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new project, to look at."""
    folder = tmp_path_factory.mktemp("new") / "bees"
    new_project(folder, BEES)
    return folder


@pytest.fixture
def data(bees: Path, tmp_path: Path) -> Path:
    """Return a copy of its tables, to code in."""
    return Path(shutil.copytree(bees / "data", tmp_path / "data"))


def read(text: str, ending: str) -> Numbered:
    return number(read_blocks(text, ending))


def told(numbered: Numbered, text: str) -> list[str]:
    return list(find_sentences(text, numbered.statements).values())


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.N. Charter says so.", "It holds in the U.S.", "The rest follows."],
        ["He said no.", "No. 5 is out.", "Works of art.", "Fig. 3 shows e.g. Lyon, i.e. a town."],
        ["“It works.”", "Dr. Ba (see vol. 2) agreed.", "“Why?” he asked.", "(It rained.)", "So what?!", "Nothing"],
        ["It rose by 3.5 percent.[12]", "In 1990 J. R. Smith et al. found 2.1 kg…", "Hives, bees, etc. died."],
        ["It closed at 5 p.m.", "Then Inc. Magazine came.", "The firm is Bee Ltd.", "It is old.", "2024 was wet."],
        ["1. First of all, bees.", "(B) Then more."],
        ["Wait... and see.", "¿Qué?", "Élan counts.", "the lower-case start is missed"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(parts: list[str]) -> None:
    expected = [part for part in parts if part != "the lower-case start is missed"]
    if len(expected) < len(parts):
        expected[-1] += " the lower-case start is missed"
    assert [" ".join(one) for one in sentences(" ".join(parts).split())] == expected


@given(st.lists(st.sampled_from(["U.N.", "e.g.", "A", "the", "end.", "“So?”", "3.5", "etc.", "—", "…", "(No.", "Dr."])))
def test_no_word_is_lost_between_sentences(given_words: list[str]) -> None:
    split = sentences(given_words)
    assert [word for one in split for word in one] == given_words
    assert all(split)


def test_the_collections_article_is_split_as_it_was_coded(book: Book, article: Path) -> None:
    """Read the article as running text again: ids, forms and checksums are those of the table."""
    statements = book.tables["statements"].astype({"form": "str"}).set_index("statement_id")
    lines = article.read_text(encoding="utf-8").splitlines()
    said = dict(line.removeprefix("- `").split("` ", 1) for line in lines if line.startswith("- `"))
    text, before = "# Title\n", ("", "")
    for statement, row in statements.iterrows():
        place = (row["section_id"], row["paragraph_number"])
        if row["section_id"] != before[0]:
            text += f"\n\n{'###' if '-' in row['section_id'] else '##'} A heading\n"
        item = row["form"] == "list_item"
        text += ("\n- " if item else " ") if place == before else "\n\n- " if item else "\n\n"
        text += said[statement]
        before = place
    found = read(text, ".md").statements.astype({"paragraph_number": "Int64", "position_number": "Int64"})
    assert len(found) == 133
    for column in ("paragraph_number", "position_number", "form", "sentence_sha256"):
        assert found[column].tolist() == statements[column].tolist(), column


def test_the_ids_are_those_of_sections_parts_paragraphs_and_lists() -> None:
    numbered = read(BEES.read_text(encoding="utf-8"), ".md")
    assert numbered.title == "Bees in Towns"
    assert numbered.statements["statement_id"].tolist() == IDS
    assert numbered.sections["section_name"].tolist()[1:4] == ["Food for bees", "Wild bees", "Harm and help"]
    assert numbered.sections["statement_count"].tolist() == ["2", "7", "4", "0", "3", "4"]
    forms = numbered.statements.set_index("statement_id")["form"]
    assert forms["s1.p1.4"] == "list_lead"
    assert forms[["s1.p2.1", "s1.p2.3"]].tolist() == ["list_item", "list_item"]
    assert set(forms.drop(["s1.p1.4", "s1.p2.1", "s1.p2.2", "s1.p2.3"])) == {"sentence"}


def test_every_form_of_a_file_gives_the_same_sentences() -> None:
    markdown = "# Bees\n\nTowns *keep* bees. R&D helps.\n\n## Food\n\nThey need:\n\n1. limes\n2. [ivy](a_(b) 'c')\n"
    plain = "Bees\n\n  Towns keep bees. R&D\n  helps.\n\n1. Food\n\nThey need:\n\n• limes\n• ivy\n"
    html = (
        "<head><title>x</title></head><nav>Home. Away.</nav><main><h1>Bees</h1><p>Towns <em>keep</em> bees.\nR&amp;D "
        "helps.<h2>Food</h2>They need:<ol><li>limes<li><a href='b'>ivy</a></ol><table><tr><td>No. So.</table>"
        "</main><p>Ad. Ad.</p>"
    )
    read_forms = [read(text, ending) for text, ending in ((markdown, ".MD"), (plain, ".txt"), (html, ".html"))]
    for numbered, text in zip(read_forms, (markdown, plain, html), strict=True):
        assert numbered.title == "Bees"
        assert numbered.sections["section_name"].tolist() == ["Before the first heading", "Food"]
        assert told(numbered, text) == ["Towns keep bees.", "R&D helps.", "They need:", "limes", "ivy"]
        assert numbered.statements["form"].tolist() == ["sentence", "sentence", "list_lead", "list_item", "list_item"]
    assert [numbered.left_out for numbered in read_forms] == [0, 0, 1]


def test_what_is_no_running_text_is_left_out_and_told() -> None:
    tables = "| a | b |\n|---|---|\n| So. | No. |\n\n```\nCode. Here.\n```\n"
    text = f"---\ntitle: No. So.\n---\n\nBees fly.\n\n{tables}\n> Quoted bees *hum*.\n"
    numbered = read(text, ".md")
    assert told(numbered, text) == ["Bees fly.", "Quoted bees hum."]
    assert numbered.left_out == 2


@given(st.text("aB .!?:#-*<>&;[]()\n1'’\"|`_", max_size=60), st.sampled_from([".md", ".txt", ".html"]))
def test_ids_are_unique_and_of_their_form_whatever_the_text(text: str, ending: str) -> None:
    statements = read(text, ending).statements
    assert statements["statement_id"].is_unique
    assert statements["statement_id"].str.fullmatch(r"s[0-9]+(-[0-9]+)?\.p[0-9]+\.[0-9]+").all()
    assert (statements["word_count"].astype("int64") > 0).all()


def test_a_new_package_is_clean_and_its_article_is_found_in_any_layout(bees: Path) -> None:
    assert check(bees / "data") == []
    assert tidy(bees / "data") == []
    book = open_book(bees / "data")
    text = BEES.read_text(encoding="utf-8")
    assert verify_article(book, text)["found"].sum() == 20
    assert verify_article(book, fill(" ".join(text.split()), 40, break_on_hyphens=False))["found"].all()
    assert verify_article(book, text.replace("Ivy", "Ivies"))["found"].sum() == 19


def test_nothing_is_coded_and_nothing_of_the_text_is_kept(bees: Path) -> None:
    book = open_book(bees / "data")
    statements, claims = book.tables["statements"], book.tables["claims"]
    for column in ("kind", "modality", "testable", "theme"):
        assert set(statements[column]) == {NOT_CODED}
    assert statements["paraphrase"].isna().all()
    # a stub for each statement but the lead to the list
    assert sorted(book.tables["claim_statements"]["statement_id"]) == sorted(set(IDS) - {"s1.p1.4"})
    assert len(claims) == 19
    assert set(claims["type"]) == set(claims["scope"]) == {NOT_CODED}
    assert claims[["proposition", "population", "comparison", "outcome", "period"]].isna().all(axis=None)
    filled = {name for name, table in book.tables.items() if len(table)}
    assert filled == {"sections", "statements", "claims", "claim_statements", "relations"}
    assert list(book.labels("statements", "theme")) == ["s0", "s1", "s2", NOT_CODED]
    said = find_sentences(BEES.read_text(encoding="utf-8"), statements).values()
    for file in [file for file in bees.rglob("*") if file.is_file()]:
        kept = " ".join(words(file.read_text(encoding="utf-8")))
        assert not [sentence for sentence in said if sentence in kept], file


def test_its_notebooks_store_what_they_print(bees: Path) -> None:
    files = sorted((bees / "notebooks").glob("*.ipynb"))
    assert len(files) == 3
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        nbformat.validate(notebook)
        [cell] = [cell for cell in notebook.cells if "nbval-check-output" in cell.metadata.get("tags", ())]
        assert cell.outputs[0].text.endswith(" 0\n")
        assert cell.execution_count


def test_its_views_say_what_is_missing(bees: Path) -> None:
    book = open_book(bees / "data")
    rows = claim_check.claims(book)
    views = [
        glance.statements_by_section(book),
        glance.testable_by_theme(book),
        glance.links_between_kinds(book),
        glance.most_linked(book),
        claim_check.verdicts_by_theme(book, rows),
        claim_check.furthest_apart(book, rows),
        claim_check.gap_map(book),
    ]
    pairs = book.tables["relations"].astype("str")
    views += [
        connections.as_matrix(book, a, b) for a, b in zip(pairs["source_kind"], pairs["target_kind"], strict=True)
    ]
    for view in views:
        assert isinstance(view, Nothing)
    assert len(views) > 20
    assert start.coded_by_section(book).title == "0 of 20 statements are coded"
    assert len(start.statements(book, "s1").frame) == 20


def edit(file: Path, **cells: str) -> None:
    """Change cells of the first row, or the row that `where` picks by its first column."""
    frame = pd.read_csv(file, dtype="str", keep_default_na=False)
    where = frame.iloc[:, 0] == cells.pop("where")
    assert where.sum() == 1
    frame.loc[where, list(cells)] = list(cells.values())
    frame.to_csv(file, index=False, lineterminator="\n")


def code_one(data: Path) -> None:
    """Code the sentence "Signs and open days build trust among neighbours." and its link."""
    codes = {"kind": "empirical", "modality": "asserted", "testable": "yes", "theme": "s2"}
    paraphrase = "Notices and days for visitors make neighbours trust the keepers."
    edit(data / "article" / "statements.csv", where="s2-2.p1.1", **codes, paraphrase=paraphrase)
    for table, row in {
        "strategies": "open-days,Open days,Days on which neighbours may visit hives.,community,article",
        "outcomes": "trust,Trust,What neighbours feel towards keepers.,intermediate,article",
        "links": "l-001,open-days,produces,trust,s2-2.p1.1,stated,positive",
    }.items():
        with (data / "article" / f"{table}.csv").open("a", encoding="utf-8") as lines:
            lines.write(row + "\n")
    tidy(data)


def test_coding_goes_on_from_there(data: Path) -> None:
    code_one(data)
    assert check(data) == []
    book = open_book(data)
    assert start.headline(book)[["coded statements", "entities", "links"]].tolist() == [1, 2, 1]
    shown = connections.as_matrix(book, "strategy", "outcome")
    assert shown.title == "1 of 1 asserted pairs of strategy and outcome have not been checked"
    assert "Open days" in shown.to_html()
    assert glance.most_linked(book, "s2").frame["entity"].tolist() == ["Open days", "Trust"]
    assert glance.testable_by_theme(book).title.startswith("1 of 1 statements could be tested")
    assert glance.statements_by_section(book).title.startswith("1 of 1 statements are empirical")


def test_a_claim_is_one_when_it_is_written(data: Path) -> None:
    code_one(data)
    edit(data / "article" / "claims.csv", where="c-016", **CLAIM)
    [problem] = check(data)
    assert problem.rule == "a claim with neither evidence nor search"
    with (data / "evidence" / "searches.csv").open("a", encoding="utf-8") as lines:
        lines.write("q-001,c-016,a library,open days trust,2025-05-01,0,\n")
    tidy(data)
    assert check(data) == []
    rows = claim_check.claims(open_book(data))
    assert rows[["claim_id", "verdict", "theme"]].to_numpy().tolist() == [["c-016", "unverified", "s2"]]


@pytest.mark.parametrize(
    ("table", "cells", "rule"),
    [
        ("statements", {"where": "s0.p1.1", "kind": "empirical"}, "a statement that is half coded"),
        ("statements", {"where": "s2-2.p1.1", "paraphrase": ""}, "a statement that is half coded"),
        ("links", {"where": "l-001", "statement_id": "s0.p1.1"}, "read off a statement that is not coded"),
        ("claims", {"where": "c-001", "proposition": "Bees fly."}, "a claim that is half written"),
        ("claim_statements", {"where": "c-016", "statement_id": "s0.p1.1"}, "a testable statement in no claim"),
        ("statements", {"where": "s2-2.p1.1", "testable": "no"}, "a stub for a statement with nothing to test"),
    ],
)
def test_check_sees_what_is_half_coded(data: Path, table: str, cells: dict[str, str], rule: str) -> None:
    code_one(data)
    edit(data / "article" / f"{table}.csv", **cells)
    assert [problem.rule for problem in check(data)] == [rule]


def test_check_sees_a_claim_of_what_is_not_coded(data: Path) -> None:
    edit(data / "article" / "claims.csv", where="c-001", **CLAIM)
    rules = [problem.rule for problem in check(data)]
    assert "a claim made by a statement that is not coded" in rules


def test_check_sees_evidence_on_a_stub_and_a_table_that_was_emptied(data: Path) -> None:
    code_one(data)
    searches = data / "evidence" / "searches.csv"
    searches.write_text(searches.read_text(encoding="utf-8") + "q-001,c-001,a library,bees,2025-05-01,0,\n")
    links = data / "article" / "links.csv"
    links.write_text(links.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    rules = {problem.rule for problem in check(data)}
    assert {"an empty table", "about a claim that is not written"} <= rules
    with pytest.raises(ClaimbookError, match="an empty table"):
        tidy(data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "can't be read"),
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        ("Bienen fliegen über".encode("latin-1"), "no text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"# Only a heading\n", "holds no sentence"),
        (b"Bees <buzz. They\n\nfly> home.\n", "can't be recognised again"),
    ],
)
def test_a_file_that_is_no_article_leaves_nothing_behind(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "article.md"
    if content is not None:
        file.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ClaimbookError, match=message):
        new_project(tmp_path / "bees", file)
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_holds_something_is_left_alone(bees: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in bees.rglob("*") if file.is_file()}
    for path in (bees, bees / "README.md", tmp_path / "no" / "where"):
        with pytest.raises(ClaimbookError, match=r"there already|no folder"):
            new_project(path, BEES)
    assert {file: file.read_bytes() for file in bees.rglob("*") if file.is_file()} == before
    (tmp_path / "empty").mkdir()
    new_project(tmp_path / "empty", BEES)
    assert [one.name for one in tmp_path.iterdir()] == ["empty"]


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimbook.new.project._write_reports", full)
    with pytest.raises(ClaimbookError, match="No space left"):
        new_project(tmp_path / "bees", BEES)
    assert list(tmp_path.iterdir()) == []


def test_a_title_is_never_markup_nor_code(tmp_path: Path) -> None:
    file = tmp_path / "sly.txt"
    file.write_text('`<b>` {x} """ \' \\ [a](b)\n\nBees fly\n\nThey do. It\'s so.\n', encoding="utf-8")
    new_project(tmp_path / "sly", file)
    conf = (tmp_path / "sly" / "reports" / "conf.py").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    exec(conf, names)
    title = json.loads((tmp_path / "sly" / "data" / "datapackage.json").read_text(encoding="utf-8"))["title"]
    assert names["project"] == names["html_title"] == title
    heading = (tmp_path / "sly" / "reports" / "index.md").read_text(encoding="utf-8").splitlines()[0]
    assert r"\{x\}" in heading
    assert check(tmp_path / "sly" / "data") == []


def test_the_command_says_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    command = [Path(sys.executable).parent / "claimbook", "new", tmp_path / "bees", "--article", BEES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for said in (
        "20 statements in 6 sections",
        "verify-article",
        "claimbook check",
        "claimbook render",
        "codebook.md",
    ):
        assert said in done.stdout
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert again.stderr.startswith("claimbook: ")
