"""What evidence says of links: the checked layer, of a pair of entities as of a whole matrix."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.evidence import CASES, evidence, included, searched
from claimbook.remembered import remembered
from claimbook.verdict import Verdict, judge

# a link that says what is the case is judged by descriptive claims, one that says what brings about what by causal ones
_DESCRIPTIVE = ("achieved", "uses", "faces", "performs", "part_of")
NOT_YET = "not yet checked"
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


@remembered
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


@remembered
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


def oriented(links: pd.DataFrame, rows: set[str], columns: set[str]) -> pd.DataFrame:
    """Lay links that run from columns to rows the other way, so that each has its `row` and `column`."""
    there = links[links["source"].isin(rows) & links["target"].isin(columns)]
    there = there.assign(row=there["source"], column=there["target"])
    if rows == columns:
        return there
    back = links[links["source"].isin(columns) & links["target"].isin(rows)]
    return pd.concat([there, back.assign(row=back["target"], column=back["source"])])


def judged_cells(
    book: Book, relations: Sequence[str], rows: pd.Index, columns: pd.Index, as_of: dt.date | None
) -> pd.DataFrame:
    """Return the verdict of each cell on whose links, the article's or those of research, there is evidence.

    Parameters
    ----------
    book : Book
        A data package.
    relations : sequence of str
        Only links of these.
    rows, columns : pandas.Index
        Ids of the entities in rows and columns.
    as_of : datetime.date or None
        Only evidence that was published by then.

    Returns
    -------
    pandas.DataFrame
        `row`, `column`, `verdict`, `certainty`, `family_count` and `evidence_ids`, for cells that were checked.
    """
    found = []
    read = readings_on_links(book)
    read = oriented(read[read["relation"].isin(relations)], set(rows), set(columns))
    for (row, column), links in read.groupby(["row", "column"]):
        words = set(links["reading"])
        found.append((row, column, words.pop() if len(words) == 1 else "partly", "", 0, ""))
    evidence = evidence_on_links(book, as_of)
    evidence = oriented(evidence[evidence["relation"].isin(relations)], set(rows), set(columns))
    for (row, column), votes in evidence.groupby(["row", "column"]):
        verdict = judge_links(book, votes)
        ids = " ".join(sorted(set(votes["evidence_id"])))
        found.append((row, column, verdict.verdict, verdict.certainty, verdict.family_count, ids))
    names = ["row", "column", "verdict", "certainty", "family_count", "evidence_ids"]
    # where law was read and effects were measured, the evidence is what a reader can weigh
    return pd.DataFrame(found, columns=names).drop_duplicates(["row", "column"], keep="last")


def checked_as(cell: pd.Series) -> str:
    """Return in words what was checked of a cell."""
    if not cell["checked"]:
        return NOT_YET
    if not cell["family_count"]:
        return str(cell["verdict"])
    families = f"{cell['family_count']} {'family' if cell['family_count'] == 1 else 'families'}"
    certainty = f"; certainty {cell['certainty']}" if cell["certainty"] != "not rated" else ""
    return f"{cell['verdict']}, {families}{certainty}"
