"""Who does what: actors with the strategies they are said to carry out, and what is known of working together."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, network
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES, entities, groups, known, matrix
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, named, plural, sources
from claimbook.views.matrices import matrix_exhibit

_TABLES = ("links", "actors", "strategies")
# claims on what comes of actors working together carry this scope
_SCOPE = "cooperation"


def actors(book: Book) -> list[str]:
    """Return the ids of the actors, with `all` before them."""
    return [ALL, *entities(book, "actor").index]


def families(book: Book) -> list[str]:
    """Return the families of strategies, with `all` before them."""
    return [ALL, *book.labels("strategies", "family")]


def parts(book: Book, actor: str = ALL, family: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the matrix of actors and the strategies of a family, by what they are said to carry out.

    Columns as `claimbook.matrix` gives them.
    """
    known("actor", [actor], actors(book))
    known("family", [family], families(book))
    cells = matrix(book, "actor", "strategy", "performs", bases)
    family_of = groups(book, "strategy")
    kept = cells["column"].map(family_of).eq(family) | (family == ALL)
    return cells[kept & (cells["row"].eq(actor) | (actor == ALL))]


def headline(book: Book, actor: str = ALL, family: str = ALL, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    cells = parts(book, actor, family, bases)
    said = cells[cells["asserted"]]
    return pd.Series(
        {
            "actors": cells["row"].nunique(),
            "actors with a part": said["row"].nunique(),
            "strategies": cells["column"].nunique(),
            "strategies that an actor carries out": said["column"].nunique(),
            "strategies that nobody carries out": len(without_actor(book, family, bases).frame),
            "pairs of actor and strategy": len(said),
            "pairs on which evidence bears": int(said["checked"].sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    nobody, every = told["strategies that nobody carries out"], len(named(book, "strategy"))
    return f"For {nobody} of {every} strategies the article names nobody who would carry them out."


def by_actor(book: Book, family: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show how many strategies each actor is said to carry out, those without any among them."""
    cells = parts(book, ALL, family, bases)
    said = cells[cells["asserted"]]
    if said.empty:
        return _nothing(f"actors-parts-{family}")
    counts = cells.groupby("row_name", sort=False)["asserted"].sum().sort_values(ascending=False, kind="stable")
    frame = counts.rename("strategies").rename_axis("actor").reset_index()
    idle = frame.loc[frame["strategies"] == 0, "actor"].tolist()
    return Exhibit(
        key=f"actors-parts-{family}",
        title=f"{len(idle)} of {len(frame)} actors are given no part, “{frame['actor'][0]}” {frame['strategies'][0]}",
        subtitle=f"Strategies that each actor is said to carry out, n = {len(said)} pairs",
        figure=bars(frame, "actor", "strategies", unit="strategies"),
        frame=frame.assign(
            carries_out=frame["actor"].map(said.groupby("row_name")["column_name"].agg(", ".join)).fillna("nothing"),
            statements=frame["actor"].map(said.groupby("row_name")["statement_ids"].agg(" ".join)).fillna(""),
        ).rename(columns={"carries_out": "carries out"}),
        alt=f"Bars for {len(frame)} actors. Without a part: {', '.join(idle) or 'none'}.",
        sources=sources(book, *_TABLES),
    )


def as_network(book: Book, actor: str = ALL, family: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show actors and the strategies that they are said to carry out as a network."""
    cells = parts(book, actor, family, bases)
    said = cells[cells["asserted"]]
    if said.empty:
        return _nothing(f"actors-network-{actor}-{family}")
    ends = pd.concat([said["row"], said["column"]]).value_counts()
    nodes = pd.DataFrame({"id": ends.index, "size": ends.to_numpy(), "name": book.names()[list(ends.index)].to_numpy()})
    nodes["kind"] = ["actor" if one in set(said["row"]) else "strategy" for one in nodes["id"]]
    edges = said[["row", "column", "link_count"]].set_axis(["source", "target", "amount"], axis="columns")
    shared = said.groupby("column_name")["row"].nunique().sort_values(ascending=False)
    return Exhibit(
        key=f"actors-network-{actor}-{family}",
        title=f"{int((shared > 1).sum())} of {len(shared)} strategies are given to more than one actor",
        subtitle="Arrows from actors to what they are said to carry out",
        figure=network(nodes, edges),
        frame=_told(said),
        alt="A network: " + "; ".join(f"{row.row_name} → {row.column_name}" for row in said.itertuples()) + ".",
        sources=sources(book, *_TABLES),
    )


def as_matrix(
    book: Book,
    actor: str = ALL,
    family: str = ALL,
    bases: Sequence[str] = BASES,
    layer: str = "asserted",
    by: str = "meaning",
) -> Exhibit | Nothing:
    """Show which actor the article gives which part, in one layer."""
    cells = parts(book, actor, family, bases)
    filled, said = cells[cells["asserted"] | cells["checked"]], cells[cells["asserted"]]
    if said.empty:
        return _nothing(f"actors-matrix-{actor}-{family}")
    tested = int(said["checked"].sum())
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key=f"actors-matrix-{actor}-{family}",
        title=f"On {tested} of {plural(len(said), 'part')} that the article gives out there is evidence",
        row_noun="actor",
        column_noun="strategy",
        layer=layer,
        by=by,
        row_groups=groups(book, "actor").str.capitalize(),
        tables=_TABLES,
    )


def without_actor(book: Book, family: str = ALL, bases: Sequence[str] = BASES) -> Listing:
    """List the strategies that the article names and has nobody carry out."""
    cells = parts(book, ALL, family, bases)
    done = set(cells.loc[cells["asserted"], "column"])
    ids = [one for one in named(book, "strategy") if one not in done and one in set(cells["column"])]
    family_of, names = groups(book, "strategy"), book.names()
    frame = pd.DataFrame({"strategy": [names[one] for one in ids], "family": [family_of[one] for one in ids]})
    return Listing(frame.sort_values(["family", "strategy"], ignore_index=True))


def evidence(book: Book) -> Exhibit | Nothing:
    """Show what evidence there is on claims about actors working together."""
    claims = book.tables["claims"]
    own = claims.loc[claims["scope"].astype("str") == _SCOPE, "claim_id"].tolist()
    return checked.by_claim(book, own, "actors-evidence", "working together")


def _told(cells: pd.DataFrame) -> pd.DataFrame:
    columns = {"row_name": "actor", "column_name": "strategy", "link_count": "links", "statement_ids": "statements"}
    return cells[list(columns)].rename(columns=columns).reset_index(drop=True)


def _nothing(key: str) -> Nothing:
    return Nothing(
        key,
        "Nobody is given a part with this choice",
        "No sentence says of an actor that it carries out one of these. Choose another family, or more bases.",
    )
