"""Compile our figures from producers' files: all that was asked for goes into the tables at once, or nothing does."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimbook.book import open_book
from claimbook.checks import check
from claimbook.checks.files import read_cells
from claimbook.errors import ClaimbookError
from claimbook.schema import Table
from claimbook.sources.changes import Changes, compare
from claimbook.sources.download import checksum, obtain
from claimbook.sources.producer import Producer
from claimbook.sources.registry import producers
from claimbook.tidy import csv_text, swap_in, tidy

DOWNLOADS = "downloads"


@dataclass(frozen=True)
class Fetched:
    """What became of one producer.

    Attributes
    ----------
    producer : Producer
        The producer.
    files : mapping of str to str
        The checksum of each of its files, by name.
    first : frozenset of str
        Names of the files whose checksum was recorded now, for later fetches to compare with.
    changes : tuple of Changes
        What changed in each of its tables.
    """

    producer: Producer
    files: Mapping[str, str]
    first: frozenset[str]
    changes: tuple[Changes, ...]


def fetch(
    folder: str | Path,
    names: Sequence[str] = (),
    from_dir: Path | None = None,
    accept: bool = False,
    cache: Path | None = None,
    today: dt.date | None = None,
) -> list[Fetched]:
    """Read producers' files and put the figures compiled from them into the tables of a data package.

    Parameters
    ----------
    folder : str or pathlib.Path
        The data package.
    names : sequence of str
        Names of producers; all of them by default.
    from_dir : pathlib.Path, optional
        Folder with the producers' files; by default each is fetched from its address.
    accept : bool
        Whether to take a file whose checksum is another than the recorded one, and record that.
    cache : pathlib.Path, optional
        Where fetched files are kept; by default the user's cache folder.
    today : datetime.date, optional
        Day that is recorded with a new checksum; by default today.

    Returns
    -------
    list of Fetched
        One for each producer, in the order in which they were compiled.

    Raises
    ------
    ClaimbookError
        If a file can't be had, is not the one that was recorded, or can't be used, or if the tables with the new
        figures would break a rule. Then the tables stay as they were.
    """
    folder, today = Path(folder), today or dt.date.today()
    with tempfile.TemporaryDirectory(prefix="claimbook-fetch-") as place:
        stage = Path(place) / "data"
        shutil.copytree(folder, stage)
        found = [_compile(stage, one, from_dir, accept, cache or _cache(), today) for one in producers(names)]
        tidy(stage)
        if problems := check(stage):
            raise ClaimbookError("the tables stay as they were: with these files they would break rules:", problems)
        whole = {file.relative_to(stage).as_posix() for file in stage.rglob("*") if file.is_file()}
        texts = {name: (stage / name).read_text(encoding="utf-8") for name in sorted(whole)}
        swap_in(folder, {name: text for name, text in texts.items() if text != _text(folder / name)})
    return found


def _compile(
    stage: Path, producer: Producer, from_dir: Path | None, accept: bool, cache: Path, today: dt.date
) -> Fetched:
    book = open_book(stage)
    recorded = _cells(stage, book.package.tables[DOWNLOADS])
    own = recorded["source_id"] == producer.source_id
    known = dict(recorded.loc[own, ["file", "sha256"]].itertuples(index=False, name=None))
    paths = {one.file: obtain(one, from_dir, cache, known.get(one.file)) for one in producer.downloads}
    files = {name: checksum(file) for name, file in paths.items()}
    changed = [name for name, digest in files.items() if known.get(name, digest) != digest]
    if changed and not accept:
        raise ClaimbookError(
            f"{', '.join(changed)} of {producer.source_id} is another file than the one that was first read (checksum "
            f"{files[changed[0]][:12]}…, recorded {known[changed[0]][:12]}…): look at what the producer changed, then "
            "run with --accept to take it"
        )
    changes = [
        _put(stage, book.package.tables[name], producer.source_id, rows)
        for name, rows in producer.compile(paths, book).items()
    ]
    new = frozenset(name for name, digest in files.items() if known.get(name) != digest)
    _record(stage, book.package.tables[DOWNLOADS], producer, paths, files, new, today)
    return Fetched(producer, files, new, tuple(changes))


def _put(stage: Path, table: Table, source_id: str, rows: pd.DataFrame) -> Changes:
    """Put the rows of a source in the place of those that a table had of it."""
    if list(rows.columns) != table.columns:
        raise ClaimbookError(f"the importer of {source_id} gives other columns than {table.name} has")
    cells = _cells(stage, table)
    own = cells["source_id"] == source_id
    new = _as_text(rows)
    _write(stage, table, pd.concat([cells[~own], new], ignore_index=True))
    return compare(table.name, table.primary_key, cells[own], new)


def _record(
    stage: Path,
    table: Table,
    producer: Producer,
    paths: Mapping[str, Path],
    files: Mapping[str, str],
    new: frozenset[str],
    today: dt.date,
) -> None:
    """Record the checksums of files that are read for the first time, or anew with the user's consent."""
    cells = _cells(stage, table)
    kept = cells[~((cells["source_id"] == producer.source_id) & cells["file"].isin(new))]
    rows = [
        {
            "source_id": producer.source_id,
            "file": one.file,
            "url": one.url,
            "sha256": files[one.file],
            "bytes_count": str(paths[one.file].stat().st_size),
            "fetched_date": today.isoformat(),
        }
        for one in producer.downloads
        if one.file in new
    ]
    _write(stage, table, pd.concat([kept, pd.DataFrame(rows, columns=table.columns)], ignore_index=True))


def _cells(folder: Path, table: Table) -> pd.DataFrame:
    cells, problems = read_cells(folder, table)
    # the row count is that of before this fetch until the tables are tidied, and a table may begin with no row
    broken = [problem for problem in problems if not problem.tidied and problem.rule != "an empty table"]
    if cells is None or broken:
        raise ClaimbookError(f"{table.path} can't be read without loss: run `claimbook check`", problems)
    return cells


def _write(stage: Path, table: Table, cells: pd.DataFrame) -> None:
    (stage / table.path).write_text(csv_text(cells, table.primary_key), encoding="utf-8", newline="\n")


def _as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Return cells as they are committed: dates ISO, truth values in words, numbers short, empty for no value."""
    columns = {}
    for name, cells in rows.items():
        text = cells.astype("object")
        if cells.dtype.kind == "M":
            text = cells.dt.strftime("%Y-%m-%d").astype("object")
        elif cells.dtype == "bool":
            text = cells.map({True: "true", False: "false"}).astype("object")
        elif cells.dtype.kind == "f":
            text = cells.map(lambda number: f"{number:.10g}").astype("object")
        columns[name] = text.where(cells.notna(), "").astype("str")
    return pd.DataFrame(columns)


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _cache() -> Path:
    import pooch

    return Path(pooch.os_cache("claimbook"))
