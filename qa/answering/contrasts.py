"""Words that tell two things of one kind apart: "sea water" and "tap water", "a car" and "a lorry".

A sentence that has another word in the place of one that is asked is about another of the kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.terms import held, terms
from qa.text.synonyms import synonyms
from qa.text.words import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"[^\W\d_]{3,}"
_PAIR = re.compile(rf"(?<![\w’'-])(?=({_WORD})[ ]({_WORD})(?![\w’'-]))")
_FOR = re.compile(rf"\bfor (?:an?|each|every) ({_WORD})\b")
_LOOSE = frozenset(
    words(
        """
        new old current first last next own official expected planned estimated likely possible
        final latest average total whole full main big large small great good high low early late
        more most other many much such same both all some any each every few several only just also
        now still about over under nearly almost around down up out off back away apart together
        """
    )
)
"""Words that say nothing of which thing is meant."""


def contrasted(question: str, sentence: str) -> bool:
    """Whether a sentence puts another word in the place of one that is asked, which it lacks.

    >>> contrasted("What is the limit in sea water?", "The limit in tap water is 2 grams.")
    True
    >>> contrasted("What is the toll for a lorry?", "The toll for a car is 5 crowns.")
    True
    >>> contrasted("What is the limit in sea water?", "In sea water it is 2 grams.")
    False
    """
    has, asked = held(sentence), held(question)
    for noun, word in _pairs(question):
        if terms(word) <= has or not terms(noun) <= has:
            continue
        others = {other for head, other in _pairs(sentence) if terms(head) == terms(noun)}
        if any(not terms(other) & asked for other in others):
            return True
    wanted = {word for word in _FOR.findall(question) if not terms(word) <= has}
    return bool(wanted) and any(not terms(word) & asked for word in _FOR.findall(sentence))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each noun with the word before it, as far as both are small and tell something."""
    for match in _PAIR.finditer(text):
        word, noun = match.groups()
        telling = word.islower() and noun.islower() and not {word, noun} & (STOP_WORDS | _LOOSE)
        if telling and word not in synonyms(noun):  # "the canteen cafeteria" is one thing
            yield noun, word
