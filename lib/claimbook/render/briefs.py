"""Indexes of briefs: tables that the reader can sort and filter, with a sparkline for each mission and country."""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.render.markdown import plain, table
from claimbook.render.runs import BRIEFS, Run
from claimbook.render.sparkline import sparkline
from claimbook.views.challenge_brief import links as links_of_challenge
from claimbook.views.ranked import candidates
from claimbook.views.strategy_brief import links as links_of_strategy
from claimbook.violence import ZERO, by_year, covered, summed

# the files of an index by their names: pages, and drawings beside them
Files = dict[str, list[str]]


def briefs_pages(book: Book, runs: Sequence[Run]) -> Files:
    """Return an index for each template of briefs that has one, and the drawings in it, as lines by file."""
    files: Files = {}
    for template, index in _INDEXES.items():
        prefix = f"{BRIEFS}{template}/"
        ids = [run.name.removeprefix(prefix) for run in runs if run.name.startswith(prefix)]
        # an index has one row for each; combinations have more folders
        ids = [one for one in ids if "/" not in one]
        if ids:
            files |= index(book, ids)
    return files


def _challenges(book: Book, ids: Sequence[str]) -> Files:
    challenges = book.tables["challenges"].set_index("challenge_id").astype("str")
    rows = []
    for challenge in ids:
        found = links_of_challenge(book, challenge)
        ways = found.groupby("way")["other"].nunique()
        name = _leads_to("challenge", challenge, challenges.loc[challenge, "name"])
        counts = [ways.get("answers", 0), ways.get("harms", 0), len(found)]
        rows.append([name, plain(challenges.loc[challenge, "level"]), *map(str, counts)])
    header = ["challenge", "level", "answers", "hinders or worsens", "links"]
    names = {challenge: challenges.loc[challenge, "name"] for challenge in ids}
    return {"briefs/index.md": [*_page("Briefs on challenges", "challenge", header, rows, names)]}


def _strategies(book: Book, ids: Sequence[str]) -> Files:
    strategies = candidates(book)
    rows = []
    for strategy in ids:
        row, found = strategies.loc[strategy], links_of_strategy(book, strategy)
        ways = found.groupby("way", observed=False)["other"].nunique()
        name = _leads_to("strategy", strategy, row["name"])
        counts = [ways["reduces"], ways["brings about"], len(found), row["families"]]
        rows.append([name, plain(row["family"]), *map(str, counts), plain(row["why_not"] or "ranked")])
    header = ["strategy", "family", "reduces", "brings about", "links", "families of studies", "in the ranking"]
    names = strategies["name"].to_dict()
    page = _page("Briefs on strategies", "strategy", header, rows, {one: names[one] for one in ids})
    return {"briefs/strategies.md": [*page]}


def _missions(book: Book, ids: Sequence[str]) -> Files:
    missions = book.tables["missions"].set_index("mission_id")
    kinds = book.labels("missions", "kind")
    dead = book.tables["mission_fatalities"].groupby("mission_id")["deaths_count"].sum()
    files: Files = {}
    rows = []
    for mission in ids:
        row, strength = missions.loc[mission], cases.personnel(book, mission)
        uniformed = strength["total_count"].astype("float64").fillna(strength["mean_total"])
        drawn = _drawn(f"mission-{mission}", strength["year"], uniformed, "uniformed people", files)
        peak = f"{uniformed.max():.0f}" if uniformed.notna().any() else ""
        hosts = ", ".join(cases.hosts(book, mission)["name"])
        years = [_year(row[f"{side}_date"]) for side in ("start", "end")]
        died = str(dead.get(mission, ""))
        cells = [plain(kinds[str(row["kind"])]), plain(hosts), *years, peak, died, drawn]
        rows.append([_leads_to("mission", mission, row["acronym"]), *cells])
    header = ["mission", "kind", "where", "from", "to", "most uniformed", "dead", "strength by year"]
    names = missions["acronym"].to_dict()
    page = _page("Briefs on missions", "mission", header, rows, {one: names[one] for one in ids})
    return {"briefs/missions.md": [*page], **files}


def _countries(book: Book, ids: Sequence[str]) -> Files:
    names = book.tables["countries"].set_index("country_id")["name"]
    hosted = book.tables["mission_hosts"]["country_id"].value_counts()
    ids = sorted(ids, key=names.to_dict().__getitem__)
    first, last = covered(book)
    everywhere = summed(by_year(book, ids))
    files: Files = {}
    rows = []
    for country in ids:
        deaths = everywhere[everywhere["country_id"] == country]
        # a country that did not exist yet, or is not on the producer's list, has a gap and no zero
        drawn = _drawn(f"country-{country}", deaths["year"], deaths["best"], "deaths", files)
        whole, *ends = (str(deaths[bound].sum()) if len(deaths) else "" for bound in ("best", "low", "high"))
        worst = str(deaths.loc[deaths["best"].idxmax(), "year"]) if deaths["best"].any() else ""
        cells = [str(hosted[country]), whole, " to ".join(filter(None, ends)), worst, drawn]
        rows.append([_leads_to("country", country, names[country]), *cells])
    header = ["country", "missions", f"deaths {first} to {last}, best", "low to high", "worst year", "deaths by year"]
    page = _page("Briefs on host countries", "country", header, rows, {one: names[one] for one in ids}, ZERO)
    return {"briefs/countries.md": [*page], **files}


_INDEXES: dict[str, Callable[[Book, Sequence[str]], Files]] = {
    "challenge": _challenges,
    "strategy": _strategies,
    "mission": _missions,
    "country": _countries,
}


def _page(
    title: str,
    template: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    names: dict[str, str],
    note: str = "",
) -> Iterator[str]:
    yield from (f"# {title}", "")
    yield from (f"One page for each. Choose a heading to sort by it, type to filter. {plain(note)}", "")
    yield from table(header, rows, "sortable")
    yield from ("```{toctree}", ":hidden:", "")
    yield from (f"{name} <{template}/{one}>" for one, name in names.items())
    yield "```"


def _leads_to(template: str, one: str, name: str) -> str:
    return f"[{plain(name)}]({template}/{one}.ipynb)"


def _drawn(name: str, years: pd.Series, values: pd.Series, unit: str, files: Files) -> str:
    """Add a drawing to the files, and return the Markdown that shows it with its words; empty without two years."""
    known = pd.DataFrame({"year": years.to_numpy(), "value": values.to_numpy()}).dropna()
    if len(known) < 2:
        return ""
    known = known.astype({"year": "int64", "value": "float64"})
    files[f"briefs/sparklines/{name}.svg"] = [sparkline(known["value"].tolist()).rstrip()]
    peak = known.loc[known["value"].idxmax()]
    span = f"{known['year'].iloc[0]} to {known['year'].iloc[-1]}"
    words = f"{unit} {span}, at most {peak['value']:,.0f} in {peak['year']:.0f}"
    return f"![{plain(words)}](sparklines/{name}.svg)"


def _year(day: object) -> str:
    return "" if pd.isna(day) else str(pd.Timestamp(day).year)
