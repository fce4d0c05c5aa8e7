"""What is exported is whole, valid and read back by the programs that it is made for."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, export_claims, find
from claimbook.claimcheck import ledger
from claimbook.export import FORMS, claim_review
from small_package import found, write_package

SCHEMA = json.loads((Path(__file__).parent / "claim_review.schema.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
ENTRY = re.compile(r"^@(\w+)\{([^,]+),$", re.MULTILINE)


@pytest.fixture(scope="module")
def exported(book: Book) -> dict[str, str]:
    return {form: export_claims(book, form) for form in FORMS}


@pytest.fixture
def small(tmp_path: Path) -> Book:
    rows = [found("c-001", "a", "supports", "l-001"), found("c-001", "b", "supports", "l-001", source_id="late")]
    return write_package(tmp_path, *rows, found("c-004", "e", "contradicts", "r-001"))


def reviews(exported: dict[str, str]) -> list[dict[str, Any]]:
    return json.loads(exported["jsonld"])["@graph"]


def test_the_review_of_every_claim_is_valid(exported: dict[str, str], book: Book) -> None:
    CHECKER.validate(json.loads(exported["jsonld"]))
    ids = [review["identifier"] for review in reviews(exported)]
    assert ids == book.tables["claims"]["claim_id"].tolist()
    assert {review["reviewRating"]["alternateName"] for review in reviews(exported)} >= {"unverified", "contested"}


def broken(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    review = {
        "@type": "ClaimReview",
        "url": "claims/c-001.html",
        "claimReviewed": "Wells bring peace.",
        "itemReviewed": {"@type": "Claim", "name": "Wells bring peace."},
        "reviewRating": {"@type": "Rating", "alternateName": "contested", "ratingValue": 3}
        | {"bestRating": 5, "worstRating": 1},
        "author": {"@type": "Organization", "name": "us"},
        "datePublished": "2026-01-01",
    }
    change(review)
    return {"@context": "https://schema.org", "@graph": [review]}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        (lambda _: None, True),
        (lambda review: review.pop("claimReviewed"), False),
        (lambda review: review.update({"@type": "Review"}), False),
        (lambda review: review.update(datePublished="1 January 2026"), False),
        (lambda review: review["itemReviewed"].pop("@type"), False),
        (lambda review: review["reviewRating"].update(ratingValue=6), False),
        (lambda review: review["reviewRating"].update(ratingValue="3"), False),
        (lambda review: review["reviewRating"].pop("worstRating"), False),
        (lambda review: review["reviewRating"].update(alternateName="unverified"), False),
        (lambda review: review["reviewRating"].pop("alternateName"), False),
        (lambda review: review["author"].update(name=""), False),
    ],
)
def test_the_schema_tells_a_broken_review(change, valid: bool) -> None:
    assert CHECKER.is_valid(broken(change)) == valid


def test_a_rating_lies_between_worst_and_best_or_is_words_alone(exported: dict[str, str]) -> None:
    ratings = [review["reviewRating"] for review in reviews(exported)]
    rated = [rating for rating in ratings if "ratingValue" in rating]
    assert 0 < len(rated) < len(ratings)
    for rating in rated:
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    for rating in ratings:
        assert rating["alternateName"]
        assert ("ratingValue" in rating) == (rating["alternateName"] != "unverified")


def test_the_rating_never_tells_certainty(exported: dict[str, str]) -> None:
    for review in reviews(exported):
        assert not re.search(r"certain|\b(very low|moderate)\b", json.dumps(review["reviewRating"]))


def test_only_claims_of_the_article_appear_in_it(exported: dict[str, str], book: Book) -> None:
    origins = book.tables["claims"].set_index("claim_id")["origin"].astype("str")
    appears = {review["identifier"]: "appearance" in review["itemReviewed"] for review in reviews(exported)}
    assert set(appears.values()) == {True, False}
    assert appears == {claim: origin == "article" for claim, origin in origins.items()}


def test_a_site_gives_absolute_addresses(small: Book) -> None:
    review = claim_review(small, find(small, "c-001"), "https://example.org/")
    assert review["url"] == review["@id"] == "https://example.org/claims/c-001.html"
    assert [work.get("identifier", work.get("url")) for work in review["citation"]] == [
        "https://doi.org/10.1000/early",
        "https://a.org/b_c",
    ]


def test_the_csv_reads_back_as_the_ledger(exported: dict[str, str], book: Book) -> None:
    back, rows = pd.read_csv(StringIO(exported["csv"])), ledger(book)
    assert list(back.columns) == list(rows.columns)
    for column in ("claim_id", "proposition", "verdict", "status", "certainty", "families_for", "evidence_count"):
        assert back[column].tolist() == rows[column].tolist()
    assert back["score"].isna().tolist() == rows["score"].isna().tolist()
    assert "\r" not in exported["csv"]


def test_the_json_is_whole(exported: dict[str, str], book: Book) -> None:
    claims = json.loads(exported["json"])
    assert [claim["claim_id"] for claim in claims] == book.tables["claims"]["claim_id"].tolist()
    for name, key in (("evidence", "evidence_id"), ("searches", "search_id"), ("readings", "reading_id")):
        ids = [row[key] for claim in claims for row in claim[name]]
        assert sorted(ids) == sorted(book.tables[name][key])
        assert len(ids) > 0
    for claim in claims:
        assert claim["families_for"] == sum(
            family["direction"] == "supports" and family["weight"] > 0 for family in claim["families"]
        )
        assert bool(claim["why"]) == (claim["type"] != "legal")
    dates = [row["observed_from"] for claim in claims for row in claim["evidence"] if row["observed_from"]]
    assert len(dates) > 0
    assert all(re.match(r"\d{4}-\d{2}-\d{2}", date) for date in dates)


def test_bibtex_has_each_source_once_with_balanced_braces(exported: dict[str, str], book: Book) -> None:
    entries = ENTRY.findall(exported["bibtex"])
    assert [key for _, key in entries] == book.tables["sources"]["source_id"].tolist()
    for entry in exported["bibtex"].split("\n@"):
        bare = re.sub(r"\\[{}]", "", entry)
        depth = 0
        for sign in bare:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0
        assert depth == 0, entry
        assert bare.rstrip().endswith("\n}")


def test_bibtex_escapes_text_and_leaves_addresses(small: Book) -> None:
    text = export_claims(small, "bibtex")
    early, late, undated = ("@" + entry for entry in text.lstrip("@").split("\n@"))
    assert early.startswith("@article{early,")
    assert "author = {Early, A.}," in early
    assert "journal = {Journal of Wells}," in early
    assert "doi = {10.1000/early}," in early
    assert r"title = {{Wells \& \{rain\}, 50\% more\_or\_less \#1 for \$2}}," in late
    # a name without a comma is one of a body, which BibTeX must not take apart
    assert "author = {{Bureau of Wells}}," in late
    assert "url = {https://a.org/b_c}," in late
    assert undated.startswith("@misc{undated,")
    assert "year" not in undated


def test_signs_that_tex_reads_as_commands_stay_text(tmp_path: Path) -> None:
    sources = "source_id,citation,authors,year,title,outlet,doi,url,kind,licence\n"
    sources += r"early,E,Early,2010,A \input{x} ~ and ^,J,,,article,l" + "\n"
    text = export_claims(write_package(tmp_path, sources=sources), "bibtex")
    assert r"\input" not in text
    assert r"\textbackslash{}input\{x\} \textasciitilde{} and \textasciicircum{}" in text


def test_an_unknown_form_suggests_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="no form 'jsonl': did you mean jsonld"):
        export_claims(book, "jsonl")


@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_what_the_library_gives(form: str, exported: dict[str, str]) -> None:
    command = [Path(sys.executable).parent / "claimbook", "export", "claims", "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout == exported[form]


def test_the_command_tells_what_forms_there_are() -> None:
    command = [Path(sys.executable).parent / "claimbook", "export", "claims", "--format", "xml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert all(form in done.stderr for form in FORMS)
