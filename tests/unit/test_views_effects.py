"""What the notebook on effects and the mission briefs show: the base rate first, ranges everywhere, no effect told."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.panel import Panel, panel
from claimbook.views import effects as view
from claimbook.views import mission_effect
from claimbook.views.common import Listing, Nothing


@pytest.fixture(scope="module")
def rows(book: Book) -> Panel:
    return panel(book)


def test_the_estimates_carry_interval_sample_bound_and_method(rows: Panel) -> None:
    numbers, grounds = view.main(rows, "one_sided", "after")
    table = numbers.frame
    assert grounds.frame["by"].tolist() == ["poisson", "any", "log", "hazard"]
    assert grounds.frame[["assumes", "method"]].ne("").all(axis=None)
    assert table["by"].tolist() == ["poisson", "any", "log"] * 2 + ["hazard"]
    assert table["estimate and interval"].str.contains(r"\(.* to .*\)").all()
    assert table.loc[table["by"] == "any", "bias bound"].str.startswith("Oster’s delta").all()
    assert table.loc[table["by"] != "any", "bias bound"].str.startswith("E-value").all()
    dealt = table["p with missions dealt anew"]
    assert (dealt == "not asked").tolist() == [True, True, True, False, False, False, True]
    assert dealt[3:6].astype("float64").between(0.001, 1).all()


def test_a_blunt_sample_says_so_first(rows: Panel) -> None:
    assert view.leading(rows, "one_sided", "during").startswith("This sample could not show a fall below 9")


def test_the_curve_says_that_agreement_is_no_proof(book: Book, rows: Panel) -> None:
    exhibit = view.specifications(book, rows, "one_sided", "during")
    assert "share the same bias" in exhibit.alt
    assert exhibit.frame["version"].nunique() == 2
    assert exhibit.title.startswith(f"{(exhibit.frame['sign'] == 'open').sum()} of {len(exhibit.frame)}")


def test_published_and_own_sign_stand_side_by_side(book: Book) -> None:
    listing = view.reconstructions(book)
    assert isinstance(listing, Listing)
    told = listing.frame.set_index("reconstructed")
    assert {"published", "ours", "our estimate lies", "why they may differ", "study"} <= set(told.columns)
    assert set(told["published"]) == {"fewer", "open", "not seen"}


def test_a_brief_says_what_it_would_take_to_tell_an_effect(book: Book) -> None:
    listing = mission_effect.conditions(book, "minusma")
    assert isinstance(listing, Listing)
    table = listing.frame.set_index("what it takes")
    assert table.index[0] == "the base rate"
    assert table.loc["the base rate", "what there is"].startswith("50 of 74 surges")
    assert "Serval" in table.loc["other events within a year of its start", "what there is"]
    early = mission_effect.conditions(book, "onuc")
    assert isinstance(early, Listing)
    assert early.frame["so"].str.startswith("too few").sum() >= 1


def test_a_package_without_a_surge_has_no_base_rate(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: Book) -> None:
        raise ClaimbookError("nothing to compare")

    monkeypatch.setattr(mission_effect, "surges", none)
    listing = mission_effect.conditions(book, "minusma")
    assert isinstance(listing, Listing)
    assert listing.frame.iloc[0].tolist()[:2] == ["the base rate", "no surge on record"]


def test_where_deaths_can_not_be_followed_the_brief_says_why(book: Book) -> None:
    nothing = mission_effect.conditions(book, "untso")
    assert isinstance(nothing, Nothing)
    assert "countries" in nothing.why
