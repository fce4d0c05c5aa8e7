"""What evidence says of links: the checked layer, of a pair of entities as of a whole matrix."""

import datetime as dt

import pandas as pd

from claimbook.book import Book
from claimbook.evidence import CASES, evidence, included, searched
from claimbook.verdict import Verdict, judge

# a link that says what is the case is judged by descriptive claims, one that says what brings about what by causal ones
_DESCRIPTIVE = ("achieved", "uses", "faces", "performs", "part_of")
_MIRRORED = {"supports": "contradicts", "contradicts": "supports", "mixed": "mixed"}


def tested_links(book: Book) -> pd.DataFrame:
    """Return the links on which there may be evidence: the article's and those of research.

    Returns
    -------
    pandas.DataFrame
        `link_id`, `source`, `relation`, `target`, `polarity`, as text.
    """
    columns = ["link_id", "source", "relation", "target", "polarity"]
    parts = [book.tables[name] for name in ("links", "literature_links") if name in book.tables]
    return pd.concat([part[columns].astype("str") for part in parts], ignore_index=True)


def evidence_on_links(book: Book, as_of: dt.date | None = None) -> pd.DataFrame:
    """Return one row for each piece of evidence and each link that it bears on.

    Returns
    -------
    pandas.DataFrame
        The columns of `claimbook.evidence.evidence` and those of `tested_links`; `direction` is told of the link:
        where a claim says that a relation fails, evidence for the claim speaks against the link.
    """
    if "evidence_links" not in book.tables:
        return pd.DataFrame(columns=["evidence_id", "link_id", "source", "relation", "target"])
    rows = book.tables["evidence_links"].merge(evidence(book, as_of), on="evidence_id")
    rows = rows.merge(tested_links(book), on="link_id")
    fails = rows["polarity"] == "negative"
    rows["direction"] = rows["direction"].where(~fails, rows["direction"].map(_MIRRORED))
    return rows


def readings_on_links(book: Book) -> pd.DataFrame:
    """Return the links of legal claims, each with what the texts of law make of its claim.

    Returns
    -------
    pandas.DataFrame
        The columns of `tested_links`, `claim_id` and `reading`: `correct`, `partly` or `incorrect`.
    """
    columns = ["link_id", "source", "relation", "target", "polarity", "claim_id", "reading"]
    if "readings" not in book.tables:
        return pd.DataFrame(columns=columns)
    told = legal_verdicts(book).rename("reading").reset_index()
    return told.merge(book.tables["claim_links"], on="claim_id").merge(tested_links(book), on="link_id")[columns]


def legal_verdicts(book: Book) -> pd.Series:
    """Return what the texts of law make of each legal claim, by claim: `partly` where provisions differ.

    Notes
    -----
    VERDICTS rule 15: read off the primary text, without a vote and without a scale of certainty.
    """
    readings = book.tables["readings"].astype({"reading": "str"})
    return readings.groupby("claim_id")["reading"].agg(
        lambda words: words.iloc[0] if words.nunique() == 1 else "partly"
    )


def judge_links(book: Book, rows: pd.DataFrame) -> Verdict:
    """Return the verdict on some links together, each study counted once.

    Parameters
    ----------
    book : Book
        Where the rows come from.
    rows : pandas.DataFrame
        As `evidence_on_links` gives them: those of one cell.

    Notes
    -----
    A cell is judged by the evidence on its links and never takes over a claim's verdict: a claim has several links, and
    not each was tested.
    """
    descriptive = rows["relation"].isin(_DESCRIPTIVE)
    kind = "descriptive" if len(rows) and descriptive.all() else "causal"
    fitting = rows["claim_type"].eq("causal") if kind == "causal" else rows["claim_type"].ne("causal")
    # a trend is context for an effect, and a tested effect is no record of what was so
    rows = rows.assign(design=rows["design"].where(fitting, 0)).drop_duplicates("evidence_id")
    case = bool(rows["scope"].isin(CASES).any())
    return judge(rows, kind, case=case, includes=included(book), searched=bool(set(rows["claim_id"]) & searched(book)))
