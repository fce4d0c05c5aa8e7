"""Every colour of the collection, and the plotly templates for light, dark and in-between backgrounds."""

from typing import Any

# after Okabe and Ito (2008), Color Universal Design: told apart by colour-blind readers; each has a contrast of about
# 3 or more with both white and near-black paper
BLUE = "#3182bd"
ORANGE = "#d9730d"
GREEN = "#1b9e77"
PURPLE = "#a5669f"
GREY = "#8a8f98"
CATEGORIES = (BLUE, ORANGE, GREEN, PURPLE, GREY)
# for more kinds than that, only ever beside a symbol or a name: ten colours are not told apart by everyone
KINDS = (BLUE, ORANGE, GREEN, PURPLE, "#a08a00", "#c44e6e", "#6a6fc4", "#6d8a3a", "#8c6d4f", GREY)
CLEAR = "rgba(0,0,0,0)"

# A colour that must change with the paper is written into a figure in its neutral form, which stands on white and on
# near-black: JupyterLab tells a figure nothing about its theme. The site's exhibits.js puts in the page's own form.
_PAPERS = ("neutral", "light", "dark")
_SHADES = {
    "ink": ("#787878", "#24292f", "#e6e9ed"),
    "line": ("rgba(128,128,128,0.3)", "#d5d9de", "#3d444d"),
    # a matrix: an empty cell, the hatch of one where nothing can stand, the hatch of one that waits to be checked
    "tile": ("rgba(128,128,128,0.12)", "#eff1f4", "#20262e"),
    "void": ("rgba(128,128,128,0.45)", "#b9bfc7", "#4d565f"),
    "waiting": ("#5b9bc9", "#5592c0", "#5d9fd0"),
    "hollow": ("#d9740e", "#b8570a", "#f2a35e"),
    # a shaded time behind a line
    "shade": ("rgba(128,128,128,0.16)", "#e9ecf0", "#2a323c"),
    # the range of an estimate behind its line: the line's hue, through which shaded times stay visible
    "band": ("rgba(49,130,189,0.30)", "rgba(49,130,189,0.32)", "rgba(75,155,215,0.42)"),
    # the line of an estimate, which its range must not swallow
    "estimate": ("#2f80bb", "#1f70ad", "#8accf7"),
    # what lies behind words on a map
    "plate": ("rgba(250,250,250,0.88)", "rgba(255,255,255,0.86)", "rgba(18,22,28,0.86)"),
    # one hue for amounts, from next to the paper to far from it
    "amount 1": ("#c6dbef", "#d6e6f4", "#1b3d59"),
    "amount 2": ("#6baed6", "#9ecae1", "#23608f"),
    "amount 3": ("#3383be", "#4292c6", "#4f9ccf"),
    "amount 4": ("#08519c", "#08519c", "#b5d9f2"),
    # verdicts: the strong ones far from the paper, the contested in between, without a hue
    "supported": ("#2171b5", "#1f66a8", "#86c5f0"),
    "mostly supported": ("#8fbfe0", "#a9cfe8", "#2b6592"),
    "contested": ("#a9adb3", "#d3d6da", "#575e67"),
    "mostly contradicted": ("#f0b36b", "#f6c78d", "#8f5414"),
    "contradicted": ("#c25a06", "#b35806", "#f7a654"),
    "unverified": ("#b9bdc3", "#e6e8eb", "#3a424b"),
}
INK, LINE, TILE, VOID, WAITING, HOLLOW, SHADE, BAND, ESTIMATE, PLATE = (
    _SHADES[name][0]
    for name in ("ink", "line", "tile", "void", "waiting", "hollow", "shade", "band", "estimate", "plate")
)
AMOUNTS = tuple(_SHADES[f"amount {step}"][0] for step in (1, 2, 3, 4))
VERDICTS = {
    name: _SHADES[name][0]
    for name in ("supported", "mostly supported", "contested", "mostly contradicted", "contradicted", "unverified")
}
# what the law says is read, not weighed: the same colours, other words and signs
VERDICTS |= {
    word: VERDICTS[like]
    for word, like in (("correct", "supported"), ("partly", "contested"), ("incorrect", "contradicted"))
}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def shades(paper: str) -> dict[str, str]:
    """Return what becomes of each colour that changes with the paper: its neutral form and the one for a paper.

    Examples
    --------
    >>> shades("dark")[INK]
    '#e6e9ed'
    """
    place = _PAPERS.index(paper)
    return {forms[0]: forms[place] for forms in _SHADES.values()}


def template(paper: str) -> dict[str, Any]:
    """Return the plotly template for a kind of paper; its `layout.meta` holds the `shades` of that paper.

    Parameters
    ----------
    paper : {"neutral", "light", "dark"}
        Neutral is for places that don't tell their background, such as JupyterLab.
    """
    here = shades(paper)
    axis = {
        "gridcolor": here[LINE],
        "linecolor": here[LINE],
        "zerolinecolor": here[LINE],
        "automargin": True,
        "title": {"standoff": 8},
    }
    amounts = [[place / (len(AMOUNTS) - 1), here[colour]] for place, colour in enumerate(AMOUNTS)]
    return {
        "layout": {
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "font": {"family": FONT, "size": 13, "color": here[INK]},
            "colorway": list(CATEGORIES),
            "colorscale": {"sequential": amounts},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT}, "align": "left"},
            "meta": {"shades": here},
        }
    }
