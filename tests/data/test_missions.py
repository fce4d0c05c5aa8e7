"""Missions and violence: the producers' sums come out, every figure has its source, and every mission its brief."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from claimbook import Book, cases, open_book, violence
from claimbook.render import load_runs


def deaths(book: Book, country: str, year: int) -> int:
    return int(violence.by_year(book, [country], year, year)["best"].sum())


@pytest.mark.parametrize(
    ("country", "year", "count"),
    [
        *[("mli", 2012, 359), ("mli", 2018, 1281), ("mli", 2022, 3656), ("mli", 2024, 1901)],
        *[("som", 2012, 2989), ("som", 2023, 4216)],
    ],
)
def test_deaths_by_year_are_the_producers(book: Book, country: str, year: int, count: int) -> None:
    assert deaths(book, country, year) == count


@pytest.mark.parametrize(("country", "count"), [("mli", 2157), ("som", 3872)])
def test_deaths_by_month_are_the_producers(book: Book, country: str, count: int) -> None:
    months = violence.by_month(book, country)
    assert months.loc[months["month"].dt.year == 2025, "best"].sum() == count
    assert months.loc[months["provisional"], "month"].dt.year.unique().tolist() == [2026]


def test_the_dead_of_minusma(book: Book) -> None:
    dead = cases.fatalities(book, "minusma")
    assert dead["deaths_count"].sum() == 311
    assert dead.loc[dead["cause"] == "malicious-act", "deaths_count"].sum() == 174


def test_each_casualty_counts_once(book: Book) -> None:
    # the producer lists 4,429 rows, of which 6 of UNMIK stand there twice
    left_out = book.tables["mission_codes"].query("source_id == 'un-2025-fatalities' and mission_id.isna()")
    assert book.tables["mission_fatalities"]["deaths_count"].sum() <= 4423
    assert left_out["reason"].notna().all()
    assert cases.fatalities(book, "unmik")["deaths_count"].sum() == 56


def test_strength_is_the_producers(book: Book) -> None:
    strength = book.tables["mission_personnel"]
    december = strength.query("source_id == 'kathman-2019' and year == 2019 and month == 12")
    assert december["total_count"].sum() == 83_331
    amisom = cases.personnel(book, "amisom").set_index("year")
    assert amisom.loc[2015, ["month", "total_count"]].tolist() == [12, 22_126]


def test_every_figure_names_a_source_with_a_licence(book: Book) -> None:
    sources = book.tables["sources"].set_index("source_id")
    names = [name for name, table in book.package.tables.items() if table.path.startswith(("missions/", "violence/"))]
    seen = 0
    for name in names:
        if "source_id" in book.tables[name]:
            used = book.tables[name]["source_id"]
            assert used.notna().all(), name
            assert sources.loc[used.unique(), "licence"].notna().all(), name
            seen += len(used)
    assert seen > 30_000


def test_every_fact_has_a_source_and_a_time(book: Book) -> None:
    facts = book.tables["mission_facts"]
    assert len(facts) > 250
    assert facts[["fact_value", "valid_from", "ends", "source_id", "checked"]].notna().all(axis=None)
    assert set(facts["mission_id"]) >= {"minusma", "amisom", "atmis", "aussom", "barkhane"}


def test_the_ceiling_of_amisom_step_by_step(book: Book) -> None:
    """The corrections of the review: when each ceiling took effect, not when it was adopted."""
    facts = cases.facts(book, "amisom")
    steps = facts[facts["fact_key"] == "authorised-uniformed"].set_index("valid_from")["fact_value"].astype("int64")
    assert {12_000, 17_731, 22_126, 21_626, 20_626, 19_626} <= set(steps)
    assert steps[pd.Timestamp("2019-02-28")] == 20_626
    assert steps.index.is_monotonic_increasing


def test_beyond_the_articles_two_all_is_an_extension(book: Book) -> None:
    missions = book.tables["missions"]
    assert missions.loc[missions["scope"] == "article", "mission_id"].tolist() == ["amisom", "minusma"]
    assert missions.loc[missions["case_id"].notna(), "mission_id"].tolist() == ["amisom", "minusma"]


def test_every_peacekeeping_operation_since_1948_is_there(book: Book) -> None:
    missions = book.tables["missions"]
    own = missions[missions["kind"] == "un-peacekeeping"]
    # the United Nations count 72 of them
    assert len(own) >= 70
    assert {"untso", "unmogip", "unef-i", "onuc", "untag", "unprofor", "unamir", "minurso"} <= set(own["mission_id"])
    assert own["start_date"].notna().all()


def test_every_mission_and_host_has_its_brief(project: Path, book: Book) -> None:
    runs = {run.name for run in load_runs(project, book)}
    missions, hosts = set(book.tables["missions"]["mission_id"]), set(book.tables["mission_hosts"]["country_id"])
    assert len(missions) > 90
    assert {f"briefs/mission/{one}" for one in missions} == {one for one in runs if one.startswith("briefs/mission/")}
    assert {f"briefs/country/{one}" for one in hosts} == {one for one in runs if one.startswith("briefs/country/")}


def test_a_new_mission_gets_its_brief_without_a_change_of_code(project: Path, package: Path) -> None:
    file = package / "missions" / "missions.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        last = list(csv.DictReader(stream))[-1]
    row = last | {"mission_id": "zz-new", "acronym": "ZZNEW", "case_id": "", "recorded_with": ""}
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, list(row), lineterminator="\n").writerow(row)
    [run] = [run for run in load_runs(project, open_book(package)) if run.name == "briefs/mission/zz-new"]
    assert run.parameters["mission"] == "zz-new"
    assert run.title == "ZZNEW"
