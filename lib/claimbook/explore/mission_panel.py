"""Choose two to six missions and what to compare; see the exhibit of the notebook on case studies."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.errors import ClaimbookError
from claimbook.explore.panel import WHOLE, Panel, Shown, choice
from claimbook.views import case_charts, case_studies, where
from claimbook.views.common import Listing, acronyms, plural

_Draw = Callable[[Book, Sequence[str], int], Sequence[Shown]]


def _side_by_side(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return case_studies.comparison(book, missions), case_studies.sources_of(book, missions)


def _times(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return [case_charts.calendar(book, missions, case_studies.found_on(book, missions))]


def _places(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return [where.surroundings(book, where.hosts(book, missions), where.last_year(book))]


def _deaths(book: Book, missions: Sequence[str], years: int) -> Sequence[Shown]:
    return case_charts.violence(book, missions, False, years), case_charts.around(book, missions)


def _rates(book: Book, missions: Sequence[str], years: int) -> Sequence[Shown]:
    return [case_charts.violence(book, missions, True, years)]


def _dead(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return [case_charts.dead(book, missions)]


def _claims(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return [case_studies.claims(book, missions, case_studies.found_on(book, missions))]


def _numbers(book: Book, missions: Sequence[str], _: int) -> Sequence[Shown]:
    return [Listing(case_studies.headline(book, missions).rename_axis("number").reset_index())]


_COMPARISONS: dict[str, _Draw] = {
    "what the article asserts and the record says": _side_by_side,
    "when they worked, and beside whom": _times,
    "where they worked: deaths per inhabitant in the latest year": _places,
    "how many people were killed before, during and after": _deaths,
    "how many were killed per 100,000 inhabitants": _rates,
    "who died in them": _dead,
    "what the article claims of them, and what holds": _claims,
    "in numbers": _numbers,
}
_WITH_YEARS = (_deaths, _rates)


def mission_panel(book: Book, chosen: Sequence[str] = ()) -> Any:
    """Return the widget."""
    table = book.tables["missions"]
    labels = dict(zip(table["acronym"] + ", " + table["name"], table["mission_id"], strict=True))
    picked = [str(cases.mission(book, one)["mission_id"]) for one in chosen]
    picked = picked or table.loc[table["case_id"].notna(), "mission_id"].tolist()
    add = widgets.Combobox(
        options=tuple(sorted(labels)),
        description="Add a mission",
        placeholder="acronym or name, then Enter",
        continuous_update=False,
        style=WHOLE,
        layout=widgets.Layout(width="26em", max_width="100%"),
    )
    compare = choice("Compare", [(label, label) for label in _COMPARISONS])
    years = widgets.IntSlider(8, 1, 15, description="Years before and after", continuous_update=False, style=WHOLE)
    buttons = widgets.HBox(layout=widgets.Layout(flex_flow="row wrap"))

    def draw() -> tuple[str, Sequence[Shown]]:
        # in the order of the table, as in the notebook
        picked.sort(key=table["mission_id"].tolist().index)
        buttons.children = [button(one, name) for one, name in acronyms(book, picked).items()]
        comparison = _COMPARISONS[compare.value]
        years.disabled = comparison not in _WITH_YEARS
        missions = case_studies.chosen(book, picked)
        return f"{plural(len(missions), 'mission')} compared.", comparison(book, missions, years.value)

    panel = Panel([add, buttons, compare, years], draw)

    def button(one: str, name: str) -> Any:
        made = widgets.Button(description=f"Remove {name}", icon="times", layout=widgets.Layout(width="auto"))
        made.on_click(lambda _: take_out(one))
        return made

    def take_out(one: str) -> None:
        picked.remove(one)
        panel.redraw()

    def take_in(change: dict[str, Any]) -> None:
        if not (text := change["new"].strip()):
            return
        try:
            one = str(cases.mission(book, labels.get(text) or _by_acronym(table).get(text.lower(), text))["mission_id"])
        except ClaimbookError as error:
            panel.say(str(error))
            return
        add.value = ""
        picked.extend([] if one in picked else [one])
        panel.redraw()

    add.observe(take_in, names="value")
    panel.draws_on(compare, years)
    panel.redraw()
    return panel.widget


def _by_acronym(table: pd.DataFrame) -> dict[str, str]:
    """Return the missions by acronym; not where two share one."""
    alone = table.drop_duplicates("acronym", keep=False)
    return dict(zip(alone["acronym"].str.lower(), alone["mission_id"], strict=True))
