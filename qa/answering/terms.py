"""What questions and sentences meet on: stemmed words, joined names, n-grams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.remembering import remembered
from qa.text.words import STOP_WORDS, cjk_grams, name_forms, stem, words

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

SENTENCES = 2048
"""How many sentences are remembered with what they hold: about 6 MB a kind of thing."""

_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")
_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
_NUMERALS = {
    word: str(number)
    for names in (
        words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
        words("one two three four five six seven eight nine ten eleven twelve"),
    )
    for number, word in enumerate(names, start=1)
}


@remembered(SENTENCES)
def terms(text: str) -> frozenset[str]:
    """Return the stemmed content words of a text, its hyphenated names joined, and CJK n-grams.

    Small numbers become digits, so that "the second season" and "season 2" meet.

    >>> sorted(terms("Who plays On-jo in the second season?"))
    ['2', 'jo', 'onjo', 'plai', 'season']
    """
    spoken = {_NUMERALS.get(word) or stem(word) for word in words(text) if word not in STOP_WORDS}
    return frozenset(spoken | {*joined_names(text), *cjk_grams(text)})


def joined_names(text: str) -> set[str]:
    """Return the hyphenated words of a text, folded and joined.

    >>> sorted(joined_names("On-jo and Su-hyeok"))
    ['onjo', 'suhyeok']
    """
    return {"".join(words(name)) for name in _HYPHENATED.findall(text)}


def said(text: str) -> tuple[str, ...]:
    """Return what an answer says, whatever its case, marks and articles.

    >>> said("the Hyosan High School,") == said("Hyosan High School")
    True
    """
    return tuple(word for word in words(text) if word not in ("a", "an", "the"))


def numbers(text: str) -> set[str]:
    """Return the numbers that a text gives in digits, without marks between thousands.

    >>> sorted(numbers("1,200 of 7.5 million in 2022"))
    ['1200', '2022', '7.5']
    """
    return {_THOUSANDS.sub("", number) for number in _NUMBER.findall(text)}


@remembered(SENTENCES)
def held(text: str) -> frozenset[str]:
    """Return what a text holds: its terms, its plain words, its joined names and its numbers."""
    return terms(text) | set(words(text)) | set(name_forms(text)) | numbers(text)


def share(wanted: AbstractSet[str], found: AbstractSet[str]) -> float:
    """Return which part of `wanted` is found; all of nothing is 1."""
    return len(wanted & found) / len(wanted) if wanted else 1.0
