"""Find the article's statements in a text that somebody holds, by hashing windows of its words."""

import re
import unicodedata
from hashlib import sha256
from html import unescape

import pandas as pd

from claimbook.book import Book

# characters that layouts add or change: soft hyphens, zero-width marks, straight quotes, Markdown and quote marks
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# a tag inside a line parts no words, any other does
INLINE_TAGS = ("a", "b", "em", "i", "mark", "small", "span", "strong", "u")
_INLINE_TAG = re.compile(rf"</?({'|'.join(INLINE_TAGS)})\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# of a link or a picture in Markdown the words stay, the address goes
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_MARKS = "*_`>#|"


def words(text: str) -> list[str]:
    r"""Return the words of a text, as they stand between blanks, without what only its layout put there.

    Examples
    --------
    >>> words("<p>Peace\u00adkeeping  isn't\n**easy**.</p>")
    ['Peacekeeping', 'isn’t', 'easy.']
    """
    text = _TAG.sub(" ", _INLINE_TAG.sub("", text))
    return bare_words(_ENTITY.sub(lambda found: unescape(found[0]), text))


def bare_words(text: str) -> list[str]:
    """Return the words of a text from which tags and entities of HTML are gone already."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINK.sub(r"\1", text))).replace("'", "’")
    marks = str.maketrans("", "", _MARKS)
    return [word for raw in text.split() if (word := raw.translate(marks))]


def find_sentences(text: str, statements: pd.DataFrame) -> dict[str, str]:
    """Find statements in a text whatever its line breaks and layout.

    Parameters
    ----------
    text : str
        The article as somebody holds it.
    statements : pandas.DataFrame
        With `statement_id`, `word_count` and `sentence_sha256`, as in the table `statements`.

    Returns
    -------
    dict of str to str
        The sentence, blanks evened out, for each statement id whose hash a window of words gives, in the order of
        the table. A statement that was changed by one letter is not found.
    """
    tokens = words(text)
    wanted: dict[int, dict[str, list[str]]] = {}
    columns = statements[["statement_id", "word_count", "sentence_sha256"]]
    for statement, count, digest in columns.itertuples(index=False, name=None):
        wanted.setdefault(int(count), {}).setdefault(digest, []).append(statement)
    found: dict[str, str] = {}
    for count, digests in wanted.items():
        for start in range(len(tokens) - count + 1):
            sentence = " ".join(tokens[start : start + count])
            for statement in digests.get(sha256(sentence.encode()).hexdigest(), ()):
                found[statement] = sentence
    return {statement: found[statement] for statement in statements["statement_id"] if statement in found}


def verify_article(book: Book, text: str) -> pd.DataFrame:
    """Tell which statements a text still contains.

    Returns
    -------
    pandas.DataFrame
        One row a statement: `statement_id`, `section_id` and `found` (bool).
    """
    statements = book.tables["statements"]
    found = find_sentences(text, statements)
    result = statements[["statement_id", "section_id"]].copy()
    result["found"] = result["statement_id"].isin(list(found))
    return result
