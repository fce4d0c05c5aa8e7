"""From findings to verdicts: who votes, with what weight, what the votes say, how certain and how firm that is.

`judge` gives a claim's verdict, `by_phase` one for each phase of a mission, `firmness` what it takes to change it. The
rules stand as a table in `TABLE`, and are told one by one in VERDICTS. Nothing here reads a file or knows a book.
"""

from claimbook.verdict.certainty import CERQUAL, GRADE
from claimbook.verdict.firmness import Firmness, firmness
from claimbook.verdict.judging import Verdict, judge
from claimbook.verdict.periods import by_phase
from claimbook.verdict.rules import (
    CERTAINTIES,
    LEGAL,
    STANDARD,
    TABLE,
    VARIANTS,
    VERDICTS,
    Rule,
    Rules,
    Variant,
)
from claimbook.verdict.scale import SIDES

__all__ = [
    "CERQUAL",
    "CERTAINTIES",
    "GRADE",
    "LEGAL",
    "SIDES",
    "STANDARD",
    "TABLE",
    "VARIANTS",
    "VERDICTS",
    "Firmness",
    "Rule",
    "Rules",
    "Variant",
    "Verdict",
    "by_phase",
    "firmness",
    "judge",
]
