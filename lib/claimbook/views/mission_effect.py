"""What the record allows to be said of one mission's effect on violence, which for most is nothing."""

import pandas as pd

from claimbook import cases
from claimbook.book import Book
from claimbook.effects.one_mission import AFTER_YEARS, clean_donors, rivals_of
from claimbook.effects.surges import base_rate, surges
from claimbook.effects.synthetic import LEVEL, MIN_AFTER, MIN_BEFORE
from claimbook.errors import ClaimbookError
from claimbook.views.common import Listing, Nothing
from claimbook.violence import covered


def conditions(book: Book, mission_id: str) -> Listing | Nothing:
    """List what it would take to tell an effect of the mission, and what there is; the base rate comes first."""
    row, hosts = cases.mission(book, mission_id), cases.hosts(book, mission_id)
    if pd.isna(row["start_date"]) or len(hosts) != 1:
        why = "Its start is not on record." if pd.isna(row["start_date"]) else f"It worked in {len(hosts)} countries."
        return Nothing(
            f"effect-{mission_id}",
            f"No effect of {row['acronym']} on violence can be told",
            f"{why} One country and a first day are needed, before and after which deaths can be compared.",
        )
    country = str(hosts["country_id"].iloc[0])
    # the first year of which the mission saw more than half
    start = int((row["start_date"] + pd.DateOffset(months=6)).year)
    first, last = covered(book)
    donors, rivals = len(clean_donors(book, country, start)), rivals_of(book, mission_id)
    smallest = 1 / (donors + 1)
    told = [
        ("the base rate", *_base_rate(book)),
        _enough("years on record before its start", max(start - first, 0), MIN_BEFORE),
        _enough("years on record from its start on", min(max(last - start + 1, 0), AFTER_YEARS), MIN_AFTER),
        (
            "countries in conflict without any mission",
            str(donors),
            f"no p can be below {smallest:.2f}{'' if smallest <= LEVEL else ': too few'}",
        ),
        (
            "other events within a year of its start",
            "; ".join(rivals) or "none on record",
            "each could have had the same effect" if rivals else "that none is on record does not mean there was none",
        ),
    ]
    return Listing(pd.DataFrame(told, columns=["what it takes", "what there is", "so"]))


def _base_rate(book: Book) -> tuple[str, str]:
    try:
        rate = base_rate(surges(book))
    except ClaimbookError:
        # a package of few countries may hold no surge at all
        return "no surge on record", "nothing says what would have come anyway"
    told = f"{rate['lower_count']} of {rate['surge_count']} surges without any mission were less deadly after"
    return told, "a fall after the start is what mostly comes anyway"


def _enough(what: str, count: int, least: int) -> tuple[str, str, str]:
    return what, str(count), "enough" if count >= least else f"too few: {least} are needed"
