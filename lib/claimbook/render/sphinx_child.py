"""Run Sphinx when asked to, and end with the process that asked, however that ends: its end of standard input closes.

`site.py` runs this file as a script. An orphan would go on writing where the next rendering builds.
"""

import sys

if __name__ == "__main__":
    # the folder of this file, whose modules are no top-level modules
    del sys.path[0]

import os
from importlib import import_module
from threading import Thread

# what Sphinx imports once it knows what to build
_AHEAD = ("myst_nb.sphinx_ext", "pydata_sphinx_theme", "sphinx.builders.html", "sphinx.ext.autodoc", "claimbook")


def _end_after_parent() -> None:
    os.read(0, 1)
    os._exit(1)


def _watch() -> None:
    Thread(target=_end_after_parent, daemon=True).start()


if __name__ == "__main__":
    from sphinx.cmd.build import main

    for name in _AHEAD:
        import_module(name)
    if not os.read(0, 1):
        # there is nothing to build
        sys.exit(0)
    _watch()
    # nor would one that Sphinx starts stop by itself
    os.register_at_fork(after_in_child=_watch)
    sys.exit(main(sys.argv[1:]))
