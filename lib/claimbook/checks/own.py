"""Check that our own estimates were made from the tables as they are."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pandas as pd

from claimbook.errors import Problem
from claimbook.schema import Package

TABLE = "own_analysis"
# what the estimates are made from
INPUTS = ("countries", "country_years", "population", "missions", "mission_hosts", "mission_personnel", "mandates")


def inputs_hash(folder: Path, package: Package) -> str:
    """Return one hash of the files from which the estimates are made."""
    files = [(name, (folder / package.tables[name].path).read_bytes()) for name in INPUTS]
    digest = sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + sha256(content).digest())
    return digest.hexdigest()


def stale_analyses(folder: Path, package: Package, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """List the first estimate that was made from other tables than those at hand; the rest are made with it."""
    if TABLE not in frames or not set(INPUTS) <= set(frames) or "inputs_sha256" not in frames[TABLE]:
        return []
    current = inputs_hash(folder, package)
    old = frames[TABLE].index[frames[TABLE]["inputs_sha256"] != current]
    if old.empty:
        return []
    rule, todo = "estimates that are stale", "run `claimbook effects --write` and look at what changed"
    value = str(frames[TABLE].loc[old[0], "inputs_sha256"])
    return [Problem(package.tables[TABLE].path, rule, todo, row=int(old[0]), column="inputs_sha256", value=value)]
