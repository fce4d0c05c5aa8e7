"""A cell is judged by the evidence on its own links: once a family, mirrored where a link fails, by its own kind."""

import datetime as dt
from pathlib import Path

import pytest

from claimbook import Book, charts, checked, explain, find, matrix
from claimbook.checked import NOT_YET
from claimbook.matrix import STATES
from small_package import found, write_package

PEACE = [found("c-001", "a", "supports", "l-001"), found("c-001", "b", "supports", "l-001", source_id="late")]
DROUGHT = [found("c-001", "c", "contradicts", "l-002"), found("c-001", "d", "contradicts", "l-002")]
FAILS = [found("c-004", "e", "supports", "r-001"), found("c-004", "f", "supports", "r-001")]
TREND = [found("c-002", "g", "supports", "l-001", "l-004"), found("c-002", "h", "supports", "l-001", "l-004")]
READINGS = "reading_id,claim_id,source_id,provision,reading,says,verified\n"


def cells(book: Book, relation: str | None = "produces", as_of: dt.date | None = None):
    return matrix(book, "thing", "thing", relation, as_of=as_of).set_index(["row", "column"])


@pytest.fixture
def small(tmp_path: Path) -> Book:
    return write_package(tmp_path, *PEACE, *DROUGHT, *FAILS)


def test_all_five_states_stand_in_one_matrix(small: Book) -> None:
    states = cells(small)["state"]
    assert set(states) == set(STATES)
    assert states["wells", "peace"] == states["rain", "peace"] == "asserted_checked"
    assert states["wells", "trade"] == "asserted_untested"
    assert states["rain", "trade"] == "checked_not_asserted"
    assert states["law", "peace"] == "neither"
    assert states["law", "law"] == "not_applicable"
    figure = charts.matrix_chart(cells(small).reset_index(), "checked")
    assert len([trace for trace in figure.data if trace.showlegend]) == 6


def test_a_cell_takes_its_verdict_from_its_own_links_and_not_from_the_claim(small: Book) -> None:
    assert find(small, "c-001").word == "contested"
    told = cells(small)
    assert told.loc[("wells", "peace"), "verdict"] == "supported"
    assert told.loc[("rain", "peace"), "verdict"] == "contradicted"
    # the claim has a third link, which nobody tested
    untested = told.loc[("wells", "trade")]
    assert (untested["verdict"], untested["checked"], untested["checked_as"]) == ("", False, NOT_YET)


def test_each_cell_names_its_evidence_families_and_certainty(small: Book) -> None:
    cell = cells(small).loc[("wells", "peace")]
    assert cell["evidence_ids"] == "e-001 e-002"
    assert cell["family_count"] == 2
    assert cell["certainty"] in cell["checked_as"]
    assert cell["checked_as"].startswith("supported, 2 families; certainty ")


def test_a_family_counts_once_in_a_cell(tmp_path: Path) -> None:
    # family a speaks three times, once of both links of the cell
    again = [found("c-001", "a", "supports", "l-001", "l-006"), found("c-001", "a", "supports", "l-006")]
    cell = cells(write_package(tmp_path, *PEACE, *again)).loc[("wells", "peace")]
    assert cell["family_count"] == 2
    assert cell["evidence_ids"] == "e-001 e-002 e-003 e-004"


def test_one_family_in_many_rows_is_no_verdict(tmp_path: Path) -> None:
    rows = [found("c-001", "a", "supports", "l-001", design=3)] * 5
    cell = cells(write_package(tmp_path, *rows)).loc[("wells", "peace")]
    assert (cell["verdict"], cell["family_count"]) == ("unverified", 1)


def test_evidence_for_a_claim_that_a_link_fails_speaks_against_the_link(small: Book) -> None:
    assert find(small, "c-004").word == "supported"
    assert cells(small).loc[("rain", "trade"), "verdict"] == "contradicted"
    assert set(checked.evidence_on_links(small).query("link_id == 'r-001'")["direction"]) == {"contradicts"}
    assert explain(small, "rain", "trade").verdict == "contradicted"


@pytest.mark.parametrize(
    ("direction", "told"), [("supports", "contradicts"), ("contradicts", "supports"), ("mixed",) * 2]
)
def test_each_direction_has_its_mirror(tmp_path: Path, direction: str, told: str) -> None:
    rows = checked.evidence_on_links(write_package(tmp_path, found("c-004", "e", direction, "r-001")))
    assert rows["direction"].tolist() == [told]


def test_a_trend_votes_on_what_was_reached_and_not_on_an_effect(tmp_path: Path) -> None:
    book = write_package(tmp_path, *TREND)
    reached = cells(book, "achieved").loc[("wells", "trade")]
    assert (reached["verdict"], reached["family_count"]) == ("supported", 2)
    effect = cells(book, "produces").loc[("wells", "peace")]
    assert (effect["state"], effect["verdict"], effect["family_count"]) == ("asserted_checked", "unverified", 0)


def test_a_tested_effect_is_no_record_of_what_was_reached(tmp_path: Path) -> None:
    rows = [found("c-001", family, "supports", "l-003", "l-004") for family in "ab"]
    book = write_package(tmp_path, *rows)
    assert cells(book, "achieved").loc[("wells", "trade"), "family_count"] == 0
    assert cells(book, "produces").loc[("wells", "trade"), "family_count"] == 2
    # where a cell holds both kinds of link, effects are what counts
    assert cells(book, None).loc[("wells", "trade"), "verdict"] == "supported"


@pytest.mark.parametrize(
    ("words", "word"),
    [(["correct"], "correct"), (["incorrect", "incorrect"], "incorrect"), (["correct", "incorrect"], "partly")],
)
def test_what_the_law_says_gives_its_cell_a_word(tmp_path: Path, words: list[str], word: str) -> None:
    rows = [f"g-00{place},c-003,early,Article {place},{one},It says so.,page" for place, one in enumerate(words)]
    book = write_package(tmp_path, readings=READINGS + "\n".join(rows))
    cell = cells(book, "governs").loc[("law", "trade")]
    assert (cell["verdict"], cell["state"], cell["checked_as"]) == (word, "asserted_checked", word)
    assert (cell["certainty"], cell["family_count"], cell["evidence_ids"]) == ("", 0, "")
    assert find(book, "c-003").word == word
    assert not cells(book, "produces")["checked"].any()


@pytest.mark.parametrize(
    ("day", "count"),
    [("2010-12-30", 0), ("2010-12-31", 1), ("2020-06-01", 1), ("2020-12-31", 2), ("2025-12-31", 2), ("2026-01-01", 3)],
)
def test_as_of_a_day_only_what_was_out_by_then_counts(tmp_path: Path, day: str, count: int) -> None:
    undated = found("c-001", "u", "supports", "l-001", source_id="undated")
    book = write_package(tmp_path, *PEACE, undated)
    cell = cells(book, as_of=dt.date.fromisoformat(day)).loc[("wells", "peace")]
    assert cell["family_count"] == count
    assert cell["state"] == ("asserted_checked" if count else "asserted_untested")
    assert cell["verdict"] == ("" if count == 0 else "unverified" if count == 1 else "supported")


def test_a_theme_cuts_what_is_asserted(small: Book) -> None:
    everything, water = (matrix(small, "thing", "thing", "produces", theme=theme) for theme in (None, "water"))
    assert water["link_count"].sum() < everything["link_count"].sum()


def test_links_of_research_are_tested_and_never_asserted(small: Book) -> None:
    assert set(checked.tested_links(small)["link_id"]) == {
        "l-001",
        "l-002",
        "l-003",
        "l-004",
        "l-005",
        "l-006",
        "r-001",
    }
    assert cells(small)["link_ids"].str.contains("r-").sum() == 0


def test_a_package_with_empty_tables_of_evidence_is_unchecked(tmp_path: Path) -> None:
    book = write_package(tmp_path)
    assert not cells(book)["checked"].any()
    assert (cells(book)["checked_as"] == NOT_YET).all()
    assert "No evidence bears on this." in explain(book, "wells", "peace").to_text()
