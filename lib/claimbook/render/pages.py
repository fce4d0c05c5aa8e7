"""Pages of the site that need no kernel: dictionary, codebook, entries, claims, chains, tables in Methods, indexes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from claimbook.agreement import evidence_agreement, link_agreement, statement_agreement
from claimbook.book import Book
from claimbook.claimcheck import findings, ledger
from claimbook.dictionary import dictionary_page
from claimbook.errors import ClaimbookError
from claimbook.links import explain
from claimbook.matrix import matrix
from claimbook.render.briefs import briefs_pages
from claimbook.render.chains import Chains
from claimbook.render.claims import claim_page, claims_index
from claimbook.render.entries import kind_page, statements_page
from claimbook.render.linked import Shown, Shows
from claimbook.render.markdown import Addresses, plain, table
from claimbook.render.rules import rules_pages
from claimbook.render.runs import Run

# pages by which a project lists the entries of its tables
ENTRIES = frozenset({"statements", "claims/index", "chains/index"})


def write_pages(source: Path, book: Book, runs: Sequence[Run]) -> None:
    """Write the generated pages below the folder that Sphinx reads, but for those of the entries.

    Parameters
    ----------
    source : pathlib.Path
        Where the pages go, as Markdown.
    book : Book
        The tables.
    runs : sequence of Run
        What was rendered; the briefs among them get an index.
    """
    _write(source, _pages(book) | briefs_pages(book, runs))


def write_entries(source: Path, book: Book, shown: Mapping[str, Shown]) -> None:
    """Write the pages of statements, entities, claims and chains below the folder that Sphinx reads.

    Parameters
    ----------
    source : pathlib.Path
        Where the pages go, as Markdown.
    book : Book
        The tables.
    shown : mapping of str to frozenset of (str, str)
        What the tables on each page of a run show, by the name of the page.
    """
    shows = Shows(shown)
    pages = {"statements.md": statements_page(book, shows)} | _claims(book, shows) | _chains(book)
    for kind, kind_table in book.package.kind_tables.items():
        pages[f"entities/{kind_table.name}.md"] = kind_page(book, kind, shows)
    _write(source, pages)


def _pages(book: Book) -> dict[str, Iterable[str]]:
    return {
        "dictionary.md": dictionary_page(book.package).splitlines(),
        "codebook.md": (book.folder / "article" / "codebook.md").read_text(encoding="utf-8").splitlines(),
        "generated/agreement.md": _agreement(book, statement_agreement, link_agreement),
        "generated/evidence-agreement.md": _agreement(book, evidence_agreement),
        "generated/cell.md": _worked_cell(book),
        **rules_pages(book),
    }


def _write(source: Path, pages: Mapping[str, Iterable[str]]) -> None:
    for name, lines in pages.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _claims(book: Book, shows: Shows) -> dict[str, Iterator[str]]:
    found = findings(book)
    rows = ledger(book, found=found)
    pages = {"claims/index.md": claims_index(rows)}
    for row in rows.to_dict("records"):
        pages[f"claims/{row['claim_id']}.md"] = claim_page(book, found[row["claim_id"]], row, shows)
    return pages


def _chains(book: Book) -> dict[str, Iterator[str]]:
    chains, entities = Chains(book), book.tables["entities"]["entity_id"]
    pages = {f"chains/{entity}.md": chains.page(entity) for entity in entities}
    names = [
        *("# Links and evidence", ""),
        "One page for each entity, with the chain behind each cell of each matrix.",
        "",
    ]
    toctree = ("```{toctree}", ":maxdepth: 1", "", *entities, "```")
    return pages | {"chains/index.md": iter([*names, *toctree])}


def _agreement(book: Book, *measures: Callable[[Book], pd.DataFrame]) -> Iterator[str]:
    try:
        frames = [measure(book) for measure in measures]
    except ClaimbookError as error:
        # a coding that is under way
        yield from (f"No agreement yet: {plain(error)}.", "")
        return
    for frame in frames:
        rows = frame.round(2).astype("str").to_numpy().tolist()
        yield from table([plain(name) for name in frame], [[plain(cell) for cell in row] for row in rows])


def _worked_cell(book: Book) -> Iterator[str]:
    """Yield how one cell came about: the fullest of challenges and strategies, with each of its links."""
    cells = matrix(book, "challenge", "strategy", "addresses")
    if not cells["asserted"].any():
        yield from ("No link between a challenge and a strategy is coded yet.", "")
        return
    cell = cells.loc[cells["link_count"].idxmax()]
    # an included page takes its links from the page that includes it, at the root
    to = Addresses(book, "/")
    yield f"Take the row {to.entity(cell['row'])} and the column {to.entity(cell['column'])}. The cell shows"
    yield f"{cell['link_count']}, the number of links between the two, and its state is `{cell['state']}`. The links:"
    yield ""
    for link in explain(book, cell["row"], cell["column"]).links.itertuples():
        yield f"- {plain(link.reads_as)} ({link.basis}), read off {to.statement(link.statement_id)}:"
        yield f"  {plain(link.paraphrase)}"
    yield ""
