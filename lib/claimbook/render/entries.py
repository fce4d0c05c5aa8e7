"""Pages on which every statement and entity has its place."""

from collections.abc import Iterator

import pandas as pd

from claimbook.book import Book
from claimbook.claimcheck import written_claims
from claimbook.render.linked import Shows
from claimbook.render.markdown import Addresses, anchor, plain
from claimbook.schema import NOT_CODED


def statements_page(book: Book, shows: Shows) -> Iterator[str]:
    """Yield the page of all statements, by section, each with its codes, links, claims and where it is used."""
    to = Addresses(book)
    headings = book.tables["sections"].set_index("section_id")["section_name"]
    made = book.tables["claim_statements"]
    made = made[made["claim_id"].isin(written_claims(book)["claim_id"])]
    claims = made.groupby("statement_id")["claim_id"].agg(list)
    links = _links_by_statement(book, to)
    yield "# Statements of the article"
    yield ""
    yield "Each sentence and list item in our own words, with codes and links. The address of a statement is this page"
    example = anchor(book.tables["statements"]["statement_id"].iloc[-1])
    yield f"and its id with hyphens for full stops, for example `statements.html#{example}`."
    yield ""
    for section, rows in book.tables["statements"].astype("str").groupby("section_id", sort=False):
        yield from (f"## {section.removeprefix('s')} {plain(headings[section])}", "")
        for row in rows.itertuples():
            yield from (f"({anchor(row.statement_id)})=", f"### {plain(row.statement_id)}", "")
            if row.kind == NOT_CODED:
                yield from ("*Not coded yet.*", "")
                continue
            yield from (plain(row.paraphrase), "")
            codes = [row.kind, row.modality, "testable" if row.testable == "yes" else "nothing to test"]
            tested = [to.claim(claim) for claim in claims.get(row.statement_id, ())]
            yield from (f"*{', '.join(codes)}*{' · tested as ' if tested else ''}{', '.join(tested)}", "")
            yield from (*links.get(row.statement_id, ()), "")
            yield from (shows.line("statement", row.statement_id), "")


def kind_page(book: Book, kind: str, shows: Shows) -> Iterator[str]:
    """Yield the page of a kind of entity: name, definition, codes and statements of each, and where it is shown."""
    table = book.package.kind_tables[kind]
    key = table.primary_key[0]
    frame = book.tables[table.name].astype("str")
    coded = [field.name for field in table.fields if field.categories]
    to, told = Addresses(book, "../"), _statements_by_entity(book)
    yield from (f"# {plain(table.title)}", "")
    if frame.empty:
        yield from (f"{plain(table.description)}. None is coded yet.", "")
        return
    yield f"{plain(table.description)}. The address of each is this page and its id, for example"
    yield from (f"`entities/{table.name}.html#{frame[key].iloc[0]}`.", "")
    for row in frame.to_dict("records"):
        yield from (f"({row[key]})=", f"## {plain(row['name'])}", "", plain(row["definition"]), "")
        yield from (" · ".join([f"`{row[key]}`", *(f"{name}: {plain(row[name])}" for name in coded)]), "")
        found = [to.statement(one) for one in told.get(row[key], ())]
        yield from (f"Statements: {', '.join(found)}" if found else "No statement names it.", "")
        yield from (shows.line("entity", row[key], "../"), "")
        yield from (f"[All its links, and the evidence on them](../chains/{row[key]}.md)", "")


def _links_by_statement(book: Book, to: Addresses) -> dict[str, list[str]]:
    reads_as = book.tables["relations"].astype("str").drop_duplicates("relation").set_index("relation")["reads_as"]
    result: dict[str, list[str]] = {}
    for link in book.tables["links"].itertuples():
        line = f"- {to.entity(link.source)} {plain(reads_as[link.relation])} {to.entity(link.target)} ({link.basis})"
        result.setdefault(link.statement_id, []).append(line)
    return result


def _statements_by_entity(book: Book) -> dict[str, list[str]]:
    columns = ["entity_id", "statement_id"]
    links, mentions = book.tables["links"], book.tables["mentions"]
    ends = [links[[end, "statement_id"]].set_axis(columns, axis="columns") for end in ("source", "target")]
    ties = pd.concat([*ends, mentions[columns]]).drop_duplicates()
    place = {statement: place for place, statement in enumerate(book.tables["statements"]["statement_id"])}
    ties = ties.sort_values("statement_id", key=lambda ids: ids.map(place))
    found: dict[str, list[str]] = ties.groupby("entity_id")["statement_id"].agg(list).to_dict()
    return found
