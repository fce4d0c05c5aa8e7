"""What was checked of the pairs that a notebook shows, beside what the article asserts of them."""

import pandas as pd

from claimbook.book import Book
from claimbook.checked import evidence_on_links
from claimbook.links import read_out
from claimbook.views.common import Listing, Nothing


def pairs(cells: pd.DataFrame, row_noun: str, column_noun: str) -> Listing | Nothing:
    """List the cells of a matrix on which evidence bears: verdict and certainty in columns of their own.

    Parameters
    ----------
    cells : pandas.DataFrame
        As `claimbook.matrix` gives them.
    row_noun, column_noun : str
        What rows and columns are, for the headings.
    """
    found = cells[cells["checked"]]
    if found.empty:
        return Nothing(
            f"checked-{row_noun}-{column_noun}",
            "No evidence bears on any pair of this choice",
            "Nothing that was found measures one of them. That is no evidence that they don't hold.",
        )
    frame = found[["row_name", "column_name", "verdict", "certainty", "family_count", "evidence_ids"]].copy()
    frame.insert(2, "asserted", found["asserted"].map({True: "by the article", False: "by research alone"}))
    names = {"row_name": row_noun, "column_name": column_noun, "family_count": "families", "evidence_ids": "evidence"}
    return Listing(frame.rename(columns=names).reset_index(drop=True))


def on_entity(book: Book, entity: str) -> Listing | Nothing:
    """List the evidence on the links of one entity: what it says of each, with its source."""
    rows = evidence_on_links(book)
    rows = rows[(rows["source"] == entity) | (rows["target"] == entity)]
    name = book.names()[entity]
    if rows.empty:
        return Nothing(
            f"checked-{entity}",
            f"No evidence bears on a link of “{name}”",
            "Nothing that was found measures what the article links to it. Its claims may still have evidence of "
            "their own, and searches that found none are logged with them.",
        )
    return Listing(
        pd.DataFrame(
            {
                "link": read_out(book, rows),
                "evidence says": rows["direction"].tolist(),
                "design": rows["design"].tolist(),
                "finding": rows["finding"].tolist(),
                "source": rows["citation"].tolist(),
                "claim": rows["claim_id"].tolist(),
            }
        )
    )
