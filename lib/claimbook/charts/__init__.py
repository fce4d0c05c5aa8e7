"""Charts: each takes a DataFrame and returns a plotly Figure; none reads a file or shows itself."""

from claimbook.charts.bars import bars
from claimbook.charts.dots import dots
from claimbook.charts.flow import flow
from claimbook.charts.heatmap import heatmap
from claimbook.charts.matrix import matrix_chart
from claimbook.charts.network import network

__all__ = ["bars", "dots", "flow", "heatmap", "matrix_chart", "network"]
