"""What the article expects: each prediction with its indicator, the data that would decide it, and the signs so far."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, series, timeline
from claimbook.claimcheck import words
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, cited, plural, short, sources, when, wide

_TABLES = ("predictions", "prediction_signs")
_POINTS = {"for": "as predicted", "mixed": "both ways or neither", "against": "the other way"}


def predictions(book: Book, prediction: str = ALL) -> pd.DataFrame:
    """Return the predictions with what the article says and the verdict on the claim, kept in columns of their own.

    Returns
    -------
    pandas.DataFrame
        The columns of `predictions`, `says` (the statement in our words), `verdict` of the claim, and the numbers of
        signs `for`, `mixed` and `against`.
    """
    known("prediction", [prediction], ids(book))
    rows = book.tables["predictions"]
    rows = rows[rows["prediction_id"].eq(prediction) | (prediction == ALL)]
    says = book.tables["statements"].set_index("statement_id")["paraphrase"]
    signs = book.tables["prediction_signs"].astype({"points": "str"})
    counts = pd.crosstab(signs["prediction_id"], signs["points"]).reindex(columns=list(_POINTS), fill_value=0)
    rows = rows.assign(says=rows["statement_id"].map(says), verdict=rows["claim_id"].map(words(book)))
    told = counts.reindex(rows["prediction_id"], fill_value=0)
    return rows.assign(**{name: told[name].to_numpy() for name in _POINTS}).reset_index(drop=True)


def ids(book: Book) -> list[str]:
    """Return the ids of the predictions, with `all` before them."""
    return [ALL, *book.tables["predictions"]["prediction_id"]] if "predictions" in book.tables else [ALL]


def headline(book: Book, prediction: str = ALL) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows = predictions(book, prediction)
    signs = rows[list(_POINTS)].sum()
    statements = book.tables["statements"]
    return pd.Series(
        {
            "predictive statements of the article": int((statements["kind"] == "predictive").sum()),
            "predictions with an indicator": len(rows),
            "predictions whose claim has a verdict": int((rows["verdict"] != "unverified").sum()),
            "signs as predicted": int(signs["for"]),
            "signs both ways": int(signs["mixed"]),
            "signs the other way": int(signs["against"]),
            "predictions with signs both for and against": int(((rows["for"] > 0) & (rows["against"] > 0)).sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    told = headline(book)
    split, every = told["predictions with signs both for and against"], told["predictions with an indicator"]
    return (
        f"The article has no date, so none of its {every} predictions can fail by a day; {split} have signs both ways."
    )


def signs(book: Book, prediction: str = ALL, from_year: int = 2000) -> pd.DataFrame:
    """Return the dated signs of a prediction from a year on, the earliest first."""
    known("prediction", [prediction], ids(book))
    rows = book.tables["prediction_signs"].astype({"points": "str", "event_date_precision": "str", "verified": "str"})
    rows = rows[rows["prediction_id"].eq(prediction) | (prediction == ALL)]
    rows = rows[rows["event_date"].dt.year >= from_year]
    return rows.sort_values(["event_date", "sign_id"], ignore_index=True)


def listed(book: Book, prediction: str = ALL) -> Listing:
    """List each prediction: what the article says, what would show it, and what would count for and against."""
    rows = predictions(book, prediction)
    names = {"statement_id": "statement", "says": "the article expects", "indicator": "would show in"}
    names |= {"data_needed": "data that would decide it", "for_if": "for it", "against_if": "against it"}
    return Listing(rows[list(names)].rename(columns=names))


def so_far(book: Book, prediction: str = ALL) -> Exhibit | Nothing:
    """Show how many signs point which way, by prediction."""
    rows = predictions(book, prediction)
    if rows[list(_POINTS)].to_numpy().sum() == 0:
        return Nothing(
            f"futures-signs-{prediction}", "No sign was found", "None was found; that is no sign against it."
        )
    drawn = rows.assign(prediction=[f"{row.statement_id} {short(row.indicator, 48)}" for row in rows.itertuples()])
    long = drawn.melt("prediction", list(_POINTS), "points", "signs")
    long["points"] = pd.Categorical(long["points"].map(_POINTS), list(_POINTS.values()))
    long = long.set_index("prediction").loc[list(drawn["prediction"])].reset_index()
    against = int(rows["against"].sum())
    every = int(rows[list(_POINTS)].to_numpy().sum())
    frame = wide(long, "prediction", "points", "signs")
    return Exhibit(
        key=f"futures-signs-{prediction}",
        title=f"{against} of {plural(every, 'sign')} point the other way",
        subtitle="Dated signs by prediction and by which way they point; signs are no verdict",
        figure=bars(long, "prediction", "signs", "points", unit="signs"),
        frame=frame.assign(claim=rows["claim_id"], statement=rows["statement_id"]),
        alt=f"Stacked bars for {len(rows)} predictions; {against} of {every} signs point the other way.",
        sources=sources(book, *_TABLES),
    )


def over_time(book: Book, prediction: str = ALL, from_year: int = 2000) -> Exhibit | Nothing:
    """Show when the signs were, by prediction."""
    rows = signs(book, prediction, from_year)
    if rows.empty:
        return Nothing(f"futures-time-{prediction}", "No sign with this choice", "Choose an earlier year.")
    lane = predictions(book).set_index("prediction_id")["indicator"].map(lambda text: short(text, 40))
    first, last = rows["event_date"].min(), rows["event_date"].max()
    lanes = [lane[one] for one in dict.fromkeys(rows["prediction_id"])]
    spans = pd.DataFrame(
        {"lane": lanes, "start": first, "end": last + pd.Timedelta(days=30), "label": "", "kind": "signs looked for"}
    )
    marks = pd.DataFrame({"lane": rows["prediction_id"].map(lane), "date": rows["event_date"], "label": rows["points"]})
    dates = [when(row.event_date, row.event_date_precision) for row in rows.itertuples()]
    late = rows[rows["event_date"].dt.year >= 2022]
    turned = int((late["points"] == "against").sum())
    return Exhibit(
        key=f"futures-time-{prediction}",
        title=f"{turned} of {plural(len(late), 'sign')} since 2022 point the other way",
        subtitle=f"Dated signs, n = {len(rows)}, from {first.year} to {last.year}",
        figure=timeline(spans, marks),
        frame=pd.DataFrame(
            {
                "would show in": rows["prediction_id"].map(predictions(book).set_index("prediction_id")["indicator"]),
                "date": dates,
                "points": rows["points"].map(_POINTS),
                "what": rows["what"],
                "verified": rows["verified"],
            }
        ),
        alt="A timeline: " + "; ".join(f"{row.event_date.year} {row.points}" for row in rows.itertuples()) + ".",
        sources=(*sources(book, *_TABLES), *cited(book, rows["source_id"])),
    )


def strength(book: Book, from_year: int = 2000) -> Exhibit | Nothing:
    """Show uniformed people in UN peace operations by year: one series of our own that bears on joint work."""
    rows = book.tables["mission_personnel"]
    kind = book.tables["missions"].astype("str").set_index("mission_id")["kind"]
    rows = rows[(rows["mission_id"].map(kind) == "un-peacekeeping") & (rows["year"] >= from_year)]
    if rows.empty:
        return Nothing(
            "futures-strength",
            "No count from that year on",
            f"The record ends in {book.tables['mission_personnel']['year'].max()}.",
        )
    # a mission that handed over within the year would count twice, were it taken by another month than December
    december = rows["month"].eq(12).fillna(False).astype("bool")
    only_mean = ~rows["year"].isin(rows.loc[december, "year"])
    people = rows.assign(
        people=rows["total_count"].astype("float64").where(december, rows["mean_total"].astype("float64"))
    )
    people = people[december | only_mean].drop_duplicates(["mission_id", "year"])
    frame = people.groupby("year")["people"].sum().round().astype("int64").reset_index()
    peak, last = frame.loc[frame["people"].idxmax()], frame.iloc[-1]
    fall = 1 - last["people"] / peak["people"]
    return Exhibit(
        key="futures-strength",
        title=f"{last['people']:,} served in {last['year']}"
        + (f", {fall:.0%} fewer than in {peak['year']}" if fall > 0 else ""),
        subtitle="Uniformed people in UN peacekeeping operations, in December or, without that, as the year's mean",
        figure=series(frame, low=None, best="people", high=None, unit="uniformed people"),
        frame=frame,
        alt=f"A line from {frame['year'].min()} to {frame['year'].max()}, highest in {peak['year']}.",
        sources=(*sources(book, "mission_personnel"), *cited(book, people["source_id"].unique())),
    )


def evidence(book: Book) -> Exhibit | Nothing:
    """Show what evidence there is on the claims behind the predictions."""
    return checked.by_claim(book, sorted(set(book.tables["predictions"]["claim_id"])), "futures-evidence", "the future")
