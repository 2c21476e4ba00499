"""What is told in a row, "A, B and C": where a list is asked for, its things are told one by one.

A model that looks for one span points at one of them, or at some.
"""

from __future__ import annotations

import re

_WORD = r"[^\W\d_a-z](?:\.(?= )|[\w'’-]*)"
_CALLED = rf"{_WORD}(?: {_WORD}){{0,3}}"
_THING = rf"(?:\*[^*\n]{{2,60}}\*|{_CALLED})(?: \([^()\n]{{1,60}}\))?"
_NAMES = re.compile(rf"{_THING}(?:, {_THING})*,? and {_THING}")
_THREE = re.compile(rf"{_CALLED}(?:, {_CALLED})+,? (?:and|or) {_CALLED}")

_LED_IN = re.compile(r"(?::|\b(?:includ(?:es?|ed|ing)|such as|are|were))\s+(?P<row>[^.;:!?]+)")
"""What follows words that lead a row in."""

_BETWEEN = re.compile(r",? and |, ")
_FEWEST, _LONGEST = 3, 7
"""A row of other things than names has three of up to so many words."""


def things_in_row(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of all that is told in one row with words of a sentence; none without one.

    >>> said = "They are Ann Lee, Bo Kim and Cy Park of Oslo."
    >>> [said[a:b] for a, b in things_in_row(said, 9, 16)]
    ['Ann Lee', 'Bo Kim', 'Cy Park']
    """
    for match in _NAMES.finditer(sentence):
        if match.start() < end and start < match.end():
            return _parts(sentence, match.start(), match.end())
    for match in _LED_IN.finditer(sentence):
        things = _parts(sentence, *match.span("row"))
        short = all(len(sentence[a:b].split()) <= _LONGEST for a, b in things)
        if match.start("row") < end and start < match.end() and len(things) >= _FEWEST and short:
            return things
    return []


def is_one_of_many(sentence: str, start: int, end: int) -> bool:
    """Whether words are one name, or less than all, out of three or more in a row."""
    return any(
        each.start() <= start and end <= each.end() and end - start < each.end() - each.start()
        for each in _THREE.finditer(sentence)
    )


def _parts(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    for match in _BETWEEN.finditer(sentence, start, end):
        parts.append((start, match.start()))
        start = match.end()
    return [*parts, (start, end)]
