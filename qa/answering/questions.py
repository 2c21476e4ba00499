"""What a question asks for, from its wording: the type of answer, its content words, its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.text.words import STOP_WORDS, cjk_grams, fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

LONGEST_QUESTION = 1000
"""Characters; a longer text is not a question (the contract of `POST /v1/ask`)."""


class AnswerType(Enum):
    """The kind of thing that would answer a question."""

    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    OTHER = "other"


_TYPES = (
    (
        AnswerType.DATE,
        re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b|\bhow soon\b"),
    ),
    (AnswerType.NUMBER, re.compile(r"\bhow (?:many|much|long|old|far|tall|big|high|often)\b")),
    (AnswerType.NUMBER, re.compile(r"\b(?:what|which) (?:number|percentage|score|rating|age)\b")),
    (
        AnswerType.PERSON,
        re.compile(r"\bwho(?:m|se)?\b|\b(?:what|which) (?:act(?:or|ress)|person)\b"),
    ),
    (AnswerType.PLACE, re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|place|town)\b")),
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|"
    r"thousand|million|billion|half|third|quarter|once|twice|several)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1[0-9]|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|yesterday|today|tomorrow|spring|summer|autumn|"
    r"winter|century|week|month|year|decade|19\d0s|20\d0s)s?\b|\d년|\d월",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"(?<=[\w,] )[^\W\d_a-z][^\W_]+(?![-‐‑\w])")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_NAME = re.compile(r"[^\W\d_a-z][^\W_]+(?:[-‐‑][^\W_]+| [^\W\d_a-z][^\W_]+)*")
_NUMERALS = {
    word: str(number)
    for names in (
        words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
        words("one two three four five six seven eight nine ten eleven twelve"),
    )
    for number, word in enumerate(names, start=1)
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart once, for everything that reads it."""

    text: str
    type: AnswerType
    terms: frozenset[str]
    names: frozenset[str]


def take_apart(text: str) -> Question:
    """Take a question apart; QuestionError when it is blank or too long.

    >>> sorted(take_apart("Who plays Dae-su?").terms), take_apart("Who plays Dae-su?").type.value
    (['dae', 'daesu', 'plai', 'su'], 'person')
    """
    text = text.strip()
    if not text:
        raise QuestionError("the question is blank: ask something, as in `Who plays On-jo?`")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(text)} characters, at most {LONGEST_QUESTION} are read: "
            "ask one thing at a time"
        )
    lowered = text.casefold()
    kind = next((kind for kind, form in _TYPES if form.search(lowered)), AnswerType.OTHER)
    return Question(text, kind, frozenset(terms(text)), frozenset(_names(text)))


def terms(text: str) -> set[str]:
    """Return the stemmed content words of a text, its hyphenated names joined, and CJK n-grams.

    Small numbers become digits, so that "the second season" and "season 2" meet.

    >>> sorted(terms("Who plays On-jo in the second season?"))
    ['2', 'jo', 'onjo', 'plai', 'season']
    """
    spoken = {_NUMERALS.get(word) or stem(word) for word in words(text) if word not in STOP_WORDS}
    return spoken | {*_hyphenated(text), *cjk_grams(text)}


def _names(text: str) -> set[str]:
    """Return the names a question mentions, each in its folded, joined form.

    >>> sorted(_names("Does Lee Yoo-mi or Lomon play On-jo at Hyosan High?"))
    ['high', 'hyosan', 'lee', 'lomon', 'onjo', 'yoomi']
    """
    capitalised = {fold(name) for name in _INNER_CAPITAL.findall(text)} - STOP_WORDS
    return {name for name in capitalised | _hyphenated(text) if len(name) > 1}


def _hyphenated(text: str) -> set[str]:
    return {"".join(words(name)) for name in _HYPHENATED.findall(text)}


def fits(kind: AnswerType, sentence: str, known: AbstractSet[str]) -> bool:
    """Whether a sentence holds something of the type asked for, beyond the terms known already.

    >>> fits(AnswerType.PERSON, "Netflix has not said who returns.", set())
    False
    """
    if kind is AnswerType.DATE:
        return _DATE.search(sentence) is not None
    if kind is AnswerType.NUMBER:
        return _NUMBER.search(sentence) is not None
    if kind in (AnswerType.PERSON, AnswerType.PLACE) and sentence != sentence.lower():
        return any(terms(name) - known for name in _stated_names(sentence))
    return True


def _stated_names(sentence: str) -> Iterator[str]:
    """Yield what is written as a name; one plain word that opens the sentence may be none."""
    for match in _NAME.finditer(sentence):
        if match.start() > 0 or " " in match.group() or "-" in match.group():
            yield match.group()
