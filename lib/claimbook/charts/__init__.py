"""Charts: each takes a DataFrame and returns a plotly Figure; none reads a file or shows itself."""

from claimbook.charts.bars import bars
from claimbook.charts.dots import dots
from claimbook.charts.flow import flow
from claimbook.charts.heatmap import heatmap
from claimbook.charts.matrix import matrix_chart
from claimbook.charts.multiples import small_multiples
from claimbook.charts.network import network
from claimbook.charts.places_map import map_chart
from claimbook.charts.series import series
from claimbook.charts.timeline import timeline

__all__ = [
    "bars",
    "dots",
    "flow",
    "heatmap",
    "map_chart",
    "matrix_chart",
    "network",
    "series",
    "small_multiples",
    "timeline",
]
