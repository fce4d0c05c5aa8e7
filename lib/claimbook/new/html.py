"""Read the blocks of an HTML page: the article's own, without what a site puts around it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal

from claimbook.verify import INLINE_TAGS, bare_words

Kind = Literal["heading", "paragraph", "item", "left out"]
# what one block is: kind, words, level of a heading, number of the list that an item is of
Found = tuple[Kind, list[str], int, int]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSHOWN = ("head", "script", "style", "template", "noscript", "nav", "footer", "aside", "form", "button", "svg")
_LEFT_OUT = ("table", "pre", "figure")
# they part words, not blocks
_PARTS_OF_LINES = (
    "abbr",
    "br",
    "cite",
    "code",
    "del",
    "dfn",
    "font",
    "img",
    "ins",
    "kbd",
    "q",
    "s",
    "sub",
    "sup",
    "wbr",
)


def html_blocks(text: str) -> Iterator[Found]:
    """Yield the blocks of a page; where it has a `main` or an `article`, only what stands in it."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    inside = [found for found, main in page.found if main]
    yield from inside or [found for found, _ in page.found]


class _Page(HTMLParser):
    """Collects blocks; a tag that is no part of a line ends the block before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[Found, bool]] = []
        self._text: list[str] = []
        self._heading = self._lists = self._place = self._main = 0
        # depth inside the outermost element that is passed over, and its name
        self._over, self._depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if self._over:
            self._depth += tag == self._over
        elif tag in _UNSHOWN or tag in _LEFT_OUT:
            self.end_block()
            self._over, self._depth = tag, 1
            if tag in _LEFT_OUT:
                self.found.append((("left out", [], 0, 0), self._main > 0))
        elif tag in _PARTS_OF_LINES:
            self._text.append(" ")
        elif tag not in INLINE_TAGS:
            self.end_block()
            self._heading = _HEADINGS.get(tag, 0)
            self._main += tag in {"main", "article"}
            if tag in {"ul", "ol"}:
                self._place += self._lists == 0
                self._lists += 1

    def handle_endtag(self, tag: str) -> None:
        if self._over:
            self._depth -= tag == self._over
            if not self._depth:
                self._over = ""
        elif tag in _PARTS_OF_LINES:
            self._text.append(" ")
        elif tag not in INLINE_TAGS:
            self.end_block()
            self._heading = 0
            self._main -= tag in {"main", "article"} and self._main > 0
            self._lists -= tag in {"ul", "ol"} and self._lists > 0

    def handle_data(self, data: str) -> None:
        if not self._over:
            self._text.append(data)

    def end_block(self) -> None:
        """Note the block that was read so far, if there is one."""
        words = bare_words("".join(self._text))
        self._text.clear()
        if words:
            kind: Kind = "heading" if self._heading else "item" if self._lists else "paragraph"
            self.found.append(((kind, words, self._heading, self._place if kind == "item" else 0), self._main > 0))
