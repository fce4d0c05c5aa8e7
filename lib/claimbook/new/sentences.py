"""Split the words of a paragraph into sentences, by plain rules for English.

A sentence ends with a full stop, a question mark, an exclamation mark or an ellipsis, with or without a closing quote
or bracket, where the next word does not begin in lower case. What ends with the full stop of an abbreviation is told
apart by a list and by the word that follows. The rules can't know whether a name or a new sentence follows an
abbreviation ("in the U.S. Congress met"), they take a quoted question before a name ("“Why?” Mary asked") for two
sentences, they miss a sentence that begins in lower case, and they know no abbreviations but English ones.
"""

import re
from collections.abc import Iterator, Sequence

_OPENING = "\"'“\u2018«([{¿¡"
# closing quotes and brackets, and the numbers of notes behind the full stop
_CLOSED = re.compile(r"(?P<core>.*?[.!?…])(?P<closing>(?:[\"'”’»)\]}]|\[\d+\]|[¹²³⁰⁴-⁹])*)", re.DOTALL)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# always followed by what they belong to
_JOINING = _words("vs v cf e.g i.e eg ie viz ca approx incl esp")
_TITLES = _words("mr mrs ms mx dr prof st mt gen col lt maj sgt capt cpt rev hon sen rep gov pres amb messrs")
# words of their own, too, unless a number follows
_BEFORE_NUMBERS = _words(
    "no nos nr fig figs eq eqs p pp vol vols para paras art arts sec sect ch chap "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
# may end a sentence: the next word decides
_EITHER = _words("etc al inc ltd corp co jr sr bros dept univ ed eds trans ph.d")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]+)[.)]")
# words that begin a sentence far more often than a name
_STARTERS = _words(
    "a an the this that these those it its he she they we you i his her their our my in on at by for from with of to "
    "as if when while where after before since until although though because but and or so yet however moreover "
    "furthermore thus therefore still then there here what who why how which both each some many most few several all "
    "no not nor one two three only even also such other others another between during among despite under over"
)


def sentences(words: Sequence[str]) -> list[list[str]]:
    """Return the sentences of a paragraph, each as its words.

    Examples
    --------
    >>> [len(one) for one in sentences("The U.N. grew by 3.5 percent. Dr. Ba (e.g. in 1990) agreed.".split())]
    [6, 6]
    """
    return [list(one) for one in _split(words)]


def _split(words: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for place in range(len(words) - 1):
        counted = place == start and _ENUMERATOR.fullmatch(words[place])
        if not counted and _ends(words[place], words[place + 1]):
            yield words[start : place + 1]
            start = place + 1
    if start < len(words):
        yield words[start:]


def _ends(word: str, following: str) -> bool:
    """Tell whether a sentence ends between two words."""
    closed = _CLOSED.fullmatch(word)
    begins = following.lstrip(_OPENING)
    if not closed or not begins[:1].isalnum() or begins[0].islower():
        return False
    if not closed["core"].endswith(".") or closed["core"].endswith(".."):
        return True
    stem = closed["core"].lstrip(_OPENING)[:-1]
    plain = stem.lower()
    if plain in _JOINING or plain in _TITLES or (plain in _BEFORE_NUMBERS and begins[0].isdigit()):
        return False
    if plain in _EITHER or _INITIALS.fullmatch(stem):
        # "the U.N. In 2020", but "the U.N. Charter" and "J. Smith"
        return re.split(r"\W", begins.lower())[0] in _STARTERS
    return True
