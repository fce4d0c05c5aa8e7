"""Agreement on worked examples, and what it says of the codings in the package."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook import Book, ClaimbookError, link_agreement, open_book, statement_agreement
from claimbook.agreement import EVIDENCE_CODES, alpha, evidence_agreement, overlap
from small_package import write_package


def test_alpha_of_the_textbook_example() -> None:
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section B: two observers, binary, 10 units, 0.095
    first = pd.Series([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    second = pd.Series([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert alpha(first, second) == pytest.approx(0.095, abs=0.0005)


def test_alpha_at_its_ends() -> None:
    codes = pd.Series(["a", "b", "a", "c"])
    assert alpha(codes, codes) == 1
    assert math.isnan(alpha(pd.Series(["a", "a"]), pd.Series(["a", "a"])))
    assert alpha(pd.Series(["a", "b"]), pd.Series(["b", "a"])) < 0


def test_a_unit_that_one_coder_left_out_does_not_count() -> None:
    first = pd.Series({"u1": "a", "u2": "b", "u3": "a"})
    second = pd.Series({"u1": "a", "u2": "b"})
    assert alpha(first, second) == 1


def test_overlap_of_a_worked_example() -> None:
    found = overlap({1, 2, 3, 4}, {3, 4, 5})
    assert (found.precision, found.recall, found.f1) == (2 / 3, 1 / 2, pytest.approx(4 / 7))
    assert math.isnan(overlap(set(), set()).f1)
    assert math.isnan(overlap({1}, set()).precision)
    assert math.isnan(overlap(set(), {1}).recall)


@given(st.sets(st.integers(0, 20), min_size=1), st.sets(st.integers(0, 20), min_size=1))
def test_f1_lies_between_precision_and_recall_and_knows_no_first(first: set[int], second: set[int]) -> None:
    there, back = overlap(first, second), overlap(second, first)
    assert there.f1 == back.f1
    assert (there.precision, there.recall) == (back.recall, back.precision)
    low, high = sorted([there.precision, there.recall])
    assert low - 1e-9 <= there.f1 <= high + 1e-9
    assert (there.f1 == 1) == (first == second)


def test_the_codings_in_the_package(book: Book) -> None:
    codes = statement_agreement(book).set_index("code")
    assert list(codes.index) == ["kind", "modality", "testable"]
    assert (codes["statement_count"] == 133).all()
    raw = book.tables["coded_statements"].pivot_table(
        index="statement_id", columns="coder", values="kind", aggfunc="first", observed=True
    )
    same = (raw["alpha"].astype("str") == raw["beta"].astype("str")).mean()
    assert codes.loc["kind", "same_pct"] == pytest.approx(100 * same)
    links = link_agreement(book).set_index("unit")
    assert links.loc["pair", "f1"] >= links.loc["link", "f1"] > 0


def test_one_coder_alone_is_no_agreement(package: Path) -> None:
    file = package / "article" / "codings" / "links.csv"
    rows = [row for row in file.read_text(encoding="utf-8").splitlines() if not row.startswith("beta")]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ClaimbookError, match="1 coders where agreement needs two"):
        link_agreement(open_book(package))


CODED = "finding_id,claim_id,coder,direction,design,place_match,intervention_match,outcome_match,period_match"


def coded(*rows: str) -> str:
    return "\n".join([CODED, *(row if row.count(",") == 8 else f"{row},yes,yes,yes,yes" for row in rows)])


def test_agreement_on_evidence_of_a_worked_example(tmp_path: Path) -> None:
    rows = ["F01,c-001,alpha,supports,3", "F02,c-001,alpha,contradicts,2", "F03,c-001,alpha,mixed,1"]
    rows += ["F04,c-001,alpha,none,,,,,", "F05,c-001,alpha,none,,,,,"]
    rows += ["F01,c-001,beta,supports,3", "F02,c-001,beta,supports,2", "F03,c-001,beta,mixed,2"]
    rows += ["F04,c-001,beta,none,,,,,", "F05,c-001,beta,supports,1"]
    told = evidence_agreement(write_package(tmp_path, coded_evidence=coded(*rows))).set_index("code")
    assert list(told.index) == ["bears on the claim", *(code.replace("_", " ") for code in EVIDENCE_CODES)]
    # whether a finding bears on the claim is asked of all, its codes only where both say that it does
    assert told["pair_count"].tolist() == [5, 3, 3, 3, 3, 3, 3]
    assert told.loc["bears on the claim", "same_pct"] == pytest.approx(80)
    assert told.loc["direction", "same_pct"] == pytest.approx(200 / 3)
    assert told.loc["design", "same_pct"] == pytest.approx(200 / 3)
    assert told.loc["place match", "same_pct"] == 100
    assert math.isnan(told.loc["place match", "alpha"])
    same = alpha(pd.Series([3, 2, 1]), pd.Series([3, 2, 2]), "ordinal")
    assert told.loc["design", "alpha"] == pytest.approx(same)


def test_a_design_further_off_agrees_less() -> None:
    codes = pd.Series([0, 1, 2, 3, 4])
    near, far = pd.Series([0, 1, 2, 3, 3]), pd.Series([0, 1, 2, 3, 0])
    assert alpha(codes, near, "ordinal") > alpha(codes, far, "ordinal")
    assert alpha(codes, codes, "ordinal") == 1


def test_the_codings_of_evidence_in_the_package(book: Book) -> None:
    told = evidence_agreement(book).set_index("code")
    pairs = book.tables["coded_evidence"].groupby("coder")[["finding_id", "claim_id"]].size()
    assert told.loc["bears on the claim", "pair_count"] == pairs.iloc[0] == pairs.iloc[1] > 100
    assert told["same_pct"].between(0, 100).all()
    assert told["alpha"].dropna().between(-1, 1).all()
    assert (told["pair_count"].iloc[1:] == told["pair_count"].iloc[1]).all()
