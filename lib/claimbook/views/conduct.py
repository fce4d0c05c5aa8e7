"""The record of misconduct and of harm to civilians: counts with their span, never added up."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import dots
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.views.common import Nothing, cited, sources

TOPICS = ("misconduct", "civilian-harm")


def records(book: Book, topic: str = "misconduct", from_year: int = 2000) -> pd.DataFrame:
    """Return the counts on a topic from a year on, the earliest first; those of different measures are never added."""
    known("topic", [topic], TOPICS)
    rows = book.tables["conduct_records"].astype({"topic": "str", "verified": "str"})
    rows = rows[(rows["topic"] == topic) & (rows["observed_from"].dt.year >= from_year)]
    return rows.sort_values(["observed_from", "observed_to", "record_id"], ignore_index=True)


def record(book: Book, topic: str = "misconduct", from_year: int = 2000) -> Exhibit | Nothing:
    """Show the counts on misconduct or on civilian harm, each on its own line."""
    rows = records(book, topic, from_year)
    if rows.empty:
        return Nothing(f"ethics-record-{topic}", "No count from that year on", "Choose an earlier year.")
    names = book.tables["countries"].set_index("country_id")["name"]
    place = rows["country_id"].map(names).fillna("worldwide")
    span = [_span(row.observed_from, row.observed_to) for row in rows.itertuples()]
    line = [f"{where} {when}: {who}" for where, when, who in zip(place, span, rows["attributed_to"], strict=True)]
    most = rows.loc[rows["cases_count"].idxmax()]
    alike = rows[rows["attributed_to"] == rows["attributed_to"].iloc[0]]["cases_count"]
    title = (
        f"Between {alike.min()} and {alike.max()} allegations a year in {rows['attributed_to'].iloc[0]}, where found"
        if topic == "misconduct"
        else f"{most['cases_count']:,} civilians killed is the highest count found: {names.get(most['country_id'], '')}"
    )
    return Exhibit(
        key=f"ethics-record-{topic}",
        title=title,
        subtitle=f"{rows['measure'].iloc[0].capitalize()} by span and party, never to be added up; gaps are gaps",
        figure=dots(
            pd.DataFrame({"count": line, "number": rows["cases_count"].astype("int64")}),
            "count",
            "number",
            unit=rows["measure"].iloc[0],
        ),
        frame=pd.DataFrame(
            {
                "where": place,
                "span": span,
                "measure": rows["measure"],
                "count": rows["cases_count"],
                "of": rows["attributed_to"],
                "note": rows["note"].fillna(""),
                "verified": rows["verified"],
            }
        ),
        alt="Dots: "
        + "; ".join(f"{name} {number}" for name, number in zip(line, rows["cases_count"], strict=True))
        + ".",
        sources=(*sources(book, "conduct_records"), *cited(book, rows["source_id"])),
    )


def _span(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return a span in words: a year, or the months from and to."""
    last = end - pd.Timedelta(days=1)
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31) and start.year == last.year:
        return str(start.year)
    return f"{start:%b %Y} to {last:%b %Y}"
