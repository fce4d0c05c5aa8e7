"""Import jsonschema, which checks notebooks for nbformat, without what takes longer to import than all else together.

It builds a grammar of internationalised addresses where a package for that is installed, as Jupyter's servers have it;
notebooks hold none that is checked.
"""

import sys

_GRAMMAR = "rfc3987_syntax"

if _GRAMMAR not in sys.modules and "jsonschema" not in sys.modules:
    # Python's own way to say that a module can't be imported, which jsonschema takes for one that is not installed
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        import jsonschema  # type: ignore[import-untyped]  # noqa: F401
    finally:
        del sys.modules[_GRAMMAR]
