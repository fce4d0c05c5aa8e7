"""Check the coding of an article against the rules of the codebook, where a package holds one."""

import pandas as pd

from claimbook.checks.rules import Frames, Rows, Rules, has
from claimbook.errors import Problem
from claimbook.schema import Package

_TESTABLE_KINDS = ["empirical", "predictive"]
_FRAMING_RELATIONS = ["governs", "teaches"]
_RULES = Rules()


def article_rules(package: Package, frames: Frames) -> list[Problem]:
    """List what breaks a rule of the codebook; a rule is passed over where a table or column it needs is not there."""
    return entity_index(package, frames) + unmentioned(package, frames) + _RULES.problems(package, frames)


def entity_index(package: Package, frames: Frames) -> list[Problem]:
    """List where `entities` differs from the union of the tables of kinds."""
    kinds = package.kind_tables
    if not kinds or "entities" not in frames or any(table.name not in frames for table in kinds.values()):
        return []
    listed = {
        entity: kind for kind, table in kinds.items() for entity in frames[table.name].get(table.primary_key[0], ())
    }
    index = Rows(package.tables["entities"].path, frames["entities"])
    todo = "run `claimbook tidy`, which writes this table from those of the kinds"
    return [
        index.problem(row, "entity_id", f"entities differ from the tables of kinds: {entity} is {told}", todo)
        for row, entity, kind in index.cells[["entity_id", "kind"]].itertuples(name=None)
        if (told := listed.get(entity, "in none of them")) != kind
    ]


def unmentioned(package: Package, frames: Frames) -> list[Problem]:
    """List the entities of the article (not those that extend it) to which no link and no mention leads."""
    if not (has(frames, "links.source target") and has(frames, "mentions.entity_id")):
        return []
    links, mentions = frames["links"], frames["mentions"]
    tied = {*links["source"], *links["target"], *mentions["entity_id"]}
    problems = []
    for table in package.kind_tables.values():
        key = table.primary_key[0]
        if not has(frames, f"{table.name}.{key} scope"):
            continue
        rows = Rows(table.path, frames[table.name])
        bad = (rows.cells["scope"] == "article") & ~rows.cells[key].isin(tied)
        problems += rows.problems(bad, key, "an entity that nothing mentions", "tie it to a statement or remove it")
    return problems


@_RULES.needs("statements.statement_id kind testable")
def _testable_kinds(statements: Rows) -> list[Problem]:
    cells = statements.cells
    bad = (cells["testable"] == "yes") & ~cells["kind"].isin(_TESTABLE_KINDS)
    todo = "only an empirical or predictive statement is testable: change one of the two"
    return statements.problems(bad, "kind", "a testable statement of this kind", todo)


@_RULES.needs("sections.section_id statement_count", "statements.section_id")
def _section_counts(sections: Rows, statements: Rows) -> list[Problem]:
    found = statements.cells["section_id"].value_counts()
    counts = pd.to_numeric(sections.cells["statement_count"], errors="coerce")
    actual = sections.cells["section_id"].map(found).fillna(0)
    bad = counts.notna() & (counts != actual)
    return [
        sections.problem(
            row, "statement_count", f"the section has {actual[row]:.0f} statements", "find the missing ones"
        )
        for row in sections.cells.index[bad]
    ]


@_RULES.needs("links.source relation target", "relations.relation source_kind target_kind", "entities.entity_id kind")
def _allowed_relations(links: Rows, relations: Rows, entities: Rows) -> list[Problem]:
    kind = dict(entities.cells[["entity_id", "kind"]].itertuples(index=False, name=None))
    allowed = set(relations.cells[["relation", "source_kind", "target_kind"]].itertuples(index=False, name=None))
    known = set(relations.cells["relation"])
    problems = []
    for row, source, relation, target in links.cells[["source", "relation", "target"]].itertuples(name=None):
        # an unknown end or relation is told elsewhere
        if source not in kind or target not in kind or relation not in known:
            continue
        if (relation, kind[source], kind[target]) not in allowed:
            rule = f"{relation} does not go from {kind[source]} to {kind[target]}"
            todo = f"see {relations.path} for what may connect to what"
            problems.append(links.problem(row, "source, relation, target", rule, todo))
        elif source == target:
            problems.append(links.problem(row, "target", "a link from an entity to itself", "remove it"))
    return problems


@_RULES.needs("links.statement_id relation", "statements.statement_id kind")
def _framing_links(links: Rows, statements: Rows) -> list[Problem]:
    framing = statements.cells.loc[statements.cells["kind"] == "framing", "statement_id"]
    bad = links.cells["statement_id"].isin(framing) & ~links.cells["relation"].isin(_FRAMING_RELATIONS)
    todo = f"a framing statement has only {' and '.join(_FRAMING_RELATIONS)} links"
    return links.problems(bad, "statement_id, relation", "a framing statement with such a link", todo)


@_RULES.needs("links.statement_id source relation target", "twins.challenge_id outcome_id")
def _twins(links: Rows, twins: Rows) -> list[Problem]:
    columns = ["statement_id", "source", "target"]
    cells = links.cells
    produced = set(cells.loc[cells["relation"] == "produces", columns].itertuples(index=False, name=None))
    addressed = cells.loc[cells["relation"] == "addresses", columns]
    problems = []
    for challenge, outcome in twins.cells[["challenge_id", "outcome_id"]].itertuples(index=False, name=None):
        rows = addressed[addressed["target"] == challenge]
        for row, statement, source, _ in rows.itertuples(name=None):
            if (statement, source, outcome) in produced:
                rule = f"both twins in one statement: {source} also produces {outcome} there"
                problems.append(links.problem(row, "target", rule, "keep one, as the codebook's section 3 says"))
    return problems


@_RULES.needs("statements.statement_id testable", "claim_statements.statement_id")
def _untested(statements: Rows, claim_statements: Rows) -> list[Problem]:
    claimed = statements.cells["statement_id"].isin(claim_statements.cells["statement_id"])
    bad = (statements.cells["testable"] == "yes") & ~claimed
    return statements.problems(bad, "statement_id", "a testable statement in no claim", "tie it to a claim")


@_RULES.needs(
    "claim_links.claim_id link_id",
    "links.link_id statement_id",
    "claim_statements.claim_id statement_id",
    "statements.statement_id testable",
)
def _claim_links(claim_links: Rows, links: Rows, claim_statements: Rows, statements: Rows) -> list[Problem]:
    said_in = dict(links.cells[["link_id", "statement_id"]].itertuples(index=False, name=None))
    testable = dict(statements.cells[["statement_id", "testable"]].itertuples(index=False, name=None))
    tied = set(claim_statements.cells[["claim_id", "statement_id"]].itertuples(index=False, name=None))
    problems = []
    for row, claim, link in claim_links.cells[["claim_id", "link_id"]].itertuples(name=None):
        statement = said_in.get(link)
        if statement is None:
            continue
        if testable.get(statement) == "no":
            rule = f"a link of a statement that is not testable ({statement})"
            problems.append(claim_links.problem(row, "link_id", rule, "take it out of the claim"))
        elif (claim, statement) not in tied:
            rule = f"a link of {statement}, which is no statement of {claim}"
            todo = "tie the statement to the claim, or take the link out"
            problems.append(claim_links.problem(row, "link_id", rule, todo))
    return problems
