"""Which of several a text speaks of: the second season, episode 4, the first 28 days.

Two sentences that number one thing otherwise are about different things, whatever else they share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.dates import find_dates
from qa.text.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STRETCHES = frozenset(map(stem, words("day week month quarter year hour")))
"""Nouns, as stems, that are counted to say how long something lasts."""

CARDINALS = words("zero one two three four five six seven eight nine ten eleven twelve")
ORDINALS = words("zeroth first second third fourth fifth sixth seventh eighth ninth tenth")
_NUMERALS = {word: str(at) for each in (CARDINALS, ORDINALS) for at, word in enumerate(each)}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMERALS)}"
_COUNTED = re.compile(
    r"\b(?:(?P<noun>season|episode|chapter|part|volume|book|phase|round|level|grade|class|stage|series"
    r"|group|team|day|week|month|year|quarter|section|version|model|act|game|match|race)s?\s+"
    rf"(?P<number>{_NUMBER})"
    rf"|(?!first\s+\w+s\b)(?P<count>{_NUMBER})[\s-]+(?P<unit>days?|weeks?|months?|years?|hours?|seasons?"
    r"|episodes?|quarters?|rounds?|matches|games))\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:an?|per|each|every)\s+(?P<unit>hour|day|night|week|month|quarter|season|year)\b"
    r"|\b(?P<often>hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual)(?:ly)?\b",
    re.IGNORECASE,
)
_OFTEN = {"daily": "day", "annual": "year"}
_AND = r"(?:,?\s*(?:and|or|&|to|[-–])|,)"
_NEXT = re.compile(rf"{_AND}\s*(?P<number>{_NUMBER})\b", re.IGNORECASE)
_LAST = re.compile(rf"\b(?P<number>{_NUMBER})\s*{_AND}\s*$", re.IGNORECASE)


def scope_of(text: str) -> dict[str, frozenset[str]]:
    """Return what is numbered or counted in a text, by the stem of its noun; dates are left out.

    >>> scope_of("in the first 28 days of season 2")
    {'day': frozenset({'28'}), 'season': frozenset({'2'})}
    >>> sorted(scope_of("Seasons 1 and 2 are out.")["season"])
    ['1', '2']
    """
    return _gathered(_without_dates(text), only_numbered=False)


def numbered_in(text: str) -> dict[str, frozenset[str]]:
    """Return what bears a number in a text, by the stem of its noun; what is only counted does not.

    >>> numbered_in("The first season has twelve episodes.")
    {'season': frozenset({'1'})}
    """
    found = _gathered(_without_dates(text), only_numbered=True)
    return {noun: numbers for noun, numbers in found.items() if noun not in STRETCHES}


def rate_of(text: str) -> frozenset[str]:
    """Return over what time a text says that something is paid, counted or done each time.

    >>> sorted(rate_of("9 dollars a month")), sorted(rate_of("the yearly plan"))
    (['month'], ['year'])
    """
    found = (match["unit"] or match["often"] for match in _RATE.finditer(text))
    return frozenset(_OFTEN.get(each.lower(), each.lower().removesuffix("ly")) for each in found)


def same_scope(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> bool:
    """Whether no noun is numbered in both with nothing in common, as "3 days" and "28 days" are."""
    return all(one[noun] & other[noun] for noun in one.keys() & other.keys())


def _without_dates(text: str) -> str:
    for mention in reversed(find_dates(text)):
        text = f"{text[: mention.start]}…{text[mention.end :]}"
    return text


def _gathered(text: str, *, only_numbered: bool) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for match in _COUNTED.finditer(text):
        if only_numbered and not _is_numbered(match):
            continue
        noun = stem((match["noun"] or match["unit"]).lower())
        numbers = {_NUMERALS.get(each.lower(), each) for each in _numbers(text, match)}
        if numbers:
            found[noun] = found.get(noun, frozenset()) | numbers
    return found


def _is_numbered(match: re.Match[str]) -> bool:
    """Whether a number tells which one, as in "season 2" and "the second season"."""
    return match["noun"] is not None or match["count"].lower() in ORDINALS


def _numbers(text: str, match: re.Match[str]) -> Iterator[str]:
    """Yield the number of a match and those that are told in one breath with it."""
    yield match["number"] or match["count"]
    side = _NEXT.match(text, match.end()) if match["noun"] else None
    while side:
        yield side["number"]
        side = _NEXT.match(text, side.end())
    before = None if match["noun"] else _LAST.search(text[: match.start()])
    while before:
        yield before["number"]
        before = _LAST.search(text[: before.start()])
