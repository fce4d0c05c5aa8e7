"""A verdict for each phase of a mission: what was observed then, and nothing else (VERDICTS rule 16)."""

from collections.abc import Mapping, Set

import pandas as pd

from claimbook.errors import ClaimbookError
from claimbook.verdict.judging import Verdict, judge
from claimbook.verdict.rules import STANDARD, Rules

_DAY = pd.Timedelta(days=1)


def by_phase(
    evidence: pd.DataFrame,
    phases: pd.DataFrame,
    claim_type: str,
    *,
    case: bool = False,
    includes: Mapping[str, Set[str]] | None = None,
    searched: bool = True,
    rules: Rules = STANDARD,
) -> tuple[Verdict, ...]:
    """Judge a claim phase by phase.

    Parameters
    ----------
    evidence : pandas.DataFrame
        As for `judge`, with `observed_from` and `observed_to`.
    phases : pandas.DataFrame
        `phase_id`, `name`, `valid_from`, `valid_to`: dates, texts or empty; `valid_to` may be `ongoing`.
    claim_type, case, includes, searched, rules
        As for `judge`.

    Returns
    -------
    tuple of Verdict
        One for each phase, in their order. A phase in which nothing was observed is a gap: `unverified`, no family.

    Notes
    -----
    Nothing is carried forward, as a reader of a dated verdict would otherwise take an old finding for a new one. A
    finding whose window spans several phases votes in each: it says what held over all of them.
    """
    verdicts = []
    for phase in phases.to_dict("records"):
        rows = in_phase(evidence, phase)
        verdicts.append(judge(rows, claim_type, case=case, includes=includes, searched=searched, rules=rules))
    return tuple(verdicts)


def in_phase(evidence: pd.DataFrame, phase: Mapping[str, object]) -> pd.DataFrame:
    """Return the rows whose observation window overlaps a phase.

    Windows and phases are closed at the start and open at the end; a window without an end, or one that ends where it
    starts, is that one day. Rows without a window are in no phase. In the phase after a mission the period matches by
    overlap with that phase, though it does not match the mission's own.
    """
    if evidence.empty:
        return evidence
    start, end = _windows(evidence)
    opens, closes = _date(phase["valid_from"]), _date(phase["valid_to"])
    if pd.isna(opens):
        raise ClaimbookError(f"the phase {phase['phase_id']} has no valid_from")
    overlaps = (end > opens) & (start < (pd.Timestamp.max if pd.isna(closes) else closes))
    rows = evidence[overlaps.to_numpy()]
    return rows.assign(period_match="yes") if is_after(phase) else rows


def is_after(phase: Mapping[str, object]) -> bool:
    """Return whether a phase is the time after a mission, by its id (`after`, `minusma-after`) or its name."""
    name = str(phase["name"]).lower()
    return str(phase["phase_id"]).split("-")[-1] == "after" or name.split(" ")[0] == "after"


def _windows(evidence: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    start, end = (pd.to_datetime(evidence[name]) for name in ("observed_from", "observed_to"))
    # the one day that is known, where only one is
    start = start.fillna(end)
    return start, end.where(end > start, start + _DAY)


def _date(value: object) -> pd.Timestamp:
    return pd.NaT if pd.isna(value) or value in ("", "ongoing") else pd.Timestamp(value)
