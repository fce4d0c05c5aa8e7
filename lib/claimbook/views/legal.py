"""The law: what instruments authorise, oblige, protect and limit, since when, and where the article overstates it."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, heatmap, series, timeline
from claimbook.checked import legal_verdicts
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.views.common import ALL, Listing, Nothing, cited, plural, short, sources, when, wide

SCOPES = (ALL, "article", "extension")
_READINGS = {"correct": "bears it out", "partly": "bears out a part", "incorrect": "says otherwise"}


def effects(book: Book) -> list[str]:
    """Return the codes of what a provision does, with `all` before them."""
    return [ALL, *book.labels("instrument_provisions", "effect")] if "instrument_provisions" in book.tables else [ALL]


def provisions(book: Book, scope: str = ALL, effect: str = ALL) -> pd.DataFrame:
    """Return provisions of instruments: the columns of the table as text, `instrument` (name) and `scope`."""
    known("scope", [scope], SCOPES)
    known("effect", [effect], effects(book))
    rows = book.tables["instrument_provisions"].astype("str")
    table = book.tables["instruments"].astype("str").set_index("instrument_id")
    rows = rows.assign(
        instrument=rows["instrument_id"].map(table["name"]), scope=rows["instrument_id"].map(table["scope"])
    )
    rows = rows[rows["scope"].eq(scope) | (scope == ALL)]
    return rows[rows["effect"].eq(effect) | (effect == ALL)].reset_index(drop=True)


def headline(book: Book, scope: str = ALL) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows, verdicts = provisions(book, scope), legal_verdicts(book)
    decided = _decisions(book)
    return pd.Series(
        {
            "instruments named by the article": int((book.tables["instruments"]["scope"] == "article").sum()),
            "instruments beside them": int((book.tables["instruments"]["scope"] == "extension").sum()),
            "provisions shown": len(rows),
            "legal claims": len(verdicts),
            "legal claims that the texts bear out": int((verdicts == "correct").sum()),
            "legal claims borne out in part": int((verdicts == "partly").sum()),
            "decisions on missions on record": len(decided),
            "of these by the Security Council": int(decided["instrument"].str.startswith("S/RES/").sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    verdicts, told = legal_verdicts(book), headline(book)
    full, beside = int((verdicts == "correct").sum()), told["instruments beside them"]
    return f"The texts bear out {full} of {len(verdicts)} legal claims in full; {beside} instruments are not named."


def what_they_do(book: Book, scope: str = ALL, effect: str = ALL) -> Exhibit | Nothing:
    """Show how many of the provisions looked at authorise, oblige, protect or limit, by instrument."""
    rows = provisions(book, scope, effect)
    if rows.empty:
        return Nothing(
            f"legal-effects-{scope}-{effect}", "No provision with this choice", "Choose another effect or scope."
        )
    codes = [code for code in effects(book) if code in set(rows["effect"])]
    counts = pd.crosstab(rows["instrument"], rows["effect"]).reindex(columns=codes)
    mark = rows.drop_duplicates("instrument").set_index("instrument")["scope"]
    order = sorted(counts.index, key=lambda name: (mark[name] != "article", name))
    counts = counts.loc[order].rename(index={name: name if mark[name] == "article" else f"+ {name}" for name in order})
    beside = int((mark == "extension").sum())
    return Exhibit(
        key=f"legal-effects-{scope}-{effect}",
        title=f"{beside} of {len(mark)} instruments that bear on missions and terrorism are not named by the article",
        subtitle="Provisions looked at, by instrument and effect; + marks what the article does not name",
        figure=heatmap(counts.rename_axis(index=None, columns=None), "provisions", "instrument", "effect"),
        frame=rows[["instrument", "scope", "effect", "addressed", "provision", "says", "verified"]],
        alt=f"A table in colour of {len(counts)} instruments by {len(codes)} effects.",
        sources=(*sources(book, "instrument_provisions", "instruments"), *cited(book, rows["source_id"])),
    )


def since_when(book: Book, scope: str = ALL) -> Exhibit | Nothing:
    """Show when instruments were adopted and came into force, with counts of parties where one is known."""
    known("scope", [scope], SCOPES)
    dates = book.tables["instrument_dates"].astype({"event": "str", "event_date_precision": "str"})
    table = book.tables["instruments"].astype("str").set_index("instrument_id")
    dates = dates.assign(
        instrument=dates["instrument_id"].map(table["name"]), scope=dates["instrument_id"].map(table["scope"])
    )
    dates = dates[dates["scope"].eq(scope) | (scope == ALL)].sort_values("event_date")
    adopted = dates[dates["event"] == "adopted"]
    if adopted.empty:
        return Nothing(f"legal-dates-{scope}", "No date with this choice", "Choose another scope.")
    spans = pd.DataFrame({"lane": adopted["instrument"], "start": adopted["event_date"], "end": pd.NaT})
    spans = spans.assign(
        label=adopted["event_date"].dt.year.astype("str"),
        kind=adopted["scope"].map({"article": "named by the article", "extension": "not named"}),
        status="ongoing",
    )
    later = dates[(dates["event"] != "adopted") & dates["instrument"].isin(spans["lane"])]
    words = [f"{row.parties_count} parties" if row.event == "parties" else "in force" for row in later.itertuples()]
    marks = pd.DataFrame({"lane": later["instrument"], "date": later["event_date"], "label": words})
    waits = dates.pivot_table(index="instrument", columns="event", values="event_date", aggfunc="first")
    gap = (
        (waits["in-force"] - waits["adopted"]).dropna().dt.days / 365.25
        if "in-force" in waits
        else pd.Series(dtype="float64")
    )
    slowest = (
        f"“{gap.idxmax()}” took {gap.max():.1f} years to come into force" if len(gap) else f"{len(adopted)} instruments"
    )
    return Exhibit(
        key=f"legal-dates-{scope}",
        title=slowest,
        subtitle="From adoption on; flags where entry into force or a count of parties is known",
        figure=timeline(spans, marks),
        frame=pd.DataFrame(
            {
                "instrument": dates["instrument"],
                "event": dates["event"],
                "date": [when(row.event_date, row.event_date_precision) for row in dates.itertuples()],
                "parties": dates["parties_count"],
                "verified": dates["verified"].astype("str"),
            }
        ),
        alt="A timeline: " + "; ".join(f"{row.instrument} {row.event_date.year}" for row in adopted.itertuples()) + ".",
        sources=(*sources(book, "instrument_dates", "instruments"), *cited(book, dates["source_id"])),
    )


def mandates_by_year(book: Book, from_year: int = 1948) -> Exhibit | Nothing:
    """Show how many decisions on missions there were a year: what the Charter does not name, mandates spell out."""
    rows = _decisions(book)
    rows = rows[rows["year"] >= from_year]
    if rows.empty:
        return Nothing("legal-mandates", "No decision from that year on", "Choose an earlier year.")
    counts = rows.groupby("year").size()
    counts = counts.reindex(range(int(counts.index.min()), int(counts.index.max()) + 1), fill_value=0)
    frame = counts.rename("decisions").rename_axis("year").reset_index()
    most = frame.loc[frame["decisions"].idxmax()]
    return Exhibit(
        key="legal-mandates",
        title=f"Mandates are made case by case: {most['decisions']} decisions in {most['year']} alone",
        subtitle=f"Decisions on missions by year, as recorded here, n = {len(rows)}; thin before 1991 and after 2017",
        figure=series(frame, low=None, best="decisions", high=None, unit="decisions"),
        frame=frame,
        alt=f"A line from {frame['year'].min()} to {frame['year'].max()} with its peak in {most['year']}.",
        sources=(*sources(book, "mandates"), *cited(book, ["pema-2", "tamm-2.1"])),
    )


def readings(book: Book) -> Exhibit | Nothing:
    """Show what the texts make of each legal claim, provision by provision."""
    rows = book.tables["readings"].astype({"reading": "str"})
    said = book.tables["claims"].set_index("claim_id")["proposition"]
    rows["reading"] = pd.Categorical(rows["reading"].map(_READINGS), list(_READINGS.values()))
    rows["claim"] = [f"{one} {short(said[one])}" for one in rows["claim_id"]]
    counts = rows.groupby(["claim", "reading"], observed=False).size().rename("provisions").reset_index()
    apart = int((rows["reading"] != _READINGS["correct"]).sum())
    told = book.tables["claim_statements"].groupby("claim_id")["statement_id"].agg(" ".join)
    statements = [told.get(str(claim).split(" ", maxsplit=1)[0], "") for claim in dict.fromkeys(counts["claim"])]
    return Exhibit(
        key="legal-readings",
        title=f"{apart} of {plural(len(rows), 'reading')} of the law bear the article out only in part or not",
        subtitle="Provisions read against each legal claim; there is no vote, and no scale of certainty",
        figure=bars(counts, "claim", "provisions", "reading", unit="provisions"),
        frame=wide(counts, "claim", "reading", "provisions").assign(statements=statements),
        alt=f"Stacked bars for {rows['claim_id'].nunique()} legal claims.",
        sources=(*sources(book, "readings", "claims"), *cited(book, rows["source_id"])),
    )


def overstated(book: Book) -> Listing:
    """List the readings by which the article says more than the text, with what the provision says."""
    rows = book.tables["readings"].astype("str")
    rows = rows[rows["reading"] != "correct"]
    said = book.tables["claims"].set_index("claim_id")["proposition"]
    told = book.tables["claim_statements"].groupby("claim_id")["statement_id"].agg(" ".join)
    frame = pd.DataFrame(
        {
            "claim": rows["claim_id"],
            "the article claims": rows["claim_id"].map(said),
            "statements": rows["claim_id"].map(told),
            "the text": rows["provision"],
            "says": rows["says"],
            "read as": rows["reading"].map(_READINGS),
        }
    )
    return Listing(frame.sort_values("claim", ignore_index=True))


def _decisions(book: Book) -> pd.DataFrame:
    """Return each decision on a mission once: `mission_id`, `instrument`, `year`."""
    rows = book.tables["mandates"].drop_duplicates(["mission_id", "instrument"])
    rows = rows[rows["adopted_date"].notna()]
    return rows.assign(year=rows["adopted_date"].dt.year)[["mission_id", "instrument", "year"]]
