"""Names that no passage knows: what is asked of them stands in no article.

A rare word finds what holds it, so a name that none of the passages found has, however it is
spelled, is most likely in no article at all. The model would answer all the same with what they say
of somebody else: an age rating, asked for "the IMDb rating".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.billing import may_be_named
from qa.answering.exact import WORD
from qa.answering.terms import held
from qa.answering.trimming import NO_NAMES
from qa.text.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answering.questions import Question
    from qa.types import Passage

_CALLED = re.compile(rf"(?<=[\w,(“\"‘] )(?:{WORD} )*{WORD}(?!['’-]?\w)")
"""What is written with capitals within a question; its first word has one anyway."""

_MOST_WORDS = 4
"""Names have no more; a question that is all in capitals names nobody."""

_SHORTEST = 3
_PEOPLES = re.compile(r"(?:[ie]?an|ese|ish|ino|ch|qi)s?$|^(?:latin|greek|thai|arabic|hindi|swiss)$")
"""How words end that say of where somebody is: "Australian" is told by "from Sydney" as well."""

_ENGLISH = 2
"""So many of the words that any English question is full of; other languages write nouns with
capitals, too."""


def strangers(asked: Question, passages: Sequence[Passage]) -> list[str]:
    """Return the names in a question that no passage has, all their words together.

    >>> from qa.answering.questions import take_apart
    >>> strangers(take_apart("What is the IMDb rating?"), [])
    ['IMDb']
    """
    common = sum(word in STOP_WORDS for word in words(asked.text))
    if common < _ENGLISH:
        return []
    texts = [f"{each.title}\n{each.text}" for each in passages]
    return [
        name
        for name in _names(asked.text)
        if not any(all(_knows(text, word) for word in name.split()) for text in texts)
    ]


def _names(question: str) -> Iterator[str]:
    for match in _CALLED.finditer(question):
        called = match.group().split()
        named = [word for word in called if _is_name(word)]
        if named and len(called) <= _MOST_WORDS:
            yield " ".join(named)


def _is_name(word: str) -> bool:
    folded = fold(word)
    plain = folded in STOP_WORDS | NO_NAMES or _PEOPLES.search(folded)
    return word.isascii() and len(word) >= _SHORTEST and not plain


def _knows(text: str, word: str) -> bool:
    """Whether a text has a word, however it is spelled, or words that it is short for."""
    if held(word) & held(text) or may_be_named(word, text):
        return True
    return word.isupper() and fold(word) in "".join(each[0] for each in words(text))
