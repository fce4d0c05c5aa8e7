"""The exhibits on lessons and the ranking: counted by hand where they can be, and refused where they should be."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.views import lessons, ranked


def test_lessons_reach_what_their_strategies_address(book: Book) -> None:
    rows = lessons.taught(book)
    # nothing is said to be reduced by engaging communities
    reached = rows.dropna(subset="challenge")
    assert set(reached["lesson"]) == {"intelligence-sharing-lesson", "technology-lesson", "training-lesson"}
    assert len(lessons.uncovered(book)) == 27 - reached["challenge"].nunique()
    frame = lessons.coverage(book).frame
    assert len(frame) == len(rows)
    assert (frame["challenge"] == "none").sum() == rows["challenge"].isna().sum()
    listed = lessons.not_covered(book).frame
    assert list(listed.columns) == ["challenge", "level", "answered elsewhere by"]
    assert len(listed) == len(lessons.uncovered(book))
    assert len(lessons.finding(book)) <= 160


def test_the_asserted_order_goes_by_reach_and_leaves_umbrellas_out(book: Book) -> None:
    frame = lessons.asserted_order(book, top_count=40).frame
    assert frame["challenges"].is_monotonic_decreasing
    assert "Peacekeeping operations" not in set(frame["strategy"])
    assert frame["statements"].str.startswith("s").all()


def test_a_choice_without_links_leaves_words(book: Book) -> None:
    for found in (lessons.coverage(book, []), lessons.asserted_order(book, [])):
        assert "this choice" in found.title


def test_strategies_are_ranked_only_on_two_families(book: Book) -> None:
    rows = ranked.candidates(book)
    assert len(rows) == len(book.tables["strategies"])
    kept = rows[rows["why_not"] == ""]
    assert len(kept) == 7
    assert (kept["families"] >= 2).all()
    assert not (kept["family"] == "general").any()
    assert rows.loc["peacekeeping-operations", "why_not"] == "it is an umbrella over others"
    assert rows.loc["ddr", "why_not"] == "fewer than 2 families of studies"
    # without a code the whole scale is open
    assert tuple(rows.loc["police-deployment", ["consent_low", "consent_high"]]) == (1, 3)
    assert tuple(rows.loc["force-training", ["consent_low", "consent_high"]]) == (3, 3)
    assert len(ranked.not_ranked(book).frame) == len(rows) - len(kept)


def test_the_best_end_of_each_criterion_is_the_highest(book: Book) -> None:
    low, high = ranked.bounds(ranked.candidates(book))
    assert (low <= high).all(axis=None)
    # hardly dependent on consent is the best code, and depends on it most the worst
    assert high.loc["Oversight and accountability measures", "consent"] == 3
    assert high.loc["Security force training", "consent"] == 1


def test_ranks_are_shares_of_draws(book: Book) -> None:
    exhibit = ranked.acceptable(book, None, 2000)
    shares = exhibit.frame.drop(columns="strategy")
    assert shares.sum(axis="columns").between(96, 104).all()
    assert "standard error at most 1.1" in exhibit.subtitle
    equal = ranked.acceptable(book, ranked.weights_of("equal"), 2000)
    assert "direction 25%" in equal.subtitle
    assert len(ranked.central(book, 2000).frame) <= 7
    flips = ranked.what_flips(book).frame
    assert len(flips) == 6
    assert flips["once this moves"].str.contains("weight").all()


def test_weights_are_read_or_refused() -> None:
    assert ranked.weights_of("any") is None
    assert ranked.weights_of("direction=0.6, certainty=0.4") == {
        "direction": 0.6,
        "certainty": 0.4,
        "consent": 0,
        "burden": 0,
    }
    with pytest.raises(ClaimbookError, match="direction"):
        ranked.weights_of("direction")
    with pytest.raises(ValueError, match="did you mean direction") as error:
        ranked.Weights().read("directon=0.5,burden=-0.5")
    assert "negative" in str(error.value)
    assert "sum to 1" in str(error.value)


def test_fewer_than_two_strategies_are_not_ranked(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ranked.candidates(book)
    one = rows.assign(why_not=["" if place == 0 else "no evidence" for place in range(len(rows))])
    one["score"] = pd.Series(0.0, index=one.index)
    monkeypatch.setattr(ranked, "candidates", lambda _: one)
    for found in (ranked.acceptable(book), ranked.central(book), ranked.what_flips(book)):
        assert found.title == "No strategy can be ranked"


def test_one_strategy_is_judged_as_among_all(book: Book) -> None:
    rows = ranked.candidates(book)
    for one in (rows.index[0], rows["families"].idxmax()):
        alone = ranked.candidates(book, [one])
        assert len(alone) == 1
        pd.testing.assert_series_equal(alone.loc[one], rows.loc[one])
