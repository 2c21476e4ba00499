"""What a mistyped word was meant to be: a noisy channel over a lexicon.

Of the words that are one slip away the likeliest is meant (Kernighan, Church & Gale 1990): that is
how easily the slip is made times how often the word is written. A slip leaves the first letter as
it is, and no letter becomes one that neither sounds like it nor is another vowel: those make
another word, or a name that the lexicon lacks.
"""

from __future__ import annotations

import math
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qa.text.lexicon import frequency

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 4
"""Letters of a word that is corrected, and of what it is corrected to."""

_RARE = 500
"""How often a word is written in the lexicon's sources, at least, to be what somebody meant."""

_CLEAR = 0.3
"""By how much the likeliest must be ahead of the next, as a logarithm of odds."""

_OF_FREQUENCY = 0.5
"""How much the logarithm of a frequency counts beside that of a slip: people misspell the rarer
words more often than their share."""

_DOUBLED, _SWAPPED, _ALIKE, _LEFT_OUT = -0.5, -0.7, -1.2, -1.5
"""How easily slips are made, as logarithms: a letter doubled or not, two swapped, one for another
that sounds alike, one too few or too many."""

_SHORT = 5
"""Up to so many letters none is one too many, unless it is doubled: "mutex" and "messi" are words
that the lexicon lacks."""

_VOWELS = frozenset("aeiouy")
_SOUND_ALIKE = frozenset(
    frozenset(pair) for pair in ("ck", "cs", "sz", "fv", "td", "gj", "mn", "bp")
)


def corrected(word: str) -> str | None:
    """Return the word of the lexicon that a mistyped one, in lower case, was surely meant to be.

    None for what is a word, for what no slip leads to, and where two are about as likely.

    >>> corrected("kiled"), corrected("peple"), corrected("killed"), corrected("hyuk")
    ('killed', 'people', None, None)
    """
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or frequency(word):
        return None
    likely: dict[str, float] = {}
    for meant, ease in _slips(word):
        often = frequency(meant)
        if often >= _RARE and len(meant) >= SHORTEST:
            likelihood = ease + _OF_FREQUENCY * math.log(often)
            likely[meant] = max(likelihood, likely.get(meant, likelihood))
    first, *others = sorted(likely, key=lambda meant: (-likely[meant], meant)) or [""]
    clear = not others or likely[first] - likely[others[0]] >= _CLEAR
    return first if first and clear else None


def _slips(word: str) -> Iterator[tuple[str, float]]:
    """Yield what may have been meant, with how easily the slip from it is made."""
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        for letter in ascii_lowercase:
            yield before + letter + after, _ease(before, letter, after)
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        ease = _ease(before, letter, after)
        if ease == _DOUBLED or len(word) > _SHORT:
            yield before + after, ease
        if after:
            yield before + after[0] + letter + after[1:], _SWAPPED
        yield from ((before + other + after, _ALIKE) for other in _alike(letter))


def _ease(before: str, letter: str, after: str) -> float:
    """Return how easily a letter is left out, or put in, between two others."""
    return _DOUBLED if letter == before[-1] or after.startswith(letter) else _LEFT_OUT


def _alike(letter: str) -> Iterator[str]:
    """Yield the letters that sound like a letter, or are another vowel."""
    for other in ascii_lowercase:
        if {letter, other} <= _VOWELS or frozenset((letter, other)) in _SOUND_ALIKE:
            yield other
