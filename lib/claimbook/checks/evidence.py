"""Check the evidence against the rules of its coding: what may vote on what, and that nothing is left unsaid."""

import pandas as pd

from claimbook.checks.rules import Frames, Rows, Rules
from claimbook.errors import Problem, nearest
from claimbook.schema import NOT_CODED, Package

# what a source or a method can carry at most, by VERDICTS rule 7
_SOURCE_CEILING = {"press": 0, "statement": 0, "primary-text": 1}
_METHOD_CEILING = {"commentary": 0, "self-report": 0, "practice note": 0, "narrative review": 0, "scoping review": 0}
_RULES = Rules()


def evidence_rules(package: Package, frames: Frames) -> list[Problem]:
    """List what breaks a rule of the coding of evidence; a rule is passed over where a table it needs is not there."""
    return _RULES.problems(package, frames)


@_RULES.needs(
    "evidence_links.evidence_id link_id",
    "evidence.evidence_id claim_id",
    "claim_links.claim_id link_id",
    "literature_links.claim_id link_id",
    "links.link_id",
)
def _links_of_claim(bears: Rows, evidence: Rows, claim_links: Rows, literature: Rows, links: Rows) -> list[Problem]:
    claim_of = _pairs(evidence, "evidence_id", "claim_id")
    tied = _tuples(claim_links, "claim_id", "link_id") | _tuples(literature, "claim_id", "link_id")
    known = {*links.cells["link_id"], *literature.cells["link_id"]}
    problems = []
    for row, evidence_id, link in bears.cells[["evidence_id", "link_id"]].itertuples(name=None):
        claim = claim_of.get(evidence_id)
        if link not in known:
            todo = f"use a link of the article or of the literature ({nearest(link, sorted(known))})"
            problems.append(bears.problem(row, "link_id", "a link that does not exist", todo))
        elif claim and (claim, link) not in tied:
            todo = "tie the evidence to a link of its claim, or leave it out"
            problems.append(bears.problem(row, "link_id", f"a link that {claim} does not have", todo))
    return problems


@_RULES.needs("evidence.observed_from observed_to")
def _windows(evidence: Rows) -> list[Problem]:
    start, end = (pd.to_datetime(evidence.cells[name], errors="coerce") for name in ("observed_from", "observed_to"))
    todo = "the second is the day after the last; exchange or mend them"
    return evidence.problems(end <= start, "observed_from, observed_to", "a window that ends before it starts", todo)


@_RULES.needs(
    "evidence.claim_id observed_from period_match window_note",
    "claims.claim_id scope",
    "phases.case_id valid_from valid_to",
)
def _after_the_mission(evidence: Rows, claims: Rows, phases: Rows) -> list[Problem]:
    starts = phases.cells.assign(start=pd.to_datetime(phases.cells["valid_from"], errors="coerce"))
    # the phase that goes on is the one after the mission
    ended = starts[starts["valid_to"] == ""].set_index("case_id")["start"]
    case = evidence.cells["claim_id"].map(_pairs(claims, "claim_id", "scope"))
    start = pd.to_datetime(evidence.cells["observed_from"], errors="coerce")
    after = start >= pd.to_datetime(case.map(ended.to_dict()))
    bad = after & (evidence.cells["period_match"] == "yes") & (evidence.cells["window_note"] == "")
    todo = "say so in window_note, or code period_match no"
    return evidence.problems(bad, "observed_from", "a window after the mission's end", todo)


@_RULES.needs("evidence.source_id design method", "sources.source_id kind")
def _designs(evidence: Rows, sources: Rows) -> list[Problem]:
    kinds = evidence.cells["source_id"].map(_pairs(sources, "source_id", "kind"))
    design = pd.to_numeric(evidence.cells["design"], errors="coerce")
    problems = []
    for row, kind, method, given in zip(design.index, kinds, evidence.cells["method"], design, strict=True):
        ceilings = {kind: _SOURCE_CEILING[kind]} if kind in _SOURCE_CEILING else {}
        ceilings |= {word: most for word, most in _METHOD_CEILING.items() if word in method.lower()}
        over = {word: most for word, most in ceilings.items() if given > most}
        if over or given > 4:
            word, most = min(over.items(), key=lambda item: item[1]) if over else ("the scale", 4)
            rule = f"a design that its method can't carry: {word} goes to {most}"
            problems.append(evidence.problem(row, "design", rule, "code what the method can carry"))
    return problems


@_RULES.needs("evidence.claim_id family_id design", "claims.claim_id type", "families.family_id kind")
def _votes_of_their_kind(evidence: Rows, claims: Rows, families: Rows) -> list[Problem]:
    types = evidence.cells["claim_id"].map(_pairs(claims, "claim_id", "type"))
    kinds = evidence.cells["family_id"].map(_pairs(families, "family_id", "kind"))
    votes = pd.to_numeric(evidence.cells["design"], errors="coerce") > 0
    trend = (types == "causal") & (kinds == "dataset") & votes
    todo = "a trend is context: code design 0, or tie it to a descriptive claim"
    problems = evidence.problems(trend, "design", "a causal vote by a trend", todo)
    narrative = (kinds == "narrative-review") & votes
    todo = "it repeats the studies that it reviews: code design 0"
    problems += evidence.problems(narrative, "design", "a vote by a review without appraisal", todo)
    todo = "read the law off its text and write the reading down in readings"
    return problems + evidence.problems(types == "legal", "claim_id", "evidence on a legal claim", todo)


@_RULES.needs("families.family_id datasets reason", "evidence.family_id source_id")
def _families(families: Rows, evidence: Rows) -> list[Problem]:
    sources = evidence.cells.groupby("family_id")["source_id"].nunique()
    several = (families.cells["family_id"].map(sources) > 1) | families.cells["datasets"].str.contains(";")
    bad = several & (families.cells["reason"] == "")
    todo = "say why they are one family, or part them"
    return families.problems(bad, "family_id", "a family over several studies or datasets without a reason", todo)


@_RULES.needs("evidence.evidence_id claim_id source_id finding superseded_by")
def _twice(evidence: Rows) -> list[Problem]:
    cells = evidence.cells
    again = cells.duplicated(["claim_id", "source_id", "finding"])
    problems = evidence.problems(again, "finding", "the same finding twice for one claim", "keep one")
    claim_of = _pairs(evidence, "evidence_id", "claim_id")
    newer = cells["superseded_by"].map(claim_of)
    bad = newer.notna() & ((newer != cells["claim_id"]) | (cells["superseded_by"] == cells["evidence_id"]))
    todo = "name the row of the published form about the same claim"
    return problems + evidence.problems(
        bad, "superseded_by", "replaced by a row about another claim or by itself", todo
    )


@_RULES.needs("claims.claim_id type", "evidence.claim_id", "searches.claim_id", "readings.claim_id")
def _looked_at(claims: Rows, evidence: Rows, searches: Rows, readings: Rows) -> list[Problem]:
    cells = claims.cells
    looked = cells["claim_id"].isin([*evidence.cells["claim_id"], *searches.cells["claim_id"]])
    read = cells["claim_id"].isin(readings.cells["claim_id"])
    legal = cells["type"] == "legal"
    todo = "add evidence, or log the search that found none"
    # nobody looks for evidence on a stub
    bad = ~legal & ~looked & (cells["type"] != NOT_CODED)
    problems = claims.problems(bad, "claim_id", "a claim with neither evidence nor search", todo)
    todo = "read it off the text of the law and add the reading"
    problems += claims.problems(legal & ~read, "claim_id", "a legal claim without a reading", todo)
    types = readings.cells["claim_id"].map(_pairs(claims, "claim_id", "type"))
    bad = types.notna() & (types != "legal")
    return problems + readings.problems(bad, "claim_id", "a reading of a claim that is not legal", "make it evidence")


@_RULES.needs("claims.claim_id origin", "claim_statements.claim_id")
def _origins(claims: Rows, statements: Rows) -> list[Problem]:
    told = claims.cells["claim_id"].isin(statements.cells["claim_id"])
    article = claims.cells["origin"] == "article"
    todo = "tie it to the statements that make it, or call its origin literature"
    problems = claims.problems(article & ~told, "claim_id", "a claim of the article without a statement", todo)
    todo = "take the statement away, or call its origin article"
    return problems + claims.problems(~article & told, "claim_id", "a literature claim with a statement", todo)


@_RULES.needs(
    "literature_links.source relation target",
    "relations.relation source_kind target_kind",
    "entities.entity_id kind",
)
def _allowed(literature: Rows, relations: Rows, entities: Rows) -> list[Problem]:
    kind = _pairs(entities, "entity_id", "kind")
    allowed = _tuples(relations, "relation", "source_kind", "target_kind")
    problems = []
    for row, source, relation, target in literature.cells[["source", "relation", "target"]].itertuples(name=None):
        if source in kind and target in kind and (relation, kind[source], kind[target]) not in allowed:
            rule = f"{relation} does not go from {kind[source]} to {kind[target]}"
            todo = f"see {relations.path} for what may connect to what"
            problems.append(literature.problem(row, "source, relation, target", rule, todo))
    return problems


def _pairs(rows: Rows, key: str, value: str) -> dict[str, str]:
    return dict(rows.cells[[key, value]].itertuples(index=False, name=None))


def _tuples(rows: Rows, *columns: str) -> set[tuple[str, ...]]:
    return set(rows.cells[list(columns)].itertuples(index=False, name=None))
