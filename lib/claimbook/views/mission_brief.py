"""One mission in charts: its strength, its dead, deaths around it, and what the article claims of it."""

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.charts import bars, series
from claimbook.exhibit import Exhibit
from claimbook.views import deaths
from claimbook.views.case_studies import found_on
from claimbook.views.common import Listing, Nothing, cited, plural, sources
from claimbook.violence import covered


def strength(book: Book, mission_id: str) -> Exhibit | Nothing:
    """Show uniformed people by year, in the last month that the source gives."""
    rows = cases.personnel(book, mission_id)
    acronym = cases.mission(book, mission_id)["acronym"]
    rows = rows.assign(best=rows["total_count"].fillna(rows["mean_total"])).dropna(subset="best")
    if rows.empty:
        return Nothing(
            f"strength-{mission_id}",
            f"No yearly strength of {acronym} in the tables",
            "The data sets give uniformed people of United Nations missions from 1990 to 2020 and of some others from "
            "1993 to 2016. Ceilings, where they are known, stand in the record above.",
        )
    peak = rows.loc[rows["best"].idxmax()]
    only_mean = int(rows["total_count"].isna().sum())
    subtitle = "Uniformed people (troops, police, observers) in the last month of the year that the source gives"
    frame = rows.rename(columns={"best": "uniformed"})[
        ["year", "month", "troops_count", "police_count", "observers_count", "total_count", "mean_total", "source_id"]
    ]
    return Exhibit(
        key=f"strength-{mission_id}",
        title=f"{acronym}: {peak['best']:,.0f} uniformed people at the most, in {peak['year']}",
        subtitle=f"{subtitle}; {plural(only_mean, 'year')} by a mean of months" if only_mean else subtitle,
        figure=series(rows.astype({"best": "float64", "year": "int64"}), best="best", unit="uniformed people"),
        frame=frame,
        alt=f"One line from {rows['best'].iloc[0]:,.0f} in {rows['year'].iloc[0]} to {rows['best'].iloc[-1]:,.0f} in "
        f"{rows['year'].iloc[-1]}, at most {peak['best']:,.0f} in {peak['year']}.",
        sources=(*sources(book, "mission_personnel"), *cited(book, rows["source_id"])),
    )


def dead(book: Book, mission_id: str) -> Exhibit | Nothing:
    """Show how many of the mission's people died of which cause."""
    rows = cases.fatalities(book, mission_id)
    acronym = cases.mission(book, mission_id)["acronym"]
    if rows.empty:
        return Nothing(
            f"dead-{mission_id}",
            f"No record of those who died in {acronym}",
            "The United Nations record the dead of their own missions alone, and none for this one. Other "
            "organisations publish no comparable list; what single sources say stands in the record above.",
        )
    causes = rows.groupby("cause", observed=True)["deaths_count"].sum().sort_values(ascending=False)
    labels = book.labels("mission_fatalities", "cause")
    frame = pd.DataFrame({"cause": [labels[one] for one in causes.index], "deaths": causes.to_numpy()})
    whole, hostile = int(causes.sum()), int(causes.get("malicious-act", 0))
    shared = rows["recorded_as"].iloc[0] != mission_id
    together = f"; counted together with others as {rows['recorded_as'].iloc[0].upper()}" if shared else ""
    return Exhibit(
        key=f"dead-{mission_id}",
        title=f"{acronym}: {whole:,} of its people died, {hostile:,} by malicious acts",
        subtitle=f"Military, police and civilian people, {rows['year'].min()} to {rows['year'].max()}{together}",
        figure=bars(frame, "cause", "deaths", unit="deaths"),
        frame=frame,
        alt=f"Bars by cause: {'; '.join(f'{one.cause} {one.deaths}' for one in frame.itertuples())}.",
        sources=(*sources(book, "mission_fatalities"), *cited(book, rows["source_id"])),
    )


def violence(book: Book, mission_id: str, country: str, before: int = 8) -> Exhibit | Nothing:
    """Show deaths by type in a host country from some years before the mission to some years after it."""
    row = cases.mission(book, mission_id)
    if not country:
        return deaths.nowhere(row, f"deaths-{mission_id}")
    first, last = covered(book)
    if pd.notna(row["start_date"]):
        first = max(first, row["start_date"].year - before)
    if pd.notna(row["end_date"]):
        last = min(last, row["end_date"].year + before)
    spans = deaths.shaded(pd.DataFrame([row]))
    return deaths.by_type(book, country, first, last, spans, deaths.marked(book, mission_id))


def claims(book: Book, mission_id: str) -> Listing | Nothing:
    """List what the article claims of the mission, asserted, beside the verdict on it, checked."""
    found = found_on(book, [mission_id])
    if not found:
        return Nothing(
            f"claims-{mission_id}",
            f"The article says nothing of {cases.mission(book, mission_id)['acronym']}",
            "All on this page goes beyond the article, so that its two cases can be compared with others.",
        )
    rows = [
        {
            "claim": name,
            "the article asserts": one.claim["proposition"],
            "checked": one.status,
            "certainty": one.verdict.certainty if one.verdict else "read off the law",
        }
        for name, one in found.items()
    ]
    return Listing(pd.DataFrame(rows))
