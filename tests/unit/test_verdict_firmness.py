"""Firmness: the smallest removal is what trying every subset finds, and the shares count the variants."""

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.verdict import VARIANTS, firmness, judge
from claimbook.verdict.firmness import smallest_removal
from claimbook.verdict.rules import STANDARD
from claimbook.verdict.scale import score, side, tally
from claimbook.verdict.votes import REVIEW, Vote, deduct

Includes = dict[str, set[str]]


def vote(family: str, direction: str, weight: float, direct: bool = True, kind: str = "study") -> Vote:
    said = {"evidence_id": family, "design": 2, "verified": "page", "selection": "", "interval": "", "upgrade": ""}
    return Vote(family, kind, "", direction, weight, weight, direct, **said)  # type: ignore[arg-type]


def brute_force(votes: list[Vote], includes: Includes) -> int | None:
    def stands(left: tuple[Vote, ...]) -> str:
        return side(score(tally(deduct(left, includes)), STANDARD), STANDARD)

    for size in range(len(votes) + 1):
        if any(stands(left) != stands(tuple(votes)) for left in combinations(votes, len(votes) - size)):
            return size
    return None


@st.composite
def bodies(draw: st.DrawFn) -> tuple[list[Vote], Includes]:
    size, reviews = draw(st.integers(0, 6)), draw(st.integers(0, 3))
    ways, weights = st.sampled_from(["supports", "mixed", "contradicts"]), st.sampled_from([0.25, 0.5, 1, 1.5, 2, 3, 4])
    votes = [vote(f"f{i}", draw(ways), draw(weights), draw(st.booleans())) for i in range(size)]
    for i in range(reviews):
        direct = draw(st.booleans())
        votes.append(vote(f"r{i}", draw(ways), 4 if direct else 2, direct, REVIEW))
    names = st.sets(st.sampled_from([f"f{i}" for i in range(6)]))
    return votes, {f"r{i}": draw(names) for i in range(reviews)}


@settings(max_examples=300, deadline=None)
@given(bodies())
def test_the_smallest_removal_is_what_brute_force_finds(body: tuple[list[Vote], Includes]) -> None:
    votes, includes = body
    gone = smallest_removal(votes, includes, STANDARD)
    assert (None if gone is None else len(gone)) == brute_force(votes, includes)
    if gone is not None:
        left = tuple(one for one in votes if one.family_id not in gone)
        assert len(left) == len(votes) - len(gone)
        sides = [side(score(tally(deduct(some, includes)), STANDARD), STANDARD) for some in (left, tuple(votes))]
        assert sides[0] != sides[1]


def rows(*families: tuple[str, str, int, str]) -> pd.DataFrame:
    table = pd.DataFrame(families, columns=["family_id", "direction", "design", "place_match"])
    match: dict[str, Any] = dict.fromkeys(["intervention_match", "outcome_match", "period_match"], "yes")
    rest = {"superseded_by": "", "selection": "na", "interval": "none", "upgrade": "", "producer": ""}
    return table.assign(evidence_id=table["family_id"], verified="page", family_kind="study", **match, **rest)


def test_firmness_names_what_breaks_a_side_and_what_flips_it() -> None:
    found = firmness(rows(("a", "supports", 2, "yes"), ("b", "supports", 1, "no")), "evaluative")
    assert found.side == "supported"
    assert found.breaks == ("steep-designs", "no-case-studies", "direct-only", "three-families", "more-weight")
    assert found.share == pytest.approx(1 - 5 / len(VARIANTS))
    assert found.flip_count == 1
    assert found.flip_families == ("a",)


def test_a_verdict_that_only_its_word_loses_keeps_its_side() -> None:
    body = rows(*((f"f{i}", "supports", 4, "yes") for i in range(3)), ("x", "contradicts", 1, "yes"))
    found = firmness(body, "causal")
    assert judge(body, "causal").verdict == "supported"
    assert found.share == 1
    # three variants bar, or weigh the case study, in another way
    assert found.word_share < 1


def test_what_no_removal_can_change_says_none() -> None:
    assert firmness(pd.DataFrame(), "causal").flip_count is None
    assert firmness(rows(("a", "supports", 2, "yes")), "causal").flip_count is None
    both = firmness(rows(("a", "mixed", 2, "yes"), ("b", "mixed", 2, "yes")), "causal")
    assert (both.flip_count, both.flip_families) == (None, ())


def test_many_families_are_searched_in_full() -> None:
    body = rows(*((f"f{i:02}", "supports", 1 + i % 4, "yes" if i % 3 else "no") for i in range(40)))
    # four case studies from elsewhere weigh 0.5 each: the largest body that is too light keeps three of them
    assert firmness(body, "causal").flip_count == 37
