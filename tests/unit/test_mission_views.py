"""What briefs on missions and countries and the case studies show, and what they say where there is nothing to show."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, Exhibit
from claimbook.views import case_charts, case_studies, common, country_brief, deaths, mission_brief, where
from claimbook.views import mission_record as record
from claimbook.views.common import Listing, Nothing


def test_a_listing_escapes_its_cells_and_links_its_last_column() -> None:
    frame = pd.DataFrame({"<i>": ["<b>"], "source": ['"&"']})
    html = Listing(frame, ["https://a.org/?b=1&c=<d>"], "more <u>")._repr_html_()
    assert not any(tag in html for tag in ("<b>", "<i>", "<u>", "<d>"))
    assert '<a href="https://a.org/?b=1&amp;c=&lt;d&gt;">&quot;&amp;&quot;</a>' in html
    assert html.startswith("<details")
    for address in ("", "javascript:alert(1)", " https://a.org"):
        assert "<a " not in Listing(frame, [address])._repr_html_()


def test_a_record_names_a_source_for_each_line(book: Book) -> None:
    rows = record.record(book, "minusma")
    assert (rows.frame["source"] != "").all()
    assert set(rows.frame["what"]) >= {"name", "where", "began", "ended", "before, after, beside"}
    assert sum(address.startswith("https://") for address in rows.addresses) > 10


def test_a_record_says_what_is_unverified(book: Book) -> None:
    checked = pd.concat([record.lines(book, one) for one in record.missions(book)])["checked"]
    assert set(checked) >= {"one source", "two sources", "unverified"}


@pytest.mark.parametrize("mission", ["minusma", "amisom", "unef-i", "unosom", "unowas"])
def test_a_brief_has_an_exhibit_or_says_why_not(book: Book, mission: str) -> None:
    country = record.host(book, mission)
    parts = [
        mission_brief.strength(book, mission),
        mission_brief.dead(book, mission),
        mission_brief.violence(book, mission, country),
        case_charts.calendar(book, [mission]),
        record.mandates(book, mission),
        deaths.around(book, mission, country),
        mission_brief.claims(book, mission),
    ]
    for part in parts:
        assert isinstance(part, Exhibit | Listing) or (isinstance(part, Nothing) and part.title and part.why)
        if isinstance(part, Exhibit):
            assert part.alt
            assert part.sources
            assert len(part.frame)
    assert len(record.missing(book, mission).frame)


def test_the_dead_stand_by_cause(book: Book) -> None:
    exhibit = mission_brief.dead(book, "minusma")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.title == "MINUSMA: 311 of its people died, 174 by malicious acts"
    assert exhibit.frame["deaths"].sum() == 311
    lacking = mission_brief.dead(book, "amisom")
    assert isinstance(lacking, Nothing)
    assert "publish no comparable list" in lacking.why


def test_no_death_is_lost_where_causes_outnumber_colours(book: Book) -> None:
    missions = ["unoci", "monusco", "unmee", "unama", "unifil"]
    exhibit = case_charts.dead(book, missions)
    assert isinstance(exhibit, Exhibit)
    counted = book.tables["mission_fatalities"].set_index("mission_id").loc[missions, "deaths_count"].sum()
    assert exhibit.frame["deaths"].sum() == counted
    assert exhibit.frame["cause"].cat.categories[-1] == "other causes"


def test_missing_is_named(book: Book) -> None:
    gaps = record.missing(book, "amisom").frame["what is missing"].tolist()
    assert "no source in the tables for the dead by cause" in gaps


def test_a_comparison_keeps_the_layers_apart(book: Book) -> None:
    rows = case_studies.comparison(book, ["amisom", "minusma"]).frame
    assert rows.columns.tolist() == ["aspect", "layer", "AMISOM", "MINUSMA"]
    assert set(rows["layer"]) == {"article asserts", "record says"}
    wanted = {
        "mandate",
        "task",
        "size",
        "threats",
        "counter-terrorism role",
        "host consent",
        "parallel forces",
        "how it ended",
    }
    told = rows[rows["layer"] == "record says"].set_index("aspect")
    assert wanted <= set(told.index)
    assert (told.loc[sorted(wanted), ["AMISOM", "MINUSMA"]] != "no source in the tables").all(axis=None)


def test_a_comparison_of_others_asserts_nothing(book: Book) -> None:
    rows = case_studies.comparison(book, ["monusco", "unmiss", "minusca"]).frame
    assert set(rows["layer"]) == {"record says"}
    assert isinstance(case_studies.claims(book, ["monusco", "unmiss"], {}), Nothing)
    assert case_studies.found_on(book, ["monusco", "unmiss"]) == {}


@pytest.mark.parametrize("missions", [["minusma"], ["minusma"] * 7, []])
def test_two_to_six_missions_are_compared(book: Book, missions: list[str]) -> None:
    with pytest.raises(ClaimbookError, match="name 2 to 6"):
        case_studies.chosen(book, missions)


def test_case_claims_stand_beside_the_record(book: Book) -> None:
    found = case_studies.found_on(book, ["amisom", "minusma"])
    rows = case_studies.claims(book, ["amisom", "minusma"], found)
    assert isinstance(rows, Listing)
    claims = book.tables["claims"]
    assert set(rows.frame["claim"]) == set(claims.loc[claims["scope"].isin(["amisom", "minusma"]), "claim_id"])
    trends = rows.frame[rows.frame["record says"].str.contains("deaths a year")]
    assert len(trends) > 3
    assert trends["record says"].str.contains("a trend shows no cause").all()


def test_the_calendar_shows_neighbours_and_verdicts(book: Book) -> None:
    missions = ["amisom", "minusma"]
    exhibit = case_charts.calendar(book, missions, case_studies.found_on(book, missions))
    assert isinstance(exhibit, Exhibit)
    assert {"ATMIS", "Barkhane"} <= set(exhibit.frame["mission"])
    assert "c-090" in str(exhibit.figure.to_json())


@pytest.mark.parametrize("per_100k", [False, True])
def test_deaths_of_cases_keep_their_range(book: Book, per_100k: bool) -> None:
    exhibit = case_charts.violence(book, ["amisom", "minusma"], per_100k)
    assert isinstance(exhibit, Exhibit)
    assert {"low", "best", "high"} <= set(exhibit.frame)
    assert ("100,000" in exhibit.subtitle) == per_100k


def test_a_mission_before_the_first_year_has_no_panel(book: Book) -> None:
    exhibit = case_charts.violence(book, ["unef-i", "unosom-ii"])
    assert isinstance(exhibit, Exhibit)
    assert set(exhibit.frame["country and mission"]) == {"Somalia, UNOSOM II shaded"}
    assert isinstance(case_charts.violence(book, ["unef-i", "unogil"]), Nothing)


def test_a_country_without_years_says_so(book: Book) -> None:
    assert isinstance(country_brief.by_type(book, "esh", 1989, 2024), Nothing)
    assert isinstance(where.surroundings(book, ["esh"], 2024), Nothing)
    assert country_brief.headline(book, "esh", 1989, 2024)["years in the yearly version"] == 0
    gaps = country_brief.missing(book, "esh", 1989, 2024).frame["what is missing"]
    assert gaps.str.contains("UCDP does not list the country then").any()


def test_a_country_shows_its_missions_and_deaths(book: Book) -> None:
    exhibit = country_brief.by_type(book, "mli", 2000, 2024)
    assert isinstance(exhibit, Exhibit)
    assert "3,656 deaths in 2022" in exhibit.title
    assert "not peace" in exhibit.subtitle
    assert set(country_brief.hosted(book, "mli").frame["mission"]) >= {"MINUSMA", "AFISMA"}
    months = deaths.recent_months(book, "mli")
    assert isinstance(months, Exhibit)
    assert months.frame["provisional"].any()


def test_a_map_names_its_hosts_with_their_range(book: Book) -> None:
    exhibit = where.surroundings(book, where.hosts(book, ["minusma", "amisom"]), where.last_year(book))
    assert isinstance(exhibit, Exhibit)
    assert "Mali 8.0 (7.5 to 11.1)" in exhibit.title
    assert len(exhibit.frame) > 150


def test_sources_fold_open(book: Book) -> None:
    rows = case_studies.sources_of(book, ["amisom", "minusma"])
    assert rows.summary.startswith("Where the record says so")
    assert set(rows.frame["mission"]) == {"AMISOM", "MINUSMA"}
    assert common.when(None, None) == ""
