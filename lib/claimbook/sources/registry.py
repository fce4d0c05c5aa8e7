"""The producers whose files `claimbook fetch` compiles, in the order in which their tables build on each other."""

from collections.abc import Sequence
from importlib import import_module

from claimbook.errors import ClaimbookError, nearest
from claimbook.sources.producer import Producer

_MODULES = ("un", "ucdp", "ucdp_months", "population", "personnel", "bara_hultman", "tamm", "pema")


def producers(names: Sequence[str] = ()) -> list[Producer]:
    """Return producers by name, all of them if none is named.

    Raises
    ------
    ClaimbookError
        For an unknown name; the message names the nearest.
    """
    known = {one.name: one for module in _MODULES for one in import_module(f"claimbook.sources.{module}").PRODUCERS}
    for name in names:
        if name not in known:
            raise ClaimbookError(f"no producer {name!r}: {nearest(name, list(known))}")
    return [known[name] for name in known if name in names or not names]
