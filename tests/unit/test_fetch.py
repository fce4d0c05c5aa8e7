"""Fetching: from a folder and from a server on this machine, whole or not at all, with what changed."""

import datetime as dt
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, open_book
from claimbook.sources import download, fetch
from claimbook.sources.changes import compare
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns
from claimbook.sources.report import told as told_of

DAY = dt.date(2026, 1, 2)
KEYS = {"towns": ["town_id", "year"], "sources": ["source_id"], "evidence": ["evidence_id"], "downloads": ["source_id"]}
TABLES = {
    "towns": "town_id,year,people_count,source_id\nold,2001,7,elsewhere\n",
    "sources": "source_id\nbureau-1\nelsewhere\n",
    "evidence": "evidence_id,claim_id,source_id\ne-1,c-007,bureau-1\n",
    "downloads": "source_id,file,url,sha256,bytes_count,fetched_date\n"
    f"elsewhere,other.csv,https://a.org/b,{'0' * 64},1,2020-01-01\n",
}


def a_package(folder: Path) -> Path:
    resources = []
    for name, text in TABLES.items():
        columns = text.split("\n", maxsplit=1)[0].split(",")
        types = {"year": "year", "people_count": "integer", "bytes_count": "integer", "fetched_date": "date"}
        fields = [{"name": column, "type": types.get(column, "string")} for column in columns]
        schema: dict[str, object] = {"fields": fields, "primaryKey": KEYS[name]}
        if "source_id" in columns and name != "sources":
            reference = {"resource": "sources", "fields": ["source_id"]}
            schema["foreignKeys"] = [{"fields": ["source_id"], "reference": reference}]
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps({"name": "towns", "resources": resources}), encoding="utf-8")
    from claimbook.tidy import tidy

    tidy(folder)
    return folder


def compile_towns(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    assert "towns" in book.tables
    rows = read_columns(paths["towns.csv"], ["town"], ["year", "people"])
    rows = rows.rename(columns={"town": "town_id", "people": "people_count"})
    return {"towns": rows.assign(source_id="bureau-1")}


def bureau(url: str = "https://nowhere.invalid/towns.csv", member: str = "", by_hand: bool = False) -> Producer:
    one = Download(file="towns.csv", url=url, member=member, by_hand=by_hand)
    return Producer("bureau", "bureau-1", (one,), ("towns",), compile_towns)


@pytest.fixture(autouse=True)
def towns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(fetch, "producers", lambda _: [bureau()])
    monkeypatch.setattr(fetch, "_cache", lambda: tmp_path / "cache")
    files = tmp_path / "files" / "deep"
    files.mkdir(parents=True)
    (files / "towns.csv").write_text("year,town,people\n2001,upper,5\n2002,upper,6\n2001,lower,3\n", encoding="utf-8")
    return files


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return a_package(tmp_path / "data")


def state(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_rows_of_the_source_are_put_in(package: Path, tmp_path: Path) -> None:
    [fetched] = fetch.fetch(package, from_dir=tmp_path / "files", today=DAY)
    assert (package / "towns.csv").read_text(encoding="utf-8").splitlines() == [
        "town_id,year,people_count,source_id",
        "lower,2001,3,bureau-1",
        "old,2001,7,elsewhere",
        "upper,2001,5,bureau-1",
        "upper,2002,6,bureau-1",
    ]
    assert (fetched.changes[0].added, fetched.changes[0].dropped, fetched.changes[0].revised) == (3, 0, 0)
    row = open_book(package).tables["downloads"].set_index("source_id").loc["bureau-1"]
    assert (row["file"], row["sha256"], row["bytes_count"]) == ("towns.csv", fetched.files["towns.csv"], 56)
    assert row["fetched_date"] == pd.Timestamp(DAY)
    assert json.loads((package / "datapackage.json").read_text())["resources"][0]["rowCount"] == 4


def test_the_same_again_changes_nothing(package: Path, tmp_path: Path) -> None:
    fetch.fetch(package, from_dir=tmp_path / "files", today=DAY)
    before = state(package)
    [fetched] = fetch.fetch(package, from_dir=tmp_path / "files", today=dt.date(2027, 1, 1))
    assert state(package) == before
    assert not fetched.changes[0]
    assert not fetched.first


def test_a_replaced_file_is_refused_until_it_is_accepted(package: Path, tmp_path: Path, towns: Path) -> None:
    fetch.fetch(package, from_dir=tmp_path / "files", today=DAY)
    before = state(package)
    (towns / "towns.csv").write_text("year,town,people\n2001,upper,9\n2003,upper,1\n2001,lower,4\n", encoding="utf-8")
    with pytest.raises(ClaimbookError, match=r"towns\.csv of bureau-1 is another file .*--accept"):
        fetch.fetch(package, from_dir=tmp_path / "files")
    assert state(package) == before
    [fetched] = fetch.fetch(package, from_dir=tmp_path / "files", accept=True, today=DAY)
    one = fetched.changes[0]
    assert (one.added, one.dropped, one.revised) == (1, 1, 2)
    assert one.largest.to_numpy().tolist() == [
        ["upper", "2001", "people_count", "5", "9"],
        ["lower", "2001", "people_count", "3", "4"],
    ]
    told = told_of(open_book(package), fetched, tmp_path)
    assert "1 added, 1 dropped, 2 revised" in told
    assert "1 claims (c-007)" in told
    assert len(open_book(package).tables["downloads"]) == 2


BROKEN = {
    "truncated": ("year,town,people\n2001,upper,5\n2002,up", r"towns\.csv:3 "),
    "renamed": ("years,town,people\n2001,upper,5\n", "did you mean years"),
    "no town": ("year,town,people\n2001,,5\n", r"towns\.csv:2 town: an empty cell"),
    "twice": ("year,town,people\n2001,upper,5\n2001,upper,6\n", r"stay as they were.*\n.*towns\.csv:\d .*the same row"),
    "a row of others": ("year,town,people\n2001,old,5\n", r"stay as they were.*\n.*the same row twice"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_leaves_the_tables_as_they_were(package: Path, tmp_path: Path, towns: Path, name: str) -> None:
    text, told = BROKEN[name]
    (towns / "towns.csv").write_text(text, encoding="utf-8")
    before = state(package)
    with pytest.raises(ClaimbookError, match=told):
        fetch.fetch(package, from_dir=tmp_path / "files")
    assert state(package) == before


def test_a_missing_and_a_doubled_file_are_named(package: Path, tmp_path: Path, towns: Path) -> None:
    with pytest.raises(ClaimbookError, match="no folder"):
        fetch.fetch(package, from_dir=tmp_path / "none")
    shutil.copy(towns / "towns.csv", tmp_path / "files" / "towns.csv")
    with pytest.raises(ClaimbookError, match="more than once"):
        fetch.fetch(package, from_dir=tmp_path / "files")
    (towns / "towns.csv").unlink()
    (tmp_path / "files" / "towns.csv").unlink()
    with pytest.raises(ClaimbookError, match=r"holds no towns\.csv: the producer offers it at https"):
        fetch.fetch(package, from_dir=tmp_path / "files")


class Quiet(SimpleHTTPRequestHandler):
    """A server without a log, and without keeping connections."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "server"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_a_file_is_fetched_and_kept(tmp_path: Path, towns: Path, server: str) -> None:
    shutil.copy(towns / "towns.csv", tmp_path / "server")
    wanted, cache = Download("towns.csv", f"{server}/towns.csv"), tmp_path / "cache"
    found = download.obtain(wanted, None, cache, None)
    assert found.read_bytes() == (towns / "towns.csv").read_bytes()
    known = download.checksum(found)
    (tmp_path / "server" / "towns.csv").write_text("another", encoding="utf-8")
    assert download.checksum(download.obtain(wanted, None, cache, known)) == known, "the kept one is as recorded"
    assert download.obtain(wanted, None, cache, "0" * 64).read_text(encoding="utf-8") == "another"
    assert [file.name for file in cache.iterdir()] == ["towns.csv"]


def test_an_archive_gives_one_file_under_our_name(tmp_path: Path, towns: Path, server: str) -> None:
    with zipfile.ZipFile(tmp_path / "server" / "all.zip", "w") as archive:
        archive.write(towns / "towns.csv", "../../escape/Towns_v1.CSV")
        archive.writestr("readme.txt", "words")
    found = download.obtain(Download("towns.csv", f"{server}/all.zip", member=".csv"), None, tmp_path / "cache", None)
    assert found == tmp_path / "cache" / "towns.csv"
    assert found.read_bytes() == (towns / "towns.csv").read_bytes()
    assert not list(tmp_path.rglob("*_v1*"))
    with zipfile.ZipFile(tmp_path / "server" / "all.zip", "a") as archive:
        archive.writestr("more.csv", "words")
    with pytest.raises(ClaimbookError, match=r"holds 2 files that end with \.csv"):
        download.obtain(Download("towns.csv", f"{server}/all.zip", member=".csv"), None, tmp_path / "cache", None)
    (tmp_path / "server" / "all.zip").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(ClaimbookError, match="no whole archive"):
        download.obtain(Download("towns.csv", f"{server}/all.zip", member=".csv"), None, tmp_path / "cache", None)


def test_a_file_beyond_all_sense_is_refused(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MOST_BYTES", 1000)
    (tmp_path / "server" / "big.csv").write_bytes(b"x" * 1001)
    with pytest.raises(ClaimbookError, match=r"larger than 1,000 bytes"):
        download.obtain(Download("big.csv", f"{server}/big.csv"), None, tmp_path / "cache", None)
    with zipfile.ZipFile(tmp_path / "server" / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 100_000)
    with pytest.raises(ClaimbookError, match=r"larger than 1,000 bytes"):
        download.obtain(Download("big.csv", f"{server}/bomb.zip", member=".csv"), None, tmp_path / "cache", None)
    assert not list((tmp_path / "cache").iterdir())


def test_without_network_or_person_it_says_what_to_do(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each try waits a second longer than the one before
    monkeypatch.setattr(download, "_RETRIES", 1)
    with pytest.raises(ClaimbookError, match=r"can't be fetched .*--from-dir"):
        download.obtain(Download("x.csv", f"{server}/missing.csv"), None, tmp_path / "cache", None)
    with pytest.raises(ClaimbookError, match=r"has to be fetched by a person: get it from https://a\.org"):
        download.obtain(Download("x.csv", "https://a.org", by_hand=True), None, tmp_path / "cache", None)


def test_changes_are_ordered_by_their_size() -> None:
    before = pd.DataFrame({"k": ["a", "b", "c", "d"], "n": ["1", "2", "3", ""], "t": ["x", "y", "z", "w"]})
    after = pd.DataFrame({"k": ["a", "b", "c", "e"], "n": ["2", "92", "3", "5"], "t": ["x", "y", "Z", "w"]})
    found = compare("table", ("k",), before, after)
    assert (found.rows_count, found.added, found.dropped, found.revised) == (4, 1, 1, 3)
    assert found.largest["k"].tolist() == ["b", "a", "c"]
    assert bool(found)
    assert not compare("table", ("k",), before, before)


def test_unknown_producers_are_told_the_nearest() -> None:
    from claimbook.sources.registry import producers

    with pytest.raises(ClaimbookError, match="did you mean ucdp"):
        producers(["ucpd"])
