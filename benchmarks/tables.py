"""How long it takes to read the tables of the largest notebook, beside plain pandas that checks and types nothing.

python benchmarks/tables.py
"""

import time
from collections.abc import Callable

import pandas as pd

from claimbook import open_book

# what 07_case_studies and the briefs on missions open
NAMES = (
    *("missions", "mission_hosts", "countries", "mission_facts", "fact_keys", "successions", "mandates"),
    *("mandate_tasks", "mission_fatalities", "mission_personnel", "country_years", "population", "sources"),
    *("claims", "claim_links", "links", "evidence", "evidence_links", "families", "phases", "entities", "relations"),
)


def ours() -> int:
    """Read the tables as a notebook does."""
    book = open_book()
    return sum(len(book.tables[name]) for name in NAMES)


def plain() -> int:
    """Read the same files with pandas alone."""
    book = open_book()
    return sum(len(pd.read_csv(book.folder / book.package.tables[name].path)) for name in NAMES)


def seconds(read: Callable[[], int], times: int = 5) -> tuple[float, int]:
    """Return the least time that a way of reading took, and the rows that it read."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        rows = read()
        took.append(time.perf_counter() - start)
    return min(took), rows


def main() -> None:
    """Print both times and their ratio."""
    (own, rows), (other, same) = seconds(ours), seconds(plain)
    assert rows == same
    print(f"{len(NAMES)} tables, {rows:,} rows: ours {own:.2f} s, pandas alone {other:.2f} s, ratio {own / other:.1f}")


if __name__ == "__main__":
    main()
