"""Published results on missions and violence, estimated again from the data at hand: their sign beside ours."""

from dataclasses import dataclass

import pandas as pd

from claimbook.book import Book
from claimbook.effects.models import estimate
from claimbook.effects.panel import Panel
from claimbook.effects.recurrence import ending, major, recurrence
from claimbook.effects.result import Result

# Gleditsch and Ward's numbers of African states
_AFRICA = (400, 626)


@dataclass(frozen=True)
class Reconstruction:
    """A published result and ours.

    Attributes
    ----------
    key, study, source_id : str
        What was reconstructed, and its row in `sources`.
    published : str
        Sign of the published estimate: `fewer`, `more` or `open`; empty where it was not seen.
    ours : Result
        Newer UCDP, other controls, years instead of months: a reconstruction, no replication.
    differs : str
        Why the two may differ.
    """

    key: str
    study: str
    source_id: str
    published: str
    ours: Result
    differs: str


def reconstructions(book: Book, panel: Panel) -> list[Reconstruction]:
    """Return each published result with ours.

    Parameters
    ----------
    book : Book
        A data package with the table `countries`.
    panel : Panel
        As `claimbook.effects.panel.panel` returns it, of UN peacekeeping.
    """
    africa = _only(panel, african(book))
    found = []
    # a sign that was not seen in the study itself stays empty
    published = {"troops": "fewer", "police": "", "observers": ""}
    why = "The study has months, conflicts and the strength of the sides; here are years, countries and newer counts."
    for exposure, sign in published.items():
        ours = estimate(africa, "state_based", exposure, "poisson", "during", years=(1992, 2011))
        title = f"Battle deaths in Africa, 1992 to 2011, {exposure}"
        found.append(Reconstruction(f"battle-{exposure}", title, "hultman-2014-keeping", sign, ours, why))
    published = {"troops": "fewer", "police": "fewer", "observers": ""}
    for exposure, sign in published.items():
        for without in ((), ("rwa",)):
            ours = estimate(africa, "one_sided", exposure, "poisson", "all", without=without, years=(1991, 2008))
            left = " without Rwanda" if without else ""
            key = f"civilians-{exposure}{'-without-rwanda' if without else ''}"
            title = f"Civilians killed in Africa, 1991 to 2008, {exposure}{left}"
            found.append(Reconstruction(key, title, "hultman-2013-protection", sign, ours, why))
    found += [Reconstruction(*told) for told in _hazards(panel)]
    return found


def _hazards(panel: Panel) -> list[tuple[str, str, str, str, Result, str]]:
    """Return key, study, source, published sign, ours and why they may differ, of studies of whether war comes."""
    ended = (
        "The study counts peacekeeping after signed or won wars and controls for how these ended; here is none of that."
    )
    matching = (
        "The study matches on many traits of country and war, and on UN missions from 1988 to 2003; here on time since "
        "war, inhabitants and decade alone, and from 1991."
    )
    mandates = (
        "The study simulates onset, escalation and return together, by mandate and budget; here are odds of a major "
        "war, and a mandate is strong from the first decision under Chapter VII or with a task to use force."
    )
    fortna, gilligan = "fortna-2004-peacekeeping", "gilligan-2008-interventions"
    until = (1991, 2003)
    return [
        ("recurrence", "War that comes back", fortna, "fewer", recurrence(panel, years=(1991, 2005)), ended),
        (
            "matched-peace",
            "War back, matched",
            gilligan,
            "fewer",
            recurrence(panel, years=until, matched=True),
            matching,
        ),
        ("ending", "War that ends", gilligan, "open", ending(panel, years=until), matching),
        ("mandates", "Major war, by mandate", "hegre-2019-evaluating", "fewer", major(panel, (1991, 2013)), mandates),
    ]


def african(book: Book) -> set[str]:
    """Return the ids of African countries, by the numbers of Gleditsch and Ward."""
    numbers = pd.to_numeric(book.tables["countries"].set_index("country_id")["gwno"], errors="coerce")
    return set(numbers[numbers.between(*_AFRICA)].index)


def _only(panel: Panel, countries: set[str]) -> Panel:
    rows = panel.frame
    return Panel(rows[rows["country_id"].isin(countries)].reset_index(drop=True), panel.left_out)
