"""Time the whole specification curve and the stored estimates, each in a process of its own, with its peak memory.

usage: python benchmarks/effects.py

The plain way is the same curve with statsmodels and a column for each country and year, on every tenth specification.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from claimbook import open_book
from claimbook.effects.models import ESTIMATORS, VALUES, with_deaths
from claimbook.effects.panel import COUNTS, OUTCOMES, Panel, panel
from claimbook.effects.specification import EXPOSURES, SAMPLES, curve

SECONDS, MEGABYTES = 60, 1024
SHARE = 10


def ours() -> int:
    """Estimate every specification, over all hosts and both versions of the data."""
    book = open_book()
    frame, left_out = curve([panel(book, counts=counts) for counts in COUNTS])
    return len(frame) + len(left_out)


def stored() -> int:
    """Make the stored estimates."""
    from claimbook.effects.store import analyses

    return len(analyses(open_book()))


def plain() -> int:
    """Fit every tenth specification with a column for each country and year, errors clustered by country."""
    rows = panel(open_book())
    choices = list(product(OUTCOMES, EXPOSURES, ESTIMATORS, SAMPLES))[::SHARE]
    for choice in choices:
        _fit(rows, *choice)
    return len(choices)


def _fit(rows: Panel, outcome: str, exposure: str, estimator: str, sample: str) -> Any:
    import statsmodels.api as sm

    frame = rows.sample(sample).dropna(subset=["troops", "mission"])
    frame = with_deaths(frame, outcome) if estimator == "poisson" else frame
    effects = pd.get_dummies(frame[["country_id", "year"]].astype("str"), drop_first=True, dtype="float64")
    design = pd.concat([frame[[exposure, "years_since", "log_people"]].astype("float64"), effects], axis="columns")
    design = design.loc[:, design.nunique() > 1].assign(const=1.0)
    family = sm.families.Poisson() if estimator == "poisson" else sm.families.Gaussian()
    model = sm.GLM(VALUES[estimator](frame[outcome]).to_numpy(), design, family=family)
    return model.fit(cov_type="cluster", cov_kwds={"groups": np.unique(frame["country_id"], return_inverse=True)[1]})


WORK: dict[str, Callable[[], int]] = {"ours": ours, "stored": stored, "plain": plain}


def measure(name: str) -> None:
    """Print seconds, peak memory and how many estimates, as JSON: what a child process does."""
    start = time.perf_counter()
    count = WORK[name]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak, "count": count}))


def main() -> None:
    """Print what each took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", choices=WORK, help=argparse.SUPPRESS)
    if name := options.parse_args().work:
        measure(name)
        return
    each = {}
    for name in WORK:
        command = [sys.executable, __file__, "--work", name]
        # many small matrices are slower on two threads than on one
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        found = json.loads(done.stdout.splitlines()[-1])
        each[name] = found["seconds"] / found["count"]
        took = f"{found['seconds']:6.1f} s  {1000 * each[name]:5.0f} ms each  peak {found['peak']:5.0f} MB"
        print(f"{name:8}{found['count']:4} estimates  {took}")
        if name == "ours":
            fast = "yes" if found["seconds"] < SECONDS else "NO"
            small = "yes" if found["peak"] < MEGABYTES else "NO"
            print(f"        under {SECONDS} s: {fast}; under {MEGABYTES} MB: {small}")
    print(f"the plain way, whose errors take placebos for effects, costs {each['plain'] / each['ours']:.1f} x ours")


if __name__ == "__main__":
    main()
