"""Read UCDP's georeferenced events (GED), the full file, and sum them up by country and month or year."""

import re
from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook.errors import ClaimbookError, Problem, nearest
from claimbook.sources.producer_file import AGAIN, absent, header, refuse
from claimbook.sources.ucdp import BOUNDS, TYPES

PERIODS = ("month", "year")
_CODES = {str(code): kind for code, kind in enumerate(TYPES.values(), start=1)}
_NUMBERS = ("id", "year", "type_of_violence", "country_id", "date_prec", *BOUNDS)
_COLUMNS = (*_NUMBERS, "country", "date_start")
# nothing is spilled to the disk or fetched from the network, whatever the file holds
_SETTINGS = {
    "memory_limit": "512MB",
    "threads": 2,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_CSV = """
    read_csv($path, columns = $columns, auto_detect = false, compression = 'none', header = true,
        delim = ',', quote = '"', escape = '"', store_rejects = true, rejects_limit = 1000)
"""
_VERSIONS = "use the producer's whole file of one version: versions are never mixed"
# of one rule, so many rows are told
_SHOWN = 20


def read_events(
    file: str | Path, by: str = "month", version: str | None = None, countries: Sequence[int] | None = None
) -> pd.DataFrame:
    """Read the UCDP Georeferenced Event Dataset and sum its events up by country, period and type of violence.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file, for example `GEDEvent_v25_1.csv`. DuckDB reads it in one pass and within 1 GB of
        memory, of its 49 columns the ten that are needed.
    by : {"month", "year"}
        The period.
    version : str, optional
        The version that the file has to have, such as 25.1; by default what its name says, as its rows name none.
    countries : sequence of int, optional
        UCDP's country numbers (mostly Gleditsch and Ward's); by default all.

    Returns
    -------
    pandas.DataFrame
        One row per country, period and type of violence with an event, sorted by them: `gwno`, `country_name`, `year`,
        `month` (only by month), `violence_type` (state-based, non-state, one-sided), `events` (their number), and
        deaths as `low`, `best`, `high` (people). An event counts in the country where it happened, in the year that
        UCDP gives it and in the month of its first possible day, even if the last is in the next month. **The month is
        missing** where UCDP knows the date only to more than a month (`date_prec` 5; some have many thousand deaths),
        or where the first day lies in another year. Such events are no January's: without them, months do not add up
        to the year.

    Raises
    ------
    ClaimbookError
        If DuckDB is not installed; the file can't be read, is cut off, or lacks a column (it may have been renamed); a
        cell is no number or date, an estimate is missing, or a type of violence is unknown; an event is there twice
        (as where two versions are in one file), or the years are not the version's; for an unknown period, or a
        country without any event in the file. Rows are counted as a spreadsheet does, the header being 1.

    Notes
    -----
    No row means no event on record: below UCDP's threshold or not in its sources, not peace. Candidate events (their
    version has three or four parts) are provisional and never mixed with the yearly release, nor is UCDP with ACLED,
    GTD or GTI. Sundberg and Melander (2013), Journal of Peace Research 50(4). CC BY 4.0.
    """
    if by not in PERIODS:
        raise ClaimbookError(f"no period {by!r}: {nearest(by, PERIODS)}")
    try:
        import duckdb
    except ImportError as error:
        raise ClaimbookError("UCDP's events are read with DuckDB: pip install 'claimbook[events]'") from error
    file = Path(file)
    version = _version(file, version)
    names = header(file)
    absent(file, _COLUMNS, names)
    with duckdb.connect(config=_SETTINGS) as base:
        try:
            _load(base, file, names)
        except duckdb.Error as error:
            raise ClaimbookError(f"{file} can't be read: {error}") from error
        refuse(file, _cut_off(base, file) or _unfit(base, file, version))
        wanted = None if countries is None else [int(one) for one in countries]
        refuse(file, _without_event(base, file, wanted or []))
        rows = base.execute(_sums(by), {"countries": wanted}).df()
    return _tidied(rows, by)


def _version(file: Path, wanted: str | None) -> str | None:
    found = re.search(r"_v(\d+(?:_\d+)+)", file.stem)
    named = found[1].replace("_", ".") if found else None
    if wanted and named and named != wanted:
        rule = f"another version than {wanted}"
        refuse(file, [Problem(file.name, rule, _VERSIONS, value=named)])
    return wanted or named


def _last_year(version: str | None) -> int | None:
    """Tell the last year of a version: a release's is the year before it, that of candidate events is their own."""
    first, *rest = (version or "").split(".")
    # before 2017, versions were not named after years
    return 2000 + int(first) - (len(rest) == 1) if first.isdecimal() and int(first) >= 17 else None


def _load(base: Any, file: Path, names: list[str]) -> None:
    # a column that isn't read is named by its place, so that no text of the file gets into a query
    places = [name if name in _COLUMNS else f"other_{place}" for place, name in enumerate(names)]
    # a file name with * or [ in it is a pattern to DuckDB, and would find another file
    values = {"path": escape(str(file.resolve())), "columns": dict.fromkeys(places, "VARCHAR")}
    cells = ", ".join(f"coalesce({name}, '') AS {name}" for name in _COLUMNS)
    base.execute(f"CREATE TABLE events AS SELECT {cells} FROM {_CSV}", values)


def _cut_off(base: Any, file: Path) -> list[Problem]:
    query = "SELECT line, any_value(error_message) FROM reject_errors GROUP BY line ORDER BY line LIMIT $1"
    rule = "a row that is cut off or badly formed"
    found = base.execute(query, [_SHOWN]).fetchall()
    return [Problem(file.name, rule, AGAIN, row=int(row), value=said.strip()) for row, said in found]


def _rules(last_year: int | None) -> list[tuple[str, str, str, str]]:
    """List what no row may be: the column, the condition in SQL, the rule in words, what to do."""
    rules = []
    for name in _NUMBERS:
        empty = "no estimate: low, best and high belong together" if name in BOUNDS else "an empty cell"
        number = rf"regexp_full_match({name}, '\d{{1,9}}')"
        rules.append((name, f"{name} = ''", empty, AGAIN))
        rules.append((name, f"{name} <> '' AND NOT {number}", "no whole number from 0 up", AGAIN))
    kinds = ", ".join(f"{code} {kind}" for code, kind in _CODES.items())
    kind = "try_cast(type_of_violence AS INT) NOT BETWEEN 1 AND 3"
    precision = "try_cast(date_prec AS INT) NOT BETWEEN 1 AND 5"
    day = (
        r"NOT regexp_full_match(date_start, '\d{4}-\d\d-\d\d([ T][\d:.]+)?')"
        " OR try_cast(left(date_start, 10) AS DATE) IS NULL"
    )
    rules += [
        ("country", "country = ''", "an empty cell", AGAIN),
        ("type_of_violence", kind, "an unknown type of violence", f"known: {kinds}"),
        ("date_prec", precision, "an unknown precision of the date", "known: 1 to 5"),
        ("date_start", day, "no date", "write it like 2024-07-31"),
        ("id", "id <> '' AND again > 1", "an event that is there already", _VERSIONS),
    ]
    if last_year:
        rule = f"a year that the version does not have, as it goes to {last_year}"
        rules.append(("year", f"try_cast(year AS INT) > {last_year}", rule, _VERSIONS))
    return rules


def _unfit(base: Any, file: Path, version: str | None) -> list[Problem]:
    again = "row_number() OVER (PARTITION BY id ORDER BY rowid) AS again"
    base.execute(f"CREATE VIEW numbered AS SELECT *, rowid + 2 AS row_of_file, {again} FROM events")
    last = _last_year(version)
    rules = _rules(last)
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for _, condition, _, _ in rules)
    # one look at all rows for all rules; where they stand is looked up only for a rule that is broken
    total, latest, *broken = base.execute(
        f"SELECT count(*), max(try_cast(year AS INT)), {counts} FROM numbered"
    ).fetchone()
    if not total:
        return [Problem(file.name, "no row", AGAIN)]
    problems = []
    for (column, condition, rule, todo), count in zip(rules, broken, strict=True):
        if count:
            query = f"SELECT row_of_file, {column} FROM numbered WHERE {condition} ORDER BY 1 LIMIT $1"
            told = rule if count <= _SHOWN else f"{rule} (the first {_SHOWN} of {count:,})"
            found = base.execute(query, [_SHOWN]).fetchall()
            problems += [Problem(file.name, told, todo, row=row, column=column, value=value) for row, value in found]
    if last and (latest or 0) < last:
        rule = f"no event of {last}, the last year of version {version}"
        problems.append(Problem(file.name, rule, _VERSIONS, column="year"))
    return problems


def _without_event(base: Any, file: Path, countries: Sequence[int]) -> list[Problem]:
    known = [str(code) for (code,) in base.execute("SELECT DISTINCT country_id::INT FROM events ORDER BY 1").fetchall()]
    missing = [str(one) for one in countries if str(one) not in known]
    rule = "a country without any event in the file"
    return [Problem(file.name, rule, nearest(one, known), column="country_id", value=one) for one in missing]


def _sums(by: str) -> str:
    month = """CASE WHEN date_prec::INT < 5 AND left(date_start, 4)::INT = year::INT
        THEN substr(date_start, 6, 2)::INT END AS month,"""
    deaths = ", ".join(f"sum({bound}::BIGINT)::BIGINT AS {bound}" for bound in BOUNDS)
    return f"""
        SELECT country_id::BIGINT AS gwno, max(country) AS country_name, year::BIGINT AS year,
            {month if by == "month" else ""} type_of_violence::INT AS violence_type,
            count(*)::BIGINT AS events, {deaths}
        FROM events WHERE $countries IS NULL OR list_contains($countries::BIGINT[], country_id::BIGINT)
        GROUP BY ALL
    """


def _tidied(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    kinds = rows["violence_type"].astype("str").map(_CODES).astype(pd.CategoricalDtype(list(_CODES.values())))
    rows = rows.assign(violence_type=kinds).astype({"country_name": "str"})
    key = ["gwno", "year", "violence_type"]
    if by == "month":
        rows["month"] = rows["month"].astype("Int64")
        key.insert(2, "month")
    return rows.sort_values(key, ignore_index=True)
