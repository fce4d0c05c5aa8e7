"""Stored estimates are those that the code makes, written whole, and rendering never writes them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, open_book
from claimbook.checks.own import INPUTS, inputs_hash, stale_analyses
from claimbook.effects.store import analyses, write_analyses


@pytest.fixture(scope="module")
def made(book: Book) -> pd.DataFrame:
    return analyses(book).set_index("analysis_id")


def test_the_stored_estimates_are_those_that_the_code_makes(book: Book, made: pd.DataFrame) -> None:
    stored = book.tables["own_analysis"].set_index("analysis_id")
    assert set(stored.index) == set(made.index)
    for column in ("estimate", "estimate_low", "estimate_high"):
        ours, theirs = made[column].astype("float64"), stored[column].astype("float64")
        # other versions of BLAS may round the last digits otherwise
        pd.testing.assert_series_equal(ours.sort_index(), theirs.sort_index(), check_names=False, rtol=1e-2, atol=1e-3)
    for column in ("sign", "published_sign"):
        assert made[column].replace("", None).dropna().to_dict() == stored[column].dropna().to_dict()


def test_every_estimate_says_what_it_takes_to_doubt_it(made: pd.DataFrame) -> None:
    models = made.drop(index="base-rate")
    assert models[["estimand", "sample", "method"]].ne("").all(axis=None)
    assert (models["detectable_pct"].astype("float64") > 0).all()
    assert (models["rows_count"] > 100).all()
    published = models[models.index.str.startswith("reconstruction-")]
    assert published[["source_id", "differs"]].ne("").all(axis=None)


def test_they_are_written_whole_and_go_stale_with_their_inputs(book: Book, made: pd.DataFrame, tmp_path: Path) -> None:
    shutil.copytree(book.folder, tmp_path / "data")
    copy = open_book(tmp_path / "data")
    file = copy.folder / copy.package.tables["own_analysis"].path
    before = pd.read_csv(file)
    frames = {name: copy.tables[name] for name in (*INPUTS, "own_analysis")}
    assert stale_analyses(copy.folder, copy.package, frames) == []
    assert made["inputs_sha256"].unique().tolist() == [inputs_hash(copy.folder, copy.package)]
    for name in INPUTS:
        table = copy.folder / copy.package.tables[name].path
        content = table.read_bytes()
        table.write_bytes(content + b"\n")
        assert [one.rule for one in stale_analyses(copy.folder, copy.package, frames)] == ["estimates that are stale"]
        table.write_bytes(content)
    assert write_analyses(copy) == len(made)
    pd.testing.assert_frame_equal(pd.read_csv(file), before, rtol=1e-2)


def test_a_package_without_the_table_is_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(book.package.tables, "own_analysis")
    with pytest.raises(ClaimbookError, match="no table own_analysis"):
        write_analyses(book)
