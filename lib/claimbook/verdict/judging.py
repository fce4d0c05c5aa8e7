"""The verdict on one claim, with what was counted, cut and barred (VERDICTS rules 10 and 11)."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

import pandas as pd

from claimbook.verdict import scale as scales
from claimbook.verdict.certainty import certainty, scale_of
from claimbook.verdict.inputs import read
from claimbook.verdict.rules import STANDARD, Rules
from claimbook.verdict.votes import Vote, deduct, voices

_SAYS = {"supports": "it holds", "mixed": "it is mixed", "contradicts": "it fails"}


@dataclass(frozen=True)
class Verdict:
    """What the evidence says of one claim, and apart from it how certain that is.

    Attributes
    ----------
    verdict : str
        `supported`, `mostly supported`, `contested`, `mostly contradicted`, `contradicted` or `unverified`.
    score : float or None
        From -1 to 1; None where `unverified`. Scores order, they do not measure.
    certainty, scale : str
        Level of certainty, and the scale on which it was rated.
    reasons : tuple of str
        Sentences on the certainty.
    why : tuple of str
        Sentences on the verdict.
    families : pandas.DataFrame
        A row a family, those without weight included: `family_id`, `direction`, `weight`, `directness` (direct,
        indirect), `evidence_id` (the row that speaks), `note`.
    direct_weight, indirect_weight : float
        Weight of the families that vote, before the cut of what is indirect.
    side : str
        `supported`, `contested or unverified` or `contradicted`.
    """

    verdict: str
    score: float | None
    certainty: str
    scale: str
    reasons: tuple[str, ...]
    why: tuple[str, ...]
    families: pd.DataFrame = field(compare=False, repr=False)
    direct_weight: float
    indirect_weight: float
    side: str

    @property
    def families_for(self) -> int:
        """Number of families that vote for the claim."""
        return self._count("supports")

    @property
    def families_mixed(self) -> int:
        """Number of families that vote neither way."""
        return self._count("mixed")

    @property
    def families_against(self) -> int:
        """Number of families that vote against the claim."""
        return self._count("contradicts")

    @property
    def family_count(self) -> int:
        """Number of families that vote."""
        return int((self.families["weight"] > 0).sum())

    @property
    def says(self) -> str:
        """The verdict, which for `unverified` tells one study from none and from some that are too light (rule 11)."""
        if self.verdict != "unverified":
            return self.verdict
        voting = self.families.loc[self.families["weight"] > 0, "direction"].tolist()
        if not voting:
            return (
                "not verified: no study found" if self.families.empty else "not verified: nothing found that can vote"
            )
        if len(voting) == 1:
            return f"one study says {_SAYS[voting[0]]}"
        return f"not verified: {len(voting)} studies, too light to judge by"

    def _count(self, direction: str) -> int:
        voting = self.families["weight"] > 0
        return int((voting & (self.families["direction"] == direction)).sum())


class Decision(NamedTuple):
    """A verdict as a bare word and side, with what it was read off."""

    votes: tuple[Vote, ...]
    sums: scales.Tally
    score: float | None
    barring: Sequence[Vote]
    word: str
    side: str


def decide(spoken: tuple[Vote, ...], includes: Mapping[str, Set[str]] | None, rules: Rules) -> Decision:
    """Return what votes come to; `judge` tells it with all that belongs to it."""
    votes = deduct(spoken, includes)
    sums = scales.tally(vote for vote in votes if vote.weight)
    score = scales.score(sums, rules)
    barring = scales.barring(votes, score, rules)
    word = scales.word(score, bool(barring), rules)
    return Decision(votes, sums, score, barring, word, scales.side(score, rules))


def judge(
    evidence: pd.DataFrame,
    claim_type: str,
    *,
    case: bool = False,
    includes: Mapping[str, Set[str]] | None = None,
    searched: bool = True,
    rules: Rules = STANDARD,
) -> Verdict:
    """Judge one claim by its evidence.

    Parameters
    ----------
    evidence : pandas.DataFrame
        Rows on one claim (`claimbook.verdict.inputs.COLUMNS`); may be empty.
    claim_type : str
        `descriptive`, `causal`, `evaluative` or `predictive`.
    case : bool
        Whether the claim is on one mission (rule 9).
    includes : mapping of str to set of str, optional
        The families that each review's family includes (rule 6).
    searched : bool
        Whether a search for evidence was logged (rule 13).
    rules : Rules
        The numbers, `STANDARD` unless a variant is tried.

    Raises
    ------
    ClaimbookError
        For a legal claim, which is read off the text, and for unknown types, codes or missing columns.

    Notes
    -----
    Rules 10 and 11. Votes are summed by direction and weight, never by significance, as the Cochrane Handbook asks of
    synthesis without meta-analysis (version 6, chapter 12, on vote counting by direction of effect); unlike it, votes
    have weights, and two sides that balance are a finding of their own.
    """
    spoken = voices(read(evidence, claim_type), claim_type, case=case, rules=rules)
    votes, sums, score, barring, word, side = decide(spoken, includes, rules)
    voting = [vote for vote in votes if vote.weight]
    level, reasons = certainty(voting, sums, score, claim_type, searched, rules)
    return Verdict(
        verdict=word,
        score=score,
        certainty=level,
        scale=scale_of(claim_type),
        reasons=reasons,
        why=_why(votes, sums, score, barring, rules),
        families=_table(votes),
        direct_weight=sums.direct_weight,
        indirect_weight=sums.indirect_weight,
        side=side,
    )


def _table(votes: Sequence[Vote]) -> pd.DataFrame:
    columns = ["family_id", "direction", "weight", "directness", "evidence_id", "note"]
    rows = [asdict(vote) | {"directness": "direct" if vote.direct else "indirect"} for vote in votes]
    return pd.DataFrame(rows, columns=columns)


def _why(
    votes: Sequence[Vote], sums: scales.Tally, score: float | None, barring: Sequence[Vote], rules: Rules
) -> tuple[str, ...]:
    """Tell what was counted, cut and barred, without a word on certainty."""
    voting = [vote.direction for vote in votes if vote.weight]
    numbers = ", ".join(
        f"{voting.count(way)} {told}"
        for way, told in (("supports", "for"), ("mixed", "mixed"), ("contradicts", "against"))
    )
    told = [f"{sums.families} of {len(votes)} families vote: {numbers}."]
    weight = scales.counted(sums, rules)
    if sums.indirect_weight > rules.indirect_cap:
        told.append(f"Indirect findings weigh {sums.indirect_weight:g} and count as {rules.indirect_cap:g}.")
    if sums.families < rules.least_families:
        told.append(f"A verdict needs {rules.least_families:g} families.")
    if weight < rules.least_weight:
        told.append(f"The weight is {weight:g}, a verdict needs {rules.least_weight:g}.")
    if score is not None:
        told.append(f"For less against: {scales.net(sums, rules):g} of a weight of {weight:g}, a score of {score:.2f}.")
    if barring:
        names = ", ".join(f"{vote.family_id} ({vote.full_weight:g})" for vote in barring)
        told.append(f"On the other side stands {names}, which bars the outer word.")
    return tuple(told)
