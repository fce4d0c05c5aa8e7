"""The rows on one claim, checked: categoricals, texts and empty cells become plain values."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claimbook.errors import ClaimbookError, nearest

CLAIM_TYPES = ("descriptive", "causal", "evaluative", "predictive")
_MATCH = ("yes", "no")
# what each coded column may hold; an empty cell is legal where "" is among them
CODES: dict[str, tuple[str, ...]] = {
    "direction": ("supports", "mixed", "contradicts"),
    "place_match": _MATCH,
    "intervention_match": _MATCH,
    "outcome_match": _MATCH,
    "period_match": _MATCH,
    "verified": ("full-text", "abstract", "page", "bibliographic", "memory"),
    "selection": ("addressed", "open", "na", ""),
    "interval": ("excludes-zero", "spans-zero", "none", ""),
    "upgrade": ("dose-response", "large-effect", "against-bias", ""),
    "family_kind": ("study", "dataset", "systematic-review", "narrative-review"),
}
TEXTS = ("evidence_id", "family_id", "superseded_by", "producer")
COLUMNS = (*TEXTS, "design", *CODES)


def read(evidence: pd.DataFrame, claim_type: str) -> list[dict[str, Any]]:
    """Return the rows as plain dictionaries.

    Raises
    ------
    ClaimbookError
        For a legal claim (rule 15: it is read off the text), an unknown type or code, or a missing column. A frame
        without rows needs no columns.
    """
    if claim_type == "legal":
        raise ClaimbookError("a legal claim takes no votes: read it off the primary text (VERDICTS rule 15)")
    _known("claim type", [claim_type], CLAIM_TYPES)
    if evidence.empty:
        return []
    missing = [name for name in COLUMNS if name not in evidence]
    if missing:
        raise ClaimbookError(f"evidence without the columns {', '.join(missing)}")
    columns: dict[str, list[Any]] = {name: _texts(evidence[name]) for name in (*TEXTS, *CODES)}
    for name, codes in CODES.items():
        _known(name, columns[name], codes)
    columns["design"] = [_design(value) for value in evidence["design"].tolist()]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _texts(cells: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else str(value).strip() for value in cells.tolist()]


def _design(value: Any) -> int:
    try:
        return range(5).index(float(value))  # type: ignore[arg-type]  # 2.0 is found as 2, 2.5 is not
    except (TypeError, ValueError):
        raise ClaimbookError(f"no design {value!r}: 0 to 4") from None


def _known(what: str, given: Sequence[str], words: Sequence[str]) -> None:
    for word in given:
        if word not in words:
            raise ClaimbookError(f"no {what} {word!r}: {nearest(word, words)}")
