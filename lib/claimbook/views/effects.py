"""What the record can and can't say of missions and violence: base rate first, robustness next, one mission last."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, dots, small_multiples
from claimbook.effects.models import ESTIMATORS, estimate
from claimbook.effects.one_mission import OneMission, one_mission
from claimbook.effects.panel import CONFLICT, Panel, panel
from claimbook.effects.randomised import randomised_p
from claimbook.effects.recurrence import recurrence
from claimbook.effects.result import Result
from claimbook.effects.specification import EXPOSURES, SAME_BIAS, curve, leave_one_out, signs
from claimbook.effects.staggered import imputed
from claimbook.effects.surges import base_rate, over_definitions, surges
from claimbook.errors import ClaimbookError
from claimbook.exhibit import Exhibit
from claimbook.views.common import Listing, Nothing, cited, sources
from claimbook.violence import ZERO

_TABLES = ("country_years", "missions", "mission_hosts", "mission_personnel", "population")
_SIGNS = {
    "fewer": "fewer deaths, whole interval",
    "open": "open: interval holds both",
    "more": "more deaths, whole interval",
}
# from where on the first thing to say of a result is how little it could have shown
_BLUNT = 50
_MOST = 4
# with fewer countries treated than this, errors by country come out too small
_FEW = 10


def headline(book: Book, rows: Panel, outcome: str = "one_sided", sample: str = "during") -> pd.Series:
    """Return the numbers that carry the answer."""
    rate = base_rate(surges(book))
    found = estimate(rows, outcome, "mission", "poisson", sample)
    return pd.Series(
        {
            "surges of violence without any mission": rate["surge_count"],
            "of these less deadly two to six years later": rate["lower_count"],
            "country-years at risk": len(rows.frame),
            "countries": rows.frame["country_id"].nunique(),
            "smallest fall that a mission model would show, percent": round(found.detectable, 1),
            "wars that came back within ten years": int((rows.sample("after")["state_based"] >= CONFLICT).sum()),
            "missions and countries that could not be placed": len(rows.left_out),
        },
        dtype="object",
    )


def after_surges(book: Book) -> Exhibit:
    """Show how often violence was lower after a surge without any mission, under each definition of a surge."""
    rates = over_definitions(book)
    rates["definition"] = [
        f"{row.threshold} deaths, {row.factor:g} times before, {row.gap} years apart" for row in rates.itertuples()
    ]
    drawn = rates.assign(**{name: (100 * rates[name].astype("float64")).round(1) for name in ("share", "low", "high")})
    least, most = drawn["share"].min(), drawn["share"].max()
    return Exhibit(
        key="effects-base-rate",
        title=f"Without any mission violence was lower after {least:.0f} to {most:.0f}% of surges",
        subtitle="Per cent of surges whose years two to six were less deadly, by definition, 95 per cent interval",
        figure=dots(drawn, "definition", "share", "low", "high", unit="per cent of surges"),
        frame=drawn[["definition", "surge_count", "lower_count", "share", "low", "high"]].rename(
            columns={"surge_count": "surges", "lower_count": "less deadly after"}
        ),
        alt=f"Dots with ranges for {len(rates)} definitions, from {least:.0f} to {most:.0f}%.",
        sources=(*sources(book, "country_years", "missions"), *cited(book, ["ucdp-25.1"])),
    )


def lead(found: Result) -> str:
    """Return the sentence that comes before a result: how little it could have shown, where that is so."""
    if found.detectable > _BLUNT:
        return (
            f"This sample could not show a fall below {found.detectable:.1f} per cent: "
            "an open interval here is no sign that there is none."
        )
    return f"The smallest fall that this sample would show in four cases of five is {found.detectable:.0f} per cent."


def leading(rows: Panel, outcome: str, sample: str) -> str:
    """Return the sentence that comes before the estimates, on the model of a mission's presence."""
    return lead(estimate(rows, outcome, "mission", "poisson", sample))


def main(rows: Panel, outcome: str, sample: str) -> tuple[Listing, Listing]:
    """List the estimates of all kinds for troops and for a mission; and what each kind assumes, with its method."""
    told, grounds = [], {}
    for exposure in EXPOSURES:
        for estimator in ESTIMATORS:
            found = estimate(rows, outcome, exposure, estimator, sample)
            dealt = f"{randomised_p(rows, outcome, estimator, sample):.2f}" if exposure == "mission" else "not asked"
            told.append({"of": found.estimand, "by": estimator} | _in_words(found, dealt))
            grounds[estimator] = found
    if sample == "after":
        found = recurrence(rows)
        told.append({"of": found.estimand, "by": "hazard"} | _in_words(found, "not asked"))
        grounds["hazard"] = found
    kinds = [{"by": name, "assumes": one.assumptions, "method": one.method} for name, one in grounds.items()]
    return Listing(pd.DataFrame(told)), Listing(pd.DataFrame(kinds))


def specifications(book: Book, rows: Panel, outcome: str, sample: str) -> Exhibit:
    """Show how many of the reasonable ways to ask say fewer, more, or leave it open, in both versions of the data."""
    frame, left_out = curve([rows, panel(book, counts="months")], (outcome,), samples=(sample,))
    counts = signs(frame)
    frame["asked of"] = frame["exposure"] + ", " + frame["estimator"]
    frame["answer"] = pd.Categorical(frame["sign"].map(_SIGNS), list(_SIGNS.values()))
    drawn = frame.groupby(["asked of", "answer"], observed=False).size().rename("specifications").reset_index()
    return Exhibit(
        key=f"effects-specifications-{outcome}-{sample}",
        title=f"{counts['open']} of {len(frame)} specifications leave it open; {counts['fewer']} go with fewer deaths, "
        f"{counts['more']} with more",
        subtitle="By exposure and estimator, in two versions of the data: where the whole 95 per cent interval lies. "
        f"{len(left_out)} could not be estimated",
        figure=bars(drawn, "asked of", "specifications", "answer", unit="specifications"),
        frame=frame[
            [
                "version",
                "exposure",
                "estimator",
                "controls",
                "window",
                "unit",
                "estimate",
                "low",
                "high",
                "rows",
                "sign",
            ]
        ].round(3),
        alt=f"Stacked bars: {counts['fewer']} fewer, {counts['open']} open, {counts['more']} more. {SAME_BIAS}",
        sources=sources(book, *_TABLES, "country_months"),
    )


def without_each(book: Book, rows: Panel, outcome: str, sample: str, top_count: int = 12) -> Exhibit:
    """Show the ratio for 1,000 troops with each country left out in turn, those that move it most first."""
    found, left_out = leave_one_out(rows, outcome, "troops", "poisson", sample)
    names = book.tables["countries"].set_index("country_id")["name"]
    found["left out"] = found["without"].map(names).fillna("nobody")
    whole = found[found["without"] == ""]
    shown = pd.concat([whole, found[found["without"] != ""].head(top_count)])
    changed = int((found["sign"] != whole["sign"].iloc[0]).sum())
    return Exhibit(
        key=f"effects-without-{outcome}-{sample}",
        title=f"“{shown['left out'].iloc[1]}” moves the ratio most; {changed} of {len(found) - 1} change its side",
        subtitle="Ratio of deaths for 1,000 troops more, 95 per cent interval, without one country; 1 is no difference"
        + (f". Without {len(left_out)} others nothing can be estimated" if left_out else ""),
        figure=dots(shown, "left out", "estimate", "low", "high", unit="ratio"),
        frame=found[["left out", "estimate", "low", "high", "sign"]].round(3),
        alt="Dots with ranges: "
        + "; ".join(
            f"without {row.out} {row.estimate:.2f}" for row in shown.rename(columns={"left out": "out"}).itertuples()
        ),
        sources=sources(book, *_TABLES),
    )


def staggered(rows: Panel, outcome: str, sample: str) -> Listing | Nothing:
    """List the imputation estimate over staggered starts, plain two-way fixed effects, and bounds for other trends."""
    frame = rows.sample(sample)
    frame = frame.assign(log_deaths=np.log1p(frame[outcome]))
    try:
        found = imputed(frame, "log_deaths", "mission")
    except ClaimbookError as error:
        return Nothing("effects-staggered", "Nothing can be imputed with this choice", str(error))
    told = [("imputation", found.effect, found.low, found.high)]
    told += [
        (f"trends may depart {size:g} times the largest change before", found.effect, *found.bounds(size))
        for size in (0.5, 1)
    ]
    told.append(("plain two-way fixed effects, as the contrast", found.twfe, np.nan, np.nan))
    table = pd.DataFrame(told, columns=["by", "difference of log(1 + deaths)", "low", "high"]).round(2)
    note = f"{found.treated_units} countries with a mission, {len(found.left_out)} left out without two years before"
    few = "so few make any interval too narrow" if found.treated_units < _FEW else ""
    return Listing(table.assign(sample=[note, few, *[""] * (len(table) - 2)]))


def reconstructions(book: Book) -> Listing | Nothing:
    """List published results with the sign that was published and ours, from the stored estimates."""
    if "own_analysis" not in book.tables:
        return Nothing("effects-reconstructions", "No estimate is stored", "Run `claimbook effects --write`.")
    rows = book.tables["own_analysis"]
    rows = rows[rows["analysis_id"].str.startswith("reconstruction-")]
    cite = dict(zip(rows["source_id"].unique(), cited(book, rows["source_id"].unique()), strict=True))
    interval = [f"{row.estimate:.2f} ({row.estimate_low:.2f} to {row.estimate_high:.2f})" for row in rows.itertuples()]
    frame = pd.DataFrame(
        {
            "reconstructed": rows["estimand"],
            "published": rows["published_sign"].astype("object").fillna("not seen"),
            "ours": rows["sign"].astype("str"),
            "our estimate lies": rows["estimate"].map(lambda value: "below one" if value < 1 else "above one"),
            "ratio and interval": interval,
            "country-years": rows["rows_count"],
            "why they may differ": rows["differs"],
        }
    )
    return Listing(frame.assign(study=rows["source_id"].map(cite)))


def missions(book: Book, ids: Sequence[str], after_years: int = 5) -> list[OneMission]:
    """Return what can be said of one to four missions; one that can't be looked at raises, named."""
    if len(ids) > _MOST:
        raise ClaimbookError(f"{len(ids)} missions to follow: name at most {_MOST}")
    return [one_mission(book, one, after_years) for one in ids]


def conditions(found: Sequence[OneMission]) -> Listing:
    """List for each mission what forbids a point effect, or what is missing."""
    rows = []
    for one in found:
        failed = one.synthetic.failed if one.synthetic else ()
        missing = [problem.rule for problem in one.problems]
        rows.append(
            {
                "mission": one.acronym,
                "donors": len(one.donors),
                "fit before": f"{one.synthetic.fit:.0%} off" if one.synthetic else "not fitted",
                "p of the placebos": f"{one.synthetic.p:.2f}, at least {one.synthetic.smallest_p:.2f}"
                if one.synthetic
                else "",
                "what forbids an effect": "; ".join([*failed, *missing]) or "none",
            }
        )
    return Listing(pd.DataFrame(rows))


def paths(book: Book, found: Sequence[OneMission]) -> Exhibit | Nothing:
    """Show deaths in each country beside the weighted mean of its donors."""
    fitted = [one for one in found if one.synthetic]
    if not fitted:
        return Nothing("effects-paths", "No mission can be followed", "See what is missing for each.")
    parts = []
    for one in fitted:
        assert one.synthetic is not None
        for name in ("observed", "synthetic"):
            values = np.expm1(one.synthetic.path[name]).clip(lower=0).round()
            parts.append(
                pd.DataFrame(
                    {"panel": f"{one.country_name}, {name}", "year": one.synthetic.path["year"], "best": values}
                )
            )
    rows = pd.concat(parts, ignore_index=True)
    marks = [
        {
            "panel": f"{one.country_name}, {name}",
            "date": pd.Timestamp(one.start, 1, 1),
            "label": f"{one.acronym} starts",
        }
        for one in fitted
        for name in ("observed", "synthetic")
    ]
    told = sum(one.synthetic is not None and one.synthetic.effect is not None for one in fitted)
    return Exhibit(
        key=f"effects-paths-{'-'.join(one.mission for one in fitted)}",
        title=f"For {told} of {len(fitted)} missions do the conditions allow an effect to be told",
        subtitle=f"Deaths a year, best estimate, and the weighted mean of donors on the log scale. {ZERO}",
        figure=small_multiples(rows, "panel", low=None, high=None, marks=pd.DataFrame(marks), unit="deaths"),
        frame=rows.astype({"best": "int64"}).rename(columns={"panel": "series", "best": "deaths"}),
        alt="Lines for " + ", ".join(one.country_name for one in fitted) + ", each observed and synthetic.",
        sources=sources(book, *_TABLES),
    )


def left_out(rows: Panel) -> Listing:
    """List the missions and countries that could not be placed, each with the reason."""
    told = [(problem.value, problem.rule, problem.todo) for problem in rows.left_out]
    return Listing(pd.DataFrame(told, columns=["what", "why", "so"]), summary=f"{len(told)} that could not be placed")


def _in_words(found: Result, dealt: str) -> dict[str, object]:
    number = "{:.2f}" if found.unit == "ratio" else "{:+.3f}"
    interval = f"{number.format(found.estimate)} ({number.format(found.low)} to {number.format(found.high)})"
    return {
        "estimate and interval": f"{found.unit} {interval}",
        "sign": found.sign,
        "p with missions dealt anew": dealt,
        "rows, countries": f"{found.rows}, {found.countries}",
        "would show from": f"{found.detectable:.1f} {'%' if found.unit == 'ratio' else 'points'}",
        "bias bound": f"{'E-value' if found.unit == 'ratio' else 'Oster’s delta'} {found.bias:.2f}",
    }
