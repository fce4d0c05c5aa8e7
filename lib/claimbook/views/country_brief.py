"""One host country: its deaths in organized violence, the missions that worked there, and what the record lacks."""

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.charts import timeline
from claimbook.exhibit import Exhibit
from claimbook.views import deaths
from claimbook.views.common import Listing, Nothing, cited, plural, sources, when
from claimbook.violence import by_year, covered, summed


def countries(book: Book) -> list[str]:
    """Return the ids of all countries that hosted a mission."""
    return sorted(book.tables["mission_hosts"]["country_id"].unique())


def years(book: Book) -> tuple[int, int]:
    """Return the first and the last year that the yearly series covers."""
    return covered(book)


def hosted(book: Book, country: str) -> Listing:
    """List the missions that worked in the country, the earliest first."""
    rows = cases.missions_in(book, country)
    kinds = book.labels("missions", "kind")
    start, end = (
        [when(*pair) for pair in zip(rows[f"{side}_date"], rows[f"{side}_date_precision"], strict=True)]
        for side in ("start", "end")
    )
    status = rows["status"].astype("str").map({"ongoing": "goes on", "not-stated": "not stated"}).fillna("")
    return Listing(
        pd.DataFrame(
            {
                "mission": rows["acronym"],
                "name": rows["name"],
                "kind": rows["kind"].astype("str").map(kinds),
                "began": start,
                "ended": [day or word for day, word in zip(end, status, strict=True)],
            }
        )
    )


def calendar(book: Book, country: str) -> Exhibit | Nothing:
    """Show when missions worked in the country, one lane each."""
    rows = cases.missions_in(book, country).dropna(subset="start_date")
    name = deaths.country_name(book, country)
    if rows.empty:
        return Nothing(f"calendar-{country}", f"No dated mission in {name}", "No source gives the day it began.")
    labels = book.labels("missions", "kind")
    spans = pd.DataFrame(
        {
            "lane": rows["acronym"],
            "start": rows["start_date"],
            "end": rows["end_date"],
            "label": rows["acronym"],
            "kind": rows["kind"].astype("str").map(labels),
            "status": rows["status"].astype("str"),
        }
    )
    going = int((rows["status"] == "ongoing").sum())
    return Exhibit(
        key=f"calendar-{country}",
        title=f"{name}: {plural(len(rows), 'mission')} since {rows['start_date'].min().year}, "
        f"{going or 'none'} going on",
        subtitle="When each mission worked, as far as the sources reach; an open end goes on",
        figure=timeline(spans),
        frame=spans.drop(columns="label").rename(columns={"lane": "mission"}),
        alt="One bar a mission: "
        + ", ".join(f"{one.acronym} from {one.start_date.year}" for one in rows.itertuples())
        + ".",
        sources=(*sources(book, "missions", "mission_hosts"), *cited(book, rows["source_id"])),
    )


def by_type(book: Book, country: str, first: int, last: int) -> Exhibit | Nothing:
    """Show deaths by year and type, with the times of United Nations and other missions shaded."""
    return deaths.by_type(book, country, first, last, _shaded(book, country, first))


def around_each(book: Book, country: str, years: int = 5) -> Listing | Nothing:
    """List deaths of all types a year before, during and after each mission in the country."""
    rows = deaths.around_each(book, [(one, country) for one in cases.missions_in(book, country)["mission_id"]], years)
    if rows.empty:
        return deaths.nothing(book, country, f"around-{country}")
    return Listing(rows.drop(columns="country"))


def headline(book: Book, country: str, first: int, last: int) -> pd.Series:
    """Return the numbers that carry the answer."""
    sums = summed(by_year(book, [country], first, last))
    counts = {"missions": len(cases.missions_in(book, country)), "years in the yearly version": len(sums)}
    if sums.empty:
        return pd.Series(counts)
    return pd.Series(
        counts
        | {
            "deaths, best estimate": int(sums["best"].sum()),
            "deaths, sum of the low estimates": int(sums["low"].sum()),
            "deaths, sum of the high estimates": int(sums["high"].sum()),
            "years below the threshold": int((sums["best"] == 0).sum()),
        }
    )


def missing(book: Book, country: str, first: int, last: int) -> Listing:
    """List what the tables lack for this country, so that an empty place is not taken for a zero."""
    rows = by_year(book, [country], first, last)
    people = book.tables["population"]
    people = people[(people["country_id"] == country) & people["year"].between(first, last)]
    gaps = []
    absent = sorted(set(range(first, last + 1)) - set(rows["year"]))
    if absent:
        gaps.append(f"no yearly deaths for {_runs(absent)}: UCDP does not list the country then")
    if len(people) < last - first + 1:
        gaps.append(f"population for {plural(len(people), 'year')} of {last - first + 1}")
    undated = cases.missions_in(book, country)
    undated = undated[undated["start_date"].isna()]
    gaps += [f"no first day of {one}" for one in undated["acronym"]]
    gaps.append("deaths below UCDP's threshold, deaths of hunger and disease, injuries, people displaced: not counted")
    return Listing(pd.DataFrame({"what is missing": gaps}))


def _shaded(book: Book, country: str, first: int) -> pd.DataFrame:
    rows = cases.missions_in(book, country)
    return deaths.shaded(rows[rows["end_date"].isna() | (rows["end_date"].dt.year >= first)])


def _runs(years_: list[int]) -> str:
    """Return years in words, following ones as a range.

    Examples
    --------
    >>> _runs([1989, 1990, 1991, 2001])
    '1989 to 1991, 2001'
    """
    groups: list[list[int]] = []
    for year in years_:
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return ", ".join(f"{one[0]} to {one[-1]}" if len(one) > 1 else str(one[0]) for one in groups)
