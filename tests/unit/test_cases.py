"""Missions: facts as of a day, neighbours from both sides, decisions once each; on the collection's own tables."""

import datetime as dt

import pytest

from claimbook import Book, ClaimbookError, cases


def test_facts_hold_as_of_a_day(book: Book) -> None:
    def ceiling(day: dt.date) -> list[str]:
        facts = cases.facts(book, "amisom", day)
        return facts.loc[facts["fact_key"] == "authorised-uniformed", "fact_value"].tolist()

    assert ceiling(dt.date(2016, 1, 1)) == ["22126"]
    assert ceiling(dt.date(2019, 2, 27)) == ["21626"]
    assert ceiling(dt.date(2019, 3, 1)) == ["20626"]
    assert ceiling(dt.date(2006, 1, 1)) == []


def test_superseded_facts_stay(book: Book) -> None:
    facts = cases.facts(book, "amisom")
    assert (facts["fact_key"] == "authorised-uniformed").sum() >= 6
    assert facts[["name", "value_unit", "rule"]].notna().all(axis=None)


def test_an_unknown_mission_is_told_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean minusma"):
        cases.mission(book, "minusmo")
    with pytest.raises(ClaimbookError, match=r"did you mean unosom-ii\?"):
        cases.mission(book, "UNOSOM II")


def test_neighbours_read_from_both_sides(book: Book) -> None:
    def others(mission: str) -> dict[str, str]:
        rows = cases.neighbours(book, mission)
        return dict(zip(rows["other_id"], rows["tie"], strict=True))

    assert others("amisom")["atmis"] == "successor"
    assert others("atmis")["amisom"] == "predecessor"
    assert others("minusma")["barkhane"] == "parallel" == others("barkhane")["minusma"]
    assert others("afisma")["minusma"] == "successor"


def test_a_decision_stands_once_whoever_codes_it(book: Book) -> None:
    rows = cases.mandates(book, "minusma")
    assert rows["instrument"].is_unique
    assert rows["adopted_date"].is_monotonic_increasing
    first, last = rows.iloc[0], rows.iloc[-1]
    assert (first["instrument"], first["change"]) == ("S/RES/2100 (2013)", "establishes")
    assert {"tamm-2.1", "pema-2"} <= set(first["coded_by"].split())
    assert (last["instrument"], last["change"]) == ("S/RES/2690 (2023)", "ends")


def test_tasks_are_told_as_they_change(book: Book) -> None:
    rows = cases.task_changes(book, "minusma")
    assert rows["source_id"].nunique() == 1
    assert rows.loc[0, "task_count"] > 5
    assert rows.loc[0, "added"].count(";") + 1 <= rows.loc[0, "task_count"]
    assert cases.task_changes(book, "barkhane").empty


def test_the_dead_of_a_shared_record_say_so(book: Book) -> None:
    rows = cases.fatalities(book, "unosom-ii")
    assert rows["recorded_as"].unique().tolist() == ["unosom"]
    assert cases.fatalities(book, "amisom").empty


def test_one_strength_a_year(book: Book) -> None:
    for mission in ("minusma", "amisom", "unifil"):
        rows = cases.personnel(book, mission)
        assert rows["year"].is_unique, mission
        assert len(rows) > 3, mission


def test_hosts_and_missions_find_each_other(book: Book) -> None:
    assert cases.hosts(book, "minusma")["country_id"].tolist() == ["mli"]
    assert {"minusma", "afisma"} <= set(cases.missions_in(book, "mli")["mission_id"])
    assert len(cases.hosts(book, "untso")) > 1


def test_lifetimes_take_in_the_neighbours(book: Book) -> None:
    rows = cases.lifetimes(book, ["amisom"])
    assert rows.loc[rows["tie"] == "itself", "mission_id"].tolist() == ["amisom"]
    assert {"atmis"} <= set(rows["mission_id"])
    assert rows["start_date"].notna().all()
