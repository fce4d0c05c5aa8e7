"""Verdicts follow the worked examples row by row, and keep the promises that no example can cover."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.verdict import CERQUAL, CERTAINTIES, GRADE, STANDARD, TABLE, VARIANTS, VERDICTS, Verdict, judge
from shared import PROJECT

FOLDER = PROJECT / "data" / "evidence"
ORDER = {word: place for place, word in enumerate(reversed(VERDICTS[:-1]))}
DEFAULTS = {
    "place_match": "yes",
    "intervention_match": "yes",
    "outcome_match": "yes",
    "period_match": "yes",
    "verified": "full-text",
    "superseded_by": "",
    "selection": "addressed",
    "interval": "excludes-zero",
    "upgrade": "",
    "family_kind": "study",
    "producer": "",
}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


SETS = read(FOLDER / "worked_sets.csv")
ROWS = read(FOLDER / "worked_evidence.csv")


def row(family: str, direction: str, design: int, **other: str) -> dict[str, Any]:
    own = {"evidence_id": f"e-{family}", "family_id": family, "direction": direction, "design": design}
    return DEFAULTS | own | other


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["evidence_id", "family_id", "direction", "design", *DEFAULTS])


def worked(name: str, **other: Any) -> Verdict:
    rows = ROWS[ROWS["set_id"] == name]
    told = SETS.set_index("set_id").loc[name]
    includes = {one.family_id: set(str(one.includes).split()) for one in rows.itertuples() if pd.notna(one.includes)}
    given = {"case": told["case"] == "yes", "searched": told["searched"] == "yes", "includes": includes}
    return judge(rows, told["claim_type"], **(given | other))


@pytest.mark.parametrize("name", SETS["set_id"])
def test_each_worked_example_comes_out_as_by_hand(name: str) -> None:
    verdict, told = worked(name), SETS.set_index("set_id").loc[name]
    assert verdict.verdict == told["verdict"]
    assert verdict.certainty == told["certainty"]
    assert verdict.score == (None if pd.isna(told["score"]) else pytest.approx(told["score"], abs=0.005))
    assert verdict.reasons
    assert verdict.why


def test_the_worked_examples_reach_every_word_and_every_level_on_both_scales() -> None:
    verdicts = [worked(name) for name in SETS["set_id"]]
    assert len(verdicts) >= 24
    assert {verdict.verdict for verdict in verdicts} == set(VERDICTS)
    for scale in (GRADE, CERQUAL):
        assert {verdict.certainty for verdict in verdicts if verdict.scale == scale} == set(CERTAINTIES)


def test_the_worked_examples_give_every_reason_of_the_table() -> None:
    told = " ".join(sentence for name in SETS["set_id"] for sentence in worked(name).reasons)
    words = [rule.words for rule in TABLE if rule.key.split(".")[0] in ("down", "up", "cerqual", "abstracts")]
    assert len(words) > 12
    assert [one for one in words if one not in told] == []


def test_the_worked_tables_are_sorted_and_belong_together() -> None:
    assert SETS["set_id"].is_monotonic_increasing
    assert SETS["set_id"].is_unique
    assert ROWS["evidence_id"].is_monotonic_increasing
    assert ROWS["evidence_id"].is_unique
    assert set(ROWS["set_id"]) == set(SETS["set_id"]) - {"no-study"}
    for name in ("worked_sets.csv", "worked_evidence.csv"):
        assert b"\r" not in (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", SETS["set_id"])
def test_no_sentence_tells_both_verdict_and_certainty(name: str) -> None:
    verdict = worked(name)
    told = "|".join(VERDICTS)
    levels = "|".join(map(re.escape, CERTAINTIES))
    assert not [one for one in verdict.reasons if re.search(rf"\b({told})\b", one)]
    assert not [one for one in verdict.why if re.search(rf"\b({levels}|certain\w*)\b", one)]


def test_one_study_is_told_from_none_and_from_some_that_are_too_light() -> None:
    assert worked("one-study").says == "one study says it holds"
    assert worked("appraisal-alone").says == "one study says it is mixed"
    assert worked("memory-is-silent").says == "one study says it fails"
    assert worked("no-study").says == "not verified: no study found"
    assert worked("too-light").says == "not verified: 3 studies, too light to judge by"
    assert worked("two-studies-agree").says == "supported"


def test_families_without_weight_are_listed_with_the_reason_and_counted_nowhere() -> None:
    verdict = worked("other-outcome")
    silent = verdict.families.set_index("family_id").loc["study-a"]
    assert silent["weight"] == 0
    assert silent["note"] == "another outcome (rule 8)"
    assert (verdict.families_for, verdict.families_mixed, verdict.families_against) == (0, 0, 2)
    assert worked("family-tie").families_mixed == 1


def test_every_silence_has_its_own_reason() -> None:
    silent = {
        "memory": row("a", "supports", 3, verified="memory"),
        "published": row("b", "supports", 3, superseded_by="e-001"),
        "appraisal": row("c", "supports", 3, family_kind="narrative-review"),
        "outcome": row("d", "supports", 3, outcome_match="no"),
        "time": row("e", "supports", 3, period_match="no"),
        "context": row("f", "supports", 0),
    }
    notes = judge(frame(*silent.values()), "causal").families["note"]
    assert all(word in note for word, note in zip(silent, notes, strict=True))
    assert "commentary" in judge(frame(silent["context"]), "evaluative").families["note"][0]


def test_what_was_cut_and_barred_is_told() -> None:
    assert "count as 2" in " ".join(worked("case-general-and-direct").why)
    assert "study-c (1.5), which bars" in " ".join(worked("bar-met").why)
    assert "A verdict needs 2 families." in worked("one-study").why
    assert "study-a" in worked("review-gives-way").families.set_index("family_id").loc["review-r", "note"]


def test_a_family_that_two_reviews_include_comes_off_one_for_and_one_against() -> None:
    reviews = [("r", "supports"), ("s", "supports"), ("t", "contradicts")]
    rows = [row(name, way, 4, family_kind="systematic-review") for name, way in reviews]
    includes = {name: {"x"} for name, _ in reviews}
    weights = judge(frame(*rows, row("x", "supports", 3)), "causal", includes=includes).families["weight"].tolist()
    assert weights == [1, 4, 1, 3]
    mixed = row("m", "mixed", 4, family_kind="systematic-review")
    weights = judge(frame(*rows, mixed, row("x", "supports", 3)), "causal", includes=includes | {"m": {"x"}}).families
    assert weights.set_index("family_id")["weight"].to_dict() == {"m": 1, "r": 4, "s": 4, "t": 4, "x": 3}


def test_categoricals_and_missing_values_are_read_like_texts() -> None:
    rows = ROWS[ROWS["set_id"] == "up-dose-response"]
    texts = rows.astype("object").fillna("").astype("str")
    coded = rows.astype(dict.fromkeys(("direction", "upgrade", "superseded_by", "place_match"), "category"))
    assert judge(texts, "causal") == judge(coded, "causal") == judge(rows, "causal")


def test_a_legal_claim_an_unknown_type_a_code_and_a_missing_column_are_refused() -> None:
    rows = frame(row("a", "supports", 3))
    for claim_type, word in (("legal", "primary text"), ("casual", "causal")):
        with pytest.raises(ClaimbookError, match=word):
            judge(rows, claim_type)
    with pytest.raises(ClaimbookError, match="supports"):
        judge(rows.assign(direction="support"), "causal")
    for design in (5, 2.5, None, "x"):
        with pytest.raises(ClaimbookError, match="no design"):
            judge(rows.assign(design=pd.Series([design], dtype="object")), "causal")
    with pytest.raises(ClaimbookError, match="interval"):
        judge(rows.drop(columns="interval"), "causal")
    assert judge(pd.DataFrame(), "causal").verdict == "unverified"


def test_variants_have_names_of_their_own_and_each_changes_some_worked_example() -> None:
    assert 12 <= len(VARIANTS) == len({variant.name for variant in VARIANTS})
    standard = {name: worked(name) for name in SETS["set_id"]}
    for variant in VARIANTS:
        assert variant.rules != STANDARD
        assert variant.differs
        moved = [name for name, verdict in standard.items() if worked(name, rules=variant.rules) != verdict]
        assert moved, variant.name


def test_the_table_of_rules_names_each_key_once_and_explains_it() -> None:
    assert max(Counter(rule.key for rule in TABLE).values()) == 1
    assert all(rule.words and 1 <= rule.number <= 18 for rule in TABLE)
    assert STANDARD.design == (0, 1, 2, 3, 4)
    assert STANDARD.directness == (1, 0.5, 0.25)


def test_opposing_studies_move_a_verdict_all_the_way() -> None:
    words = []
    for against in range(8):
        rows = [row(f"f{i}", "supports", 1) for i in range(4)]
        rows += [row(f"a{i}", "contradicts", 2) for i in range(against)]
        words.append(judge(frame(*rows), "causal").verdict)
    assert words[0] == "supported"
    assert words[-1] == "mostly contradicted"
    assert sorted(words, key=lambda word: -ORDER[word]) == words
    assert len(set(words)) == 4


_MATCH = st.sampled_from(["yes", "yes", "no"])
_FAMILIES = [*"abcdefgh", "r"]


@st.composite
def a_row(draw: st.DrawFn, family: str) -> dict[str, Any]:
    kind = "systematic-review" if family == "r" else "study"
    return row(
        family,
        draw(st.sampled_from(["supports", "supports", "mixed", "contradicts"])),
        4 if family == "r" else draw(st.integers(0, 4)),
        evidence_id=f"e-{family}-{draw(st.integers(0, 99))}",
        family_kind=kind,
        place_match=draw(_MATCH),
        intervention_match=draw(_MATCH),
        verified=draw(st.sampled_from(["full-text", "abstract", "memory"])),
        selection=draw(st.sampled_from(["addressed", "open"])),
        producer=draw(st.sampled_from(["", "x", "y"])),
    )


@st.composite
def bodies(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [draw(a_row(family)) for family in draw(st.lists(st.sampled_from(_FAMILIES), max_size=12))]


INCLUDED = st.sets(st.sampled_from([*_FAMILIES[:-1], "new"])).map(lambda names: {"r": names})


@settings(max_examples=200, deadline=None)
@given(bodies(), a_row("new"), INCLUDED, st.booleans())
def test_a_further_family_in_favour_never_lowers_a_verdict_and_one_against_never_lifts_it(
    body: list[dict[str, Any]], new: dict[str, Any], includes: dict[str, set[str]], case: bool
) -> None:
    before = judge(frame(*body), "causal", case=case, includes=includes)
    after = {
        way: judge(frame(*body, new | {"direction": way}), "causal", case=case, includes=includes)
        for way in ("supports", "contradicts")
    }
    if before.verdict != "unverified":
        assert ORDER[after["contradicts"].verdict] <= ORDER[before.verdict] <= ORDER[after["supports"].verdict]


@settings(max_examples=100, deadline=None)
@given(bodies(), st.randoms(use_true_random=False), INCLUDED)
def test_neither_order_nor_repetition_of_rows_matters(
    body: list[dict[str, Any]], chance: Any, includes: dict[str, set[str]]
) -> None:
    before = judge(frame(*body), "causal", includes=includes)
    mixed = [*body, *body[:3]]
    chance.shuffle(mixed)
    after = judge(frame(*mixed), "causal", includes=includes)
    assert after == before
    known = ["family_id", "direction", "weight", "directness"]
    pd.testing.assert_frame_equal(after.families[known], before.families[known])


@settings(max_examples=100, deadline=None)
@given(bodies())
def test_findings_on_missions_in_general_never_exceed_what_they_may_weigh(body: list[dict[str, Any]]) -> None:
    general = frame(*body).assign(place_match="no")
    for rules in (STANDARD, *(variant.rules for variant in VARIANTS)):
        verdict = judge(general, "causal", case=True, rules=rules)
        assert verdict.direct_weight == 0
        assert verdict.families["weight"].le(max(*rules.design, rules.review_weight) * rules.general_cap).all()
        assert verdict.certainty in ("moderate", "low", "very low", "not rated")
    # beside a direct study, all of it together moves the score no further than a weight of 2 can
    direct = [row("x", "contradicts", 4), row("y", "contradicts", 4)]
    both = judge(pd.concat([general, frame(*direct)]), "causal", case=True)
    assert both.score is not None
    assert both.score <= (2 - 8) / (2 + 8)
