"""Read an article's file as blocks: headings, paragraphs and list items, each as its words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from claimbook.errors import ClaimbookError
from claimbook.new.html import html_blocks
from claimbook.verify import words

Kind = Literal["heading", "paragraph", "item", "left out"]
MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm", ".xhtml")
_LONGEST_HEADING = 12
_BULLET = re.compile(r"^([ \t]*)[•‣▪●◦–—]\s+", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CLOSING_MARKS = '.!?…:;,”"'
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(---|\.\.\.)\n", re.DOTALL)
_PART_NUMBER = re.compile(r"\d+\.\d")


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list item.

    `level` is that of a heading, 1 for the highest; of an item it is 1 where its list is numbered, else 0. `place`
    tells which list an item is of.
    """

    kind: Kind
    words: tuple[str, ...]
    level: int = 0
    place: int = 0


def read_text(file: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    ClaimbookError
        If it is not there, no text in UTF-8, or empty.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimbookError(f"{file} is no text in UTF-8 ({error}): save it as UTF-8 text, Markdown or HTML") from None
    except OSError as error:
        raise ClaimbookError(f"{file} can't be read: {error}") from error
    if _CONTROL.search(text):
        raise ClaimbookError(f"{file} is no text but a binary file: save it as UTF-8 text, Markdown or HTML")
    if not text.strip():
        raise ClaimbookError(f"{file} is empty: name the file that holds the article")
    return text


def read_blocks(text: str, ending: str) -> list[Block]:
    """Return the blocks of an article.

    Parameters
    ----------
    text : str
        The file's text.
    ending : str
        How the file's name ends: `.md` for Markdown, `.html` for HTML, anything else for plain text. In plain text a
        heading is a short line of its own without a full stop, underlined or not.
    """
    if ending.lower() in HTML:
        return [Block(kind, tuple(told), level, place) for kind, told, level, place in html_blocks(text)]
    if ending.lower() in MARKDOWN:
        return list(_markdown_blocks(MarkdownIt().enable("table").parse(_FRONT_MATTER.sub("", text))))
    # indented paragraphs are no code in plain text, and a tag is what the author wrote
    plain = MarkdownIt().disable(["code", "fence", "html_block", "html_inline", "reference"])
    return list(_headed(list(_markdown_blocks(plain.parse(_BULLET.sub(r"\1- ", text))))))


def _markdown_blocks(tokens: list[Token]) -> Iterator[Block]:
    """Yield the blocks of parsed Markdown; tables and code are left out, and told."""
    lists, place, numbered, heading, table = 0, 0, 0, 0, False
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            # a list in a list goes on with it
            lists, place = lists + 1, place + (lists == 0)
            numbered = int(token.type == "ordered_list_open")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists -= 1
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type in {"table_open", "table_close"}:
            table = token.type == "table_open"
            if table:
                yield Block("left out", ())
        elif token.type in {"fence", "code_block"}:
            yield Block("left out", ())
        elif token.type == "html_block":
            yield from (Block(kind, tuple(told), level, 0) for kind, told, level, _ in html_blocks(token.content))
        elif token.type == "inline" and not table and (told := words(token.content)):
            if lists and not heading:
                yield Block("item", tuple(told), numbered, place)
            else:
                yield Block("heading" if heading else "paragraph", tuple(told), heading)


def _headed(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks of plain text with what looks like a heading as one: short, alone, without a closing mark."""
    sizes = Counter(block.place for block in blocks)
    for here, block in enumerate(blocks):
        after = blocks[here + 1] if here + 1 < len(blocks) else None
        # "1. Introduction" reads as a numbered list of one item
        alone = block.kind == "paragraph" or (block.kind == "item" and block.level and sizes[block.place] == 1)
        short = len(block.words) <= _LONGEST_HEADING and block.words[-1][-1] not in _CLOSING_MARKS
        if alone and short and after:
            title = here == 0 and after.kind in {"heading", "paragraph"}
            level = 1 if title else 3 if _PART_NUMBER.match(block.words[0]) else 2
            yield Block("heading", block.words, level)
        else:
            yield block
