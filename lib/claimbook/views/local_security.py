"""Stabilisation and local capacity as theories of change: steps, what each needs, and what evidence says of each."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, network
from claimbook.charts.states import GLYPHS
from claimbook.checked import evidence_on_links, judge_links
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES, known
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, cited, plural, sources

_TABLES = ("theory_steps", "links", "evidence_links", "evidence")
_THEME = "local-security"
_VOTES = ("for", "mixed", "against")


def theories(book: Book) -> list[str]:
    """Return the codes of the theories, with `all` before them."""
    return [ALL, *book.labels("theory_steps", "theory")] if "theory_steps" in book.tables else [ALL]


def steps(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return the steps of a theory with what the article and evidence say of each.

    Parameters
    ----------
    book : Book
        A data package with the table `theory_steps`.
    theory : str
        Code of a theory, or `all`.
    bases : sequence of str
        Links of the article that count.

    Returns
    -------
    pandas.DataFrame
        `step_id`, `theory`, `source`, `target` (ids), `step` (in words), `statements` (blank-separated, empty where no
        link counts), `for`, `mixed`, `against` (families of studies on the step itself), `verdict`, `certainty`,
        `assumption`, `source_id` and `verified`.
    """
    known("theory", [theory], theories(book))
    rows = book.tables["theory_steps"].astype({"theory": "str"}).sort_values(["theory", "position_number"])
    rows = rows[rows["theory"].eq(theory) | (theory == ALL)]
    links = book.tables["links"]
    links = links[links["basis"].isin(list(bases))]
    said = links.groupby(["source", "target"])["statement_id"].agg(lambda ids: " ".join(dict.fromkeys(ids)))
    evidence, names = evidence_on_links(book), book.names()
    found = []
    for row in rows.itertuples():
        own = evidence[(evidence["source"] == row.source) & (evidence["target"] == row.target)]
        verdict = judge_links(book, own) if len(own) else None
        votes = (verdict.families_for, verdict.families_mixed, verdict.families_against) if verdict else (0, 0, 0)
        found.append(
            {
                "step_id": row.step_id,
                "theory": row.theory,
                "source": row.source,
                "target": row.target,
                "step": f"{names[row.source]} → {names[row.target]}",
                "statements": said.get((row.source, row.target), ""),
                **dict(zip(_VOTES, votes, strict=True)),
                "verdict": verdict.verdict if verdict else "no evidence",
                "certainty": verdict.certainty if verdict else "not rated",
                "assumption": row.assumption,
                "source_id": row.source_id,
                "verified": str(row.verified),
            }
        )
    return pd.DataFrame(found)


def headline(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows = steps(book, theory, bases)
    return pd.Series(
        {
            "steps": len(rows),
            "steps on which no study votes": int((rows[list(_VOTES)].sum(axis="columns") == 0).sum()),
            "steps without a verdict": int(rows["verdict"].isin(["no evidence", "unverified"]).sum()),
            "steps supported, wholly or mostly": int(rows["verdict"].isin(["supported", "mostly supported"]).sum()),
            "steps contradicted, wholly or mostly": int(
                rows["verdict"].isin(["contradicted", "mostly contradicted"]).sum()
            ),
            "steps that rest on one sentence": int((rows["statements"].str.split().str.len() == 1).sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    held, silent = told["steps supported, wholly or mostly"], told["steps on which no study votes"]
    return f"Of {told['steps']} steps to local security evidence bears out {held}; on {silent} no study votes."


def chain(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show how one thing is said to lead to another."""
    rows = steps(book, theory, bases)
    rows = rows[rows["statements"] != ""]
    if rows.empty:
        return Nothing(f"theory-chain-{theory}", "No step with this choice", "Choose more bases.")
    ends = pd.concat([rows["source"], rows["target"]]).value_counts()
    kinds = book.tables["entities"].set_index("entity_id")["kind"].astype("str")
    nodes = pd.DataFrame({"id": ends.index, "size": ends.to_numpy(), "name": book.names()[list(ends.index)].to_numpy()})
    nodes["kind"] = nodes["id"].map(kinds)
    edges = rows[["source", "target"]].assign(amount=rows["statements"].str.split().str.len())
    single = int((edges["amount"] == 1).sum())
    return Exhibit(
        key=f"theory-chain-{theory}",
        title=f"{single} of {plural(len(rows), 'step')} rest on one sentence of the article",
        subtitle="Steps by which security is said to come about; width by the number of sentences",
        figure=network(nodes, edges),
        frame=rows[["step", "statements"]],
        alt="A network: " + "; ".join(rows["step"]) + ".",
        sources=sources(book, "theory_steps", "links"),
    )


def evidence(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> Exhibit | Nothing:
    """Show how many families of studies stand for, between and against each step itself."""
    rows = steps(book, theory, bases)
    if rows.empty:
        return Nothing(f"theory-evidence-{theory}", "No step with this choice", "Choose another theory.")
    drawn = rows.assign(step=[f"{GLYPHS.get(row.verdict, '')} {row.step}".strip() for row in rows.itertuples()])
    long = drawn.melt("step", list(_VOTES), "says", "families")
    long["says"] = pd.Categorical(long["says"], list(_VOTES))
    long = long.set_index("step").loc[list(drawn["step"])].reset_index()
    silent = int((rows[list(_VOTES)].sum(axis="columns") == 0).sum())
    return Exhibit(
        key=f"theory-evidence-{theory}",
        title=f"On {silent} of {plural(len(rows), 'step')} no study votes",
        subtitle="Families of studies for, mixed and against each step, in their order; the sign is the verdict",
        figure=bars(long, "step", "families", "says", unit="families of studies"),
        frame=rows[["step", *_VOTES, "verdict", "certainty"]],
        alt="Stacked bars: " + "; ".join(f"{row.step}, {row.verdict}" for row in rows.itertuples()) + ".",
        sources=sources(book, *_TABLES),
    )


def whole(book: Book) -> Exhibit | Nothing:
    """Show the evidence on the claims of these sections, which mostly test the mission as a whole and not its steps."""
    themes = book.tables["statements"].astype("str").set_index("statement_id")["theme"]
    told = book.tables["claim_statements"]
    own = told.loc[told["statement_id"].map(themes) == _THEME, "claim_id"].unique()
    return checked.by_claim(book, sorted(own), "theory-whole", "local security")


def assumptions(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> Listing:
    """List what has to hold for each step, with research that names or tests it."""
    rows = steps(book, theory, bases)
    told = cited(book, rows["source_id"].unique())
    by_id = dict(zip(rows["source_id"].unique(), told, strict=True))
    frame = pd.DataFrame({"step": rows["step"], "needs that": rows["assumption"], "seen as": rows["verified"]})
    return Listing(frame.assign(source=rows["source_id"].map(by_id)))


def breaks(book: Book, theory: str = ALL, bases: Sequence[str] = BASES) -> Listing | Nothing:
    """List for each theory the first step that no evidence bears out, and what the steps after it would need."""
    rows = steps(book, theory, bases)
    rows["held"] = rows["verdict"].isin(["supported", "mostly supported"])
    labels = book.labels("theory_steps", "theory") if "theory_steps" in book.tables else {}
    found = []
    for code, own in rows.groupby("theory", sort=False):
        broken = own[~own["held"]]
        if len(broken):
            first = broken.iloc[0]
            told = {
                "theory": labels.get(str(code), code),
                "first breaks at": first["step"],
                "verdict": first["verdict"],
            }
            found.append({**told, "steps borne out": f"{int(own['held'].sum())} of {len(own)}"})
    if not found:
        return Nothing("theory-breaks", "No chain breaks", "Evidence bears out every step of this choice.")
    return Listing(pd.DataFrame(found))
