"""Inter-coder agreement: how far two people who follow the codebook write the same rows."""

from collections.abc import Hashable, Set
from dataclasses import dataclass

import krippendorff
import pandas as pd

from claimbook.book import Book
from claimbook.errors import ClaimbookError

STATEMENT_CODES = ("kind", "modality", "testable")
EVIDENCE_CODES = ("direction", "design", "place_match", "intervention_match", "outcome_match", "period_match")
PAIR = ["statement_id", "source", "target"]
TRIPLE = ["statement_id", "source", "relation", "target"]


@dataclass(frozen=True)
class Overlap:
    """How far the rows of a second coder meet those of a first.

    Attributes
    ----------
    first, second, shared : int
        Rows of the first coder, of the second, and of both.
    """

    first: int
    second: int
    shared: int

    @property
    def precision(self) -> float:
        """Share of the second coder's rows that the first has too; NaN where the second has none."""
        return self.shared / self.second if self.second else float("nan")

    @property
    def recall(self) -> float:
        """Share of the first coder's rows that the second has too; NaN where the first has none."""
        return self.shared / self.first if self.first else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, which is the same whoever is called the first."""
        total = self.first + self.second
        return 2 * self.shared / total if total else float("nan")


def alpha(first: pd.Series, second: pd.Series, level: str = "nominal") -> float:
    """Return Krippendorff's alpha for the codes of two coders.

    Parameters
    ----------
    first, second : pandas.Series
        Codes by unit (the index); units that only one coder has count as missing, as alpha allows.
    level : {"nominal", "ordinal"}
        Whether codes only differ, or also have an order: that of their values.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would give, below 0 for less than that; NaN where all codes are the
        same, since nothing then tells agreement from habit.

    Raises
    ------
    ClaimbookError
        If no unit was coded by both.

    Notes
    -----
    Krippendorff, K. (2019), Content Analysis: An Introduction to Its Methodology, 4th ed., chapter 12.
    """
    codes = pd.concat([first, second], axis="columns", keys=["first", "second"])
    if codes.notna().all(axis="columns").sum() == 0:
        raise ClaimbookError("no agreement can be told: the two coders rated no unit in common")
    numbers, values = pd.factorize(codes.to_numpy().ravel(), use_na_sentinel=True, sort=level == "ordinal")
    if len(values) < 2:
        return float("nan")
    table = pd.DataFrame(numbers.reshape(codes.shape), dtype="float").replace(-1, float("nan"))
    return float(krippendorff.alpha(reliability_data=table.T.to_numpy(), level_of_measurement=level))


def overlap(first: Set[Hashable], second: Set[Hashable]) -> Overlap:
    """Compare two sets of rows.

    Examples
    --------
    >>> round(overlap({"a", "b", "c"}, {"b", "c"}).f1, 2)
    0.8
    """
    return Overlap(len(first), len(second), len(first & second))


def statement_agreement(book: Book) -> pd.DataFrame:
    """Return the agreement on the codes of statements.

    Returns
    -------
    pandas.DataFrame
        A row for each of kind, modality and testable: `code`, `alpha` (Krippendorff, nominal), `same_pct` (statements
        coded alike, percent) and `statement_count`.
    """
    first, second = _codings(book, "coded_statements")
    rows = []
    for code in STATEMENT_CODES:
        a, b = (coding.set_index("statement_id")[code].astype("str") for coding in (first, second))
        rows.append(
            {
                "code": code,
                "alpha": alpha(a, b),
                "same_pct": 100 * (a == b.reindex(a.index)).mean(),
                "statement_count": len(a),
            }
        )
    return pd.DataFrame(rows)


def link_agreement(book: Book) -> pd.DataFrame:
    """Return the agreement on the links.

    Returns
    -------
    pandas.DataFrame
        A row for exact triples in a statement and one for pairs of source and target whatever the relation:
        `unit`, `first_count`, `second_count`, `shared_count`, `precision`, `recall` and `f1`, the first coder being
        the reference.
    """
    first, second = _codings(book, "coded_links")
    rows = []
    for unit, columns in (("link", TRIPLE), ("pair", PAIR)):
        found = overlap(_rows(first, columns), _rows(second, columns))
        rows.append(
            {
                "unit": unit,
                "first_count": found.first,
                "second_count": found.second,
                "shared_count": found.shared,
                "precision": found.precision,
                "recall": found.recall,
                "f1": found.f1,
            }
        )
    return pd.DataFrame(rows)


def evidence_agreement(book: Book) -> pd.DataFrame:
    """Return the agreement on the codes of evidence.

    Returns
    -------
    pandas.DataFrame
        A row for each code: `code` (`bears`: whether a finding bears on a claim at all), `alpha` (Krippendorff; ordinal
        for the design), `same_pct` and `pair_count`, the pairs of finding and claim that both coded.
    """
    first, second = (coding.set_index(["finding_id", "claim_id"]) for coding in _codings(book, "coded_evidence"))
    second = second.reindex(first.index)
    bears = [coding["direction"].astype("str").eq("none") for coding in (first, second)]
    both = ~(bears[0] | bears[1])
    codes = {"bears on the claim": [one.astype("str") for one in bears]}
    for code in EVIDENCE_CODES:
        codes[code.replace("_", " ")] = [coding.loc[both, code].astype("str") for coding in (first, second)]
    return pd.DataFrame(
        {
            "code": code,
            "alpha": alpha(a, b, "ordinal" if code == "design" else "nominal"),
            "same_pct": 100 * (a == b).mean(),
            "pair_count": len(a),
        }
        for code, (a, b) in codes.items()
    )


def _codings(book: Book, table: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    coded = book.tables[table]
    coders = sorted(coded["coder"].dropna().unique())
    if len(coders) != 2:
        raise ClaimbookError(f"{table} holds {len(coders)} coders where agreement needs two")
    first, second = (coded[coded["coder"] == coder] for coder in coders)
    return first, second


def _rows(coding: pd.DataFrame, columns: list[str]) -> set[Hashable]:
    return set(coding[columns].astype("str").itertuples(index=False, name=None))
