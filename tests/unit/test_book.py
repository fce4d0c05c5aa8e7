"""A book opens anywhere, types its tables and says what is wrong with them."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, open_book


def small_package(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "datapackage.json").write_text(
        """{"name": "small", "resources": [{"name": "places", "path": "places.csv",
        "schema": {"primaryKey": "place_id", "fields": [{"name": "place_id"},
        {"name": "people_count", "type": "integer"}, {"name": "share", "type": "number"},
        {"name": "open", "type": "boolean"}, {"name": "since_date", "type": "date"},
        {"name": "kind", "categories": ["town", {"value": "camp", "label": "Camp"}]}]}}]}""",
        encoding="utf-8",
    )
    header = "place_id,people_count,share,open,since_date,kind\n"
    (folder / "places.csv").write_text(header + rows, encoding="utf-8")
    return folder


def test_tables_are_typed_and_na_is_namibia(tmp_path: Path) -> None:
    places = open_book(small_package(tmp_path / "p", "NA,12,0.5,true,2013-04-25,town\nb,,,,,camp\n")).tables["places"]
    assert places["place_id"].tolist() == ["NA", "b"]
    assert places["people_count"].sum() == 12
    assert places["people_count"].isna().tolist() == [False, True]
    assert places["open"].tolist()[0] is True
    assert places["since_date"][0] == pd.Timestamp("2013-04-25")
    assert list(places["kind"].cat.categories) == ["town", "camp"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("a,twelve,,,,town", "people_count", "twelve"),
        ("a,1.5,,,,town", "people_count", "1.5"),
        ("a,,much,,,town", "share", "much"),
        ("a,,,maybe,,town", "open", "maybe"),
        ("a,,,,2013-04,town", "since_date", "2013-04"),
        ("a,,,,,village", "kind", "village"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_not_lost(tmp_path: Path, row: str, column: str, value: str) -> None:
    book = open_book(small_package(tmp_path / "p", f"z,1,,,,town\n{row}\n"))
    with pytest.raises(ClaimbookError, match="claimbook check") as error:
        book.tables["places"]
    problem = error.value.problems[0]
    assert (problem.row, problem.column, problem.value) == (3, column, value)


def test_a_reader_may_change_what_a_table_gives(book: Book) -> None:
    statements = book.tables["statements"]
    statements["kind"] = "changed"
    assert "changed" not in set(book.tables["statements"]["kind"])


def test_unknown_names_suggest_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean statements"):
        book.tables["statments"]
    with pytest.raises(ClaimbookError, match="did you mean statements"):
        book.labels("statments", "kind")
    with pytest.raises(ClaimbookError, match="did you mean modality"):
        book.labels("statements", "modalty")
    assert "statments" not in book.tables
    assert book.labels("statements", "modality").keys() == {"hedged", "asserted"}


@pytest.mark.parametrize("content", [None, "{", '{"resources": 3}', '{"resources": [{"schema": {}}]}'])
def test_a_folder_that_is_no_package_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(ClaimbookError, match="datapackage"):
        open_book(tmp_path)


def test_a_table_without_its_columns_points_to_check(package: Path) -> None:
    file = package / "article" / "twins.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("outcome_id", "outcome"), encoding="utf-8")
    with pytest.raises(ClaimbookError, match="claimbook check"):
        open_book(package).tables["twins"]
    file.unlink()
    with pytest.raises(ClaimbookError, match="can't be read"):
        open_book(package).tables["twins"]


def test_the_book_opens_from_any_working_directory(tmp_path: Path) -> None:
    code = "from claimbook import open_book; print(len(open_book().tables['statements']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "133"


def test_the_wheel_carries_the_data(project: Path, tmp_path: Path) -> None:
    """Build the wheel, lay it out as an installation would, and open the book from there."""
    source = tmp_path / "source"
    names = ["pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "lib", "data"]
    source.mkdir()
    for name in names:
        copy = shutil.copytree if (project / name).is_dir() else shutil.copy
        copy(project / name, source / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    installed = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        assert "claimbook/py.typed" in archive.namelist()
        archive.extractall(installed)
    shutil.rmtree(source)
    code = "import claimbook; b = claimbook.open_book(); print(b.folder, len(b.tables['links']), claimbook.__version__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    folder, links, _ = done.stdout.split()
    assert Path(folder) == installed / "claimbook" / "data"
    assert int(links) == len(open_book().tables["links"])


def test_importing_claimbook_stays_light() -> None:
    heavy = [
        "plotly",
        "networkx",
        "frictionless",
        "sphinx",
        "papermill",
        "krippendorff",
        "pooch",
        "duckdb",
        "ipywidgets",
        "distributed",
    ]
    code = f"import sys, claimbook; claimbook.open_book(); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import claimbook

    for name in claimbook.__all__:
        assert getattr(claimbook, name) is not None
        assert name in dir(claimbook)
    with pytest.raises(AttributeError, match="no attribute"):
        _ = claimbook.nothing
