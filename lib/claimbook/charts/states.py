"""How a cell of a matrix looks: filled means asserted, framed means checked, a glyph gives the verdict."""

from dataclasses import dataclass
from typing import Any

from claimbook.charts.base import label
from claimbook.errors import ClaimbookError, nearest
from claimbook.matrix import STATES
from claimbook.theme import AMOUNTS, CLEAR, HOLLOW, INK, TILE, VERDICTS, VOID, WAITING

_HOVER = 42
LAYERS = ("asserted", "checked", "difference")
# ticks and crosses, since a plus or a minus would read as "increases" or "reduces"; of the signs that no phone turns
# into a coloured picture
GLYPHS = {
    "supported": "✓✓",
    "mostly supported": "✓",
    "contested": "±",
    "mostly contradicted": "✗",
    "contradicted": "✗✗",
    "unverified": "?",
    "correct": "§✓",
    "partly": "§±",
    "incorrect": "§✗",
}
# one dot more for each level, so that certainty is read without colour
DOTS = {"very low": "•", "low": "••", "moderate": "•••", "high": "••••"}


@dataclass(frozen=True)
class Mark:
    """How some cells look, and the words for it in the legend; cells of one `group` share a line of the legend.

    A hollow cell with a verdict stands in the line of its verdict `also`.
    """

    group: str
    words: str
    fill: str
    glyph: str = ""
    hatch: str = ""
    frame: str = ""
    also: "tuple[Mark, ...]" = ()

    def style(self) -> dict[str, Any]:
        """Return the look as properties of a bar."""
        hatched = {"shape": self.hatch, "fgcolor": self.fill, "bgcolor": CLEAR, "size": 7, "solidity": 0.3}
        thin = {"width": 1, "color": self.fill}
        marker: dict[str, Any] = {
            "color": CLEAR if self.hatch else self.fill,
            "line": {"width": 2.5, "color": self.frame} if self.frame else thin,
        }
        if self.hatch:
            marker["pattern"] = hatched
        # plotly finds ink for what is filled; what is not stands on the paper
        ink = {"color": INK} if CLEAR in (self.fill, marker["color"]) else {}
        return {"marker": marker, "insidetextfont": ink}


_WAITS = Mark("asserted_untested", STATES["asserted_untested"], WAITING, hatch="/")
_PLAIN = {
    "neither": Mark("neither", STATES["neither"], TILE),
    "not_applicable": Mark("not_applicable", STATES["not_applicable"], VOID, hatch="x"),
}
_DIFFERENCE = _PLAIN | {
    "asserted_checked": Mark("asserted_checked", STATES["asserted_checked"], AMOUNTS[3], "●", frame=INK),
    "asserted_untested": _WAITS,
    "checked_not_asserted": Mark("checked_not_asserted", STATES["checked_not_asserted"], CLEAR, "○", frame=HOLLOW),
}


def mark_of(layer: str, state: str, verdict: str, amount: int, most: int) -> Mark:
    """Return how a cell looks.

    Parameters
    ----------
    layer : {"asserted", "checked", "difference"}
        What the matrix shows.
    state, verdict : str
        The cell's; a checked cell without a verdict counts as unverified.
    amount, most : int
        The cell's links, and those of the fullest cell, which has the strongest colour.

    Raises
    ------
    ClaimbookError
        If the layer, the state or the verdict is unknown.

    Examples
    --------
    >>> mark_of("checked", "asserted_checked", "contested", 2, 3).glyph
    '±'
    >>> mark_of("checked", "asserted_untested", "", 2, 3).words
    'asserted, not yet checked'
    """
    for name, value, known in (("layer", layer, LAYERS), ("state", state, tuple(STATES))):
        if value not in known:
            raise ClaimbookError(f"no {name} {value!r}: {nearest(value, known)}")
    if state in _PLAIN:
        return _PLAIN[state]
    if layer == "difference":
        return _DIFFERENCE[state]
    if layer == "asserted":
        fill = CLEAR if state == "checked_not_asserted" else step(amount, most)
        frame = "" if state == "asserted_untested" else INK
        return Mark(state, STATES[state], fill, "" if fill == CLEAR else f"{amount:,}", frame=frame)
    if state == "asserted_untested":
        return _WAITS
    verdict = verdict or "unverified"
    if verdict not in VERDICTS:
        raise ClaimbookError(f"no verdict {verdict!r}: {nearest(verdict, tuple(VERDICTS))}")
    glyph, colour = GLYPHS[verdict], VERDICTS[verdict]
    filled = Mark(verdict, f"{glyph} {verdict}", colour, glyph)
    if state == "checked_not_asserted":
        return Mark(state, f"hollow: {STATES[state]}", CLEAR, glyph, frame=INK, also=(filled,))
    return filled


def step(amount: int, most: int) -> str:
    """Return the colour for an amount; up to as many as there are colours, each amount has its own.

    Examples
    --------
    >>> step(1, 3) == AMOUNTS[0], step(3, 3) == AMOUNTS[2], step(9, 9) == AMOUNTS[3], step(2, 12) == AMOUNTS[0]
    (True, True, True, True)
    """
    count = len(AMOUNTS)
    place = amount - 1 if most <= count else (amount - 1) * count // most
    return AMOUNTS[min(max(place, 0), count - 1)]


def text_of(cell: Any, mark: Mark) -> str:
    """Return what stands in a cell: its sign and, where there are votes, the families of studies and the certainty."""
    if not mark.glyph or mark.glyph not in GLYPHS.values() or not cell.family_count:
        return mark.glyph
    # three short lines rather than two longer ones, so that a matrix of twenty columns fits a page
    below = [f"{cell.family_count}", DOTS.get(str(cell.certainty), "")]
    return "<br>".join([mark.glyph, *(f'<span style="font-size:11px">{line}</span>' for line in below if line)])


def words_of(cell: Any) -> str:
    """Return what shows on hovering over a cell: names, relation, counts by basis, statements and verdict."""
    said = [f"{cell.row_name} × {cell.column_name}"]
    if cell.state == "not_applicable":
        return f"<b>{label(said[0], _HOVER)}</b><br>{STATES['not_applicable']}"
    if cell.asserted:
        bases = (("stated", cell.stated_count), ("implied", cell.implied_count), ("an aim", cell.aim_count))
        counts = ", ".join(f"{count} {basis}" for basis, count in bases if count)
        said.append(f"Asserted: {cell.relations} ({counts})")
        said.append(f"Statements: {cell.statement_ids}")
    else:
        said.append("Not asserted")
    if cell.checked:
        families = f"{cell.family_count} {'family' if cell.family_count == 1 else 'families'} of studies"
        said.append(f"Checked: {cell.verdict or 'unverified'} ({families})")
        if str(cell.certainty) in DOTS:
            said.append(f"Certainty: {cell.certainty}")
    else:
        said.append("Not yet checked")
    first, *rest = (label(line, _HOVER) for line in said)
    return "<br>".join([f"<b>{first}</b>", *rest])
