"""Ways to break the tables of missions and violence in a copy of the package, each in one way."""

from collections.abc import Callable
from pathlib import Path

from breakages import Breakage
from evidence_breakages import Row, append, change, holding, table

COUNTRIES = "missions/countries.csv"
FACTS = "missions/mission_facts.csv"
MANDATES = "missions/mandates.csv"
MISSIONS = "missions/missions.csv"
MONTHS = "violence/country_months.csv"
SUCCESSIONS = "missions/successions.csv"
YEARS = "violence/country_years.csv"


def dated(row: Row) -> bool:
    return row.get("valid_to", row.get("end_date", "")) != ""


def in_unit(unit: str) -> Callable[[Path], Callable[[Row], bool]]:
    """Return a condition on facts: that their kind has this unit."""

    def where(folder: Path) -> Callable[[Row], bool]:
        kinds = {row["fact_key"] for row in table(folder, "missions/fact_keys.csv") if row["value_unit"] == unit}
        return lambda row: row["fact_key"] in kinds

    return where


def overlapping(rows: list[Row]) -> Row:
    """Return a second ceiling of MINUSMA while the first still held."""
    first = next(row for row in rows if row["mission_id"] == "minusma" and row["fact_key"].startswith("authorised"))
    return first | {"fact_id": "zz-again", "valid_to": "", "valid_to_precision": "", "ends": "not-stated"}


MISSION_BREAKAGES = [
    Breakage(
        "mission that ends before it begins",
        "a mission that ends before it begins",
        change(MISSIONS, "end_date", "1900-01-01", lambda _: dated, told=None),
        frictionless=False,
    ),
    Breakage(
        "mission that goes on and has ended",
        "a mission that goes on and has ended",
        change(MISSIONS, "status", "ongoing", lambda _: dated),
        frictionless=False,
    ),
    Breakage(
        "date without precision",
        "a date without its precision, or the reverse",
        change(MISSIONS, "start_date_precision", "", lambda _: dated),
        frictionless=False,
    ),
    Breakage(
        "unknown mission of a fact",
        "a dangling id: not in missions",
        change(FACTS, "mission_id", "minusmo", holding(mission_id="minusma")),
        frictionless=True,
    ),
    Breakage(
        "fact that ends before it begins",
        "a fact that ends before it begins",
        change(FACTS, "valid_to", "1900-01-01", lambda _: dated),
        frictionless=False,
    ),
    Breakage(
        "overlapping facts",
        "a fact that another of its kind still holds",
        append(FACTS, overlapping, "fact_key"),
        frictionless=False,
    ),
    Breakage(
        "dated without a date",
        "an end that its date does not fit",
        change(FACTS, "ends", "dated", holding(ends="ongoing")),
        frictionless=False,
    ),
    Breakage(
        "words where a number belongs",
        "no number, where its kind counts",
        change(FACTS, "fact_value", "about nine", in_unit("uniformed")),
        frictionless=False,
    ),
    Breakage(
        "one source for two",
        "two sources of which one is named",
        change(FACTS, "second_source_id", "", holding(checked="two-sources"), told="checked"),
        frictionless=False,
    ),
    Breakage(
        "mission beside itself",
        "a mission beside itself",
        change(SUCCESSIONS, "other_id", lambda _, row: row["mission_id"]),
        frictionless=False,
    ),
    Breakage(
        "task of another data set",
        "a task that pema-2 does not code",
        change(MANDATES, "tasks", "tamm-prociv", holding(source_id="pema-2"), told="source_id"),
        frictionless=False,
    ),
    Breakage("month 13", "no month", change(MONTHS, "month", "13"), frictionless=False),
    Breakage(
        "unknown country",
        "a dangling id: not in countries",
        change(YEARS, "country_id", "xyz", holding(country_id="zwe", year="2024")),
        frictionless=True,
    ),
    Breakage(
        "a country year twice",
        "the same row twice",
        append(YEARS, lambda rows: rows[-1], "country_id"),
        frictionless=True,
    ),
]
