"""Read how many uniformed people served in peace operations of others than the United Nations, 1993 to 2016."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import flag
from claimbook.sources.codes import with_mission
from claimbook.sources.personnel import by_year, table_rows
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns, refuse

SOURCE = "bara-hultman-2020"
_UN = "UN"
_OTHERS = frozenset({"Regional organization", "Coalition/other international"})
_PARTS = {"troops_iepo": "troops_count", "police_iepo": "police_count", "observers_iepo": "observers_count"}
_TOTAL, _OBSERVED = "totals_iepo", "SIPRI_totals"


def read_operations(file: str | Path) -> pd.DataFrame:
    """Read the observed months of operations that the United Nations did not send.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file.

    Returns
    -------
    pandas.DataFrame
        One row per operation and observed month, indexed by its line: `code` (the operation with its country, since
        the producer uses some acronyms for several), `year`, `month`, `troops_count`, `police_count`,
        `observers_count` and `total_count` (people). Observed are most Decembers and the last months of operations;
        the producer interpolates all others between them, and these are left out. Left out are also totals of zero,
        which stand for no figure in operations that went on, and the operations of the United Nations, of which a
        better record is at hand.

    Raises
    ------
    ClaimbookError
        If a column is missing, a count is none, a month can't be read or is not in its year, who sent an operation is
        unknown, an operation has a month twice, or an observed total is not what the parts add up to.

    Notes
    -----
    Bara and Hultman (2020), International Peacekeeping, from yearbooks of the Stockholm International Peace
    Research Institute (SIPRI).
    """
    file = Path(file)
    numbers = [*_PARTS, _TOTAL]
    cells = read_columns(file, ["mission", "org", "location", "date"], ["year"], gaps=[*numbers, _OBSERVED])
    unknown = ~cells["org"].isin([*_OTHERS, _UN])
    problems = flag(file.name, cells["org"], unknown, "an unknown sender", "add it to those that the importer knows")
    unfit = ~cells["date"].str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])") | (
        cells["date"].str[:4] != cells["year"].astype("str")
    )
    problems += flag(file.name, cells["date"], unfit, "no month of its year", "write it as YYYY-MM")
    for name in numbers:
        problems += flag(file.name, cells[name], cells[name].isna(), "no count", "fetch the file anew")
    again = cells.duplicated(["mission", "location", "date"])
    todo = "keep one row for each operation and month"
    problems += flag(file.name, cells["date"], again, "a month that the operation has already", todo)
    seen = cells[_OBSERVED].notna() & (cells["org"] != _UN)
    off = seen & ((cells[list(_PARTS)].sum(axis="columns") != cells[_TOTAL]) | (cells[_OBSERVED] != cells[_TOTAL]))
    rule = "an observed total that troops, police and observers do not add up to"
    problems += flag(file.name, cells[_OBSERVED], off, rule, "compare it with the producer's file")
    refuse(file, problems)
    rows = cells[seen & (cells[_TOTAL] > 0)]
    counts = rows[numbers].rename(columns={**_PARTS, _TOTAL: "total_count"}).astype("Int64")
    code = rows["mission"] + " (" + rows["location"] + ")"
    month = rows["date"].str[-2:].astype("int64")
    return pd.DataFrame({"code": code, "year": rows["year"], "month": month}).join(counts)


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    months = with_mission(read_operations(file), book, SOURCE, file, "code")
    return {"mission_personnel": table_rows(by_year(months), book, SOURCE)}


PRODUCERS = (
    Producer(
        name="bara-hultman",
        source_id=SOURCE,
        downloads=(
            Download(
                file="peace_operations_month_un_nonun.csv",
                url="https://doi.org/10.1080/13533312.2020.1737023",
                by_hand=True,
            ),
        ),
        tables=("mission_personnel",),
        compile=_compile,
    ),
)
