"""How certain a verdict is, on one of two scales and with every reason in words (VERDICTS rules 12 to 14)."""

from collections.abc import Callable, Iterator, Sequence

from claimbook.verdict.rules import CERTAINTIES, VALUES, WORDS, Rules
from claimbook.verdict.scale import Tally, side
from claimbook.verdict.votes import Vote

GRADE = "certainty of an effect (after GRADE)"
CERQUAL = "confidence in a finding (after GRADE-CERQual)"
HIGH, MODERATE, LOW, VERY_LOW, NOT_RATED = CERTAINTIES
_LADDER = (VERY_LOW, LOW, MODERATE, HIGH)
_POINTS = {"supported": "supports", "contradicted": "contradicts"}


def scale_of(claim_type: str) -> str:
    """Return the name of the scale: GRADE for effects, CERQual for what describes, appraises or foresees."""
    return GRADE if claim_type == "causal" else CERQUAL


def certainty(
    votes: Sequence[Vote], sums: Tally, score: float | None, claim_type: str, searched: bool, rules: Rules
) -> tuple[str, tuple[str, ...]]:
    """Return the level of certainty and its reasons.

    Parameters
    ----------
    votes : sequence of Vote
        The families that vote.
    sums : Tally
        Their sums.
    score : float or None
        Their score; None for `unverified`, which is `not rated`.
    claim_type : str
        Decides on the scale.
    searched : bool
        Whether a search was logged.
    rules : Rules
        The numbers.

    Returns
    -------
    tuple of (str, tuple of str)
        `high`, `moderate`, `low`, `very low` or `not rated`; sentences that never name the verdict.

    Notes
    -----
    Causal bodies after GRADE (Guyatt et al. 2011, Journal of Clinical Epidemiology 64, 383-394): a start by design,
    down for five kinds of fault, up for three kinds of merit if nothing was faulted (rules 12, 13). Other bodies after
    GRADE-CERQual (Lewin et al. 2018, Implementation Science 13, suppl. 1): all start high and are lowered for concerns
    about method, coherence, adequacy and relevance (rule 14). A fault or merit is the body's if the families that
    have it carry over half of the weight that counts, indirect findings only up to their cut.
    """
    if score is None:
        return NOT_RATED, ("Not rated: too few families, or too little weight, to rate.",)
    share = _sharer(votes, sums, rules)
    if claim_type == "causal":
        level, reasons = _grade(votes, share, score, searched, rules)
    else:
        level, reasons = _cerqual(votes, share, searched, rules)
    if all(vote.verified == "abstract" for vote in votes):
        most = str(VALUES["abstracts.cap"])
        level = most if level == HIGH else level
        reasons.append(f"At most {most}: {WORDS['abstracts.cap']}.")
    return level, tuple(reasons)


Share = Callable[[Callable[[Vote], bool]], float]


def _sharer(votes: Sequence[Vote], sums: Tally, rules: Rules) -> Share:
    """Return a function that tells which share of the counted weight has a property."""
    kept = min(1.0, rules.indirect_cap / sums.indirect_weight) if sums.indirect_weight else 1.0
    weights = [vote.weight * (1.0 if vote.direct else kept) for vote in votes]

    def share(has: Callable[[Vote], bool]) -> float:
        # rounded: the cut's division must not push an exact half over the edge
        return round(sum(weight for vote, weight in zip(votes, weights, strict=True) if has(vote)) / sum(weights), 9)

    return share


def _grade(votes: Sequence[Vote], share: Share, score: float, searched: bool, rules: Rules) -> tuple[str, list[str]]:
    start, why = _start(votes)
    faults = list(_faults(votes, share, searched, rules))
    reasons = [f"Starts {start}: {why}.", *(f"Down one: {WORDS[key]}." for key in faults)]
    step = _LADDER.index(start) - len(faults)
    merits = _merits(votes, share, score, rules)
    if merits:
        told = "; ".join(WORDS[key] for key in merits)
        if faults:
            reasons.append(f"Not raised, since it was lowered: {told}.")
        elif start == HIGH:
            reasons.append(f"Not raised, since it can't be higher: {told}.")
        else:
            step += 1
            reasons.append(f"Up one: {told}.")
    return _LADDER[max(0, step)], reasons


def _start(votes: Sequence[Vote]) -> tuple[str, str]:
    """Return where a causal body starts, and by what (rule 12)."""
    best = max(vote.design for vote in votes)
    thirds = [vote.direction for vote in votes if vote.design == 3]
    if best == 4:
        return HIGH, "a family of design 4 is among those that vote"
    if len(thirds) > len(set(thirds)):
        return HIGH, "two families of design 3 agree"
    level = {3: MODERATE, 2: LOW}.get(best, VERY_LOW)
    return level, f"the strongest design among the families that vote is {best}"


def _faults(votes: Sequence[Vote], share: Share, searched: bool, rules: Rules) -> Iterator[str]:
    """Yield what lowers a causal body, one level each (rule 13)."""
    if share(lambda vote: vote.selection == "open") > rules.half:
        yield "down.selection"
    if _agreeing(share) < rules.agreeing:
        yield "down.inconsistency"
    if share(lambda vote: vote.direct) < rules.half:
        yield "down.indirectness"
    if share(lambda vote: vote.interval != "excludes-zero") > rules.half:
        yield "down.imprecision"
    if _one_team(votes):
        yield "down.one-team"
    if not searched:
        yield "down.no-search"


def _merits(votes: Sequence[Vote], share: Share, score: float, rules: Rules) -> list[str]:
    """Return what raises a causal body: merits of the families on its side, if they carry half of the weight."""
    points = _POINTS.get(side(score, rules))
    if share(lambda vote: bool(vote.upgrade) and vote.direction == points) < rules.half:
        return []
    return sorted({f"up.{vote.upgrade}" for vote in votes if vote.upgrade and vote.direction == points})


def _cerqual(votes: Sequence[Vote], share: Share, searched: bool, rules: Rules) -> tuple[str, list[str]]:
    """Rate by CERQual's four components (rule 14); no logged search and a single team are concerns of adequacy."""
    thin = [
        told
        for holds, told in (
            (len(votes) < rules.adequate_families, f"fewer than {rules.adequate_families:g} families"),
            (_one_team(votes), WORDS["down.one-team"]),
            (not searched, WORDS["down.no-search"]),
        )
        if holds
    ]
    method = share(lambda vote: vote.design < rules.sound_design) > rules.half
    concerns = {
        "method": WORDS["cerqual.method"] if method else "",
        "coherence": WORDS["cerqual.coherence"] if _agreeing(share) < rules.agreeing else "",
        "adequacy": f"{WORDS['cerqual.adequacy']}, {'; '.join(thin)}" if thin else "",
        "relevance": WORDS["cerqual.relevance"] if share(lambda vote: vote.direct) < rules.half else "",
    }
    told = [f"{name.capitalize()}: {f'down one, {why}' if why else 'no concern'}." for name, why in concerns.items()]
    step = len(_LADDER) - 1 - sum(map(bool, concerns.values()))
    return _LADDER[max(0, step)], [f"Starts {HIGH}, as every body on this scale.", *told]


def _agreeing(share: Share) -> float:
    """Return the share of the weight that points the commonest way."""
    return max(
        share(lambda vote: vote.direction == "supports"),
        share(lambda vote: vote.direction == "mixed"),
        share(lambda vote: vote.direction == "contradicts"),
    )


def _one_team(votes: Sequence[Vote]) -> bool:
    """Return whether all come from one producer; producers that are not known are not taken to be one."""
    producers = {vote.producer.casefold() for vote in votes}
    return len(producers) == 1 and "" not in producers
