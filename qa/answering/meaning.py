"""What a short answer means: whether two say the same, and whether they exclude each other.

Dates mean periods, numbers quantities, names sound like something; all else is its words. What is
none of these surely is never called a contradiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qa.answering.measures import ONE, converted, digits, last_place, scale_of
from qa.answering.terms import terms
from qa.text.dates import find_dates
from qa.text.spelling import romanised, sound_alike, sounds
from qa.text.words import STOP_WORDS, fold, stem, unmarked, words

if TYPE_CHECKING:
    from datetime import date


class Sort(Enum):
    """What kind of thing an answer names."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    NAMES = "names"
    NONE = "none"
    AFFIRMED = "affirmed"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer says, in a form that can be compared.

    `periods` are the first and last days that its dates may mean; `bound` says that a date is a
    limit ("before", "after"); `value` is a number of `unit`, or of `factor` times that unit where
    the factor is known; `names` are its names.
    """

    sort: Sort
    words: frozenset[str]
    periods: tuple[tuple[date, date], ...] = ()
    bound: str = ""
    value: float = 0.0
    unit: str = ""
    factor: float = 0.0
    names: tuple[tuple[str, ...], ...] = ()


BOUND = re.compile(
    r"\b(?:(not before|no earlier than|not until|at the earliest)|(no later than|by|until|up to"
    r"|before|at the latest)|(after|since|from))\b",
    re.IGNORECASE,
)
_BOUNDS = ("after", "before", "after")
NONE = re.compile(
    r"\b(?:no(?!\s+other\b[^.;:]*\b(?:more|less|fewer|than)\b)|not|never|none|nothing|nobody"
    r"|without|neither|cannot"
    r"|un(?:announced|clear|known|confirmed|decided|scheduled|certain))\b|n[’']t\b|없|않|미정",
    re.IGNORECASE,
)
_COUNTING = words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
    """
)
_RANKING = words("zeroth first second third fourth fifth sixth seventh eighth ninth tenth")
_SMALL = {word: float(number) for each in (_COUNTING, _RANKING) for number, word in enumerate(each)}
_SMALL |= {"a": 1.0, "an": 1.0}
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "₩": "won"}
_ROUND = ("About", "Over", "Nearly", "Some", "More", "At", "Around", "Almost", "Up", "Fewer")
_NUMBER = re.compile(
    r"(?P<money>[$€£₩]\s?)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<short>(?:mn?|bn|k)\b)?\s*(?P<per>%|percent"
    r"|per cent|퍼센트)?|\b(?P<word>" + "|".join((*_COUNTING, *_RANKING)) + rf")\b|(?P<one>{ONE})",
    re.IGNORECASE,
)
_ALIAS = re.compile(r"\(([^()]{2,60})\)|\b(?:also known as|aka|a\.k\.a\.|born)\b", re.IGNORECASE)
_FIRM = r"(?!\s*(?:sons?|daughters?|co|company|brothers|partners|associates)\b)"
_BETWEEN = re.compile(rf"\s*(?:,|;|/|(?:&|\band\b){_FIRM}|\bor\b)\s*", re.IGNORECASE)
"""What stands between two names; "Nordal & Sons" are one."""
_PARTICLES = frozenset(words("de da di du van von der den la le el al bin ibn the of and"))
_STATED = {Sort.DATE, Sort.NUMBER, Sort.NAME, Sort.NAMES, Sort.AFFIRMED}
_ROUGH = 0.05
"""No figure is taken for rounder than this part of it: "10 km" is not 5 miles."""

_FEW_WORDS = 5
_SHORT = 10
"""An answer of more words is a sentence: it is compared as words only."""


def meaning_of(text: str) -> Meaning:
    """Return what an answer means.

    >>> meaning_of("12 episodes").unit, meaning_of("twelve").value
    ('episod', 12.0)
    """
    said = unmarked(text)
    held = frozenset(terms(said))
    if len(said.split()) > _SHORT:
        return Meaning(Sort.NONE if denies(said) else Sort.PHRASE, held)
    for read in (_date, _none, _number, _name):
        found = read(said, held)
        if found:
            return found
    return Meaning(Sort.PHRASE, held)


def agree(one: Meaning, other: Meaning) -> bool:
    """Whether two answers to the same question say the same; the less precise one may be coarser.

    It is symmetric, and everything agrees with itself.
    """
    if one.sort is other.sort:
        return one == other or _AGREEMENTS[one.sort](one, other)
    if {Sort.NAME, Sort.NAMES} == {one.sort, other.sort}:
        return _same_names(one, other)
    return Sort.PHRASE in (one.sort, other.sort) and _same_words(one, other)


def exclude(one: Meaning, other: Meaning) -> bool:
    """Whether two answers to the same question cannot both be right, as far as can be told."""
    if agree(one, other):
        return False
    if one.sort is other.sort:
        return one.sort in (Sort.DATE, Sort.NAME) or (
            one.sort is Sort.NUMBER and _same_unit(one, other)
        )
    return {one.sort, other.sort} <= _STATED | {Sort.NONE} and Sort.NONE in (one.sort, other.sort)


def names_too(meaning: Meaning, sentence: str) -> bool:
    """Whether a sentence holds one of the names that an answer gives, however it is spelled."""
    heard = set(sounds(sentence))
    return any(set(sounds(name)) <= heard for names in meaning.names for name in names)


def denies(text: str) -> bool:
    """Whether a text says that something is not, not yet or not known.

    >>> denies("No other film had more viewers"), denies("No other film won")
    (False, True)
    >>> denies("no date has been set"), denies("it wasn't"), denies("a notable date")
    (True, True, False)
    """
    return NONE.search(text) is not None


def precision(meaning: Meaning) -> float:
    """Return how precise an answer is among those that agree with it; higher is more precise."""
    days = sum((last - first).days + 1 for first, last in meaning.periods)
    return -days if days else meaning.value and -last_place(meaning.value)


def _date(said: str, held: frozenset[str]) -> Meaning | None:
    mentions = find_dates(said)
    if not mentions:
        return None
    rest = said
    for mention in reversed(mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    if len([word for word in words(rest) if word not in STOP_WORDS]) >= _FEW_WORDS:
        return None
    periods = tuple(sorted((each.first_day, each.last_day) for each in mentions))
    return Meaning(Sort.DATE, held, periods=periods, bound=_bound(said[: mentions[0].start]))


def _bound(before: str) -> str:
    """Return whether what stands right before a date makes it a limit."""
    match = BOUND.search(" ".join(before.split()[-3:]))
    if match is None:
        return ""
    return next(bound for bound, found in zip(_BOUNDS, match.groups(), strict=True) if found)


def _none(said: str, held: frozenset[str]) -> Meaning | None:
    return Meaning(Sort.NONE, held) if denies(said) else None


def _number(said: str, held: frozenset[str]) -> Meaning | None:
    match = _NUMBER.search(said)
    if match is None or len(words(said[: match.start()])) > 3:
        return None
    if said[:1].isupper() and match.start() > 0 and not said.startswith(_ROUND):
        return None  # "Season 2", "Apollo 11": the number belongs to a name
    word = match["word"] or match["one"]
    if word and word.lower() not in _SMALL:
        return None  # letters that Unicode takes for ours without regard to case, as in "ſix"
    value = _SMALL[word.lower()] if word else float(match["digits"].replace(",", ""))
    following = [each for each in words(said[match.end() :]) if each not in STOP_WORDS]
    value *= scale_of(match, following)
    known = None if match["per"] or match["money"] else converted(following[:3])
    unit, factor = known or (_unit(match, following), 0.0)
    return Meaning(Sort.NUMBER, held, value=value, unit=unit, factor=factor)


def _unit(match: re.Match[str], following: list[str]) -> str:
    """Return what a number counts: per cent, a currency, or the last word of what follows it."""
    if match["per"]:
        return "%"
    if match["money"]:
        return _CURRENCIES[match["money"].strip()]
    named = [_stem(word) for word in following[:3]]
    return next((word for word in named if word in _CURRENCIES.values()), (named or [""])[0])


def _stem(word: str) -> str:
    return stem(word) if word not in _CURRENCIES.values() else word


def _name(said: str, held: frozenset[str]) -> Meaning | None:
    parts = [part for part in _BETWEEN.split(_ALIAS.sub(" ", said)) if part.strip(" .")]
    if not parts or not all(_is_name(part) for part in parts):
        return None
    aliases = [found for found in _ALIAS.findall(said) if found and _is_name(found)]
    named = tuple((part.strip(" ."), *(aliases if len(parts) == 1 else ())) for part in parts)
    return Meaning(Sort.NAME if len(named) == 1 else Sort.NAMES, held, names=named)


def _is_name(part: str) -> bool:
    """Whether each word has a capital, or the part is one short word of Hangul."""
    inner = [
        word for word in part.strip(" .").split() if fold(word) not in _PARTICLES and word != "&"
    ]
    if not inner or any(char.isdigit() for char in part):
        return False
    if romanised(part) != part:
        return len(inner) == 1 and len(inner[0]) <= 5
    return all(word[:1].isupper() for word in inner) and len(inner) <= _FEW_WORDS


def _same_periods(one: Meaning, other: Meaning) -> bool:
    """Whether each date of either lies within, or around, one of the other."""
    return one.bound == other.bound and all(
        any(_within(mine, theirs) or _within(theirs, mine) for theirs in others)
        for mines, others in ((one.periods, other.periods), (other.periods, one.periods))
        for mine in mines
    )


def _within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _same_number(one: Meaning, other: Meaning) -> bool:
    """Whether the numbers are the same as far as the rounder of them is known."""
    if not _same_unit(one, other):
        return False
    if one.factor and other.factor and one.factor != other.factor:
        within = max(_rounded_by(each) * each.factor for each in (one, other))
        return abs(one.value * one.factor - other.value * other.factor) <= within
    coarse, fine = sorted((one.value, other.value), key=digits)
    step = last_place(coarse)
    return coarse == fine or (step >= 1000 and abs(coarse - fine) < step and digits(coarse) >= 2)


def _rounded_by(number: Meaning) -> float:
    """Return how far a number may be from what was measured, by its last digit."""
    return min(last_place(number.value) / 2, _ROUGH * number.value)


def _same_unit(one: Meaning, other: Meaning) -> bool:
    return one.unit == other.unit or not (one.unit and other.unit)


def _same_names(one: Meaning, other: Meaning) -> bool:
    """Whether every name of the shorter list is one of the longer."""
    short, long = sorted((one.names, other.names), key=len)
    return all(any(_alike(mine, theirs) for theirs in long) for mine in short)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(sound_alike(mine, theirs) for mine in one for theirs in other)


def _same_words(one: Meaning, other: Meaning) -> bool:
    shared, smaller = len(one.words & other.words), min(len(one.words), len(other.words))
    return smaller > 0 and (shared == smaller or shared / len(one.words | other.words) >= 0.5)


def _always(_one: Meaning, _other: Meaning) -> bool:
    return True


_AGREEMENTS = {
    Sort.DATE: _same_periods,
    Sort.NUMBER: _same_number,
    Sort.NAME: _same_names,
    Sort.NAMES: _same_names,
    Sort.NONE: _always,
    Sort.AFFIRMED: _always,
    Sort.PHRASE: _same_words,
}
