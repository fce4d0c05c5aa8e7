"""Read how many uniformed people served in the missions of the United Nations, by month and by year."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import flag
from claimbook.sources.codes import known_codes, with_mission
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import read_columns, refuse

MONTHLY, YEARLY = "kathman-2019", "un-personnel-2020"
_FIRST_YEAR_AFTER = 2020
_PARTS = {"troop": "troops_count", "police": "police_count", "militaryobservers": "observers_count"}
_AUTHORISED = ["authtroop", "authpolice", "authmilobs"]
# the record gives the police support group in Croatia the authorised strength of the mission before it
_FOREIGN_AUTHORISED = frozenset({"UNPSG"})
# the producer adds two figures with fractions in some months, so that its sum may be a hair off
_HAIR = 0.01


def read_months(file: str | Path) -> pd.DataFrame:
    """Read the monthly record of personnel by Kathman, as updated to December 2019.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file with authorised strengths joined to it.

    Returns
    -------
    pandas.DataFrame
        One row per mission and month that has a total, indexed by its line: `code` (the mission, as the producer names
        it), `year`, `month`, `troops_count`, `police_count`, `observers_count` (people; missing where only the total
        is known), `total_count`, and `authorised_count` (to May 2015; missing where its parts do not add up to it).

    Raises
    ------
    ClaimbookError
        If a column is missing, a count is none, a month can't be, a mission has a month twice, or the parts add up to
        neither of the producer's two totals. One of these counts twice in some months of MINUSCA, the other is one
        person short in two months; our total is the sum of the parts.

    Notes
    -----
    Kathman (2013), Conflict Management and Peace Science; authorised strengths after Passmore, Shannon and Hart (2018),
    Journal of Peace Research 55(3).
    """
    file = Path(file)
    numbers = [*_PARTS, "total", "total2", *_AUTHORISED, "totalauth"]
    cells = read_columns(file, ["mission"], ["year", "month"], gaps=numbers)
    todo = "keep one row for each mission and month"
    again = cells.duplicated(["mission", "year", "month"])
    problems = flag(file.name, cells["month"], again, "a month that the mission has already", todo)
    problems += flag(file.name, cells["month"], ~cells["month"].between(1, 12), "no month", "write 1 to 12")
    whole = cells[list(_PARTS)].notna().all(axis="columns")
    added = cells[list(_PARTS)].sum(axis="columns").where(whole)
    off = whole & (added != cells["total"]) & (added != cells["total2"])
    off |= ~whole & (cells["total"] != cells["total2"]) & cells["total"].notna()
    todo = "compare it with the producer's file"
    problems += flag(file.name, cells["total"], off, "a total that troops, police and observers do not add up to", todo)
    refuse(file, problems)
    authorised = cells["totalauth"].where(_authorised_adds_up(cells) & ~cells["mission"].isin(_FOREIGN_AUTHORISED))
    parts = cells[list(_PARTS)].where(whole).rename(columns=_PARTS)
    rows = cells[["mission", "year", "month"]].rename(columns={"mission": "code"}).join(parts)
    rows = rows.assign(total_count=added.fillna(cells["total"]), authorised_count=authorised)
    counts = [name for name in rows.columns if name.endswith("_count")]
    return rows.dropna(subset="total_count").astype(dict.fromkeys(counts, "Int64"))


def _authorised_adds_up(cells: pd.DataFrame) -> pd.Series:
    whole = cells["totalauth"] % 1 == 0
    return whole & ((cells[_AUTHORISED].sum(axis="columns") - cells["totalauth"]).abs() < _HAIR)


def by_year(months: pd.DataFrame) -> pd.DataFrame:
    """Sum months up to years.

    Parameters
    ----------
    months : pandas.DataFrame
        With `mission_id`, `year`, `month` and counts.

    Returns
    -------
    pandas.DataFrame
        One row per mission and year: the counts of its last month, with that `month`; `mean_total`, the mean of its
        months, and `months_count`, the number of these.
    """
    key = ["mission_id", "year"]
    months = months.sort_values([*key, "month"])
    means = months.groupby(key)["total_count"].agg(mean_total="mean", months_count="size").round({"mean_total": 2})
    last = months.drop_duplicates(key, keep="last").set_index(key)
    return last.join(means).reset_index()


def read_years(file: str | Path) -> pd.DataFrame:
    """Read yearly means of personnel, for the years after the monthly record.

    Parameters
    ----------
    file : str or pathlib.Path
        The third party's CSV file.

    Returns
    -------
    pandas.DataFrame
        One row per mission and year from 2020 on, indexed by its line: `code`, `year`, `mean_total`, `months_count`.

    Raises
    ------
    ClaimbookError
        If a column is missing, a mean is none, a number of months can't be, or a mission has a year twice.
    """
    file = Path(file)
    cells = read_columns(file, ["mission"], ["year", "months"], gaps=["mean_total"])
    problems = flag(file.name, cells["mean_total"], cells["mean_total"].isna(), "no mean", "leave the line out")
    problems += flag(
        file.name, cells["months"], ~cells["months"].between(1, 12), "no number of months", "write 1 to 12"
    )
    again = cells.duplicated(["mission", "year"])
    todo = "keep one row for each mission and year"
    problems += flag(file.name, cells["year"], again, "a year that the mission has already", todo)
    refuse(file, problems)
    rows = cells.rename(columns={"mission": "code", "months": "months_count"})
    return rows.loc[rows["year"] >= _FIRST_YEAR_AFTER, ["code", "year", "mean_total", "months_count"]]


def dated_codes(rows: pd.DataFrame, known: list[str]) -> pd.Series:
    """Return the names of missions as our table of codes has them, by the month where one name means several missions.

    Parameters
    ----------
    rows : pandas.DataFrame
        With `code`, `year` and `month`.
    known : list of str
        Codes of the table; "NAME (from YYYY-MM)" stands for NAME from that month on.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["UNX", "UNX"], "year": [1991, 1991], "month": [5, 6]})
    >>> list(dated_codes(rows, ["UNX", "UNX (from 1991-06)"]))
    ['UNX', 'UNX (from 1991-06)']
    """
    found = rows["code"].copy()
    month = rows["year"].astype("str") + "-" + rows["month"].astype("str").str.zfill(2)
    dated = [match for code in sorted(known) if (match := re.fullmatch(r"(.+) \(from (\d{4}-\d\d)\)", code))]
    for match in dated:
        found = found.mask((rows["code"] == match[1]) & (month >= match[2]), match[0])
    return found


def table_rows(rows: pd.DataFrame, book: Book, source_id: str) -> pd.DataFrame:
    """Return rows with all the columns of `mission_personnel`, empty where a data set has no such figure."""
    columns = book.package.tables["mission_personnel"].columns
    return rows.assign(source_id=source_id).reindex(columns=columns).reset_index(drop=True)


def _compile_months(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    months = read_months(file)
    months = months.assign(code=dated_codes(months, list(known_codes(book, MONTHLY).index)))
    months = with_mission(months, book, MONTHLY, file, "code")
    again = months.duplicated(["mission_id", "year", "month"])
    rule, todo = "a month that the mission has already under another name", "mend the table of codes"
    refuse(file, flag(file.name, months["month"], again, rule, todo))
    return {"mission_personnel": table_rows(by_year(months), book, MONTHLY)}


def _compile_years(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    years = with_mission(read_years(file), book, YEARLY, file, "code")
    return {"mission_personnel": table_rows(years, book, YEARLY)}


PRODUCERS = (
    Producer(
        name="un-personnel",
        source_id=MONTHLY,
        downloads=(
            Download(file="un_mission_month_1990_2019.csv", url="https://kathmanundata.weebly.com/", by_hand=True),
        ),
        tables=("mission_personnel",),
        compile=_compile_months,
    ),
    Producer(
        name="un-personnel-after",
        source_id=YEARLY,
        downloads=(
            Download(
                file="un_mission_year.csv",
                url="https://github.com/corinnee/UN_Peacekeeping_Analytics",
                by_hand=True,
            ),
        ),
        tables=("mission_personnel",),
        compile=_compile_years,
    ),
)
