"""What the margins of a matrix tell: sums, who has no partner, and orders in which rows can be read."""

import numpy as np
import pandas as pd

from claimbook.matrix import known

ORDERS = ("meaning", "count", "seriation")


def margins(cells: pd.DataFrame, axis: str) -> pd.DataFrame:
    """Return the sums of a matrix along its `row` or `column`.

    Returns
    -------
    pandas.DataFrame
        Indexed by id, in the matrix's order: `name`, `link_count`, `partner_count` (cells that are not empty).
    """
    grouped = cells.groupby(axis, sort=False)
    return pd.DataFrame(
        {
            "name": grouped[f"{axis}_name"].first(),
            "link_count": grouped["link_count"].sum(),
            "partner_count": grouped["asserted"].sum(),
        }
    )


def without_partner(cells: pd.DataFrame, axis: str) -> list[str]:
    """Return the ids along the `row` or `column` that the article links to nothing on the other side."""
    found = margins(cells, axis)
    return found.index[found["partner_count"] == 0].tolist()


def wide(cells: pd.DataFrame, value: str = "link_count") -> pd.DataFrame:
    """Return one column of a matrix as rows by columns, in the matrix's order."""
    table = cells.pivot(index="row", columns="column", values=value)
    return table.reindex(index=cells["row"].unique(), columns=cells["column"].unique())


def order(cells: pd.DataFrame, axis: str, by: str = "meaning") -> list[str]:
    """Return the ids along an axis in one of three orders.

    Parameters
    ----------
    cells : pandas.DataFrame
        A matrix.
    axis : {"row", "column"}
        Which ids.
    by : {"meaning", "count", "seriation"}
        By attribute and name; by the number of links, most first; or so that rows with like partners stand together,
        by the first axis of a correspondence analysis (Greenacre 2017, Correspondence Analysis in Practice, 3rd ed.),
        those without partner last.
    """
    known("order", [by], ORDERS)
    sums = margins(cells, axis)["link_count"]
    if by == "meaning":
        return sums.index.tolist()
    if by == "count":
        return sums.sort_values(ascending=False, kind="stable").index.tolist()
    counts = wide(cells) if axis == "row" else wide(cells).T
    filled = counts.loc[counts.sum(axis="columns") > 0, counts.sum(axis="index") > 0].astype("float")
    scores = pd.Series(_first_axis(filled.to_numpy()), index=filled.index)
    return [*scores.sort_values(kind="stable").index, *sums.index[sums == 0]]


def _first_axis(counts: np.ndarray) -> np.ndarray:
    """Return the row scores on the first axis of a correspondence analysis, the sign fixed."""
    if min(counts.shape) < 2:
        return -counts.sum(axis=1)
    shares = counts / counts.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(rows, columns)
    scores = np.linalg.svd((shares - expected) / np.sqrt(expected))[0][:, 0] / np.sqrt(rows)
    # the axis has no direction of its own: let its farthest row come first, so that every run draws the same
    return scores if scores[np.abs(scores).argmax()] < 0 else -scores
