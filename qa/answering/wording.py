"""A question's nouns with the ones that its passages use for the same thing: "the comic webtoon".

Passages that say "webtoon" are found by meaning for a question about a comic; but what is told of
it stands in the wrong one of them as often as in the right one, and a reader that learns from
questions in the words of their texts takes the two for two things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.sounding import PASSAGES
from qa.text.remembering import remembered
from qa.text.synonyms import stems, synonyms

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOUN = re.compile(r"(?<![^\W_])(?<![-‐‑'’])[^\W\d_A-Z]+(?:-[^\W\d_]+)*(?![^\W_])")
_OFTENER = 2
"""A synonym is added that passages use more than so many times as often as the word itself."""


def in_their_words(question: str, texts: Sequence[str]) -> str:
    """Return a question with the synonyms of its nouns that texts use far more often, behind them.

    >>> in_their_words("Who drew the comic?", ["A webtoon is drawn.", "The webtoon ended."])
    'Who drew the comic webtoon?'
    """
    asked = [_padded(question)]

    def with_theirs(match: re.Match[str]) -> str:
        word = match.group()
        others = [each for each in synonyms(word) if not _count(each, asked)]
        if not others:
            return word
        told = [_padded(text) for text in texts]
        own = _count(word, told)
        often, said = max((_count(each, told), each) for each in others)
        return f"{word} {said}" if often > _OFTENER * own + 1 else word

    return _NOUN.sub(with_theirs, question)


def _count(said: str, told: Sequence[str]) -> int:
    wanted = f" {stems(said).replace(' ', '  ')} "
    return sum(text.count(wanted) for text in told)


@remembered(PASSAGES, longest=2000)
def _padded(text: str) -> str:
    """Return a text as stems, each between two spaces of its own."""
    return f" {stems(text).replace(' ', '  ')} "
