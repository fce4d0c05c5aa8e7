"""The claim check: the ledger of all claims, where evidence is missing, and where article and evidence part."""

import datetime as dt

import pandas as pd

from claimbook.book import Book
from claimbook.charts import dots, heatmap
from claimbook.charts.states import GLYPHS
from claimbook.claimcheck import LITERATURE, ledger, written_claims
from claimbook.errors import ClaimbookError
from claimbook.evidence import created
from claimbook.exhibit import Exhibit
from claimbook.matrix import groups as groups_of
from claimbook.matrix import known, matrix
from claimbook.theme import VERDICTS
from claimbook.verdict import CERTAINTIES
from claimbook.views.common import ALL, Listing, Nothing, plural, short, sources
from claimbook.views.matrices import matrix_exhibit

ANY = "any"
_TABLES = ("claims", "evidence", "families", "sources")
_AGAINST = ("mostly contradicted", "contradicted", "incorrect")
_MOST = 14


def themes(book: Book) -> list[str]:
    """Return the themes, with `all` before them and `literature` after them."""
    return [ALL, *book.labels("statements", "theme"), LITERATURE]


def certainties() -> list[str]:
    """Return the levels of certainty from the lowest up, with `any` before them."""
    return [ANY, *reversed([level for level in CERTAINTIES if level != "not rated"])]


def claims(book: Book, theme: str = ALL, certainty: str = ANY, as_of: dt.date | None = None) -> pd.DataFrame:
    """Return the ledger of a theme.

    Parameters
    ----------
    theme : str
        One of `themes`.
    certainty : str
        One of `certainties`: claims whose verdict is less certain, or that have none, are left out.
    as_of : datetime.date, optional
        Only what was published by then.

    Returns
    -------
    pandas.DataFrame
        As `claimbook.claimcheck.ledger`.
    """
    known("theme", [theme], themes(book))
    known("certainty", [certainty], certainties())
    rows = ledger(book, as_of)
    if theme != ALL:
        rows = rows[rows["theme"].str.split().map(lambda own: theme in own)]
    if certainty != ANY:
        levels = certainties()
        enough = levels[levels.index(certainty) :]
        # what the law says has no scale of certainty and is not left out for it
        rows = rows[rows["certainty"].isin(enough) | (rows["type"] == "legal")]
    return rows.reset_index(drop=True)


def headline(rows: pd.DataFrame) -> pd.Series:
    """Return the numbers that carry the answer, of the claims that a choice leaves."""
    article = rows[rows["origin"] == "article"]
    weighed = article[article["type"] != "legal"]
    return pd.Series(
        {
            "claims of the article": len(article),
            "supported or mostly supported": int(weighed["verdict"].isin(["supported", "mostly supported"]).sum()),
            "contested": int((weighed["verdict"] == "contested").sum()),
            "contradicted or mostly contradicted": int(weighed["verdict"].isin(_AGAINST).sum()),
            "not verified: one family of studies or too little weight": int(
                ((weighed["verdict"] == "unverified") & (_families(weighed) > 0)).sum()
            ),
            "not verified: searched, nothing that could vote": int(
                ((weighed["verdict"] == "unverified") & (_families(weighed) == 0)).sum()
            ),
            "legal, read off the text": int((article["type"] == "legal").sum()),
            "claims of the literature": int((rows["origin"] == LITERATURE).sum()),
            "with high or moderate certainty": int(rows["certainty"].isin(["high", "moderate"]).sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(claims(book))
    open_count = sum(int(count) for name, count in told.items() if str(name).startswith("not verified"))
    return (
        f"Of {told['claims of the article']} claims {told['supported or mostly supported']} are supported, "
        f"{told['contradicted or mostly contradicted']} contradicted, wholly or mostly; {open_count} can't be verified."
    )


def verdicts_by_theme(book: Book, rows: pd.DataFrame) -> Exhibit | Nothing:
    """Show how many claims of each theme have which verdict."""
    if rows.empty:
        return _nothing(book, "claims-by-theme")
    told = rows.assign(theme=rows["theme"].str.split()).explode("theme")
    labels = dict(book.labels("statements", "theme")) | {LITERATURE: "literature, not the article"}
    words = [word for word in VERDICTS if word in set(told["verdict"])]
    counts = pd.crosstab(told["theme"], told["verdict"]).reindex(columns=words, fill_value=0)
    counts = counts.reindex([code for code in labels if code in counts.index]).rename(index=labels)
    unverified = int((rows["verdict"] == "unverified").sum())
    frame = counts.rename_axis(columns=None).rename_axis("theme").reset_index()
    counts.columns = [f"{GLYPHS[word]} {word}" for word in counts.columns]
    return Exhibit(
        key="claims-by-theme",
        title=f"{unverified} of {plural(len(rows), 'claim')} can't be verified with what was found",
        subtitle=f"Claims by theme and verdict, n = {len(rows)}; a claim of two themes stands in both",
        figure=heatmap(counts, "claims", "theme", "verdict"),
        frame=frame,
        alt=f"A table in colour of {len(counts)} themes by {len(words)} verdicts. In all: "
        + "; ".join(f"{word} {int((rows['verdict'] == word).sum())}" for word in words)
        + ".",
        sources=sources(book, *_TABLES),
    )


def listing(rows: pd.DataFrame) -> Listing:
    """Return the ledger as a table to read: verdict and certainty in columns of their own."""
    frame = pd.DataFrame(
        {
            "claim": rows["claim_id"],
            "what is claimed": rows["proposition"],
            "verdict": rows["status"],
            "certainty": rows["certainty"],
            "for": rows["families_for"],
            "mixed": rows["families_mixed"],
            "against": rows["families_against"],
        }
    )
    return Listing(frame)


def gap_map(book: Book, as_of: dt.date | None = None, layer: str = "checked") -> Exhibit | Nothing:
    """Show strategies by outcomes: what evidence says of each pair, and which pairs nobody tested."""
    cells = matrix(book, "strategy", "outcome", "produces", as_of=as_of)
    filled = cells[cells["asserted"] | cells["checked"]]
    if filled.empty:
        return _nothing(book, "gap-map")
    untested = int((filled["state"] == "asserted_untested").sum())
    asserted = int(filled["asserted"].sum())
    family = groups_of(book, "strategy").str.replace("-", " and ").str.capitalize()
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key="gap-map",
        title=f"{untested} of {asserted} effects that the article asserts have not been tested",
        row_noun="strategy",
        column_noun="outcome",
        layer=layer,
        by="meaning",
        row_groups=family,
        tables=("links", "literature_links", "evidence_links", *_TABLES),
    )


def furthest_apart(book: Book, rows: pd.DataFrame) -> Exhibit | Nothing:
    """Show the claims of the article on which the evidence points furthest away from it."""
    scored = rows[(rows["origin"] == "article") & rows["score"].notna() & (rows["verdict"] != "unverified")]
    if scored.empty:
        why = (
            "None of this choice has evidence from enough independent studies: claims without a verdict have no score."
        )
        return Nothing("claims-apart", "No claim with a verdict", why)
    scored = scored.sort_values(["score", "claim_id"])
    frame = scored.head(_MOST)
    against = int(scored["verdict"].isin(_AGAINST).sum())
    # the sign stands in the name: one dot a line needs no legend
    drawn = frame.assign(
        claim=[f"{row.claim_id} {GLYPHS[row.verdict]} {short(row.proposition)}" for row in frame.itertuples()]
    )
    return Exhibit(
        key="claims-apart",
        title=f"{against} of {len(scored)} claims of the article with a verdict are contradicted, wholly or mostly",
        subtitle=f"Score from -1 (all against) to 1 (all for); the {len(frame)} lowest of {len(scored)}, each asserted",
        figure=dots(drawn, "claim", "score", unit="score of the evidence"),
        frame=pd.DataFrame(
            {
                "claim": frame["claim_id"],
                "what is claimed": frame["proposition"],
                "score": frame["score"].round(2),
                "verdict": frame["verdict"],
                "certainty": frame["certainty"],
                "families for, mixed, against": _counts(frame),
            }
        ),
        alt=f"Dots for {len(frame)} claims from {frame['claim_id'].iloc[0]} ({frame['score'].iloc[0]:.2f}) to "
        f"{frame['claim_id'].iloc[-1]} ({frame['score'].iloc[-1]:.2f}).",
        sources=sources(book, *_TABLES),
    )


def untested(rows: pd.DataFrame) -> Listing:
    """Return the claims without a verdict: what little there is, and how often it was looked for."""
    own = rows[(rows["verdict"] == "unverified") & (rows["origin"] == "article")]
    columns = {"claim_id": "claim", "proposition": "what is claimed", "status": "what was found"}
    columns |= {"evidence_count": "findings", "search_count": "searches"}
    return Listing(own[list(columns)].rename(columns=columns))


def thin(rows: pd.DataFrame) -> Listing:
    """Return the claims that one sentence asserts and one family of studies tests."""
    own = rows[(rows["statement_count"] == 1) & (_families(rows) == 1)]
    columns = {"claim_id": "claim", "proposition": "what is claimed", "status": "what was found"}
    return Listing(own[list(columns)].rename(columns=columns))


def day_of(book: Book) -> str:
    """Return the day of which the collection's data are, as text."""
    if not book.package.created:
        raise ClaimbookError("the data package does not say when it was made")
    return created(book).isoformat()


def _families(rows: pd.DataFrame) -> pd.Series:
    return rows["families_for"] + rows["families_mixed"] + rows["families_against"]


def _counts(rows: pd.DataFrame) -> list[str]:
    return [f"{row.families_for}, {row.families_mixed}, {row.families_against}" for row in rows.itertuples()]


def _nothing(book: Book, key: str) -> Nothing:
    if written_claims(book).empty:
        return Nothing(key, "No claim is written yet", "The tables hold stubs at most, of which nothing can be said.")
    return Nothing(key, "No claim with this choice", "Choose another theme, a lower certainty or a later day.")
