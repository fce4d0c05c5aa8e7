"""Draw a sparkline: one small line without axes, as an SVG file that stands on light and on dark paper."""

from collections.abc import Sequence

from claimbook.theme import BLUE, LINE

WIDTH, HEIGHT = 120, 24
_MARGIN = 2


def sparkline(values: Sequence[float]) -> str:
    """Return an SVG of some values in their order, from zero to their largest.

    Parameters
    ----------
    values : sequence of float
        At least one value, none below zero.

    Examples
    --------
    >>> sparkline([0, 5, 10]).count("<polyline")
    1
    """
    most, last = max(*values, 1), max(len(values) - 1, 1)
    across, up = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    points = " ".join(
        f"{_MARGIN + across * place / last:.1f},{HEIGHT - _MARGIN - up * value / most:.1f}"
        for place, value in enumerate(values)
    )
    base = HEIGHT - _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<line x1="{_MARGIN}" x2="{WIDTH - _MARGIN}" y1="{base}" y2="{base}" stroke="{LINE}"/>'
        f'<polyline points="{points}" fill="none" stroke="{BLUE}" stroke-width="1.5" stroke-linejoin="round"/></svg>\n'
    )
