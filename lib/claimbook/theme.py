"""Every colour of the collection, and the plotly templates for light, dark and in-between backgrounds."""

from typing import Any

# Okabe and Ito (2008), Color Universal Design: told apart by colour-blind readers; each has a contrast of about 3
# or more with both white and near-black paper
BLUE = "#3182bd"
ORANGE = "#d9730d"
GREEN = "#1b9e77"
PURPLE = "#a5669f"
GREY = "#8a8f98"
CATEGORIES = (BLUE, ORANGE, GREEN, PURPLE, GREY)

# one hue for amounts, from next to the paper to far from it
_AMOUNTS = {
    "neutral": ["#c6dbef", "#6baed6", "#3182bd", "#08519c"],
    "light": ["#deebf7", "#9ecae1", "#4292c6", "#08519c"],
    "dark": ["#16324a", "#1f5f92", "#4f9ccf", "#b5d9f2"],
}
# neutral ink stands on any paper: JupyterLab tells a figure nothing about its theme
_INK = {"neutral": "#787878", "light": "#24292f", "dark": "#e6e9ed"}
_LINES = {"neutral": "rgba(128,128,128,0.3)", "light": "#d5d9de", "dark": "#3d444d"}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def template(paper: str) -> dict[str, Any]:
    """Return the plotly template for a kind of paper.

    Parameters
    ----------
    paper : {"neutral", "light", "dark"}
        Neutral is for places that don't tell their background, such as JupyterLab.
    """
    axis = {
        "gridcolor": _LINES[paper],
        "linecolor": _LINES[paper],
        "zerolinecolor": _LINES[paper],
        "automargin": True,
        "title": {"standoff": 8},
    }
    steps = _AMOUNTS[paper]
    amounts = [[place / (len(steps) - 1), colour] for place, colour in enumerate(steps)]
    return {
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 13, "color": _INK[paper]},
            "colorway": list(CATEGORIES),
            "colorscale": {"sequential": amounts},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT}},
        }
    }
