"""Number the statements of an article: sections, paragraphs and sentences, in the form `s4-1.p2.3`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby

import pandas as pd

from claimbook.new.blocks import Block
from claimbook.new.sentences import sentences

BEFORE = "Before the first heading"
_NUMBER = re.compile(r"\d+\.(\d+\.?)*")


@dataclass
class Section:
    """A section of the article with its blocks."""

    section_id: str
    name: str
    parent: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Numbered:
    """An article as tables.

    Attributes
    ----------
    title : str
        Its title; empty where it has none.
    sections, statements : pandas.DataFrame
        As the tables of these names, without the codes that a reader gives; cells are text.
    left_out : int
        Tables, figures and pieces of code in which no statements were looked for.
    """

    title: str
    sections: pd.DataFrame
    statements: pd.DataFrame
    left_out: int


def number(blocks: Sequence[Block]) -> Numbered:
    """Give every sentence and list item its id, word count and checksum.

    The only heading of the highest level, where nothing stands before it, is the title. Of the others those of the
    highest level begin sections, all below them begin parts. A list is a paragraph of its own, and the sentence before
    it, if it ends with a colon, leads to it.
    """
    title, rest = _title(blocks)
    sections = _sections(rest)
    rows = [row for section in sections for row in _statements(section)]
    statements = pd.DataFrame(rows, columns=["section_id", "paragraph_number", "position_number", "form", "words"])
    told = [" ".join(words) for words in statements["words"]]
    places = statements[["section_id", "paragraph_number", "position_number"]].itertuples(index=False, name=None)
    statements.insert(0, "statement_id", [f"{section}.p{paragraph}.{one}" for section, paragraph, one in places])
    statements["word_count"] = statements["words"].map(len)
    statements["sentence_sha256"] = [sha256(sentence.encode()).hexdigest() for sentence in told]
    counts = statements["section_id"].value_counts()
    listed = [(one.section_id, one.name, one.parent, counts.get(one.section_id, 0)) for one in sections]
    columns = ["section_id", "section_name", "parent_section_id", "statement_count"]
    frame = pd.DataFrame(listed, columns=columns)
    left_out = sum(block.kind == "left out" for block in blocks)
    return Numbered(title, frame.astype("str"), statements.drop(columns="words").astype("str"), left_out)


def _title(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Return the title, and the blocks without it."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    first = blocks[0] if blocks else None
    if first and first.kind == "heading" and levels.count(first.level) == 1 and first.level == min(levels):
        return " ".join(first.words), list(blocks[1:])
    return "", list(blocks)


def _sections(blocks: Sequence[Block]) -> list[Section]:
    top = min((block.level for block in blocks if block.kind == "heading"), default=0)
    sections = [Section("s0", BEFORE)]
    main = part = 0
    for block in blocks:
        if block.kind == "left out":
            continue
        if block.kind != "heading":
            sections[-1].blocks.append(block)
        elif block.level == top or not main:
            main, part = main + 1, 0
            sections.append(Section(f"s{main}", _name(block, main)))
        else:
            part += 1
            sections.append(Section(f"s{main}-{part}", _name(block, part), f"s{main}"))
    return sections if sections[0].blocks else sections[1:]


def _name(heading: Block, place: int) -> str:
    """Return a heading without its number in the article: "3 Food" as the third or "2.1 Food", but not "5 bees"."""
    first, *rest = heading.words
    numbered = first == str(place) or _NUMBER.fullmatch(first)
    return " ".join(rest if rest and numbered else heading.words)


def _statements(section: Section) -> Iterator[tuple[str, int, int, str, list[str]]]:
    """Yield section, paragraph, position, form and words of each statement."""
    # a list is one paragraph, whatever number of items it has
    paragraphs = [list(group) for _, group in groupby(enumerate(section.blocks), _paragraph)]
    for here, paragraph in enumerate(paragraphs):
        told = [sentence for _, block in paragraph for sentence in sentences(block.words)]
        listed = paragraph[0][1].kind == "item"
        before_list = here + 1 < len(paragraphs) and paragraphs[here + 1][0][1].kind == "item"
        for position, words in enumerate(told, start=1):
            leads = before_list and position == len(told) and words[-1].endswith(":")
            form = "list_item" if listed else "list_lead" if leads else "sentence"
            yield section.section_id, here + 1, position, form, words


def _paragraph(numbered: tuple[int, Block]) -> tuple[str, int]:
    place, block = numbered
    return (block.kind, block.place if block.kind == "item" else place)
