"""The pages of claims, chains and rules: every claim and pair has its place, verdict and certainty stand apart."""

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from claimbook import Book, checked
from claimbook.charts.states import DOTS, GLYPHS
from claimbook.claimcheck import Finding, findings, ledger
from claimbook.render.chains import Chains
from claimbook.render.claims import claim_page, claims_index
from claimbook.render.linked import Shows
from claimbook.render.rules import rules_pages
from claimbook.verdict import CERTAINTIES, TABLE, VARIANTS, VERDICTS
from small_package import TABLES, found, write_package

NASTY = "<b>x</b> *y* [z](javascript:1) ```{raw}``` {{ 1 }} </script><img src=x onerror=alert(1)>"

SHOWS = Shows({})


@pytest.fixture(scope="module")
def pages(book: Book, found_on: dict[str, Finding]) -> dict[str, list[str]]:
    rows = ledger(book).to_dict("records")
    return {row["claim_id"]: list(claim_page(book, found_on[row["claim_id"]], row, SHOWS)) for row in rows}


@pytest.fixture(scope="module")
def found_on(book: Book) -> dict[str, Finding]:
    return findings(book)


@pytest.fixture
def nasty(tmp_path: Path) -> Book:
    cell = '"' + NASTY.replace('"', "'") + '"'
    texts = {"finding": NASTY, "place": NASTY, "method": NASTY, "review_by": "2020-01-01"}
    bad = [found("c-001", name, "supports", "l-001", **texts) for name in "ab"]
    bad += [found("c-004", "c", "contradicts", "r-001", **texts | {"design": 0})]
    tables = {
        "claims": TABLES["claims"].replace("Water brings peace and trade.", cell).replace("towns", cell),
        "statements": f"statement_id,paraphrase,theme\np1,{cell},water\np2,{cell},order",
        "things": "thing_id,name,definition\n" + "\n".join(f"{one},{cell},d" for one in ("law", "peace", "rain")),
        "families": "family_id,name,kind,producer\n" + "\n".join(f"{name},{cell},study,{cell}" for name in "abc"),
        "searches": "search_id,claim_id,place,query,search_date,hits_count,note\n"
        f"q-001,c-001,{cell},{cell},2025-05-01,2,{cell}",
        "sources": "source_id,citation,authors,year,title,outlet,doi,url,kind,licence\n"
        f"early,{cell},A,2010,{cell},J,10.1000/early,,article,l",
        "readings": "reading_id,claim_id,source_id,provision,reading,says,verified\n"
        f"g-001,c-003,early,{cell},partly,{cell},page",
    }
    tables["things"] += f"\ntrade,{cell},d\nwells,{cell},d"
    return write_package(tmp_path, *bad, **tables)


def harmless(lines: list[str]) -> None:
    text = "\n".join(lines)
    bare = re.sub(r"```\{raw\} html\n<script type=\"application/ld\+json\">[^<]*</script>\n```", "", text)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(bare)
    for tag in ("<b>", "<img", "<em>y", 'href="javascript', "<script"):
        assert tag not in html
    assert "{{ 1 }}" not in bare


def test_hostile_cells_stay_plain_on_the_page_of_a_claim(nasty: Book) -> None:
    told, rows = findings(nasty), ledger(nasty)
    for row in rows.to_dict("records"):
        lines = list(claim_page(nasty, told[row["claim_id"]], row, SHOWS))
        assert len(lines) > 20
        harmless(lines)
        (script,) = [line for line in lines if line.startswith("<script")]
        assert script.count("<") == 2
        json.loads(script.split(">", 1)[1].rsplit("<", 1)[0])
    harmless(list(claims_index(rows)))


def test_hostile_cells_stay_plain_on_chains(nasty: Book) -> None:
    chains = Chains(nasty)
    for entity in nasty.tables["entities"]["entity_id"]:
        harmless(list(chains.page(entity)))


def test_every_claim_has_a_page_that_names_it(pages: dict[str, list[str]], book: Book) -> None:
    assert list(pages) == book.tables["claims"]["claim_id"].tolist()
    for claim, lines in pages.items():
        assert lines[0].startswith(f"# {claim.replace('-', chr(92) + '-')}: ")
        text = "\n".join(lines)
        for heading in ("Where the article says it", "What was searched", "What would change this"):
            assert f"\n## {heading}\n" in text
    listed = [line.removesuffix(">").rsplit("<", 1)[1] for line in claims_index(ledger(book)) if line.endswith(">")]
    assert listed == list(pages)


def test_verdict_and_certainty_stand_in_different_lines(
    pages: dict[str, list[str]], found_on: dict[str, Finding]
) -> None:
    seen = set()
    for claim, lines in pages.items():
        lead = lines[lines.index(":::{admonition} Verdict") : lines.index(":::")]
        one = found_on[claim]
        told = [line for line in lead if line.startswith("**")]
        assert len(told) == 1
        assert not re.search(r"\bcertain", told[0], re.IGNORECASE)
        rated = [line for line in lead if line.startswith("Certainty: ")]
        if one.verdict is None:
            assert rated == []
            continue
        assert rated == [f"Certainty: **{one.verdict.certainty}**. " + rated[0].split("**. ")[1]]
        assert not any(word in rated[0] for word in VERDICTS)
        assert GLYPHS[one.word] in told[0].replace("\\", "")
        seen.add(one.word)
    assert len(seen) >= 4


def test_no_sentence_of_a_page_names_both(pages: dict[str, list[str]]) -> None:
    words = "|".join(re.escape(word) for word in VERDICTS if word != "supported")
    both = [
        line
        for lines in pages.values()
        for line in lines
        if re.match(r"\*\*|Certainty", line)
        and re.search(rf"\b({words})\b", line)
        and re.search(r"certainty", line, re.I)
    ]
    assert both == []


def test_every_finding_stands_on_the_page_of_its_claim_with_its_source(
    pages: dict[str, list[str]], found_on: dict[str, Finding]
) -> None:
    for claim, one in found_on.items():
        text = "\n".join(pages[claim])
        for row in one.evidence.itertuples():
            assert f"({row.evidence_id})" in text
            assert row.doi == "" or f"https://doi.org/{row.doi}" in text
        assert text.count("\n- **") >= len(one.evidence)


def test_what_is_stale_is_told(book: Book, found_on: dict[str, Finding]) -> None:
    row = ledger(book).to_dict("records")[0]
    one = found_on[row["claim_id"]]
    assert ":::{warning}" in list(claim_page(book, one, row | {"stale_count": 2}, SHOWS))
    assert ":::{warning}" not in list(claim_page(book, one, row | {"stale_count": 0}, SHOWS))


def test_every_linked_pair_has_its_anchor_on_the_pages_of_both(book: Book) -> None:
    chains, links = Chains(book), checked.tested_links(book)
    anchors = {
        entity: {line for line in chains.page(entity) if line.endswith(")=")}
        for entity in book.tables["entities"]["entity_id"]
    }
    for link in links.itertuples():
        assert f"({link.source}-to-{link.target})=" in anchors[link.source]
        assert f"({link.target}-to-{link.source})=" in anchors[link.target]
    pairs = {pair for a, b in zip(links["source"], links["target"], strict=True) for pair in ((a, b), (b, a))}
    assert sum(map(len, anchors.values())) == len(pairs) > 100


def test_a_chain_names_links_statements_claims_evidence_and_sources(book: Book) -> None:
    lines = list(Chains(book).page("minusma"))
    start = lines.index("(minusma-to-violence-reduction)=")
    following = [place for place, line in enumerate(lines) if line.endswith(")=") and place > start]
    text = "\n".join(lines[start : following[0] if following else None])
    places = [
        text.index(part) for part in ("Checked: **", "Certainty: ", "\n- l-", "statements.md#s7-p1-3", "tested as")
    ]
    assert places == sorted(places)
    assert re.search(r"\n  - e-\d+, .* \(design \d\): ", text)
    assert re.search(r"\(\.\./claims/c-\d+\.md#evidence\)", text)
    verdict = next(line for line in text.splitlines() if line.startswith("Checked: "))
    assert "ertainty" not in verdict


def test_an_entity_without_a_link_says_so(book: Book) -> None:
    links = checked.tested_links(book)
    alone = set(book.tables["entities"]["entity_id"]) - {*links["source"], *links["target"]}
    assert len(alone) > 0
    assert any(line.startswith("No link leads to or from it") for line in Chains(book).page(min(alone)))


def test_the_methods_page_shows_each_rule_variant_and_mark(book: Book) -> None:
    made = {name: "\n".join(lines) for name, lines in rules_pages(book).items()}
    rows = {name: len(re.findall(r"^\| ", text, re.MULTILINE)) - 2 for name, text in made.items()}
    assert rows["generated/rules.md"] == len(TABLE)
    assert rows["generated/variants.md"] == len(VARIANTS)
    assert rows["generated/marks.md"] == len(GLYPHS) + len(DOTS)
    for level in DOTS:
        assert f"certainty {level}" in made["generated/marks.md"]
    depths = re.findall(r"\| (\d+) \|", made["generated/depths.md"])
    assert sum(map(int, depths)) == len(book.tables["evidence"])


def test_worked_examples_show_every_verdict_and_every_level(book: Book) -> None:
    text = "\n".join(rules_pages(book)["generated/worked.md"])
    told = {word.replace("\\", "") for word in re.findall(r"^Verdict: \*([^*]+)\*", text, re.MULTILINE)}
    rated = {word.replace("\\", "") for word in re.findall(r"^Certainty: \*([^*]+)\*\.$", text, re.MULTILINE)}
    assert told == {word for word in VERDICTS if word in set(book.tables["worked_sets"]["verdict"].astype("str"))}
    assert len(told) == 6
    assert rated == set(CERTAINTIES)


def test_a_row_that_does_not_count_says_why(pages: dict[str, list[str]], found_on: dict[str, Finding]) -> None:
    reasons, told = ("not counted\\: ", "speaks through", "replaced by"), 0
    for claim, finding in found_on.items():
        if finding.verdict is None or finding.evidence.empty:
            continue
        counted, _, others = "\n".join(pages[claim]).partition("### Not counted")
        votes = finding.verdict.families.query("weight > 0")
        assert all(f"({one})" in counted for one in votes["evidence_id"]), claim
        assert sum(map(others.count, reasons)) == len(finding.evidence) - len(votes), claim
        told += others.count("speaks through")
    assert told, "no family has two rows on one claim"
