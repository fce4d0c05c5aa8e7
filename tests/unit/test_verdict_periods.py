"""A phase is judged by what was observed in it: windows overlap at their edges or not, and gaps stay gaps."""

from typing import Any

import pandas as pd
import pytest

from claimbook.errors import ClaimbookError
from claimbook.verdict import by_phase
from claimbook.verdict.periods import in_phase, is_after

PHASES = pd.DataFrame(
    [
        ("m-1", "first", "2013-07-01", "2016-06-29"),
        ("m-2", "second", "2016-06-29", "2019-01-01"),
        ("m-3", "third", "2019-01-01", "2024-01-01"),
        ("m-after", "after the mission", "2024-01-01", "ongoing"),
    ],
    columns=["phase_id", "name", "valid_from", "valid_to"],
)


def rows(*windows: tuple[str | None, str | None], **other: Any) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "evidence_id": [f"e-{number}" for number in range(len(windows))],
            "family_id": [f"f-{number}" for number in range(len(windows))],
            "observed_from": pd.to_datetime([start for start, _ in windows]),
            "observed_to": pd.to_datetime([end for _, end in windows]),
        }
    )
    match = dict.fromkeys(["place_match", "intervention_match", "outcome_match", "period_match"], "yes")
    fixed = {"direction": "supports", "design": 2, "verified": "full-text", "superseded_by": "", "selection": "open"}
    return table.assign(**fixed, **match, interval="none", upgrade="", producer="", family_kind="study").assign(**other)


def phases_of(start: str | None, end: str | None) -> list[str]:
    table = rows((start, end))
    return [str(phase["phase_id"]) for phase in PHASES.to_dict("records") if len(in_phase(table, phase))]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014-01-01", "2015-01-01", ["m-1"]),
        ("2016-06-28", "2016-06-29", ["m-1"]),  # open at the end: the last day observed is the 28th
        ("2016-06-28", "2016-06-30", ["m-1", "m-2"]),
        ("2016-06-29", "2016-06-30", ["m-2"]),
        ("2016-06-29", "2016-06-29", ["m-2"]),  # a single day
        ("2013-06-30", "2013-07-01", []),
        ("2012-01-01", "2025-01-01", ["m-1", "m-2", "m-3", "m-after"]),
        ("2023-12-31", "2024-01-01", ["m-3"]),
        ("2024-01-01", "2024-06-01", ["m-after"]),
        ("2024-03-01", None, ["m-after"]),
        (None, "2018-03-01", ["m-2"]),
        (None, None, []),
    ],
)
def test_a_row_votes_only_where_its_window_overlaps(start: str | None, end: str | None, expected: list[str]) -> None:
    assert phases_of(start, end) == expected


def test_each_phase_has_its_verdict_and_gaps_stay_gaps() -> None:
    table = rows(("2014-01-01", "2015-01-01"), ("2014-01-01", "2018-01-01"), ("2017-01-01", "2018-01-01"))
    table["direction"] = ["supports", "mixed", "contradicts"]
    verdicts = by_phase(table, PHASES, "evaluative", case=True)
    assert [verdict.verdict for verdict in verdicts] == [
        "mostly supported",
        "mostly contradicted",
        "unverified",
        "unverified",
    ]
    assert [len(verdict.families) for verdict in verdicts] == [2, 2, 0, 0]


def test_after_a_mission_rows_vote_though_they_miss_its_period() -> None:
    late = [("2024-02-01", "2024-05-01"), ("2024-01-01", "2025-01-01")]
    verdicts = by_phase(rows(*late, period_match="no"), PHASES, "causal", case=True)
    assert [verdict.side for verdict in verdicts] == [*["contested or unverified"] * 3, "supported"]
    during = by_phase(rows(*[("2014-01-01", "2015-01-01")] * 2, period_match="no"), PHASES, "causal", case=True)
    assert {verdict.verdict for verdict in during} == {"unverified"}


def test_no_rows_give_a_gap_for_each_phase() -> None:
    empty = pd.DataFrame(columns=["evidence_id", "claim_id", "family_id"])
    assert [verdict.verdict for verdict in by_phase(empty, PHASES, "causal")] == ["unverified"] * 4


def test_dates_may_be_dates_and_an_end_may_be_missing() -> None:
    dated = PHASES.assign(
        valid_from=pd.to_datetime(PHASES["valid_from"]), valid_to=pd.to_datetime(PHASES["valid_to"], errors="coerce")
    )
    table = rows(("2014-01-01", "2030-01-01"), ("2018-12-31", "2019-01-01"))
    for one, other in zip(PHASES.to_dict("records"), dated.to_dict("records"), strict=True):
        pd.testing.assert_frame_equal(in_phase(table, one), in_phase(table, other))


def test_after_is_known_by_its_id_or_its_name() -> None:
    assert is_after({"phase_id": "after", "name": "since"})
    assert is_after({"phase_id": "m-9", "name": "After the mission"})
    assert not is_after({"phase_id": "m-1", "name": "aftermath"})


def test_a_phase_without_a_start_is_refused() -> None:
    with pytest.raises(ClaimbookError, match="m-1 has no valid_from"):
        by_phase(rows(("2014-01-01", None)), PHASES.assign(valid_from=None), "causal")
