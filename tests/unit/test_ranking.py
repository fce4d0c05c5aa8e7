"""Acceptability against exact answers: areas of the triangle of weights, and every placing of ordinal codes."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from claimbook import ClaimbookError
from claimbook.ranking import acceptability, check_weights, flips, stretched

THREE = pd.DataFrame(
    {"a": [1.0, 0.0, 0.4], "b": [0.0, 1.0, 0.6], "c": [0.3, 0.2, 1.0]}, index=["first", "second", "third"]
)


def area(corners: list[np.ndarray]) -> float:
    """Return the area of a polygon by the shoelace formula, in the plane of the first two weights."""
    x, y = np.array(corners).T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def cut(corners: list[np.ndarray], plane: np.ndarray) -> list[np.ndarray]:
    """Return the part of a polygon on which a linear form of the weights is positive."""
    kept = []
    for here, there in zip(corners, [*corners[1:], corners[0]], strict=True):
        a, b = (plane @ np.array([*corner, 1 - corner.sum()]) for corner in (here, there))
        if a >= 0:
            kept.append(here)
        if a * b < 0:
            kept.append(here + (there - here) * a / (a - b))
    return kept


def exact(values: pd.DataFrame) -> dict[str, float]:
    """Return the exact share of all weightings under which each option comes first."""
    triangle = [np.array(corner, dtype="float64") for corner in ((0, 0), (1, 0), (0, 1))]
    shares = {}
    for option in values.index:
        corners = triangle
        for other in values.index.drop(option):
            corners = cut(corners, (values.loc[option] - values.loc[other]).to_numpy())
        shares[option] = area(corners) / area(triangle)
    return shares


def test_first_ranks_are_the_areas_of_the_triangle_of_weights() -> None:
    shares = exact(stretched(THREE, THREE))
    assert sum(shares.values()) == pytest.approx(1)
    found = acceptability(THREE, THREE, draws_count=40_000)
    for option, share in shares.items():
        assert found.ranks.loc[option, 1] == pytest.approx(share, abs=4 * found.error)
    assert found.error < 0.003
    assert found.ranks.sum(axis="columns").tolist() == pytest.approx([1, 1, 1])
    assert found.ranks.sum().tolist() == pytest.approx([1, 1, 1])


def test_uncertain_codes_equal_the_enumeration_of_all_placings() -> None:
    low = pd.DataFrame({"a": [1, 1, 2], "b": [2, 1, 1], "c": [1, 2, 1]}, index=list("xyz"))
    high = pd.DataFrame({"a": [2, 2, 2], "b": [2, 2, 1], "c": [1, 2, 2]}, index=list("xyz"))
    weights = {"a": 0.5, "b": 0.3, "c": 0.2}
    # two classes: the codes are worth 0 and 1 for certain, so that counting all placings is exact
    first = dict.fromkeys("xyz", 0.0)
    placings = list(np.ndindex(2, 2, 2, 2))
    for xa, ya, yb, zc in placings:
        scores = {"x": 0.5 * xa + 0.3 * 1 + 0.2 * 0, "y": 0.5 * ya + 0.3 * yb + 0.2 * 1, "z": 0.5 + 0.2 * zc}
        best = [one for one in scores if scores[one] > max(scores.values()) - 1e-9]
        for one in best:
            first[one] += 1 / len(best) / len(placings)
    found = acceptability(low, high, ["a", "b", "c"], weights, draws_count=40_000)
    for option, share in first.items():
        assert found.ranks.loc[option, 1] == pytest.approx(share, abs=4 * found.error)


def test_values_between_codes_are_only_ordered() -> None:
    # with one criterion nothing but the order counts, whatever the values
    codes = pd.DataFrame({"a": [3, 2, 1]}, index=list("xyz"))
    found = acceptability(codes, codes, ["a"], draws_count=500)
    assert np.diag(found.ranks).tolist() == [1, 1, 1]
    # a middle code is worth a uniform value: it beats a fixed half in half of the draws
    low = pd.DataFrame({"a": [3, 2, 1], "b": [0.0, 0.5, 1.0]}, index=list("xyz"))
    even = acceptability(low, low, ["a"], {"a": 0.5, "b": 0.5}, draws_count=20_000)
    assert even.ranks.loc["y", 1] == pytest.approx(0.5, abs=4 * even.error)


def test_central_weights_and_confidence() -> None:
    found = acceptability(THREE, THREE, draws_count=5000)
    assert found.central.sum(axis="columns").tolist() == pytest.approx([1, 1, 1])
    assert found.central.loc["first"].idxmax() == "a"
    assert found.confidence.tolist() == [1, 1, 1]
    worse = pd.concat([THREE, (THREE.min() - 0.1).to_frame("never").T])
    never = acceptability(worse, worse, draws_count=500)
    assert never.central.loc["never"].isna().all()
    assert np.isnan(never.confidence["never"])
    assert never.ranks.loc["never", 4] == 1


def test_the_smallest_change_flips_and_nothing_smaller_does() -> None:
    weights = {"a": 0.6, "b": 0.2, "c": 0.2}
    found = flips(THREE, weights).set_index("option")
    assert set(found.index) == {"second", "third"}
    grid = np.array([(i, j, 200 - i - j) for i in range(201) for j in range(201 - i)]) / 200
    for option, row in found.iterrows():
        ahead = (grid @ THREE.to_numpy().T)[:, list(THREE.index).index(option)] - grid @ THREE.loc["first"].to_numpy()
        distance = np.abs(grid - np.array(list(weights.values()))).sum(axis=1) / 2
        assert row["moved"] == pytest.approx(distance[ahead >= -1e-9].min(), abs=0.006)
    beaten = pd.DataFrame({"a": [1.0, 0.5], "b": [1.0, 0.5]}, index=["x", "y"])
    assert flips(beaten, {"a": 0.5, "b": 0.5})["moved"].isna().all()


def test_all_that_is_wrong_with_weights_is_told() -> None:
    with pytest.raises(ClaimbookError) as error:
        check_weights({"directon": 0.5, "burden": -0.1}, ["direction", "burden"])
    rules = [problem.rule for problem in error.value.problems]
    assert rules == ["a weight for an unknown criterion", "a negative weight", "weights that do not sum to 1"]
    assert "did you mean direction" in error.value.problems[0].todo
    assert check_weights({"direction": 1}, ["direction", "burden"]) == {"direction": 1, "burden": 0}


def test_what_can_not_be_ranked_is_refused() -> None:
    one = THREE.head(1)
    for call in (lambda: acceptability(one, one), lambda: flips(one, {"a": 1, "b": 0, "c": 0})):
        with pytest.raises(ClaimbookError, match="fewer than two options"):
            call()
    with pytest.raises(ClaimbookError, match="ends before it begins"):
        acceptability(THREE, THREE - 1)
    with pytest.raises(ClaimbookError, match="whole scale"):
        acceptability(THREE.mask(THREE > 0.9), THREE)
    with pytest.raises(ClaimbookError, match="ordinal criterion that is none"):
        acceptability(THREE, THREE, ["d"])


def test_pairs_of_options_are_ranked_as_by_hand() -> None:
    for left, right in combinations(THREE.index, 2):
        pair = THREE.loc[[left, right]]
        found = acceptability(pair, pair, weights={"a": 1, "b": 0, "c": 0}, draws_count=100)
        assert found.ranks[1].idxmax() == pair["a"].idxmax()
