"""Classes of amounts for a map: round bounds, a colour each, and words for the legend."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from claimbook.theme import AMOUNTS, CLEAR, TILE, VOID

NO_VALUE = "no value"
ZERO = "0"


@dataclass(frozen=True)
class Classes:
    """Up to four classes above 0.

    Attributes
    ----------
    bounds : tuple of float
        The upper bounds of all classes but the last, which has none.

    Examples
    --------
    >>> classes = Classes.of([0, 0.1, 0.3, 1.2, 4, 9, 40])
    >>> classes.bounds
    (0.2, 5.0, 10.0)
    >>> classes.word(0.1), classes.word(4), classes.word(40), classes.word(0), classes.word(float("nan"))
    ('up to 0.2', '0.2 to 5', 'more than 10', '0', 'no value')
    """

    bounds: tuple[float, ...]

    @classmethod
    def of(cls, amounts: Sequence[float]) -> "Classes":
        """Return classes in which about as many amounts lie."""
        above = sorted(float(amount) for amount in amounts if amount > 0)
        if not above:
            return cls(())
        quarters = {_round(above[len(above) * part // len(AMOUNTS)]) for part in range(1, len(AMOUNTS))}
        return cls(tuple(sorted(bound for bound in quarters if above[0] <= bound < above[-1])))

    def word(self, amount: float) -> str:
        """Return the name of the class of an amount."""
        if math.isnan(amount):
            return NO_VALUE
        return self.words[sum(amount > bound for bound in self.bounds) + 1] if amount > 0 else ZERO

    @property
    def words(self) -> list[str]:
        """The names of all classes, with that of 0 first."""
        if not self.bounds:
            return [ZERO, "more than 0"]
        told = [f"{bound:,g}" for bound in self.bounds]
        between = [f"{least} to {most}" for least, most in pairwise(told)]
        return [ZERO, f"up to {told[0]}", *between, f"more than {told[-1]}"]

    def colour(self, word: str) -> str:
        """Return the colour of a class; the highest has the strongest."""
        if word in {ZERO, NO_VALUE}:
            return TILE
        place = self.words.index(word)
        return AMOUNTS[place - len(self.words)]

    def marker(self, word: str) -> dict[str, Any]:
        """Return the look of a class in a legend of bars."""
        line = {"width": 1, "color": VOID}
        if word == NO_VALUE:
            return {"color": CLEAR, "line": line, "pattern": hatch()}
        return {"color": self.colour(word), "line": line}


def hatch() -> dict[str, Any]:
    """Return the hatch of what has no value."""
    return {"shape": "/", "fgcolor": VOID, "bgcolor": TILE, "size": 6, "solidity": 0.2}


def _round(amount: float) -> float:
    """Return the nearest of 1, 2, 5, 10 and so on."""
    power = 10.0 ** math.floor(math.log10(amount))
    return float(min((power, 2 * power, 5 * power, 10 * power), key=lambda one: abs(math.log(one / amount))))
