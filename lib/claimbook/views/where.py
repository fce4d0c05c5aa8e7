"""A map of host countries and their surroundings: deaths in organized violence for each inhabitant in one year."""

from collections.abc import Sequence

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.charts import map_chart
from claimbook.exhibit import Exhibit
from claimbook.remembered import remembered
from claimbook.views.common import Nothing, cited, sources
from claimbook.violence import BOUNDS, by_year, covered, summed


def hosts(book: Book, missions: Sequence[str]) -> list[str]:
    """Return the countries in which some missions worked, each once."""
    found = [country for one in missions for country in cases.hosts(book, one)["country_id"]]
    return list(dict.fromkeys(found))


def last_year(book: Book) -> int:
    """Return the last year that the yearly series covers."""
    return covered(book)[1]


@remembered
def rates_in(book: Book, year: int) -> pd.DataFrame:
    """Return deaths of all types per 100,000 inhabitants in one year: `country_id`, `country_name`, three bounds."""
    everywhere = by_year(book, list(book.tables["countries"]["country_id"]), year, year, per_100k=True)
    return summed(everywhere)[["country_id", "country_name", *BOUNDS]]


def surroundings(book: Book, countries: Sequence[str], year: int) -> Exhibit | Nothing:
    """Show deaths per 100,000 inhabitants of one year in some countries, outlined, and in those around them.

    Parameters
    ----------
    countries : sequence of str
        Ids of countries.
    year : int
        A year of the yearly series.
    """
    rates = rates_in(book, year)
    own = rates[rates["country_id"].isin(countries)]
    told = ", ".join(f"{one.country_name} {one.best:.1f} ({one.low:.1f} to {one.high:.1f})" for one in own.itertuples())
    key = f"map-{'-'.join(countries)}-{year}"
    if own.empty:
        names = book.tables["countries"].set_index("country_id")["name"]
        shown = ", ".join(names.reindex(countries).fillna("the host"))
        return Nothing(key, f"No deaths per inhabitant in {year} for {shown}", "The tables lack deaths or inhabitants.")
    listed = rates.sort_values("best", ascending=False).round(2).rename(columns={"country_name": "country"})
    return Exhibit(
        key=key,
        title=f"Deaths per 100,000 inhabitants in {year}: {told}",
        subtitle="All types of organized violence, best estimate; outlined: host countries",
        figure=map_chart(rates, "country_id", "best", unit="deaths per 100,000", highlight=list(countries)),
        frame=listed.drop(columns="country_id"),
        alt=f"A map. Outlined: {told}.",
        sources=(
            *sources(book, "country_years", "population"),
            *cited(book, [*book.tables["country_years"]["source_id"], *book.tables["population"]["source_id"]]),
        ),
    )
