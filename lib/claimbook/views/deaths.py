"""Exhibits of deaths in organized violence in one country: by type, year, month, inhabitant, and around missions."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.charts import series, small_multiples
from claimbook.exhibit import Exhibit
from claimbook.views.common import Listing, Nothing, cited, sources
from claimbook.violence import TYPES, ZERO, by_month, by_year, covered, summed, windows

_UNIT = "deaths a year, best estimate with low to high"
_RATE_UNIT = "deaths a year per 100,000 inhabitants"


def by_type(
    book: Book,
    country: str,
    first: int,
    last: int,
    spans: pd.DataFrame | None = None,
    marks: pd.DataFrame | None = None,
) -> Exhibit | Nothing:
    """Show deaths by year in three panels, one for each type of violence, with missions shaded.

    Parameters
    ----------
    first, last : int
        First and last year, both included.
    spans, marks : pandas.DataFrame, optional
        As the charts take them: shaded times and dated events.
    """
    rows = by_year(book, [country], first, last)
    name = country_name(book, country)
    if rows.empty:
        return nothing(book, country, f"deaths-{country}")
    peak = summed(rows).loc[lambda sums: sums["best"].idxmax()]
    title = f"{name}: {int(peak['best']):,} deaths in {peak['year']}, the worst year from {_years(rows)}"
    if not peak["best"]:
        title = f"{name}: no year from {_years(rows)} reached UCDP's threshold"
    return Exhibit(
        key=f"deaths-{country}",
        title=title,
        subtitle=f"{_UNIT[0].upper()}{_UNIT[1:]}; own scale in each panel. {ZERO}",
        figure=small_multiples(rows, "violence_type", "year", "low", "best", "high", marks, spans, unit="deaths"),
        frame=rows.rename(columns={"violence_type": "type", "country_name": "country"}).drop(columns="country_id"),
        alt=f"Three lines with bands. Deaths of all types: {_told(rows)}.",
        sources=_sources(book, "country_years"),
    )


def per_inhabitant(book: Book, country: str, first: int, last: int) -> Exhibit | Nothing:
    """Show deaths of all types per 100,000 inhabitants by year, on the scale by which countries compare."""
    rows = by_year(book, [country], first, last, per_100k=True)
    name = country_name(book, country)
    if rows.empty:
        return Nothing(
            f"rate-{country}",
            f"No deaths per inhabitant for {name}",
            "There is no population for it in the table, or no year of violence with one.",
        )
    sums = summed(rows)
    worst = sums.loc[sums["best"].idxmax()]
    frame = sums[["year", *("low", "best", "high")]].round(2)
    return Exhibit(
        key=f"rate-{country}",
        title=f"{name}: at most {worst['best']:.1f} deaths per 100,000 inhabitants, in {worst['year']}",
        subtitle=f"{_RATE_UNIT[0].upper()}{_RATE_UNIT[1:]}, all types, best estimate with low to high",
        figure=series(sums, unit=_RATE_UNIT),
        frame=frame,
        alt=f"One line with a band, from {sums['best'].iloc[0]:.1f} in {sums['year'].iloc[0]} to "
        f"{sums['best'].iloc[-1]:.1f} in {sums['year'].iloc[-1]}.",
        sources=_sources(book, "country_years", "population"),
    )


def recent_months(book: Book, country: str, count: int = 60) -> Exhibit | Nothing:
    """Show deaths of all types in the latest months, best estimate only, provisional months told apart."""
    rows = by_month(book, country)
    rows = rows[rows["month"] > rows["month"].max() - pd.DateOffset(months=count)]
    sums = rows.groupby("month", as_index=False).agg(best=("best", "sum"), provisional=("provisional", "any"))
    name = country_name(book, country)
    if not sums["best"].any():
        return Nothing(
            f"months-{country}",
            f"{name}: no death on record in the latest {count} months",
            f"The monthly version lists no event. {ZERO}",
        )
    later = sums.loc[sums["provisional"], "month"]
    spans = pd.DataFrame({"start": [later.min()], "end": [later.max() + pd.offsets.MonthEnd()], "label": "provisional"})
    total = int(sums["best"].sum())
    return Exhibit(
        key=f"months-{country}",
        title=f"{name}: {total:,} deaths from {sums['month'].iloc[0]:%B %Y} to {sums['month'].iloc[-1]:%B %Y}",
        subtitle="Deaths a month, all types, best estimate; another version than that of the years, without a range",
        figure=series(sums, "month", best="best", spans=spans if len(later) else None, unit="deaths a month"),
        frame=sums.assign(month=sums["month"].dt.strftime("%Y-%m")),
        alt=f"One line over {len(sums)} months; the worst is {sums.loc[sums['best'].idxmax(), 'month']:%B %Y}.",
        sources=_sources(book, "country_months"),
    )


def around(book: Book, mission_id: str, country: str, years: int = 5) -> Listing | Nothing:
    """List deaths a year in a host country before, during and after a mission, by type and in all."""
    row = cases.mission(book, mission_id)
    if not country:
        return nowhere(row, f"around-{mission_id}")
    rows = by_year(book, [country])
    if rows.empty or pd.isna(row["start_date"]):
        return nothing(book, country, f"around-{mission_id}-{country}")
    parts = [*(rows[rows["violence_type"] == kind] for kind in TYPES), summed(rows)]
    found = []
    for part in parts:
        kind = str(part["violence_type"].iloc[0])
        means = around_mission(part, row, years)
        found += [{"type of violence": kind, **_window(mean)} for mean in means.itertuples()]
    return Listing(pd.DataFrame(found)) if found else nothing(book, country, f"around-{mission_id}-{country}")


def around_each(book: Book, pairs: Iterable[tuple[str, str]], years: int = 5) -> pd.DataFrame:
    """Return deaths of all types a year before, during and after each of some missions in a country.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Ids of a mission and of the country; pairs without a year in the tables are left out.

    Returns
    -------
    pandas.DataFrame
        `mission`, `country`, `window`, `years`, `deaths a year, best` and `low to high`, as text.
    """
    found = []
    for mission_id, country in pairs:
        row, rows = cases.mission(book, mission_id), by_year(book, [country])
        if len(rows) and pd.notna(row["start_date"]):
            where = {"mission": row["acronym"], "country": country_name(book, country)}
            means = around_mission(summed(rows), row, years)
            found += [where | _window(mean) for mean in means.itertuples()]
    return pd.DataFrame(found)


def around_mission(rows: pd.DataFrame, mission: pd.Series, years: int = 5) -> pd.DataFrame:
    """Return the `violence.windows` of a mission, given as its row of the table."""
    return windows(rows, mission["start_date"], mission["end_date"], years, mission["status"] == "ongoing")


def _window(mean: Any) -> dict[str, str]:
    return {
        "window": mean.window,
        "years": f"{mean.first_year}" + (f" to {mean.last_year}" if mean.year_count > 1 else ""),
        "deaths a year, best": f"{mean.best:,.0f}",
        "low to high": f"{mean.low:,.0f} to {mean.high:,.0f}",
    }


def shaded(missions: pd.DataFrame) -> pd.DataFrame:
    """Return when missions worked as shaded times; a mission that goes on lasts to the end of the chart."""
    own = missions.dropna(subset="start_date")
    times = {"start": own["start_date"], "end": own["end_date"], "label": own["acronym"]}
    # a missing end is no sign that a mission goes on
    return pd.DataFrame(times | {"status": own["status"].astype("str")})


def marked(book: Book, mission_id: str) -> pd.DataFrame:
    """Return the resolutions that set up, changed or ended a mission as dated events; renewals are left out."""
    rows = cases.mandates(book, mission_id)
    rows = rows[rows["change"].isin(["establishes", "adjusts", "ends"])]
    # resolutions by their numbers, decisions of others by who took them
    label = rows["instrument"].str.removeprefix("S/RES/").str.replace(r" \(\d{4}\)$|,.*$", "", regex=True)
    return pd.DataFrame({"date": rows["adopted_date"], "label": label})


def country_name(book: Book, country: str) -> str:
    """Return the name of a country."""
    return str(book.tables["countries"].set_index("country_id")["name"][country])


def nowhere(mission: pd.Series, key: str) -> Nothing:
    """Say that the tables name no host of a mission, so that no deaths can be shown for it."""
    why = "It worked in several countries or in none, or is a record of several missions; each has its own brief."
    return Nothing(key, f"The tables name no host country of {mission['acronym']}", why)


def nothing(book: Book, country: str, key: str) -> Nothing:
    """Say that the producer has no year for a country and when."""
    first, last = covered(book)
    return Nothing(
        key,
        f"No yearly deaths for {country_name(book, country)} at that time",
        f"UCDP's yearly version covers {first} to {last} and the states of its list. Not listed does not mean peace.",
    )


def _years(rows: pd.DataFrame) -> str:
    return f"{rows['year'].min()} to {rows['year'].max()}"


def _told(rows: pd.DataFrame) -> str:
    sums = summed(rows)
    picked = sums.loc[sorted({0, int(sums["best"].idxmax()), len(sums) - 1})]
    return "; ".join(f"{one.year}: {one.best:,} ({one.low:,} to {one.high:,})" for one in picked.itertuples())


def _sources(book: Book, *tables: str) -> tuple[str, ...]:
    ids = [one for table in tables for one in book.tables[table]["source_id"].drop_duplicates()]
    return (*sources(book, *tables), *cited(book, ids))
