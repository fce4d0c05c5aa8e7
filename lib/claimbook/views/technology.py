"""Technology in missions: what it is said to do, what it needs and risks, where it was used, what is known of it."""

from collections.abc import Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import heatmap, timeline
from claimbook.claimcheck import words
from claimbook.exhibit import Exhibit
from claimbook.matrix import BASES, entities, groups, known, matrix
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, cited, plural, sources, when
from claimbook.views.matrices import matrix_exhibit

_SCOPE = "technology"
_SIDES = ("precondition", "risk")


def technologies(book: Book) -> list[str]:
    """Return the ids of the technologies, with `all` before them."""
    return [ALL, *entities(book, "technology").index]


def uses(book: Book, technology: str = ALL, from_year: int = 1990) -> pd.DataFrame:
    """Return dated reports on technologies in missions, the earliest first.

    Returns
    -------
    pandas.DataFrame
        The columns of `technology_uses`, coded ones as text, and `acronym` and `technology` (names).
    """
    known("technology", [technology], technologies(book))
    rows = book.tables["technology_uses"].astype({"adoption": "str", "verified": "str"})
    rows = rows[rows["technology_id"].eq(technology) | (technology == ALL)]
    rows = rows[rows["valid_from"].dt.year >= from_year]
    acronyms = book.tables["missions"].set_index("mission_id")["acronym"]
    rows = rows.assign(acronym=rows["mission_id"].map(acronyms), technology=rows["technology_id"].map(book.names()))
    return rows.sort_values(["valid_from", "use_id"], ignore_index=True)


def conditions(book: Book, technology: str = ALL) -> pd.DataFrame:
    """Return what technologies need and risk: the table `technology_conditions` as text, and `technology` (names)."""
    known("technology", [technology], technologies(book))
    rows = book.tables["technology_conditions"].astype("object").fillna("").astype("str")
    rows = rows[rows["technology_id"].eq(technology) | (technology == ALL)]
    return rows.assign(technology=rows["technology_id"].map(book.names())).reset_index(drop=True)


def headline(book: Book, technology: str = ALL) -> pd.Series:
    """Return the numbers that carry the answer."""
    needs, told = conditions(book, technology), uses(book, technology)
    said = _promises(book, technology, BASES).query("asserted")
    return pd.Series(
        {
            "technologies": needs["technology_id"].nunique() if technology != ALL else len(technologies(book)) - 1,
            "outcomes that they are said to bring about": said["column"].nunique(),
            "conditions that the article names": int((needs["origin"] == "article").sum()),
            "conditions that research names": int((needs["origin"] == "literature").sum()),
            "dated reports of use": int(told["adoption"].isin(["used", "extended"]).sum()),
            "missions with a report of use": told.loc[
                told["adoption"].isin(["used", "extended"]), "mission_id"
            ].nunique(),
            "reports that a host refused": int((told["adoption"] == "refused").sum()),
            "claims on technology": len(_claims(book)),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    verdicts = words(book)[_claims(book)]
    told = headline(book)
    return (
        f"{int((verdicts == 'unverified').sum())} of {len(verdicts)} claims on technology can't be verified; "
        f"{told['missions with a report of use']} missions have a dated report of use here."
    )


def as_matrix(
    book: Book, technology: str = ALL, bases: Sequence[str] = BASES, layer: str = "asserted"
) -> Exhibit | Nothing:
    """Show which technology is said to bring about which outcome, in one layer."""
    cells = _promises(book, technology, bases)
    filled, said = cells[cells["asserted"] | cells["checked"]], cells[cells["asserted"]]
    if said.empty:
        return Nothing(
            f"technology-matrix-{technology}",
            "No outcome is promised with this choice",
            "The article says of no such technology that it brings about an outcome; it may still support a strategy.",
        )
    tested = int(said["checked"].sum())
    return matrix_exhibit(
        book,
        cells[cells["row"].isin(filled["row"]) & cells["column"].isin(filled["column"])],
        key=f"technology-matrix-{technology}",
        title=f"Of {plural(len(said), 'promise')} of technology, {tested} {'has' if tested == 1 else 'have'} evidence",
        row_noun="technology",
        column_noun="outcome",
        layer=layer,
        by="meaning",
        row_groups=groups(book, "technology").str.capitalize(),
        tables=("links", "technologies", "outcomes"),
    )


def needs(book: Book, technology: str = ALL) -> Exhibit | Nothing:
    """Show how many preconditions and risks the article and, apart, research name for each technology."""
    rows = conditions(book, technology)
    if rows.empty:
        return Nothing(f"technology-needs-{technology}", "No condition is named", "Neither by the article nor here.")
    by = {"article": "the article", "literature": "research"}
    columns = [f"{side}, {told}" for told in by.values() for side in _SIDES]
    labels = rows["condition"] + ", " + rows["origin"].map(by)
    counts = pd.crosstab(rows["technology"], labels).reindex(columns=columns, fill_value=0)
    order = [name for name in entities(book, "technology") if name in counts.index]
    counts = counts.loc[order].rename_axis(index=None, columns=None)
    risks = int(counts["risk, the article"].sum())
    return Exhibit(
        key=f"technology-needs-{technology}",
        title=f"The article names {plural(risks, 'risk')} of technology, research {counts['risk, research'].sum()}",
        subtitle=f"Preconditions and risks by technology and by who names them, n = {len(rows)}",
        figure=heatmap(counts, "conditions", "technology", "condition and who names it"),
        frame=rows[["technology", "condition", "origin", "name", "statement_id", "verified"]].rename(
            columns={"name": "what", "statement_id": "statement"}
        ),
        alt=f"A table in colour of {len(counts)} technologies by preconditions and risks.",
        sources=(*sources(book, "technology_conditions"), *cited(book, filter(None, rows["source_id"]))),
    )


def adoption(book: Book, technology: str = ALL, from_year: int = 1990) -> Exhibit | Nothing:
    """Show when missions are reported to have used, been promised or been refused a technology."""
    rows = uses(book, technology, from_year)
    if rows.empty:
        return Nothing(
            f"technology-uses-{technology}",
            "No dated report with this choice",
            "That no report was found does not mean that the technology was not in use.",
        )
    missions = book.tables["missions"].set_index("mission_id").loc[rows["mission_id"].unique()]
    missions = missions[missions["start_date"].notna()].sort_values("start_date")
    spans = pd.DataFrame(
        {
            "lane": missions["acronym"],
            "start": missions["start_date"],
            "end": missions["end_date"],
            "label": missions["acronym"],
            "kind": "mission",
            "status": missions["status"].astype("str"),
        }
    )
    marks = pd.DataFrame(
        {
            "lane": rows["acronym"],
            "date": rows["valid_from"],
            "label": rows["technology"].str.split(" (", regex=False).str[0] + ": " + rows["adoption"],
        }
    )
    used = rows[rows["adoption"].isin(["used", "extended"])]
    first = used.iloc[0] if len(used) else rows.iloc[0]
    dates = [when(row.valid_from, row.valid_from_precision) for row in rows.itertuples()]
    return Exhibit(
        key=f"technology-uses-{technology}",
        title=f"The first report of use here is of {first['valid_from'].year}, in {first['acronym']}",
        subtitle=f"{plural(len(rows), 'dated report')} on {rows['mission_id'].nunique()} missions, not a census",
        figure=timeline(spans, marks[marks["lane"].isin(spans["lane"])]),
        frame=pd.DataFrame(
            {"mission": rows["acronym"], "technology": rows["technology"], "reported": rows["adoption"], "date": dates}
        ).assign(what=rows["what"], verified=rows["verified"]),
        alt="A timeline: "
        + "; ".join(f"{row.acronym} {row.valid_from.year} {row.adoption}" for row in rows.itertuples()),
        sources=(*sources(book, "technology_uses", "missions"), *cited(book, rows["source_id"])),
    )


def listed(book: Book, technology: str = ALL) -> Listing:
    """List the conditions with who names them and where."""
    rows = conditions(book, technology)
    by_id = dict(
        zip(sorted(set(rows["source_id"]) - {""}), cited(book, sorted(set(rows["source_id"]) - {""})), strict=True)
    )
    where = rows["statement_id"].where(rows["origin"] == "article", rows["source_id"].map(by_id))
    return Listing(
        pd.DataFrame(
            {
                "technology": rows["technology"],
                "condition": rows["condition"],
                "named by": rows["origin"].map({"article": "the article", "literature": "research and practice"}),
                "what": rows["name"],
                "where": where,
            }
        ).sort_values(["technology", "named by", "condition"], kind="stable", ignore_index=True)
    )


def evidence(book: Book) -> Exhibit | Nothing:
    """Show what evidence there is on claims about technology."""
    return checked.by_claim(book, _claims(book), "technology-evidence", "technology")


def _claims(book: Book) -> list[str]:
    claims = book.tables["claims"]
    ids: list[str] = claims.loc[claims["scope"].astype("str") == _SCOPE, "claim_id"].tolist()
    return ids


def _promises(book: Book, technology: str, bases: Sequence[str]) -> pd.DataFrame:
    known("technology", [technology], technologies(book))
    cells = matrix(book, "technology", "outcome", "produces", bases)
    return cells[cells["row"].eq(technology) | (technology == ALL)]
