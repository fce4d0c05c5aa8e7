"""Statements are found in any layout, and a changed word is noticed."""

from hashlib import sha256
from pathlib import Path
from textwrap import fill

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from claimbook import Book, verify_article
from claimbook.verify import find_sentences

SENTENCES = ["Trust isn’t given, it grows.", "Missions face limits—often.", "Nothing else is said"]
STATEMENTS = pd.DataFrame(
    {
        "statement_id": ["s1.p1.1", "s1.p1.2", "s1.p2.1"],
        "word_count": [len(sentence.split()) for sentence in SENTENCES],
        "sentence_sha256": [sha256(sentence.encode()).hexdigest() for sentence in SENTENCES],
    }
)


def test_layout_does_not_matter() -> None:
    for text in (
        "\n".join(SENTENCES),
        "# Title\n\n- `s1.p1.1` " + "\n- ".join(SENTENCES),
        "<p>Trust isn't <b>given</b>, it\n grows.<ul><li>Missions face limits—often.</li></ul>Nothing else is said",
        "> **Trust isn't given, it grows.** Mis\u00adsions\u00a0face limits—often.\r\nNothing\telse is said",
    ):
        assert find_sentences(text, STATEMENTS) == dict(zip(STATEMENTS["statement_id"], SENTENCES, strict=True))


@given(st.integers(8, 60), st.sampled_from(["", "> ", "  "]))
def test_any_line_width(width: int, indent: str) -> None:
    text = fill(" ".join(SENTENCES), width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
    assert len(find_sentences(text, STATEMENTS)) == 3


def test_a_changed_word_is_noticed() -> None:
    found = find_sentences(" ".join(SENTENCES).replace("grows", "grew"), STATEMENTS)
    assert list(found) == ["s1.p1.2", "s1.p2.1"]
    assert find_sentences("", STATEMENTS) == {}


def test_the_article_holds_every_statement(book: Book, article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    assert verify_article(book, text)["found"].sum() == 133
    flat = fill(" ".join(text.split()), 40, break_long_words=False, break_on_hyphens=False)
    assert verify_article(book, flat)["found"].all()
    changed = verify_article(book, text.replace("Drones, for example", "Drones, for instance"))
    assert changed.loc[~changed["found"], "statement_id"].tolist() == ["s6.p1.2"]
