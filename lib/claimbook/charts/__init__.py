"""Charts: each takes a DataFrame and returns a plotly Figure; none reads a file or shows itself."""

from claimbook.charts.bars import bars
from claimbook.charts.heatmap import heatmap

__all__ = ["bars", "heatmap"]
