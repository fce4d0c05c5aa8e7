"""Tidy mends what is only layout, refuses what would lose data, and changes nothing that is tidy."""

import shutil
from pathlib import Path

import pytest

from claimbook import ClaimbookError, check
from claimbook.tidy import tidy


def test_a_tidy_package_is_left_alone(package: Path) -> None:
    assert tidy(package) == []


def test_layout_is_mended(package: Path) -> None:
    before = {file: file.read_bytes() for file in package.rglob("*") if file.is_file()}
    links = package / "article" / "links.csv"
    header, *rows = links.read_text(encoding="utf-8").splitlines()
    untidy = "\r\n".join([header, *reversed(rows)]) + "\r\n"
    links.write_bytes(b"\xef\xbb\xbf" + untidy.replace("peacekeepers", " peacekeepers").encode())
    (package / "article" / "entities.csv").write_text("entity_id,kind\nnonsense,case\n", encoding="utf-8")
    (package / "README.md").unlink()
    assert check(package)
    assert tidy(package) == ["article/links.csv", "article/entities.csv", "README.md"]
    assert check(package) == []
    assert {file: file.read_bytes() for file in package.rglob("*") if file.is_file()} == before


def test_a_new_entity_is_indexed_and_counted(package: Path) -> None:
    groups = package / "article" / "groups.csv"
    row = "veterans,Veterans,Former fighters who have gone home; excludes those still in arms.,age,extension\n"
    groups.write_text(groups.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert {problem.file for problem in check(package)} == {"article/groups.csv"}
    assert set(tidy(package)) == {"article/groups.csv", "article/entities.csv", "datapackage.json", "README.md"}
    assert check(package) == []
    assert "veterans,group" in (package / "article" / "entities.csv").read_text(encoding="utf-8")


def test_what_would_lose_data_is_refused_and_nothing_is_written(package: Path) -> None:
    links = package / "article" / "links.csv"
    links.write_text(links.read_text(encoding="utf-8").replace(",positive\n", "\n", 1), encoding="utf-8")
    (package / "README.md").unlink()
    with pytest.raises(ClaimbookError, match=r"links.csv:2: a row of 6 cells"):
        tidy(package)
    assert not (package / "README.md").exists()
    assert not list(package.rglob("*.new"))


def test_notebooks_beside_the_data_are_cleaned(package: Path, project: Path) -> None:
    (package.parent / "notebooks").mkdir()
    notebook = Path(shutil.copy(project / "notebooks" / "00_start_here.ipynb", package.parent / "notebooks"))
    clean = notebook.read_text(encoding="utf-8")
    notebook.write_text(
        clean.replace('"outputs": []', '"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]', 1)
    )
    assert tidy(package) == ["../notebooks/00_start_here.ipynb"]
    assert notebook.read_text(encoding="utf-8") == clean
