"""One coder's book: their rows in the place of the reconciled ones, ids kept where both agree."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.agreement import TRIPLE
from claimbook.codings import alone, coders


@pytest.mark.parametrize("coder", ["alpha", "beta"])
def test_a_coders_rows_stand_in_the_place_of_the_reconciled(book: Book, coder: str) -> None:
    own = alone(book, coder)
    raw = book.tables["coded_links"]
    raw = set(map(tuple, raw.loc[raw["coder"] == coder, TRIPLE].astype("str").to_numpy()))
    links = own.tables["links"]
    assert set(map(tuple, links[TRIPLE].astype("str").to_numpy())) == raw
    assert links["link_id"].is_unique
    agreed = links[links["link_id"].isin(book.tables["links"]["link_id"])].merge(
        book.tables["links"], on="link_id", suffixes=("", "_reconciled")
    )
    assert len(agreed) > 280
    for column in TRIPLE:
        assert (agreed[column].astype("str") == agreed[f"{column}_reconciled"].astype("str")).all()
    coded = book.tables["coded_statements"]
    kinds = coded[coded["coder"] == coder].set_index("statement_id")["kind"].astype("str")
    told = own.tables["statements"].set_index("statement_id")["kind"].astype("str")
    assert (told == kinds.loc[told.index]).all()


def test_evidence_takes_the_coders_codes_and_nothing_else_changes(book: Book) -> None:
    own, key = alone(book, "alpha"), ["finding_id", "claim_id"]
    coded = book.tables["coded_evidence"]
    coded = coded[coded["coder"] == "alpha"].set_index(key)["direction"].astype("str")
    rows = own.tables["evidence"]
    assert list(rows["direction"].astype("str")) == list(coded.loc[rows.set_index(key).index])
    assert list(rows.columns) == list(book.tables["evidence"].columns)
    assert (rows.dtypes == book.tables["evidence"].dtypes).all()
    assert own.tables["claims"].equals(book.tables["claims"])
    assert len(own.tables) == len(book.tables)
    assert "links" in own.tables
    changed = rows["direction"].astype("str") != book.tables["evidence"]["direction"].astype("str")
    assert 0 < changed.sum() < 60


def test_an_unknown_coder_is_told_the_nearest(book: Book) -> None:
    assert coders(book) == ["alpha", "beta"]
    with pytest.raises(ClaimbookError, match="did you mean alpha"):
        alone(book, "alfa")
