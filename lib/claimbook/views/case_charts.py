"""Charts of missions side by side: when they worked, deaths around them, and who died in them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.charts import bars, small_multiples, timeline
from claimbook.claimcheck import Finding
from claimbook.exhibit import Exhibit
from claimbook.theme import CATEGORIES
from claimbook.views import deaths, mission_record
from claimbook.views.common import Listing, Nothing, acronyms, cited, plural, sources
from claimbook.violence import by_year, summed


def calendar(book: Book, missions: Sequence[str], found: Mapping[str, Finding] | None = None) -> Exhibit | Nothing:
    """Show when the missions, those before and after them and the forces beside them worked, with dated mandates.

    Where a mission is a case of the article, a ribbon for each of its claims with evidence shows the verdict phase by
    phase under the mission's bar.
    """
    spans = cases.lifetimes(book, missions)
    names = acronyms(book, missions)
    key = f"calendar-{'-'.join(missions)}"
    if spans.empty:
        return Nothing(
            key, f"No day of beginning for {', '.join(names.values())}", "No source in the tables gives one."
        )
    labels = {"itself": "the mission", "predecessor": "before it", "successor": "after it"}
    spans = spans.drop_duplicates("mission_id").assign(
        lane=lambda rows: rows["acronym"],
        label=lambda rows: rows["acronym"],
        kind=lambda rows: rows["tie"].map(labels).fillna("beside it"),
    )
    marks = pd.concat([deaths.marked(book, one).assign(lane=names[one]) for one in missions], ignore_index=True)
    ribbons = _ribbons(book, missions, found or {})
    frame = spans[["lane", "kind", "start_date", "end_date", "of"]].rename(columns={"lane": "mission"})
    beside = int((spans["tie"] != "itself").sum())
    return Exhibit(
        key=key,
        title=f"{plural(beside, 'other mission')} or force{'' if beside == 1 else 's'} stood before, after or beside "
        f"{' and '.join(names.values()) if len(names) < 3 else 'them'}",
        subtitle="Marks: decisions that set up, changed or ended a mission"
        + (". Strips: verdicts on claims, phase by phase" if len(ribbons) else ""),
        figure=timeline(spans.rename(columns={"start_date": "start", "end_date": "end"}), marks, ribbons),
        frame=frame,
        alt=f"One bar for each of {len(spans)}: "
        + "; ".join(f"{one.acronym} from {one.start_date.year}" for one in spans.itertuples())
        + ".",
        sources=sources(book, "missions", "successions", "mandates", "phases", "evidence"),
    )


def violence(book: Book, missions: Sequence[str], per_100k: bool = False, years: int = 8) -> Exhibit | Nothing:
    """Show deaths of all types in the host of each mission, before, during and after it, one panel each."""
    names = acronyms(book, missions)
    parts, spans, marks = [], [], []
    for one in missions:
        row, country = cases.mission(book, one), mission_record.host(book, one)
        if not country or pd.isna(row["start_date"]):
            continue
        last = None if pd.isna(row["end_date"]) else row["end_date"].year + years
        rows = by_year(book, [country], row["start_date"].year - years, last, per_100k=per_100k)
        if rows.empty:
            # before the producer's first year, or a country that it does not list
            continue
        panel = f"{deaths.country_name(book, country)}, {names[one]} shaded"
        parts.append(summed(rows).assign(panel=panel))
        spans.append(deaths.shaded(pd.DataFrame([row])).assign(panel=panel, label=""))
        marks.append(deaths.marked(book, one).assign(panel=panel))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if rows.empty:
        return Nothing("deaths-cases", "No yearly deaths for any of these missions", "UCDP's years begin in 1989.")
    unit = "deaths a year per 100,000 inhabitants" if per_100k else "deaths a year"
    frame = rows[["panel", "year", "low", "best", "high"]].round(2).rename(columns={"panel": "country and mission"})
    worst = rows.loc[rows["best"].idxmax()]
    return Exhibit(
        key=f"deaths-{'-'.join(missions)}{'-rate' if per_100k else ''}",
        title=f"The worst year of these hosts: {worst['country_name']} in {worst['year']}, {worst['best']:,.4g} deaths"
        f"{' per 100,000' if per_100k else ''}",
        subtitle=f"{unit.capitalize()}, all types, best estimate with low to high; dashed: decisions on the mandate. "
        "A trend shows no cause",
        figure=small_multiples(
            rows,
            "panel",
            marks=pd.concat(marks, ignore_index=True),
            spans=pd.concat(spans, ignore_index=True),
            unit=unit,
        ),
        frame=frame,
        alt=f"One line with a band for each of {plural(rows['panel'].nunique(), 'host')}.",
        sources=(*sources(book, "country_years", "missions"), *cited(book, book.tables["country_years"]["source_id"])),
    )


def around(book: Book, missions: Sequence[str], years: int = 5) -> Listing | Nothing:
    """List deaths a year before, during and after each mission in its host, all types, low to high."""
    hosts = {one: mission_record.host(book, one) for one in missions}
    rows = deaths.around_each(book, [(one, host) for one, host in hosts.items() if host], years)
    if rows.empty:
        return Nothing("around-cases", "No yearly deaths around these missions", "UCDP's years begin in 1989.")
    return Listing(rows)


def dead(book: Book, missions: Sequence[str]) -> Exhibit | Nothing:
    """Show how many people of each mission died of which cause; missions without a record are named."""
    labels = book.labels("mission_fatalities", "cause")
    names = acronyms(book, missions)
    parts = [cases.fatalities(book, one).assign(mission=names[one]) for one in missions]
    rows = pd.concat(parts, ignore_index=True)
    without = [names[one] for one, part in zip(missions, parts, strict=True) if part.empty]
    if rows.empty:
        return Nothing("dead-cases", "No record of the dead of these missions", "Only the United Nations publish one.")
    rows["cause"] = rows["cause"].astype("str").map(labels)
    order = rows.groupby("cause")["deaths_count"].sum().sort_values(ascending=False).index.tolist()
    if len(order) > len(CATEGORIES):
        # as many parts as there are colours that everybody can tell apart
        shown = order[: len(CATEGORIES) - 1]
        rows["cause"] = rows["cause"].where(rows["cause"].isin(shown), "other causes")
        order = [*shown, "other causes"]
    frame = rows.groupby(["mission", "cause"], sort=False)["deaths_count"].sum().reset_index(name="deaths")
    frame["cause"] = pd.Categorical(frame["cause"], order)
    totals = frame.groupby("mission", sort=False)["deaths"].sum()
    lacking = f"; no record for {', '.join(without)}, which says nothing about their dead" if without else ""
    return Exhibit(
        key=f"dead-{'-'.join(missions)}",
        title=f"{'; '.join(f'{name}: {total:,} dead' for name, total in totals.items())}",
        subtitle=f"People who died while serving, by cause{lacking}",
        figure=bars(frame, "mission", "deaths", "cause", unit="deaths"),
        frame=frame,
        alt="Stacked bars by cause: "
        + "; ".join(f"{one.mission} {one.cause} {one.deaths}" for one in frame.itertuples())
        + ".",
        sources=(*sources(book, "mission_fatalities"), *cited(book, rows["source_id"])),
    )


def _ribbons(book: Book, missions: Sequence[str], found: Mapping[str, Finding]) -> pd.DataFrame:
    """Return the verdict on each claim in each phase, where anything was observed."""
    by_case = {str(cases.mission(book, one)["case_id"]): one for one in missions}
    names = acronyms(book, missions)
    parts = []
    for name, finding in found.items():
        phases = finding.phases[finding.phases["family_count"] > 0] if len(finding.phases) else finding.phases
        if len(phases):
            lane = names[by_case[str(finding.claim["scope"])]]
            part = phases[["valid_from", "valid_to", "verdict"]]
            parts.append(part.set_axis(["start", "end", "code"], axis="columns").assign(lane=lane, label=name))
    empty = pd.DataFrame(columns=["lane", "start", "end", "code", "label"])
    return pd.concat(parts, ignore_index=True) if parts else empty
