"""The article at a glance: what it consists of, how much of it can be tested, and what it connects."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, heatmap
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.schema import NOT_CODED
from claimbook.views.common import ALL, Listing, Nothing, sources, wide


def themes(book: Book) -> list[str]:
    """Return the codes of the themes, in the article's order, with `all` before them."""
    return [ALL, *book.labels("statements", "theme")]


def holdings(book: Book) -> Listing:
    """Return what the collection holds: each `table`, what one of its rows is (`holds`) and its number of `rows`."""
    rows = [(table.name, table.title, len(book.tables[table.name])) for table in book.package.tables.values()]
    return Listing(pd.DataFrame(rows, columns=["table", "holds", "rows"]))


def headline(book: Book) -> pd.Series:
    """Return the numbers that carry the answer: how much the article says, and how much of it can be tested."""
    statements, links = book.tables["statements"], book.tables["links"]
    return pd.Series(
        {
            "statements": len(statements),
            "sections": len(book.tables["sections"]),
            "testable statements": int((statements["testable"] == "yes").sum()),
            "hedged statements": int((statements["modality"] == "hedged").sum()),
            "claims": len(book.tables["claims"]),
            "entities": len(book.tables["entities"]),
            "links": len(links),
            "links given as an aim or a duty": int((links["basis"] == "aim").sum()),
        }
    )


def statements_by_section(book: Book, theme: str = ALL) -> Exhibit | Nothing:
    """Show how many statements of which kind each section holds."""
    statements = _of_theme(book, book.tables["statements"], theme)
    statements = _coded(statements, "kind")
    if statements.empty:
        return _nothing(f"statements-by-section-{theme}", "No statement has a kind yet")
    headings = book.tables["sections"].set_index("section_id")["section_name"]
    frame = statements.groupby(["section_id", "kind"], observed=False, sort=False).size().rename("statements")
    frame = frame.reset_index()
    frame["section"] = [f"{section.removeprefix('s')} {headings[section]}" for section in frame["section_id"]]
    kinds = statements["kind"].value_counts()
    first = kinds.index[0]
    return Exhibit(
        key=f"statements-by-section-{theme}",
        title=f"{kinds.iloc[0]} of {len(statements)} statements are {first}, more than of any other kind",
        subtitle=f"Statements by section and kind, n = {len(statements)}{_suffix(book, theme)}",
        figure=bars(frame, "section", "statements", "kind", unit="statements"),
        frame=wide(frame, "section", "kind", "statements"),
        alt=f"Stacked bars, one for each section. In all: {_listed(kinds)}.",
        sources=sources(book, "statements", "sections"),
    )


def testable_by_theme(book: Book) -> Exhibit | Nothing:
    """Show how much of each theme could be tested against data."""
    statements = _coded(book.tables["statements"], "testable")
    if statements.empty:
        return _nothing("testable-by-theme", "Of no statement is it known yet whether it could be tested")
    parts = {"yes": "testable", "no": "nothing to test"}
    statements["could be tested"] = statements["testable"].cat.rename_categories(parts)
    labels = book.labels("statements", "theme")
    frame = statements.groupby(["theme", "could be tested"], observed=False).size().rename("statements").reset_index()
    frame["theme"] = frame["theme"].map(labels).astype("str")
    count = int((statements["testable"] == "yes").sum())
    shares = (statements["testable"] == "yes").groupby(statements["theme"], observed=True).mean()
    least, most = (
        " and ".join(f"“{_short(labels[theme])}”" for theme in shares.index[shares == end])
        for end in (shares.min(), shares.max())
    )
    return Exhibit(
        key="testable-by-theme",
        title=f"{count} of {len(statements)} statements could be tested, the smallest share under {least}",
        subtitle=f"Statements by theme, testable or not, n = {len(statements)}",
        figure=bars(frame, "theme", "statements", "could be tested", unit="statements"),
        frame=wide(frame, "theme", "could be tested", "statements"),
        alt=(
            f"Stacked bars, one for each theme. The share that could be tested is lowest for {least} "
            f"({shares.min():.0%}) and highest for {most} ({shares.max():.0%})."
        ),
        sources=sources(book, "statements"),
    )


def links_between_kinds(book: Book, theme: str = ALL) -> Exhibit | Nothing:
    """Show which kinds of entity the article connects, as a matrix of counts."""
    links = _links(book, theme)
    if links.empty:
        return _nothing(f"links-between-kinds-{theme}", "No link is coded yet")
    names = book.labels("entities", "kind")
    counts = pd.crosstab(links["source_kind"], links["target_kind"])
    counts = counts.reindex(index=[kind for kind in names if kind in counts.index])
    counts = counts.reindex(columns=[kind for kind in names if kind in counts.columns])
    largest = counts.stack().idxmax()
    matrix = counts.rename(index=names, columns=names)
    pair = f"{names[largest[0]].lower()} → {names[largest[1]].lower()}"
    return Exhibit(
        key=f"links-between-kinds-{theme}",
        title=f"{counts.loc[largest]} of {len(links)} links go {pair}",
        subtitle=f"Links the article makes, by kind of source (rows) and target (columns){_suffix(book, theme)}",
        figure=heatmap(matrix, unit="links"),
        frame=matrix.rename_axis(index="from", columns=None).reset_index(),
        alt=f"A matrix of {matrix.shape[0]} by {matrix.shape[1]} kinds. The fullest cell is {pair}.",
        sources=sources(book, "links", "entities"),
    )


def most_linked(book: Book, theme: str = ALL, top_count: int = 12) -> Exhibit | Nothing:
    """Show the entities that the article speaks of most, by their links as source and as target."""
    links = _links(book, theme)
    if links.empty:
        return _nothing(f"most-linked-{theme}", "No entity is linked yet")
    ends = pd.concat(
        [
            links[["source"]].set_axis(["entity_id"], axis="columns").assign(role="as source"),
            links[["target"]].set_axis(["entity_id"], axis="columns").assign(role="as target"),
        ]
    )
    order = ends["entity_id"].value_counts().head(top_count).index
    ends = ends[ends["entity_id"].isin(order)]
    frame = ends.groupby(["entity_id", "role"]).size().unstack(fill_value=0).loc[order].stack().rename("links")
    frame = frame.reset_index()
    frame["entity"] = frame["entity_id"].map(book.names())
    first = frame.iloc[0]
    total = int(frame.loc[frame["entity_id"] == first["entity_id"], "links"].sum())
    return Exhibit(
        key=f"most-linked-{theme}",
        title=f"“{first['entity']}” carries most: {total} of {len(links)} links begin or end there",
        subtitle=f"The {len(order)} entities with most links{_suffix(book, theme)}",
        figure=bars(frame, "entity", "links", "role", unit="links"),
        frame=wide(frame, "entity", "role", "links"),
        alt=f"Stacked bars for {len(order)} entities, from {first['entity']} ({total} links) downwards.",
        sources=sources(book, "links", "entities"),
    )


def _links(book: Book, theme: str) -> pd.DataFrame:
    """Return the links whose statement is of a theme, with the kinds of both ends."""
    kinds = book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    links = book.tables["links"]
    statements = _of_theme(book, book.tables["statements"], theme)["statement_id"]
    links = links[links["statement_id"].isin(statements)]
    return links.assign(source_kind=links["source"].map(kinds), target_kind=links["target"].map(kinds))


def _of_theme(book: Book, statements: pd.DataFrame, theme: str) -> pd.DataFrame:
    known("theme", [theme], themes(book))
    return statements if theme == ALL else statements[statements["theme"] == theme]


def _nothing(key: str, title: str) -> Nothing:
    return Nothing(key, title, "The tables hold nothing of this, in this theme: it shows when the article is coded.")


def _coded(statements: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the statements of which a code is known, since of the others nothing can be counted."""
    coded = statements[statements[code] != NOT_CODED]
    known_codes = [one for one in coded[code].cat.categories if one != NOT_CODED]
    return coded.assign(**{code: coded[code].cat.set_categories(known_codes)})


def _suffix(book: Book, theme: str) -> str:
    return "" if theme == ALL else f"; {_short(book.labels('statements', 'theme')[theme])} only"


def _short(theme_label: str) -> str:
    return theme_label.split(" (", maxsplit=1)[0]


def _listed(counts: pd.Series) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
