"""Wars that come back, end or grow: a stated ratio is found, and published results stand beside ours."""

import numpy as np
import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects import hazards
from claimbook.effects.panel import Panel, panel
from claimbook.effects.reconstruction import african, reconstructions
from claimbook.effects.recurrence import WAR, ending, major, recurrence

WORDS = {name: name for name in ("estimand", "sample", "events", "assumptions", "method")}


@pytest.fixture(scope="module")
def real(book: Book) -> Panel:
    return panel(book)


def made(ratio: float, seed: int, link: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return country-years and whether an event came, whose hazard or odds a mission changes by a ratio."""
    chance = np.random.default_rng(seed)
    rows = pd.DataFrame([(f"c{c:02d}", y) for c in range(60) for y in range(20)], columns=["country_id", "year"])
    mission = np.repeat(chance.random(60) < 0.5, 20) & (rows["year"] >= 8)
    linear = np.log(0.15) + np.log(ratio) * mission
    p = 1 - np.exp(-np.exp(linear)) if link == "hazard" else 1 / (1 + np.exp(-linear))
    return rows.assign(mission=mission.astype("int64")), pd.Series(chance.random(len(rows)) < p)


@pytest.mark.parametrize("link", ["hazard", "odds"])
def test_the_stated_ratio_lies_in_the_interval(link: str) -> None:
    held = []
    for seed in range(12):
        rows, event = made(0.4, seed, link)
        found = hazards.ratio(rows, event, "mission", rows[["mission"]], WORDS, link)
        held.append(found.low <= 0.4 <= found.high)
        assert found.sign == "fewer"
    assert sum(held) >= 10


def test_without_enough_events_or_variation_nothing_is_estimated() -> None:
    rows, event = made(1.0, 1, "odds")
    none = pd.Series(False, index=rows.index)
    with pytest.raises(ClaimbookError) as error:
        hazards.ratio(rows.assign(mission=0), none, "mission", rows[["mission"]] * 0, WORDS)
    assert [problem.rule for problem in error.value.problems] == ["too few events", "no variation in the exposure"]
    # no event ever with a mission: no ratio
    with pytest.raises(ClaimbookError, match="no ratio can be taken"):
        hazards.ratio(rows, event & (rows["mission"] == 0), "mission", rows[["mission"]], WORDS)


def test_matching_compares_only_what_is_alike(real: Panel) -> None:
    whole, matched = recurrence(real, years=(1991, 2003)), recurrence(real, years=(1991, 2003), matched=True)
    assert matched.rows < whole.rows
    assert "matched" in matched.sample
    assert matched.treated <= whole.treated


def test_wars_end_and_grow_on_the_record(real: Panel) -> None:
    ended, grown = ending(real), major(real)
    during = real.sample("during")
    assert f"{int((during['state_based'] < 25).sum())} wars ended" in ended.sample
    assert f"{int((real.frame['state_based'] >= WAR).sum())} years of major war" in grown.sample
    assert grown.treated == real.frame["strong"].sum()
    assert (real.frame["strong"] <= real.frame["mission"]).all()
    # MINUSMA came under Chapter VII, UNMIBH's mandate of 1995 too; observers in Tajikistan did not
    told = real.frame.set_index(["country_id", "year"])[["mission", "strong"]]
    assert told.loc[("mli", 2015)].tolist() == [1, 1]
    assert told.loc[("tjk", 1997)].tolist() == [1, 0]


def test_reconstructions_print_the_published_sign_beside_ours(book: Book, real: Panel) -> None:
    found = {one.key: one for one in reconstructions(book, real)}
    assert {"battle-troops", "civilians-troops-without-rwanda", "recurrence", "matched-peace", "ending"} <= set(found)
    assert found["mandates"].source_id == "hegre-2019-evaluating"
    known = set(book.tables["sources"]["source_id"])
    for one in found.values():
        assert one.source_id in known
        assert one.published in {"fewer", "open", ""}
        assert one.differs
    without = found["civilians-troops-without-rwanda"].ours
    assert without.high < found["civilians-troops"].ours.high
    assert {"mli", "som", "rwa"} <= african(book)
    assert not {"afg", "hti"} & african(book)
