"""What is told in an enumeration, "A, B and C": where a list is asked for, its things one by one.

A model that looks for one span points at one of them, or at some. Two names with "and" between them
may be one ("Ernst and Young"), so only three and more are taken apart.
"""

from __future__ import annotations

import re

from qa.answering.exact import WORD

_SHORT = r"(?:(?:Dr|Mrs?|Ms|St|Prof|Jr|Sr)\.|(?:[^\W\d_a-z]\.)++)"
_WORD = rf"(?:(?<![^\W_]){_SHORT}|{WORD})"
_PARTICLE = r"(?:van|von|der|den|de|da|di|du|del|do|dos|la|le|el|al|bin|ibn|of|am|auf)"
_CALLED = rf"{_WORD}(?:(?: {_PARTICLE}){{0,2}} {_WORD}){{0,4}}"
_THING = rf"(?:the )?(?:\*[^*\n]{{2,80}}\*|{_CALLED})(?: \([^()\n]{{1,60}}\))?"
_NAMES = re.compile(rf"(?<!\band ){_THING}(?:, {_THING})+,? (?:and|or) {_THING}(?! and\b|['’])")
_ITEM = re.compile(_THING)

_LED_IN = re.compile(r"(?::|\b(?:includ(?:es?|ed|ing)|such as))\s+(?P<row>[^.;:!?]+)")
"""What follows words that lead an enumeration in."""

_PIECE = re.compile(r"(?:\*[^*\n]*\*|\([^()\n]*\)|[^,*()])+")
_LAST = re.compile(r"^(?:and )?(?P<one>.*?)(?: and (?P<other>.*))?$")
_NEAR = 400
"""How many characters around words are looked at: time grows with their square."""

_FEWEST, _LONGEST = 3, 7
"""An enumeration of other things than names has three of up to so many words."""


def things_told_with(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of all things of the enumeration that words of a sentence stand in.

    None where they stand in none, or reach out of it.

    >>> said = "They are Ann Lee, Bo Kim and Cy Park of Oslo."
    >>> [said[a:b] for a, b in things_told_with(said, 9, 16)]
    ['Ann Lee', 'Bo Kim', 'Cy Park of Oslo']
    """
    near = max(0, start - _NEAR), end + _NEAR
    for match in _NAMES.finditer(sentence, *near):
        if match.start() <= start and end <= match.end():
            return [each.span() for each in _ITEM.finditer(sentence, *match.span())]
    for match in _LED_IN.finditer(sentence, *near):
        low, high = match.span("row")
        things = _pieces(sentence, low, high) if low <= start and end <= high else []
        short = all(0 < len(sentence[a:b].split()) <= _LONGEST for a, b in things)
        if len(things) >= _FEWEST and short:
            return things
    return []


def is_one_of_many(sentence: str, start: int, end: int) -> bool:
    """Whether words are one name, or less than all, out of three or more in an enumeration."""
    return any(
        each.start() <= start and end <= each.end() and end - start < each.end() - each.start()
        for each in _NAMES.finditer(sentence, max(0, start - _NEAR), end + _NEAR)
    )


def _pieces(sentence: str, low: int, high: int) -> list[tuple[int, int]]:
    """Return what stands between commas, the last of them taken apart at its "and"."""
    pieces = []
    for match in _PIECE.finditer(sentence, low, high):
        first = match.start() + len(match.group()) - len(match.group().lstrip())
        pieces.append((first, match.start() + len(match.group().rstrip())))
    if len(pieces) < _FEWEST - 1:
        return []
    at, end = pieces.pop()
    last = _LAST.match(sentence[at:end])
    told = [name for name in ("one", "other") if last and last[name]]
    return [*pieces, *((at + last.start(name), at + last.end(name)) for name in told if last)]
