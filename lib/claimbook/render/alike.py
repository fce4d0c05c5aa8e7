"""Whether another machine would give the same notebooks: the code of claimbook, Python and packages compared."""

from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from claimbook.errors import Problem
from claimbook.render.reuse import Inputs

# what notebooks may import; what only developers and a Jupyter need may be missing elsewhere
_EXTRAS = ("", "effects", "render")


def installed() -> dict[str, Any]:
    """Return the code and the versions that runs of this machine depend on, as in the keys of a receipt."""
    inputs = Inputs(Path())
    return {"code": inputs.code, "versions": inputs.versions}


def differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what another machine has otherwise; the problems name no place yet.

    Packages that only one of them has count where claimbook's notebooks may import them.
    """
    mine, theirs = (_versions(one["versions"]) for one in (here, there))
    needed = _needed()
    for name, version in sorted(mine.items()):
        other = theirs.get(name)
        if other is None and name in needed:
            yield Problem("", "lacks a package", f"install {name} {version}, as here", value=name)
        elif other not in {None, version}:
            yield Problem("", "has another version", f"install {name} {version}, as here", value=f"{name} {other}")
    if here["code"] != there["code"]:
        yield Problem("", "has other code of claimbook", "install the same commit everywhere")


def _versions(raw: Mapping[str, str]) -> dict[str, str]:
    """Return the versions by the names that package indexes use, Python's without who built it and when."""
    from packaging.utils import canonicalize_name

    return {canonicalize_name(name): version.split()[0] for name, version in raw.items()}


def _needed() -> set[str]:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    rows = [Requirement(line) for line in requires("claimbook") or ()]
    return {
        canonicalize_name(row.name)
        for row in rows
        if row.marker is None or any(row.marker.evaluate({"extra": extra}) for extra in _EXTRAS)
    }
