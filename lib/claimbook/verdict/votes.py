"""From rows to votes: which rows vote, what they weigh, and the one voice of each family (VERDICTS rules 2 to 9)."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from claimbook.verdict.rules import STANDARD, Rules

REVIEW = "systematic-review"


@dataclass(frozen=True)
class Vote:
    """What one family says, by its heaviest row.

    Attributes
    ----------
    family_id, kind, producer : str
        The family, its kind, and the team or organisation behind it.
    direction : str
        `supports`, `mixed` or `contradicts`.
    full_weight, weight : float
        Design x directness; and that less what a review's own studies weigh (rule 6). 0 counts nowhere.
    direct : bool
        Whether place and intervention match.
    evidence_id : str
        The row that speaks.
    design : int
        0 to 4.
    verified, selection, interval, upgrade : str
        As coded for that row.
    note : str
        Why the family weighs nothing or less, or how it came to its direction; may be empty.
    """

    family_id: str
    kind: str
    producer: str
    direction: str
    full_weight: float
    weight: float
    direct: bool
    evidence_id: str
    design: int
    verified: str
    selection: str
    interval: str
    upgrade: str
    note: str = ""


def voices(
    rows: Iterable[dict[str, Any]], claim_type: str, *, case: bool = False, rules: Rules = STANDARD
) -> tuple[Vote, ...]:
    """Return the voice of each family before reviews give way to their studies (rules 2 to 5 and 7 to 9).

    Parameters
    ----------
    rows : iterable of dict
        Those on one claim, as `claimbook.verdict.inputs.read` gives them.
    claim_type : str
        `descriptive`, `causal`, `evaluative` or `predictive`.
    case : bool
        Whether the claim is on one mission, so that findings from elsewhere count `general_cap` at most.
    rules : Rules
        The numbers.

    Returns
    -------
    tuple of Vote
        By family id. The heaviest row speaks; rows of equal weight that disagree make the family `mixed`. Nothing
        is added up within a family, so that what is cut into many rows weighs no more.

    Notes
    -----
    The scale of designs is simplified from EPOC's list of study designs and GRADE's; counting each independent study
    once follows the Cochrane Handbook, chapter 5 (studies, not reports, are the unit).
    """
    families: dict[str, list[Vote]] = {}
    for row in rows:
        families.setdefault(row["family_id"], []).append(_vote(row, claim_type, case, rules))
    return tuple(_voice(families[name]) for name in sorted(families))


def deduct(votes: tuple[Vote, ...], includes: Mapping[str, Set[str]] | None) -> tuple[Vote, ...]:
    """Take from each review's weight that of the included families which vote themselves (rule 6).

    The reading that keeps the rules monotone:

    - What comes off is the included family's own weight (design x directness), not its design alone, and only where
      both stand in the same class, direct or indirect. A sum then never loses more than it gains by a further study.
      (Taking the design off and multiplying by the review's directness lets one weak study wipe out a strong review.)
    - A family that several reviews of one direction include comes off one of them, the heaviest, the first by id among
      equals: taken off each, it would remove more than it adds.
    - If a mixed review includes it, it comes off that one alone: else it would thin the middle while adding nothing
      to its own side. If not, it comes off one review for and one against: so a further review never gives weight
      back to one of the other side.

    A review counts off studies and datasets only, never another review.
    """
    off: dict[str, list[Vote]] = {}
    for vote in votes:
        if vote.weight and vote.kind != REVIEW:
            for review in payers(vote, votes, includes or {}):
                off.setdefault(review, []).append(vote)
    return tuple(_reduced(vote, off[vote.family_id]) if vote.family_id in off else vote for vote in votes)


def payers(vote: Vote, votes: Iterable[Vote], includes: Mapping[str, Set[str]]) -> list[str]:
    """Return the reviews among votes that a study comes off; which other studies there are plays no part."""
    holding = [
        other
        for other in votes
        if other.kind == REVIEW
        and other.weight
        and other.direct == vote.direct
        and vote.family_id in includes.get(other.family_id, ())
    ]
    heaviest: dict[str, str] = {}
    for review in sorted(holding, key=lambda review: (-review.full_weight, review.family_id)):
        heaviest.setdefault(review.direction, review.family_id)
    return [heaviest["mixed"]] if "mixed" in heaviest else list(heaviest.values())


def _reduced(review: Vote, studies: list[Vote]) -> Vote:
    weight = max(0.0, review.full_weight - sum(study.weight for study in studies))
    names = ", ".join(study.family_id for study in studies)
    note = f"{review.full_weight:g} less the weight of {names}, which the review includes (rule 6)"
    return replace(review, weight=weight, note=note)


def _voice(rows: list[Vote]) -> Vote:
    heaviest = [row for row in rows if row.weight == max(row.weight for row in rows)]
    # among equals a direct row speaks first; which of the rest is a matter of order only
    speaker = min(heaviest, key=lambda row: (not row.direct, row.evidence_id))
    if len({row.direction for row in heaviest}) == 1:
        return speaker
    note = speaker.note or "its heaviest rows disagree (rule 5)"
    return replace(speaker, direction="mixed", note=note)


def _vote(row: dict[str, Any], claim_type: str, case: bool, rules: Rules) -> Vote:
    weight, note = _weight(row, claim_type, case, rules)
    return Vote(
        family_id=row["family_id"],
        kind=row["family_kind"],
        producer=row["producer"],
        direction=row["direction"],
        full_weight=weight,
        weight=weight,
        direct=_mismatches(row) == 0,
        evidence_id=row["evidence_id"],
        design=row["design"],
        verified=row["verified"],
        selection=row["selection"],
        interval=row["interval"],
        upgrade=row["upgrade"],
        note=note,
    )


def _weight(row: dict[str, Any], claim_type: str, case: bool, rules: Rules) -> tuple[float, str]:
    """Return design x directness, or 0 with the reason."""
    reason = _silence(row)
    if reason:
        return 0.0, reason
    appraised = row["family_kind"] == REVIEW and row["design"] == 4
    design = rules.review_weight if appraised else rules.design[row["design"]]
    if not design and claim_type == "causal" and row["design"] == 0:
        return 0.0, "context: it does not test an effect (rule 2)"
    if not design:
        return 0.0, "commentary, press, self-report or advice (rule 7)" if row["design"] == 0 else "too weak a design"
    directness = rules.directness[_mismatches(row)]
    if case and row["place_match"] == "no":
        directness = min(directness, rules.general_cap)
    return (design * directness, "") if directness else (0.0, "too indirect")


def _silence(row: dict[str, Any]) -> str:
    reasons = (
        (row["verified"] in ("memory", "bibliographic"), "rests on memory or on bibliography alone (rule 11)"),
        (bool(row["superseded_by"]), "replaced by its published form (rule 5)"),
        (row["family_kind"] == "narrative-review", "a review without appraisal (rule 6)"),
        (row["outcome_match"] == "no", "another outcome (rule 8)"),
        (row["period_match"] == "no", "no overlap in time (rule 8)"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _mismatches(row: dict[str, Any]) -> int:
    return (row["place_match"] == "no") + (row["intervention_match"] == "no")
