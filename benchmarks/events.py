"""Time our reader of UCDP's event file against plain pandas, on a generated file of that shape.

usage: python benchmarks/events.py [--rows 420000] [--repeats 3] [--keep FOLDER]

Each reader runs in a process of its own, so that its peak memory is its own; all must give the same sums.
"""

import argparse
import csv
import hashlib
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

FILE = "GEDEvent_v25_1.csv"
COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905
NEEDED = ["year", "type_of_violence", "country", "country_id", "date_prec", "date_start", "low", "best", "high"]
KEY = ["country_id", "year", "month", "type_of_violence"]
BOUNDS = ["low", "best", "high"]
LIMIT_MB = 1024
# commas and quotes, so that the file has to be parsed and not just split
WORDS = ("attack", "clash", "near", "village", "town", "road,", "convoy", '"army"', "said", "killed", "soldiers")


def generate(file: Path, rows: int, seed: int = 2025) -> None:
    """Write a file of the shape of UCDP GED: its columns and rows, and texts that make up most of it, as there."""
    rng = random.Random(seed)
    texts = {
        length: [" ".join(rng.choices(WORDS, k=length // 6)) for _ in range(400)] for length in (6, 12, 24, 36, 120)
    }

    def text(length: int) -> str:
        return rng.choice(texts[length])

    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(rows):
            writer.writerow(_event(number, rng, text))


def _event(number: int, rng: random.Random, text: Callable[[int], str]) -> list[object]:
    year, month, day = rng.randint(1989, 2024), rng.randint(1, 12), rng.randint(1, 28)
    country = min(int(rng.expovariate(0.04)), 149)
    best = min(int(rng.paretovariate(0.9)), 5000) - 1
    deaths = [best // 2, best // 4, best - best // 2 - best // 4, 0]
    latitude, longitude = round(rng.uniform(-35, 55), 6), round(rng.uniform(-80, 130), 6)
    start = f"{year}-{month:02}-{day:02} 00:00:00.000"
    ids = [rng.randint(200, 20000) for _ in range(4)]
    return [
        number + 1, f"ABC-{year}-1-{ids[0]}-{number}", year, 1, "Clear", rng.choices((1, 2, 3), (70, 15, 15))[0],
        ids[0], ids[0], text(24), ids[1], ids[1], text(36), ids[2], ids[2], text(24), ids[3], ids[3], text(12),
        rng.choice((-1, 1, 2, 3)), text(120), text(6), start[:10], text(36), text(12), rng.randint(1, 7), text(6),
        text(36), text(12), text(12), latitude, longitude, f"POINT ({longitude} {latitude})", rng.randint(1, 259200),
        f"Country {country:03}", 100 + country, rng.choice(("Africa", "Asia", "Americas")), rng.choice((1, 1, 2)),
        rng.choices((1, 2, 3, 4, 5), (75, 12, 5, 6, 2))[0], start, start, *deaths,
        best, best + rng.choice((0, 0, 1, 5)), max(0, best - rng.choice((0, 0, 1))), rng.choice((100, "")), "",
    ]  # fmt: skip


def ours(file: Path) -> pd.DataFrame:
    """Sum up with claimbook."""
    from claimbook.sources.ucdp_events import read_events

    rows = read_events(file, by="month", version="25.1")
    codes = rows["violence_type"].cat.codes + 1
    return rows.assign(type_of_violence=codes).rename(columns={"gwno": "country_id"})


def pandas_whole(file: Path) -> pd.DataFrame:
    """Sum up with pandas as one first writes it: the whole file, then the groups."""
    return _grouped(pd.read_csv(file, low_memory=False))


def pandas_columns(file: Path) -> pd.DataFrame:
    """Sum up with pandas, reading only the columns that it takes."""
    return _grouped(pd.read_csv(file, usecols=NEEDED))


def _grouped(cells: pd.DataFrame) -> pd.DataFrame:
    month = cells["date_start"].str[5:7].astype("Int64").mask(cells["date_prec"] == 5)
    groups = cells.assign(month=month, events=1).groupby(KEY, dropna=False)
    return groups[["events", *BOUNDS]].sum().reset_index()


READERS = {"claimbook": ours, "pandas, whole file": pandas_whole, "pandas, usecols": pandas_columns}


def measure(name: str, file: Path) -> None:
    """Print seconds, peak memory and a digest of the sums, as JSON: what a child process does."""
    if name == "claimbook":  # loading a library is not timed, pandas is loaded as well
        import duckdb  # noqa: F401

        import claimbook.sources.ucdp_events  # noqa: F401
    start = time.perf_counter()
    rows = READERS[name](file)
    seconds = time.perf_counter() - start
    sums = rows[[*KEY, "events", *BOUNDS]].astype("Int64").sort_values(KEY)
    digest = hashlib.sha256(sums.to_csv(index=False).encode()).hexdigest()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "digest": digest, "groups": len(sums)}))


def in_child(*arguments: str) -> str:
    """Run this program again; a child also writes the file, as a big parent would show in its children's peaks."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compare(file: Path, rows: int, repeats: int) -> None:
    """Print what each reader took, and how it compares with ours."""
    found = {name: [json.loads(in_child("--reader", name, str(file))) for _ in range(repeats)] for name in READERS}
    digests = {run["digest"] for runs in found.values() for run in runs}
    seconds = {name: statistics.median(run["seconds"] for run in runs) for name, runs in found.items()}
    peak = {name: max(run["peak"] for run in runs) for name, runs in found.items()}
    print(f"{rows:,} rows x {len(COLUMNS)} columns, {file.stat().st_size / 1e6:,.0f} MB; median of {repeats}")
    for name in READERS:
        took = f"{seconds[name]:6.2f} s  {rows / seconds[name]:>9,.0f} rows/s  peak {peak[name]:6,.0f} MB"
        times, more = seconds[name] / seconds["claimbook"], peak[name] / peak["claimbook"]
        print(f"{name:<19}{took}  {times:4.1f} x our time  {more:4.1f} x our memory")
    print("(claimbook checks every cell that it reads, pandas none)")
    print(f"sums equal: {'yes' if len(digests) == 1 else 'NO'} ({found['claimbook'][0]['groups']:,} groups)")
    print(f"within {LIMIT_MB:,} MB: {'yes' if peak['claimbook'] <= LIMIT_MB else 'NO'}")
    if len(digests) > 1 or peak["claimbook"] > LIMIT_MB:
        raise SystemExit(1)


def main() -> None:
    """Generate the file, time the readers and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=420_000)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--keep", type=Path, help="a folder to keep the generated file in")
    options.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    options.add_argument("--generate", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("file", type=Path, nargs="?", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.reader:
        measure(chosen.reader, chosen.file)
    elif chosen.generate:
        generate(chosen.file, chosen.rows)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            file = (chosen.keep or Path(temporary)) / FILE
            in_child("--generate", "--rows", str(chosen.rows), str(file))
            compare(file, chosen.rows, chosen.repeats)


if __name__ == "__main__":
    main()
