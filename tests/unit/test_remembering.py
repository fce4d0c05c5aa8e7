"""What Sphinx is let remember is what it would have worked out again."""

from types import SimpleNamespace
from typing import Any

from sphinx.highlighting import PygmentsBridge
from sphinx.search.en import SearchEnglish

from claimbook.render.remembering import RememberingEnglish, _remember_colours

WORDS = ("missions", "Peacekeeping", "was", "rights", "missions", "écoles")
PIECES = (("x = 1", "python"), ("x = 1", "none"), ("<b>", "html"), ("x = 1", "python"))


def test_stems_are_those_of_sphinx() -> None:
    ours, theirs = RememberingEnglish({}), SearchEnglish({})
    assert [ours.stem(word) for word in WORDS * 2] == [theirs.stem(word) for word in WORDS * 2]


def test_code_is_coloured_as_sphinx_does_and_once() -> None:
    bridge, theirs = PygmentsBridge("html"), PygmentsBridge("html")
    asked = []
    colour = bridge.highlight_block

    def counted(source: str, *rest: Any, **options: Any) -> str:
        asked.append(source)
        return colour(source, *rest, **options)

    bridge.highlight_block = counted  # type: ignore[method-assign]
    _remember_colours(SimpleNamespace(builder=SimpleNamespace(highlighter=bridge)))  # type: ignore[arg-type]
    for source, language in PIECES:
        for linenos in (False, "inline"):
            found = bridge.highlight_block(source, language, linenos=linenos, location=("page", len(asked)))
            assert found == theirs.highlight_block(source, language, linenos=linenos)
    assert len(asked) == 6


def test_a_builder_that_colours_nothing_is_left_alone() -> None:
    _remember_colours(SimpleNamespace(builder=SimpleNamespace()))  # type: ignore[arg-type]
