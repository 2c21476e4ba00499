"""A question taken apart once: what kind of answer it asks for, its content words, its names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.answering.kinds import AnswerType, asks, asks_for_list, type_of
from qa.answering.terms import joined_names, numbers, terms
from qa.errors import QuestionError
from qa.text.words import STOP_WORDS, fold

LONGEST_QUESTION = 1000
"""Characters; a longer text is not a question (the contract of `POST /v1/ask`)."""

_MISSPELT = {  # what asks, as it is typed in haste
    "wat": "what",
    "wath": "what",
    "wht": "what",
    "whta": "what",
    "waht": "what",
    "whats": "what's",
    "wats": "what's",
    "wen": "when",
    "whn": "when",
    "wehn": "when",
    "wher": "where",
    "whre": "where",
    "wheres": "where's",
    "wich": "which",
    "whcih": "which",
    "hwo": "who",
    "whos": "who's",
    "hwy": "why",
}
_HASTY = re.compile(
    rf"\b(?:{'|'.join(_MISSPELT)}"
    r"|(?P<where>were)(?= (?:is|are|was|were|do|does|did|has|have|can|will)\b))\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\s+[^\W\d_a-z]")
"""What follows a name's first word: "Wat Arun"."""

_INNER_CAPITAL = re.compile(r"(?<=[\w,] )[^\W\d_a-z][^\W_]+(?![-‐‑\w])")


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart once, for everything that reads it.

    `terms` are stemmed content words, `names` folded, `numbers` in digits. In `text` the words that
    ask are spelled as they should be.
    """

    text: str
    type: AnswerType
    listed: bool
    terms: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


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
    text = asked_well(text)
    return Question(
        text=text,
        type=type_of(text),
        listed=asks_for_list(text),
        terms=frozenset(terms(text)),
        names=frozenset(_names(text)),
        numbers=frozenset(numbers(text)),
    )


def asked_well(text: str) -> str:
    """Return a question with its first word that asks spelled well, if none in it is.

    What may be a name is left alone.

    >>> asked_well("wat happend?"), asked_well("Were is it?"), asked_well("Did Wen see Wat Arun?")
    ('what happend?', 'where is it?', 'Did Wen see Wat Arun?')
    """
    found = None if asks(text) else _HASTY.search(text)
    if found is None:
        return text
    named = not found.group().islower() and found.start() > 0
    if named or _CALLED.match(text, found.end()):
        return text
    meant = "where" if found["where"] else _MISSPELT[found.group().lower()]
    return f"{text[: found.start()]}{meant}{text[found.end() :]}"


def _names(text: str) -> set[str]:
    """Return the names a question mentions, each in its folded, joined form.

    >>> sorted(_names("Does Lee Yoo-mi or Lomon play On-jo at Hyosan High?"))
    ['high', 'hyosan', 'lee', 'lomon', 'onjo', 'yoomi']
    """
    capitalised = {fold(name) for name in _INNER_CAPITAL.findall(text)} - STOP_WORDS
    return {name for name in capitalised | joined_names(text) if len(name) > 1}
