"""The coding is complete, its two raw versions are kept, and every difference is settled with a reason."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book
from claimbook.dictionary import dictionary_page
from shared import PROJECT

STATEMENT_CODES = ["kind", "modality", "testable"]
TRIPLE = ["source", "relation", "target"]
TREATY = " ".join(["International Convention for the Suppression", "of the Financing of Terrorism"])


def settled(book: Book) -> dict[tuple[str, str, str], str]:
    rows = book.tables["reconciliations"].astype("str")
    return {(row.statement_id, row.item, row.subject): row.decided for row in rows.itertuples()}


def keyed(frame: pd.DataFrame, columns: list[str]) -> dict[tuple[str, str], pd.Series]:
    frame = frame.astype("str")
    return {(row["statement_id"], " ".join(row[columns])): row for _, row in frame.iterrows()}


def test_every_statement_and_section_is_there(book: Book) -> None:
    assert len(book.tables["statements"]) == 133
    assert len(book.tables["sections"]) == 15
    assert set(book.tables["statements"]["theme"]) == set(book.labels("statements", "theme"))


def test_themes_follow_the_sections(book: Book) -> None:
    per_section = book.tables["statements"].groupby("section_id")["theme"].nunique()
    assert len(per_section) == 15
    assert (per_section == 1).all()


def test_both_coders_coded_every_statement(book: Book) -> None:
    coded = book.tables["coded_statements"]
    statements = set(book.tables["statements"]["statement_id"])
    assert set(coded["coder"]) == {"alpha", "beta"}
    for _, coding in coded.groupby("coder", observed=True):
        assert set(coding["statement_id"]) == statements


def test_codes_are_agreed_or_settled(book: Book) -> None:
    decided = settled(book)
    raw = book.tables["coded_statements"].astype("str")
    alpha, beta = (raw[raw["coder"] == coder].set_index("statement_id") for coder in ("alpha", "beta"))
    final = book.tables["statements"].astype("str").set_index("statement_id")
    differences = 0
    for statement in final.index:
        for code in STATEMENT_CODES:
            a, b = alpha.loc[statement, code], beta.loc[statement, code]
            differences += a != b
            expected = a if a == b else None
            assert final.loc[statement, code] == decided.get((statement, code, code), expected)
    assert differences == sum(item in STATEMENT_CODES for _, item, _ in decided)


@pytest.mark.parametrize(
    ("raw", "final", "item", "columns"),
    [("coded_links", "links", "link", TRIPLE), ("coded_mentions", "mentions", "mention", ["entity_id", "role"])],
)
def test_rows_are_agreed_or_settled(book: Book, raw: str, final: str, item: str, columns: list[str]) -> None:
    decided = settled(book)
    coded = book.tables[raw]
    alpha, beta = (keyed(coded[coded["coder"] == coder], columns) for coder in ("alpha", "beta"))
    kept = keyed(book.tables[final], columns)
    assert alpha
    assert set(kept) <= set(alpha) | set(beta)
    for statement, subject in set(alpha) | set(beta):
        key = (statement, subject)
        both = key in alpha and key in beta
        expected = "coded" if both else decided[statement, item, subject]
        assert ("coded" if key in kept else "absent") == expected, key


def test_the_basis_of_a_link_is_agreed_or_settled(book: Book) -> None:
    decided = settled(book)
    coded = book.tables["coded_links"]
    alpha, beta = (keyed(coded[coded["coder"] == coder], TRIPLE) for coder in ("alpha", "beta"))
    for (statement, subject), link in keyed(book.tables["links"], TRIPLE).items():
        raw = {coding[statement, subject]["basis"] for coding in (alpha, beta) if (statement, subject) in coding}
        expected = raw.pop() if len(raw) == 1 else None
        assert link["basis"] == decided.get((statement, "basis", subject), expected), (statement, subject)


def test_every_settled_difference_is_one(book: Book) -> None:
    rows = book.tables["reconciliations"]
    assert len(rows) > 0
    assert (rows["alpha"] != rows["beta"]).all()
    assert (rows["reason"].str.split().str.len() >= 4).all()


def test_each_claim_of_the_article_rests_on_a_statement(book: Book) -> None:
    claims = book.tables["claims"]
    of_article = set(claims.loc[claims["origin"] == "article", "claim_id"])
    assert of_article
    assert of_article == set(book.tables["claim_statements"]["claim_id"])
    # parts of claims that were split became claims of their own, not the same one twice
    assert claims["proposition"].is_unique


def test_no_statement_and_no_link_was_lost_when_claims_were_split(book: Book) -> None:
    statements, links = book.tables["statements"], book.tables["links"].astype("str")
    testable = set(statements.loc[statements["testable"] == "yes", "statement_id"])
    assert len(testable) > 50
    assert testable == set(book.tables["claim_statements"]["statement_id"])
    stated = links[links["statement_id"].isin(testable)]
    unclaimed = stated[~stated["link_id"].isin(book.tables["claim_links"]["link_id"])]
    # what a case teaches is no finding, and whether a principle is breached is read off it, not observed
    breach = ("excessive-force", "hinders", "humanitarian-principles")
    others = unclaimed.loc[unclaimed["relation"] != "teaches", TRIPLE]
    assert len(unclaimed) < len(stated) / 10
    assert set(others.itertuples(index=False, name=None)) <= {breach}


def test_the_dictionary_is_fresh(book: Book, project: Path) -> None:
    assert (project / "data" / "README.md").read_text(encoding="utf-8") == dictionary_page(book.package) + "\n"


def test_a_column_means_the_same_in_every_table(book: Book) -> None:
    seen: dict[str, tuple[str, tuple[str, ...]]] = {}
    for table in book.package.tables.values():
        for field in table.fields:
            assert field.description
            if field.name in {"alpha", "beta", "kind", "scope"}:
                # the codebook has a kind of statement and of entity, a scope of claim and of entity
                continue
            if (table.name, field.name) == ("coded_evidence", "direction"):
                # a coder may also find that a finding says nothing of a claim, which then is no evidence
                assert tuple(field.categories) == (*seen["direction"][1], "none")
                continue
            meaning = field.type, tuple(field.categories)
            assert seen.setdefault(field.name, meaning) == meaning, f"{table.name}.{field.name}"
    assert seen


def test_no_run_of_the_articles_words_is_in_the_project(article: Path) -> None:
    """Catch a sentence that was pasted: nine consecutive words of the article in one of our files."""
    size = 9

    def words(text: str) -> list[str]:
        return re.findall(r"[a-z][a-z’'-]+", text.lower())

    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[place : place + size]) for place in range(len(found) - size + 1)}

    sentences = [line for line in article.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    # the name of a treaty is nobody's sentence
    pieces = [piece for line in sentences for piece in re.sub("`[^`]*`", "", line).split(TREATY)]
    assert len(pieces) > len(sentences)
    copied = set().union(*map(runs, pieces))
    files = [file for ending in ("csv", "md", "json") for file in (PROJECT / "data").rglob(f"*.{ending}")]
    assert len(files) > 20
    assert {"article", "evidence", "codings"} <= {file.parent.name for file in files}
    assert len(copied) > 500
    for file in files:
        text = file.read_text(encoding="utf-8")
        text = json.dumps(json.loads(text), ensure_ascii=False) if file.suffix == ".json" else text
        assert not runs(text) & copied, file.name
