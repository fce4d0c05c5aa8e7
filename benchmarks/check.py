"""Time `claimbook check` against frictionless on the collection's own tables, in one run.

usage: python benchmarks/check.py [repeats]
"""

import statistics
import sys
import time
from collections.abc import Callable

import frictionless

from claimbook import check
from claimbook.book import data_folder
from claimbook.schema import DESCRIPTOR


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median wall time of a piece of work, after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print both times and their ratio."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = data_folder()
    ours = median_seconds(lambda: check(folder), repeats)
    theirs = median_seconds(lambda: frictionless.Package(str(folder / DESCRIPTOR)).validate(), repeats)
    print(f"claimbook check  {ours:6.2f} s  (schema, files and the rules of the codebook)")
    print(f"frictionless     {theirs:6.2f} s  (schema)")
    print(f"ratio            {theirs / ours:6.1f}  (median of {repeats})")


if __name__ == "__main__":
    main()
