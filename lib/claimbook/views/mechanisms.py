"""How missions are said to work: which strategy brings about which outcome, how often, and by which chains."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, flow, network
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES, groups, matrix
from claimbook.ordering import margins
from claimbook.views.common import ALL, Nothing, named, plural, sources
from claimbook.views.matrices import matrix_exhibit

_TABLES = ("links", "strategies", "outcomes")


def mechanisms(book: Book, theme: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the matrix of strategies and the outcomes that they are said to produce.

    Columns as `claimbook.matrix` gives them.
    """
    return matrix(book, "strategy", "outcome", "produces", bases, None if theme == ALL else theme)


def headline(book: Book, theme: str = ALL, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    cells = mechanisms(book, theme, bases)
    said = cells[cells["asserted"]]
    return pd.Series(
        {
            "mechanisms (strategy and outcome)": len(said),
            "resting on one sentence": int((_sentences(said) == 1).sum()),
            "only given as an aim or a duty": int((said["link_count"] == said["aim_count"]).sum()),
            "strategies with an outcome": said["row"].nunique(),
            "strategies without one": len(named(book, "strategy")) - said["row"].nunique(),
            "outcomes promised": said["column"].nunique(),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    single, every = told["resting on one sentence"], told["mechanisms (strategy and outcome)"]
    return f"{single} of {every} mechanisms by which missions are said to work rest on one sentence."


def as_flow(book: Book, theme: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show how families of strategies flow into outcomes."""
    said = _said(book, theme, bases)
    if said.empty:
        return _nothing("mechanisms-flow", theme)
    families = book.labels("strategies", "family")
    frame = said.assign(family=said["row"].map(groups(book, "strategy")).map(_family_name))
    frame = frame.groupby(["family", "column_name"], sort=False)["link_count"].sum().reset_index()
    frame.columns = ["family", "outcome", "links"]
    frame = frame.sort_values("links", ascending=False, ignore_index=True)
    outcomes = frame.groupby("outcome")["links"].sum().sort_values(ascending=False)
    total = frame["links"].sum()
    return Exhibit(
        key=f"mechanisms-flow-{theme}",
        title=f"“{outcomes.index[0]}” is promised most: {outcomes.iloc[0]} of {total} links lead there",
        subtitle=f"Links from families of strategies to outcomes, n = {total}",
        figure=flow(frame, "family", "outcome", "links"),
        frame=frame,
        alt=(
            f"A flow from {frame['family'].nunique()} of {len(families)} families of strategies to "
            f"{len(outcomes)} outcomes. The broadest runs from {frame['family'][0]} to {frame['outcome'][0]}."
        ),
        sources=sources(book, *_TABLES),
    )


def as_matrix(
    book: Book, theme: str = ALL, bases: Sequence[str] = BASES, layer: str = "asserted", by: str = "meaning"
) -> Exhibit | Nothing:
    """Show the matrix of strategies and outcomes, in one layer, without rows and columns that are empty."""
    cells = mechanisms(book, theme, bases)
    filled, said = cells[cells["asserted"] | cells["checked"]], cells[cells["asserted"]]
    if said.empty:
        return _nothing("mechanisms-matrix", theme)
    full = said.loc[said["link_count"].idxmax()]
    untested = int((said["state"] == "asserted_untested").sum())
    titles = {
        "asserted": f"{plural(len(said), 'mechanism')}, said most often: {full['row_name']} → {full['column_name']}",
        "checked": f"{len(said) - untested} of {len(said)} mechanisms have been checked",
        "difference": f"{untested} of {len(said)} mechanisms are said and not checked",
    }
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key=f"mechanisms-matrix-{theme}",
        title=titles[layer],
        row_noun="strategy",
        column_noun="outcome",
        layer=layer,
        by=by,
        row_groups=groups(book, "strategy").map(_family_name),
        tables=_TABLES,
    )


def thin_support(book: Book, theme: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show for each outcome how many of its mechanisms rest on one sentence."""
    said = _said(book, theme, bases)
    if said.empty:
        return _nothing("mechanisms-support", theme)
    support = (_sentences(said) == 1).map({True: "one sentence", False: "several sentences"})
    frame = said.assign(support=pd.Categorical(support, ["one sentence", "several sentences"]))
    frame = frame.groupby(["column_name", "support"], observed=False).size().rename("mechanisms").reset_index()
    frame = frame.rename(columns={"column_name": "outcome"})
    ranked = frame.groupby("outcome")["mechanisms"].sum().sort_values(ascending=False, kind="stable")
    frame = frame.set_index("outcome").loc[ranked.index].reset_index()
    single = int((_sentences(said) == 1).sum())
    return Exhibit(
        key=f"mechanisms-support-{theme}",
        title=f"{single} of {len(said)} mechanisms rest on one sentence",
        subtitle=f"Strategies said to bring about each outcome, by how many sentences say so, n = {len(said)}",
        figure=bars(frame, "outcome", "mechanisms", "support", unit="strategies"),
        frame=frame,
        alt=f"Stacked bars for {len(ranked)} outcomes, from {ranked.index[0]} ({ranked.iloc[0]}) downwards.",
        sources=sources(book, *_TABLES),
    )


def chains(book: Book, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show which outcomes are said to lead on to others."""
    cells = matrix(book, "outcome", "outcome", "leads_to", bases)
    said = cells[cells["asserted"]]
    if said.empty:
        return _nothing("mechanisms-chains", ALL)
    ends = pd.concat([said["row"], said["column"]]).value_counts()
    nodes = pd.DataFrame({"id": ends.index, "size": ends.to_numpy()})
    nodes["name"] = nodes["id"].map(book.names())
    nodes["kind"] = nodes["id"].map(groups(book, "outcome"))
    edges = said[["row", "column", "link_count"]].set_axis(["source", "target", "amount"], axis="columns")
    last = margins(said, "column").sort_values("partner_count", ascending=False).iloc[0]
    return Exhibit(
        key="mechanisms-chains",
        title=f"Most chains are said to lead to “{last['name']}”: {plural(last['partner_count'], 'way')} in",
        subtitle=f"Outcomes said to lead to others, {plural(len(said), 'step')}; symbols by when the effect would show",
        figure=network(nodes, edges),
        frame=said[["row_name", "column_name", "link_count", "statement_ids"]].set_axis(
            ["outcome", "leads to", "links", "statements"], axis="columns"
        ),
        alt=f"A network of {len(nodes)} outcomes joined by {len(said)} steps: "
        + "; ".join(f"{step.row_name} to {step.column_name}" for step in said.itertuples())
        + ".",
        sources=sources(book, "links", "outcomes"),
    )


def _said(book: Book, theme: str, bases: Sequence[str]) -> pd.DataFrame:
    cells = mechanisms(book, theme, bases)
    return cells[cells["asserted"]]


def _sentences(cells: pd.DataFrame) -> pd.Series:
    return cells["statement_ids"].str.split().str.len()


def _family_name(code: str) -> str:
    return code.replace("-", " and ").capitalize() if code == "political-legal" else code.capitalize()


def _nothing(key: str, theme: str) -> Nothing:
    return Nothing(
        f"{key}-{theme}",
        "No mechanism with this choice",
        "The article says of no strategy here that it brings about an outcome. Choose another theme, or more bases.",
    )
