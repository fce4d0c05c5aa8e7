"""What the article leaves out of the frameworks that practitioners use, and what research says of that."""

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.views import checked
from claimbook.views.common import ALL, Listing, Nothing, cited, short, sources, wide

_TABLES = ("framework_items", "framework_statements")
_COMPONENTS = "mandate-components"
# how the decision reads in charts, in the order of the codes
_SAID = {"yes": "mentioned", "partly": "in part", "no": "not mentioned"}


def frameworks(book: Book) -> list[str]:
    """Return the codes of the frameworks, with `all` before them."""
    return [ALL, *book.labels("framework_items", "framework")] if "framework_items" in book.tables else [ALL]


def items(book: Book, framework: str = ALL, mentioned: str = ALL) -> pd.DataFrame:
    """Return the items of a framework, or of all, with the statements that mention them.

    Returns
    -------
    pandas.DataFrame
        The columns of `framework_items`, coded ones as text, and `statements` and `claims` (blank-separated ids).
    """
    known("framework", [framework], frameworks(book))
    known("decision", [mentioned], [ALL, *_SAID])
    rows = book.tables["framework_items"].astype({"framework": "str", "mentioned": "str"})
    for table, column, name in (
        ("framework_statements", "statement_id", "statements"),
        ("framework_claims", "claim_id", "claims"),
    ):
        tied = book.tables[table].groupby("item_id")[column].agg(" ".join)
        rows[name] = rows["item_id"].map(tied).fillna("")
    rows = rows[(rows["framework"] == framework) | (framework == ALL)]
    return rows[(rows["mentioned"] == mentioned) | (mentioned == ALL)].reset_index(drop=True)


def headline(book: Book, framework: str = ALL) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows = items(book, framework)
    counts = rows["mentioned"].value_counts()
    absent = rows[rows["mentioned"] == "no"]
    return pd.Series(
        {
            "items of frameworks": len(rows),
            **{f"items {_SAID[word]}": int(counts.get(word, 0)) for word in _SAID},
            "absent items that a claim of research tests": int((absent["claims"] != "").sum()),
        }
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    rows = items(book)
    absent = rows[rows["mentioned"] == "no"]
    first = [name.lower() for name in absent.loc[absent["framework"] != _COMPONENTS, "name"]]
    told = f"The article never mentions {len(absent)} of {len(rows)} items that practitioners use"
    return f"{told}, {' and '.join(first)} among them."


def by_framework(book: Book) -> Exhibit:
    """Show how much of each framework the article mentions."""
    rows = items(book)
    labels = book.labels("framework_items", "framework")
    rows["decision"] = pd.Categorical(rows["mentioned"].map(_SAID), list(_SAID.values()))
    counts = rows.groupby(["framework", "decision"], observed=False).size().rename("items").reset_index()
    counts["framework"] = counts["framework"].map(lambda code: labels[code][:1].upper() + labels[code][1:])
    order = [label[:1].upper() + label[1:] for label in labels.values()]
    counts = counts.set_index("framework").loc[[one for one in order if one in set(counts["framework"])]].reset_index()
    absent = int((rows["mentioned"] == "no").sum())
    return Exhibit(
        key="missing-by-framework",
        title=f"{absent} of {len(rows)} items of practitioners’ frameworks are nowhere in the article",
        subtitle=f"Items by framework and by whether the article mentions them, n = {len(rows)}",
        figure=bars(counts, "framework", "items", "decision", unit="items"),
        frame=wide(counts, "framework", "decision", "items"),
        alt=f"Stacked bars for {counts['framework'].nunique()} frameworks; {absent} items are not mentioned.",
        sources=(*sources(book, *_TABLES), *cited(book, rows["source_id"])),
    )


def listed(book: Book, framework: str = ALL, mentioned: str = ALL) -> Listing | Nothing:
    """List the items with the decision, its reason and the statements behind it; absent ones first."""
    rows = items(book, framework, mentioned)
    if rows.empty:
        return Nothing("missing-items", "No item with this choice", "Choose another framework or decision.")
    rows["rank"] = rows["mentioned"].map({"no": 0, "partly": 1, "yes": 2})
    rows = rows.sort_values("rank", kind="stable")
    told = rows[["name", "mentioned", "reason", "statements", "verified"]].astype("str")
    names = {"name": "item", "mentioned": "in the article", "reason": "why", "verified": "framework seen as"}
    return Listing(told.rename(columns=names))


def in_mandates(book: Book, from_year: int = 1991) -> Exhibit | Nothing:
    """Show how many missions had each component in their mandate, beside whether the article mentions it."""
    rows = items(book, _COMPONENTS)
    mandates = book.tables["mandates"]
    coded = mandates[(mandates["source_id"] == "pema-2") & mandates["tasks"].notna()]
    coded = coded[coded["adopted_date"].dt.year >= from_year]
    if coded.empty or rows.empty:
        return Nothing("missing-mandates", "No mandate is coded from that year on", "The data set ends in 2019.")
    missions = coded["mission_id"].nunique()
    tasks = coded[["mission_id"]].assign(task_id=coded["tasks"].str.split()).explode("task_id")
    held = tasks.merge(book.tables["framework_tasks"], on="task_id").groupby("item_id")["mission_id"].nunique()
    rows["missions"] = rows["item_id"].map(held).fillna(0).astype("int64")
    rows["share"] = (100 * rows["missions"] / missions).round().astype("int64")
    rows = rows.sort_values("share", ascending=False, kind="stable")
    absent = rows[rows["mentioned"] == "no"]
    first = absent.iloc[0] if len(absent) else rows.iloc[0]
    drawn = rows.assign(decision=pd.Categorical(rows["mentioned"].map(_SAID), list(_SAID.values())))
    years = f"{coded['adopted_date'].dt.year.min()} to {coded['adopted_date'].dt.year.max()}"
    return Exhibit(
        key="missing-mandates",
        title=f"“{first['name']}” stood in the mandates of {first['share']}% of missions and not in the article"
        if len(absent)
        else "Every component of mandates is mentioned",
        subtitle=f"Per cent of {missions} UN missions with the task in a mandate of {years}, as PEMA codes them",
        figure=bars(drawn, "name", "share", "decision", unit="per cent of missions"),
        frame=rows[["name", "mentioned", "missions", "share", "statements"]].rename(
            columns={"name": "component", "mentioned": "in the article", "share": "per cent of missions"}
        ),
        alt="Bars: "
        + "; ".join(f"{row.name_} {row.share}%" for row in rows.rename(columns={"name": "name_"}).itertuples()),
        sources=(*sources(book, "framework_items", "framework_tasks", "mandates"), *cited(book, ["pema-2"])),
    )


def on_research(book: Book, framework: str = ALL) -> Exhibit | Nothing:
    """Show what evidence there is on claims of research about items that the article leaves out or touches in part."""
    rows = items(book, framework)
    claims = sorted(set(" ".join(rows.loc[rows["mentioned"] != "yes", "claims"]).split()))
    return checked.by_claim(book, claims, f"missing-research-{framework}", "what the article leaves out")


def research(book: Book, framework: str = ALL) -> Listing | Nothing:
    """List the items left out or touched in part, with the claims of research on each, or that there is none."""
    rows = items(book, framework)
    rows = rows[rows["mentioned"] != "yes"]
    if rows.empty:
        return Nothing("missing-claims", "Nothing of this framework is left out", "Every item of it is mentioned.")
    said = book.tables["claims"].set_index("claim_id")["proposition"]
    told = [
        "; ".join(f"{one} {short(said[one], 90)}" for one in ids.split()) or "no claim of this collection tests it"
        for ids in rows["claims"]
    ]
    return Listing(
        pd.DataFrame({"item": rows["name"], "in the article": rows["mentioned"], "what research tests": told})
    )
