"""From votes to a word: sums, score, side (VERDICTS rules 9 to 11 and 18)."""

from collections.abc import Iterable
from typing import NamedTuple

from claimbook.verdict.rules import Rules
from claimbook.verdict.votes import Vote

SIGNS = {"supports": 1, "mixed": 0, "contradicts": -1}
SUPPORTED, MIDDLE, CONTRADICTED = SIDES = ("supported", "contested or unverified", "contradicted")


class Tally(NamedTuple):
    """Sums over the families that vote: all that the score and the side depend on.

    Attributes
    ----------
    families : int
        How many vote.
    direct_net, indirect_net : float
        Weight for the claim less weight against it.
    direct_weight, indirect_weight : float
        Weight for, mixed and against together, before any cut.
    """

    families: int = 0
    direct_net: float = 0.0
    direct_weight: float = 0.0
    indirect_net: float = 0.0
    indirect_weight: float = 0.0

    def plus(self, vote: Vote) -> "Tally":
        """Return the sums with one more vote; one without weight changes nothing."""
        if not vote.weight:
            return self
        families, net, weight, far_net, far_weight = self
        signed = SIGNS[vote.direction] * vote.weight
        if vote.direct:
            return Tally(families + 1, net + signed, weight + vote.weight, far_net, far_weight)
        return Tally(families + 1, net, weight, far_net + signed, far_weight + vote.weight)


def tally(votes: Iterable[Vote]) -> Tally:
    """Return the sums over votes."""
    sums = Tally()
    for vote in votes:
        sums = sums.plus(vote)
    return sums


def counted(sums: Tally, rules: Rules) -> float:
    """Return the weight that counts: all that is direct, and what is indirect up to its cut (rule 9)."""
    return sums.direct_weight + min(sums.indirect_weight, rules.indirect_cap)


def net(sums: Tally, rules: Rules) -> float:
    """Return the weight for the claim less the weight against it, the indirect part cut on either side (rule 10)."""
    return sums.direct_net + max(-rules.indirect_cap, min(sums.indirect_net, rules.indirect_cap))


def score(sums: Tally, rules: Rules) -> float | None:
    """Return the score from -1 to 1 (rule 10), or None below what a verdict needs (rule 11)."""
    weight = counted(sums, rules)
    if sums.families < rules.least_families or weight < rules.least_weight:
        return None
    return net(sums, rules) / weight


def side(score: float | None, rules: Rules) -> str:
    """Return on which side a score stands (rule 18); the outer cut and the bar never change a side."""
    if score is None or abs(score) < rules.inner_cut:
        return MIDDLE
    return SUPPORTED if score > 0 else CONTRADICTED


def barring(votes: Iterable[Vote], score: float | None, rules: Rules) -> tuple[Vote, ...]:
    """Return the families that bar an outer word (rule 10), a review by its weight before rule 6's deduction.

    A review whose studies have taken over all its weight still bars: otherwise a further study against the claim,
    by emptying a review against it, could lift the verdict.
    """
    if score is None or abs(score) < rules.outer_cut:
        return ()
    other = "contradicts" if score > 0 else "supports"
    return tuple(vote for vote in votes if vote.direction == other and vote.full_weight >= rules.bar)


def word(score: float | None, barred: bool, rules: Rules) -> str:
    """Return the word of the verdict (rules 10 and 11)."""
    where = side(score, rules)
    if score is None or where == MIDDLE:
        return "unverified" if score is None else "contested"
    outer = abs(score) >= rules.outer_cut and not barred
    return where if outer else f"mostly {where}"
