"""Everything in the verdicts that is a number or a word, as one table; and the other tables that could have been."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One row of the table of rules.

    Attributes
    ----------
    number : int
        Rule of VERDICTS that the row belongs to.
    key : str
        What it sets; keys with a point (`design.4`) belong to one scale.
    value : float or str
        The number or the word.
    words : str
        What it means, for a reader who knows no method.
    """

    number: int
    key: str
    value: float | str
    words: str


TABLE = (
    Rule(6, "review_weight", 4, "an appraised systematic review, before what its studies in the table weigh comes off"),
    Rule(7, "design.0", 0, "commentary, press, self-report, advice; context where an effect is claimed"),
    Rule(7, "design.1", 1, "an independent assessment or case study with a stated method"),
    Rule(7, "design.2", 2, "an association with other causes held constant; a complete record or a fair sample"),
    Rule(7, "design.3", 3, "chance or something like it decided in one setting; or countries compared fairly"),
    Rule(
        7, "design.4", 4, "chance or something like it decided in several settings; or an appraised systematic review"
    ),
    Rule(8, "directness.0", 1, "place, intervention, outcome and period all match the claim: direct"),
    Rule(8, "directness.1", 0.5, "the place or the intervention does not match: indirect"),
    Rule(8, "directness.2", 0.25, "neither the place nor the intervention matches: indirect"),
    Rule(8, "mismatch.outcome", 0, "another outcome was measured: the finding does not count"),
    Rule(8, "mismatch.period", 0, "no overlap in time: the finding does not count"),
    Rule(9, "general_cap", 0.5, "findings on missions in general count at most this share for a claim on one mission"),
    Rule(9, "indirect_cap", 2, "all indirect findings together weigh at most this much"),
    Rule(10, "outer_cut", 0.6, "from this score on: supported; from its negative on: contradicted"),
    Rule(10, "inner_cut", 0.2, "from this score on: mostly supported; from its negative on: mostly contradicted"),
    Rule(10, "bar", 1.5, "one family of this weight on the other side rules out the two outer words"),
    Rule(10, "verdict.supported", "supported", "the weight of the findings is for the claim, with little against"),
    Rule(10, "verdict.mostly-supported", "mostly supported", "more is for the claim than against"),
    Rule(10, "verdict.contested", "contested", "the findings balance, or say that it depends"),
    Rule(10, "verdict.mostly-contradicted", "mostly contradicted", "more is against the claim than for it"),
    Rule(
        10, "verdict.contradicted", "contradicted", "the weight of the findings is against, with little for the claim"
    ),
    Rule(
        11, "verdict.unverified", "unverified", "too few or too light studies to say; not a finding against the claim"
    ),
    Rule(11, "least_families", 2, "a verdict needs this many independent families of studies"),
    Rule(11, "least_weight", 2, "a verdict needs this much weight in all"),
    Rule(12, "certainty.high", "high", "further research is unlikely to change the picture"),
    Rule(12, "certainty.moderate", "moderate", "further research may well change the picture"),
    Rule(12, "certainty.low", "low", "further research is likely to change the picture"),
    Rule(12, "certainty.very-low", "very low", "any picture is a guess so far"),
    Rule(12, "certainty.not-rated", "not rated", "no verdict, so nothing to be certain of"),
    Rule(13, "down.selection", -1, "over half of the weight leaves open whether the cases were hard or easy ones"),
    Rule(13, "down.inconsistency", -1, "under three quarters of the weight point the same way"),
    Rule(13, "down.indirectness", -1, "under half of the weight is direct"),
    Rule(13, "down.imprecision", -1, "over half of the weight has no interval, or one that includes no effect"),
    Rule(13, "down.one-team", -1, "all families come from one team or producer"),
    Rule(13, "down.no-search", -1, "no search for evidence was logged"),
    Rule(13, "half", 0.5, "the share of the weight by which a fault or a merit is one of the whole body"),
    Rule(13, "agreeing", 0.75, "the share of the weight that has to point the same way"),
    Rule(13, "up.dose-response", 1, "more of the cause goes with more of the effect"),
    Rule(13, "up.large-effect", 1, "the outcome is at least halved or doubled"),
    Rule(13, "up.against-bias", 1, "bias would have hidden the finding rather than made it"),
    Rule(14, "abstracts.cap", "moderate", "only abstracts were read"),
    Rule(14, "cerqual.method", -1, "over half of the weight comes from case studies or records of one setting"),
    Rule(14, "cerqual.coherence", -1, "under three quarters of the weight point the same way"),
    Rule(14, "cerqual.adequacy", -1, "the data are thin"),
    Rule(14, "cerqual.relevance", -1, "under half of the weight is direct"),
    Rule(14, "sound_design", 2, "the design from which on a body that describes or appraises has no fault of method"),
    Rule(14, "adequate_families", 3, "fewer families than this are thin data"),
    Rule(15, "legal.correct", "correct", "the text of the law says so"),
    Rule(15, "legal.partly", "partly", "the text of the law says so in part"),
    Rule(15, "legal.incorrect", "incorrect", "the text of the law says otherwise"),
)

# the table is written out above to be read; code finds its rows by key
VALUES = {row.key: row.value for row in TABLE}
WORDS = {row.key: row.words for row in TABLE}


def words_of(scale: str) -> tuple[str, ...]:
    """Return the words of a scale (`verdict`, `certainty`, `legal`), in the order of the table."""
    return tuple(str(row.value) for row in TABLE if row.key.startswith(f"{scale}."))


VERDICTS = words_of("verdict")
CERTAINTIES = words_of("certainty")
LEGAL = words_of("legal")


@dataclass(frozen=True)
class Rules:
    """The numbers of the table by which a body of evidence is judged; `TABLE` says what each means.

    Attributes
    ----------
    design : tuple of float
        Weight of the designs 0 to 4.
    directness : tuple of float
        Share that counts with no, one and two mismatches.
    """

    design: tuple[float, ...]
    directness: tuple[float, ...]
    least_families: float
    least_weight: float
    review_weight: float
    general_cap: float
    indirect_cap: float
    outer_cut: float
    inner_cut: float
    bar: float
    half: float
    agreeing: float
    sound_design: float
    adequate_families: float


def _standard() -> Rules:
    numbers: dict[str, Any] = {name: float(value) for name, value in VALUES.items() if not isinstance(value, str)}
    for scale in ("design", "directness"):
        numbers[scale] = tuple(value for name, value in numbers.items() if name.startswith(f"{scale}."))
    return Rules(**{field.name: numbers[field.name] for field in fields(Rules)})


STANDARD = _standard()


@dataclass(frozen=True)
class Variant:
    """Rules that could have been chosen instead.

    Attributes
    ----------
    name : str
        Short and readable.
    differs : str
        In what it departs from the standard rules.
    rules : Rules
        All its numbers.
    """

    name: str
    differs: str
    rules: Rules


# weights are sums of eighths, so that scores at a cut are exact
_CHANGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("flat-designs", "every design counts alike", {"design": (0, 2, 2, 2, 2), "review_weight": 2}),
    ("steep-designs", "weak designs count half as much", {"design": (0, 0.5, 1, 3, 4)}),
    ("no-case-studies", "assessments and case studies don't vote", {"design": (0, 0, 2, 3, 4)}),
    ("modest-reviews", "a review counts as a single strong study", {"review_weight": 3}),
    ("mild-directness", "mismatches cost half as much", {"directness": (1, 0.75, 0.5)}),
    ("harsh-directness", "one mismatch costs three quarters, two cost all", {"directness": (1, 0.25, 0)}),
    ("direct-only", "only findings that match the claim in all count", {"directness": (1, 0, 0)}),
    ("general-quarter", "findings on missions in general count a quarter at most", {"general_cap": 0.25}),
    ("half-indirect-cap", "all indirect findings together weigh 1 at most", {"indirect_cap": 1}),
    ("double-indirect-cap", "all indirect findings together weigh 4 at most", {"indirect_cap": 4}),
    ("wide-middle", "the middle of the scale is wider", {"inner_cut": 0.3, "outer_cut": 0.7}),
    ("narrow-middle", "the middle of the scale is narrower", {"inner_cut": 0.1, "outer_cut": 0.5}),
    ("low-bar", "a family of weight 1 on the other side bars the outer words", {"bar": 1}),
    ("high-bar", "only a family of weight 3 on the other side bars the outer words", {"bar": 3}),
    ("three-families", "a verdict needs three families", {"least_families": 3}),
    ("more-weight", "a verdict needs a weight of 4", {"least_weight": 4}),
)
VARIANTS = tuple(Variant(name, differs, replace(STANDARD, **changed)) for name, differs, changed in _CHANGES)
