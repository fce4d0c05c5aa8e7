"""A Sphinx extension that remembers stems of words and coloured code: hundreds of briefs have nearly the same."""

import gc
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import myst_nb.sphinx_
import sphinx.search
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

# trees of pages are many objects that live long: looking through them for garbage is a good part of all work
_COLLECT_AFTER = (100_000, 50, 100)


class RememberingEnglish(SearchEnglish):
    """English, in which each word is stemmed once."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stems: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        if word not in self._stems:
            self._stems[word] = super().stem(word)
        return self._stems[word]


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Connect to Sphinx."""
    sphinx.search.languages["en"] = RememberingEnglish
    app.connect("builder-inited", _remember_colours)
    # MyST-NB writes every notebook once more, into a folder beside the site that nobody looks into
    myst_nb.sphinx_.nbformat = SimpleNamespace(writes=lambda _: "", NotebookNode=NotebookNode)
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _remember_colours(app: Sphinx) -> None:
    """Colour each piece of code once; where it stands matters to a warning only, and one warning fails the build."""
    bridge = getattr(app.builder, "highlighter", None)
    if bridge is None:
        return
    colour, coloured = bridge.highlight_block, dict[str, str]()

    def remembered(source: str, lang: str, *rest: Any, location: Any = None, **options: Any) -> str:
        asked = repr((source, lang, rest, sorted(options.items())))
        if asked not in coloured:
            coloured[asked] = colour(source, lang, *rest, location=location, **options)
        return coloured[asked]

    bridge.highlight_block = remembered
