"""Whether words answer: the comparisons of SQuAD (Rajpurkar et al. 2016), and containment.

What SQuAD does to ASCII punctuation is done to all of Unicode's here, so that `“On-jo”` and `On-jo`
are the same too; on ASCII text nothing differs.
"""

from __future__ import annotations

import functools
import re
import string
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_SPACED = "\u0e00"
"""From here on in Unicode, words need no spaces between them (Thai, Hangul, Chinese, Japanese)."""


def normalise(text: str, *, punctuation: str = "") -> str:
    """Lower, replace punctuation (by nothing), drop English articles, and join words by one space.

    >>> normalise("The  Hyosan High-School, a school!")
    'hyosan highschool school'
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    kept = "".join(punctuation if _is_punctuation(each) else each for each in lowered)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def exact_match(text: str, answers: Iterable[str]) -> float:
    """Return 1 when the text is one of the answers, but for what `normalise` drops, else 0."""
    said = normalise(text)
    return float(any(said == normalise(answer) for answer in answers))


def f1(text: str, answers: Iterable[str]) -> float:
    """Return how well the text's words and the nearest answer's overlap, in [0, 1].

    >>> round(f1("Park Ji-hu plays her", ["Park Ji-hu"]), 3)
    0.667
    """
    said = normalise(text).split()
    return max((_overlap(said, normalise(answer).split()) for answer in answers), default=0.0)


def contains(text: str, answers: Iterable[str]) -> bool:
    """Whether the text holds one of the answers as whole words: `2022` does not hold `2`.

    A hyphen may join or part words, and a possessive is no part of one. Where a script needs no
    spaces any place will do: 박지후가 holds 박지후. An answer of nothing but punctuation
    and articles is held by nothing.

    >>> contains("It began mid-2022.", ["2022"]), contains("It began mid-2022.", ["20"])
    (True, False)
    """
    texts = _forms(text)
    return any(
        _holds(said, words)
        for answer in answers
        for said, words in zip(texts, _forms(answer), strict=True)
    )


def _forms(text: str) -> tuple[str, str]:
    """Return a text with its punctuation deleted, and with its punctuation made spaces."""
    bare = _POSSESSIVE.sub("", text)
    return normalise(bare), normalise(bare, punctuation=" ")


def _overlap(said: list[str], wanted: list[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    common = sum((Counter(said) & Counter(wanted)).values())
    return 2 * common / (len(said) + len(wanted))


def _holds(text: str, words: str) -> bool:
    at = text.find(words) if words else -1
    while at >= 0:
        if not _inside_word(text, at) and not _inside_word(text, at + len(words)):
            return True
        at = text.find(words, at + 1)
    return False


def _inside_word(text: str, at: int) -> bool:
    """Whether a word, of a script that puts spaces between words, runs across this position."""
    return 0 < at < len(text) and all(
        each.isalnum() and each < _SPACED for each in text[at - 1 : at + 1]
    )


@functools.lru_cache(maxsize=4096)
def _is_punctuation(letter: str) -> bool:
    return letter in string.punctuation or unicodedata.category(letter).startswith("P")
