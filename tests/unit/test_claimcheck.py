"""Every claim has its finding: a word, its status, its dates, its firmness, and what is due to be looked at again."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, find, ledger
from claimbook.claimcheck import findings, words
from claimbook.evidence import stale
from claimbook.verdict import CERTAINTIES
from small_package import TABLES, found, write_package

MISSION = TABLES["claims"] + "c-005,The mission kept peace.,descriptive,minusma,towns,none,calm,2013-2020,article\n"
SAID = TABLES["claim_statements"] + "\nc-005,p2"
PHASES = """
    phase_id,case_id,name,valid_from,valid_to,what,source_id,verified
    one,minusma,Building up,2013-01-01,2016-01-01,It came.,early,page
    two,minusma,Holding,2016-01-01,2020-01-01,It stayed.,early,page
    three,minusma,After it,2020-01-01,,It left.,early,page
    other,amisom,Elsewhere,2013-01-01,2016-01-01,Another.,early,page
"""
EARLY = {"observed_from": "2013-06-01", "observed_to": "2015-01-01"}
LATER = {"observed_from": "2017-01-01", "observed_to": "2018-01-01"}


@pytest.fixture
def small(tmp_path: Path) -> Book:
    return write_package(
        tmp_path,
        found("c-001", "a", "supports", "l-001"),
        found("c-001", "b", "supports", "l-001", source_id="late", review_by="2024-01-01"),
        found("c-002", "g", "contradicts", "l-004", review_by="2030-01-01"),
    )


def mission(folder: Path, *rows: dict) -> Book:
    return write_package(folder, *rows, claims=MISSION, claim_statements=SAID, phases=PHASES)


def test_an_unknown_claim_suggests_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="no claim 'c-0188': did you mean c-018"):
        find(book, "c-0188")


def test_a_finding_holds_what_bears_on_its_claim(small: Book) -> None:
    one = find(small, "c-001")
    assert (one.word, one.statements) == ("supported", ("p1", "p2"))
    assert one.evidence["evidence_id"].tolist() == ["e-001", "e-002"]
    assert one.evidence["citation"].tolist() == ["Early (2010).", "Late (2020)."]
    assert one.searches["search_id"].tolist() == ["q-001"]
    assert one.firmness is not None
    assert 0 < one.firmness.share <= 1
    assert one.phases.empty
    assert one.leading == ""


def test_the_status_tells_one_study_from_none(small: Book) -> None:
    status = {name: one.status for name, one in findings(small).items()}
    assert status["c-001"] == "supported"
    assert status["c-002"] == "one study says it fails"
    assert status["c-003"] == "unverified"
    assert status["c-004"] == "not verified: no study found"


def test_finding_one_claim_is_finding_it_among_all(small: Book) -> None:
    everything = findings(small)
    assert list(everything) == ["c-001", "c-002", "c-003", "c-004"]
    for name, one in everything.items():
        alone = find(small, name)
        assert (alone.word, alone.verdict, alone.firmness) == (one.word, one.verdict, one.firmness)


def test_a_claim_on_a_mission_has_a_verdict_for_each_phase(tmp_path: Path) -> None:
    rows = [found("c-005", name, "supports", **EARLY) for name in "ab"]
    rows += [found("c-005", name, "contradicts", **LATER) for name in "cd"]
    one = find(mission(tmp_path, *rows), "c-005")
    assert one.phases["name"].tolist() == ["Building up", "Holding", "After it"]
    assert one.phases["verdict"].tolist() == ["supported", "contradicted", "unverified"]
    assert one.phases["family_count"].tolist() == [2, 2, 0]
    assert one.word == "contested"
    assert one.leading == "contradicted (Holding)", "what held at the mission's end, not what came after it"


def test_nothing_is_carried_into_a_phase_that_nobody_observed(tmp_path: Path) -> None:
    one = find(mission(tmp_path, *(found("c-005", name, "supports", **EARLY) for name in "ab")), "c-005")
    assert one.word == "supported"
    assert one.leading == "no evidence (Holding)"


def test_as_of_an_earlier_day_less_was_found(small: Book) -> None:
    assert find(small, "c-001", dt.date(2015, 1, 1)).status == "one study says it holds"
    assert find(small, "c-001", dt.date(2009, 1, 1)).status == "not verified: no study found"
    assert find(small, "c-001", dt.date(2021, 1, 1)).word == "supported"
    assert ledger(small, dt.date(2015, 1, 1)).set_index("claim_id").loc["c-001", "evidence_count"] == 1


def test_the_ledger_counts(small: Book) -> None:
    rows = ledger(small).set_index("claim_id")
    assert rows.index.tolist() == ["c-001", "c-002", "c-003", "c-004"]
    assert rows["evidence_count"].tolist() == [2, 1, 0, 0]
    assert rows["search_count"].tolist() == [1, 0, 0, 0]
    assert rows["families_for"].tolist() == [2, 0, 0, 0]
    assert rows["families_against"].tolist() == [0, 1, 0, 0]
    assert rows["theme"].tolist() == ["water order", "water", "order", "literature"]
    assert rows["statement_count"].tolist() == [2, 1, 1, 0]
    assert rows.loc["c-003", "scale"] == "read off the law"
    assert rows.loc["c-001", "score"] == 1
    assert pd.isna(rows.loc["c-002", "score"])


@pytest.mark.parametrize(
    ("day", "ids"), [("2023-12-31", []), ("2024-01-02", ["e-002"]), ("2030-01-02", ["e-002", "e-003"])]
)
def test_what_is_past_its_day_of_review_is_stale(small: Book, day: str, ids: list[str]) -> None:
    assert stale(small, dt.date.fromisoformat(day))["evidence_id"].tolist() == ids
    counts = ledger(small, dt.date.fromisoformat(day)).set_index("claim_id")["stale_count"]
    assert counts.sum() == len(ids)


def test_every_claim_of_the_collection_has_a_word_and_a_reason(book: Book) -> None:
    rows = ledger(book)
    assert rows["claim_id"].tolist() == book.tables["claims"]["claim_id"].tolist()
    legal = rows["type"] == "legal"
    assert 0 < legal.sum() < len(rows)
    assert set(rows.loc[legal, "verdict"]) <= {"correct", "partly", "incorrect"}
    assert (rows.loc[legal, "reading_count"] > 0).all()
    assert set(rows.loc[~legal, "certainty"]) <= set(CERTAINTIES)
    looked = (rows["evidence_count"] > 0) | (rows["search_count"] > 0)
    assert looked[~legal].all()
    unverified = rows[~legal & (rows["verdict"] == "unverified")]
    assert unverified["status"].str.match("one study says|not verified: ").all()
    assert (rows["status"] == rows["verdict"])[rows["verdict"] != "unverified"].all()


def test_words_are_the_verdicts_of_the_ledger(book: Book) -> None:
    assert words(book).to_dict() == ledger(book).set_index("claim_id")["verdict"].to_dict()
