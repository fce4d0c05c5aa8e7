"""Missions side by side: what the record says of each, and apart from it what the article says of its two cases."""

from collections.abc import Mapping, Sequence

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.claimcheck import Finding, findings, words
from claimbook.errors import ClaimbookError
from claimbook.exhibit import Exhibit
from claimbook.matrix import matrix
from claimbook.views import case_record, deaths, mission_record
from claimbook.views.common import Listing, Nothing, acronyms, plural
from claimbook.views.matrices import matrix_exhibit
from claimbook.violence import by_year, summed

FEWEST, MOST = 2, 6
ARTICLE, RECORD = "article asserts", "record says"
_SILENT = "nothing"


def chosen(book: Book, missions: Sequence[str]) -> list[str]:
    """Return the missions, if they are two to six.

    Raises
    ------
    ClaimbookError
        For fewer or more: a comparison needs two, and more than six columns can't be read.
    """
    if not FEWEST <= len(missions) <= MOST:
        raise ClaimbookError(f"{plural(len(missions), 'mission')} to compare: name {FEWEST} to {MOST}")
    return [str(cases.mission(book, one)["mission_id"]) for one in missions]


def comparison(book: Book, missions: Sequence[str]) -> Listing:
    """List aspect by aspect what the record says of each mission, and in rows of their own what the article says."""
    said = {one: case_record.asserted(book, one) for one in missions}
    known = {one: case_record.recorded(book, one) for one in missions}
    names = acronyms(book, missions)
    rows: list[dict[str, str]] = []
    for aspect in case_record.ASPECTS:
        for layer, layers in ((ARTICLE, said), (RECORD, known)):
            cells = {names[one]: layers[one].get(aspect, "") for one in missions}
            if any(cells.values()):
                empty = _SILENT if layer == ARTICLE else "no source in the tables"
                rows.append({"aspect": aspect, "layer": layer, **{name: cell or empty for name, cell in cells.items()}})
    return Listing(pd.DataFrame(rows))


def sources_of(book: Book, missions: Sequence[str]) -> Listing:
    """List where the record says so, mission by mission and fact by fact; it folds open."""
    names = acronyms(book, missions)
    rows = pd.concat([mission_record.lines(book, one).assign(mission=names[one]) for one in missions])
    rows = rows[["mission", *rows.columns.drop(["mission", "source"]), "source"]]
    return mission_record.with_sources(book, rows, f"Where the record says so, {plural(len(rows), 'line')}")


def finding(book: Book) -> str:
    """Return the main finding in a sentence: the verdicts on the claims that the article's cases were successes."""
    rows = book.tables["claims"].astype("str")
    rows = rows[(rows["type"] == "evaluative") & rows["scope"].isin(book.tables["cases"]["case_id"])]
    names, verdicts = book.names(), words(book)
    told = [f"{names[row.scope].split(' (')[0]}: {verdicts[row.claim_id]}" for row in rows.itertuples()]
    return f"Verdicts on the claim of success: {'; '.join(told)}."


def strategies(book: Book, layer: str = "asserted") -> Exhibit:
    """Show which strategies the article says its cases use, and what was checked of that."""
    return _case_matrix(book, "strategy", layer, "strategies that the article says its cases use")


def challenges(book: Book, layer: str = "asserted") -> Exhibit:
    """Show which challenges the article says its cases face, and what was checked of that."""
    return _case_matrix(book, "challenge", layer, "challenges that the article says its cases face")


def found_on(book: Book, missions: Sequence[str]) -> dict[str, Finding]:
    """Return what was found on the article's claims about these missions, by claim."""
    ids = [str(cases.mission(book, one)["case_id"]) for one in missions]
    claims = book.tables["claims"]
    own = claims.loc[claims["scope"].astype("str").isin(ids), "claim_id"].tolist()
    return findings(book, only=own) if own else {}


def claims(book: Book, missions: Sequence[str], found: Mapping[str, Finding]) -> Listing | Nothing:
    """List each of the article's claims on these missions: asserted, checked, and what the record says beside it."""
    if not found:
        return Nothing(
            "case-claims",
            "The article makes no claim about these missions",
            "It names two cases, MINUSMA and AMISOM; all else on this page goes beyond it.",
        )
    by_case = {str(cases.mission(book, one)["case_id"]): one for one in missions}
    rows = [
        {
            "claim": name,
            "article asserts": finding.claim["proposition"],
            "evidence says": finding.status,
            "certainty": finding.verdict.certainty if finding.verdict else "read off the law",
            "record says": _beside(book, by_case[str(finding.claim["scope"])], name),
        }
        for name, finding in found.items()
    ]
    return Listing(pd.DataFrame(rows))


def headline(book: Book, missions: Sequence[str]) -> pd.DataFrame:
    """Return the numbers that carry the answer, a column a mission."""
    columns = {}
    for one in missions:
        dead_, strength = cases.fatalities(book, one), cases.personnel(book, one)
        peak = strength["total_count"].max() if len(strength) else pd.NA
        columns[acronyms(book, [one])[one]] = {
            "dead": int(dead_["deaths_count"].sum()) if len(dead_) else "no record",
            "dead by malicious acts": int(dead_.loc[dead_["cause"] == "malicious-act", "deaths_count"].sum())
            if len(dead_)
            else "no record",
            "most uniformed people, end of a year": "no record" if pd.isna(peak) else int(peak),
            "decisions in the tables": len(cases.mandates(book, one)),
            "missions and forces before, after, beside": len(cases.neighbours(book, one)),
        }
    return pd.DataFrame(columns)


def _case_matrix(book: Book, kind: str, layer: str, what: str) -> Exhibit:
    cells = matrix(book, "case", kind)
    filled = cells[cells["asserted"] | cells["checked"]]
    return matrix_exhibit(
        book,
        cells[cells["column"].isin(filled["column"])],
        key=f"case-{kind}",
        title=f"{filled.loc[filled['asserted'], 'column'].nunique()} {what}",
        row_noun="case",
        column_noun=kind,
        layer=layer,
        by="meaning",
        row_groups={},
        tables=("links", "cases", "evidence_links"),
    )


def _beside(book: Book, mission_id: str, claim_id: str) -> str:
    """Return what the tables of missions and violence say on the matter of a claim, by what its links are about."""
    links = book.tables["claim_links"].merge(book.tables["links"], on="link_id")
    targets = set(links.loc[links["claim_id"] == claim_id, "target"])
    told = case_record.recorded(book, mission_id)
    parts = []
    if targets & {"violence-reduction", "stability", "terrorism-disruption"}:
        parts.append(_trend(book, mission_id))
    if targets & {"pk-ct-integration"}:
        beside = told.get("parallel forces", "none in the tables")
        parts += [told.get("counter-terrorism role", ""), f"beside it: {beside}"]
    if targets & {"mission-effectiveness"}:
        parts += [f"ended: {told.get('how it ended', 'not stated')}", told.get("its dead", "no record of its dead")]
    return "; ".join(part for part in parts if part) or "nothing in these tables"


def _trend(book: Book, mission_id: str) -> str:
    country = mission_record.host(book, mission_id)
    row = cases.mission(book, mission_id)
    if not country or pd.isna(row["start_date"]):
        return ""
    means = deaths.around_mission(summed(by_year(book, [country])), row)
    told = [f"{one.window} {one.best:,.0f} ({one.low:,.0f} to {one.high:,.0f})" for one in means.itertuples()]
    return f"deaths a year in {deaths.country_name(book, country)}: {', '.join(told)}; a trend shows no cause"
