"""One mission: clean donors, rivals that are named, and no effect where a condition fails."""

import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.one_mission import clean_donors, one_mission, rivals_of


def test_mali_in_2013_can_not_be_told_from_what_else_came(book: Book) -> None:
    found = one_mission(book, "minusma")
    assert (found.country, found.start) == ("mli", 2013)
    told = "; ".join(found.rivals)
    assert all(name in told for name in ("Serval", "AFISMA", "EUTM"))
    assert found.synthetic is not None
    assert found.synthetic.effect is None
    assert any("other events" in one for one in found.synthetic.failed)
    assert found.series is not None
    assert any("other events" in one for one in found.series.failed)


def test_donors_had_a_conflict_and_no_mission(book: Book) -> None:
    donors = clean_donors(book, "mli", 2013)
    assert donors
    assert not {"mli", "cod", "som", "caf", "ssd"} & set(donors)
    deaths = book.tables["country_years"]
    before = deaths[deaths["year"].between(2003, 2012)].groupby("country_id")["state_based_best"].max()
    assert (before.loc[donors] >= 25).all()


def test_somalia_names_the_invasion_weeks_before(book: Book) -> None:
    assert any("Ethiopian" in one for one in rivals_of(book, "amisom"))


def test_a_mission_that_can_not_be_followed_is_refused_by_name(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="a mission in several countries"):
        one_mission(book, "untso")
    with pytest.raises(ClaimbookError):
        one_mission(book, "minusmaa")


def test_what_is_missing_is_listed_and_the_rest_goes_on(book: Book) -> None:
    # ONUC worked before the record begins
    found = one_mission(book, "onuc")
    assert (found.synthetic, found.series) == (None, None)
    assert {"too few periods before"} <= {problem.rule for problem in found.problems}
