"""How firm a verdict stands: under other rules, and without some of its families (VERDICTS rule 18)."""

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from typing import TypeVar

import pandas as pd

from claimbook.verdict.inputs import read
from claimbook.verdict.judging import decide
from claimbook.verdict.rules import STANDARD, VARIANTS, Rules
from claimbook.verdict.scale import Tally, score, side, tally
from claimbook.verdict.votes import REVIEW, Vote, deduct, payers, voices

Gone = tuple[str, ...]
State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True)
class Firmness:
    """How much it takes to change a verdict.

    Attributes
    ----------
    side : str
        `supported`, `contested or unverified` or `contradicted`.
    share : float
        Share of the rule variants under which the side holds.
    breaks : tuple of str
        Names of the variants under which it does not.
    word_share : float
        Share of the variants under which the verdict holds to the word.
    flip_count : int or None
        Smallest number of families whose removal changes the side; None where no removal does.
    flip_families : tuple of str
        Such families, the first by id among equals; empty where none.
    """

    side: str
    share: float
    breaks: tuple[str, ...]
    word_share: float
    flip_count: int | None
    flip_families: tuple[str, ...]


def firmness(
    evidence: pd.DataFrame,
    claim_type: str,
    *,
    case: bool = False,
    includes: Mapping[str, Set[str]] | None = None,
    searched: bool = True,  # noqa: ARG001  # what was searched bears on certainty alone
    rules: Rules = STANDARD,
) -> Firmness:
    """Return how firm the verdict on a claim is.

    Parameters
    ----------
    evidence, claim_type, case, includes, searched, rules
        As for `judge`.

    Notes
    -----
    The share over variants is a specification curve in small (Simonsohn, Simmons & Nelson 2020, Nature Human
    Behaviour 4, 1208-1214); the smallest removal is a fragility index (Walsh et al. 2014, Journal of Clinical
    Epidemiology 67, 622-628) that counts families instead of events.
    """
    rows = read(evidence, claim_type)
    spoken = voices(rows, claim_type, case=case, rules=rules)
    given = decide(spoken, includes, rules)
    others = {
        variant.name: decide(voices(rows, claim_type, case=case, rules=variant.rules), includes, variant.rules)
        for variant in VARIANTS
    }
    breaks = tuple(name for name, other in others.items() if other.side != given.side)
    same = sum(other.word == given.word for other in others.values())
    gone = smallest_removal(spoken, includes, rules)
    return Firmness(
        side=given.side,
        share=1 - len(breaks) / len(VARIANTS),
        breaks=breaks,
        word_share=same / len(VARIANTS),
        flip_count=None if gone is None else len(gone),
        flip_families=gone or (),
    )


def smallest_removal(votes: Sequence[Vote], includes: Mapping[str, Set[str]] | None, rules: Rules) -> Gone | None:
    """Return the fewest families without which the side changes, or None.

    The search is exact. For each set of reviews that may stay, the studies stay or go one by one. A side depends on
    the studies that stay only through their sums and through what comes off each review, and which review a study
    comes off depends on the reviews alone; so two sets of studies that agree in these are one state, whatever joins
    later. Of the removals that lead to a state the smallest is kept, and all states are visited. (Identical families
    are the plainest case: which of them goes makes no difference.) Most verdicts turn on few families, so small
    removals are tried first.
    """
    voting = [vote for vote in votes if vote.weight]
    reviews = [vote for vote in voting if vote.kind == REVIEW]
    studies = [vote for vote in voting if vote.kind != REVIEW]
    held = side(score(tally(deduct(tuple(voting), includes)), rules), rules)
    for most in (3, 6, 12, len(voting)):
        changing = []
        for size in range(min(most, len(reviews)) + 1):
            for gone in combinations(reviews, size):
                left = [review for review in reviews if review not in gone]
                names = tuple(review.family_id for review in gone)
                for sums, more in _states(studies, left, includes or {}, most - size, rules).items():
                    if side(score(sums, rules), rules) != held:
                        changing.append(tuple(sorted((*names, *more))))
        if changing:
            return min(changing, key=_order)
    return None


def _states(
    studies: Sequence[Vote], reviews: Sequence[Vote], includes: Mapping[str, Set[str]], most: int, rules: Rules
) -> dict[Tally, Gone]:
    """Return every sum that all of the reviews and all but `most` of the studies can make, with what has to go."""
    states: dict[tuple[Tally, tuple[float, ...]], Gone] = {(Tally(), tuple(vote.full_weight for vote in reviews)): ()}
    for study in studies:
        paying = payers(study, reviews, includes)
        joined: dict[tuple[Tally, tuple[float, ...]], Gone] = {}
        for (sums, rests), gone in states.items():
            less = tuple(
                max(0.0, rest - study.weight) if review.family_id in paying else rest
                for review, rest in zip(reviews, rests, strict=True)
            )
            _keep(joined, (_enough(sums.plus(study), rules), less), gone)
            if len(gone) < most:
                _keep(joined, (sums, rests), (*gone, study.family_id))
        states = joined
    totals: dict[Tally, Gone] = {}
    for (sums, rests), gone in states.items():
        left = [replace(review, weight=rest) for review, rest in zip(reviews, rests, strict=True)]
        _keep(totals, reduce(Tally.plus, left, sums), gone)
    return totals


def _enough(sums: Tally, rules: Rules) -> Tally:
    """Forget what no side depends on: families beyond those needed, indirect weight beyond its cut; both only grow."""
    families, weight = min(sums.families, int(rules.least_families)), min(sums.indirect_weight, rules.indirect_cap)
    return Tally(families, sums.direct_net, sums.direct_weight, sums.indirect_net, weight)


def _keep(states: dict[State, Gone], state: State, names: Gone) -> None:
    if state not in states or _order(names) < _order(states[state]):
        states[state] = names


def _order(names: Gone) -> tuple[int, Gone]:
    return len(names), names
