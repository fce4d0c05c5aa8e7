"""How much one run may take: time, memory and output, as the run list says."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from math import isfinite

from claimbook.errors import Problem, nearest


@dataclass(frozen=True)
class Limits:
    """What a run is stopped at.

    Attributes
    ----------
    cell_seconds : float
        The longest that one cell may take.
    run_seconds : float
        The longest that all cells together may take.
    memory_mb : float
        The most memory that the kernel may hold, in millions of bytes; watched on Linux only.
    output_mb : float
        The most that the cells may put out, printed or shown, in millions of bytes.
    """

    cell_seconds: float = 300
    run_seconds: float = 1800
    memory_mb: float = 2000
    output_mb: float = 20


def read_limits(raw: object, base: Limits, file: str, label: str) -> tuple[Limits, list[Problem]]:
    """Return the limits that a part of the run list sets, the others being those of `base`, and what is wrong."""
    if raw is None:
        return base, []
    problems = list(_problems(raw, file, label))
    if problems or not isinstance(raw, dict):
        return base, problems
    return replace(base, **raw), []


def _problems(raw: object, file: str, label: str) -> Iterator[Problem]:
    names = [field.name for field in fields(Limits)]
    if not isinstance(raw, dict):
        todo = f"write `limits: {{{names[0]}: {asdict(Limits())[names[0]]}}}`"
        yield Problem(file, f"{label} has limits that are no mapping", todo, value=str(raw))
        return
    for name, value in raw.items():
        if name not in names:
            yield Problem(file, f"{label} sets an unknown limit", nearest(str(name), names), value=str(name))
        # YAML has true for a number, too
        elif type(value) not in {int, float} or not isfinite(value) or value <= 0:
            todo = "write a number above zero"
            yield Problem(file, f"{label} sets a limit that is none", todo, column=str(name), value=str(value))
