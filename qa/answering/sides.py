"""Questions that are answered with yes or no: which side a sentence takes.

Only a clause that speaks of what is asked about takes a side; the rest of a sentence, and sentences
about something else, take none. What neither affirms nor denies is left alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.evidence import refutes
from qa.answering.meaning import Meaning, Sort, denies
from qa.answering.scopes import same_scope, scope_of
from qa.answering.subject import spoken_of, subject_of
from qa.answering.terms import held, terms

if TYPE_CHECKING:
    from qa.answering.questions import Question

_SPEAKS = 0.6
"""A clause speaks of what is asked when it holds this part of the words that are no name: one of
one or two, two of three, three of four or five."""

CLAUSE = re.compile(
    r"[,;:–—]|\s(?=(?:which|who|that|because|although|though|but|and|while|whereas|after|before|whether)\s)"
)


_OPEN = re.compile(
    r"\s*(?:and |but )?(?:if|whether|unless|should|including|such as)\b", re.IGNORECASE
)
_PROMISES = re.compile(
    r"\W*(?:check out|find out|stay tuned|keep reading|click|learn|discover|read (?:on|more|about)"
    r"|see (?:also|more|below|here)|here(?:[’']s| is| are) (?:what|all|everything)\b)"
    r"|.*\b(?:everything|all|what) (?:we|you|there is to)\b[^,;:]{0,12}\bknow\b",
    re.IGNORECASE,
)
"""A sentence that only says what there is to read."""

_AFTER_ALL = ' *_"”’)'


@dataclass(frozen=True, slots=True)
class Side:
    """What a sentence says to a question, and which part of what is asked it speaks of."""

    meaning: Meaning
    spoken: float


def side_of(asked: Question, sentence: str, title: str) -> Side | None:
    """Return whether a sentence affirms or denies what is asked; None when it does neither.

    The sentence, with its article's title, must hold the question's names, and one clause of it
    something that is asked beyond them. Of another season, or episode, it says nothing; nor does a
    question, or a teaser ("Find out ...").
    """
    scope = scope_of(asked.text)
    named = asked.names <= held(sentence) | held(title)
    if not named or not same_scope(scope, scope_of(sentence)) or not _tells(sentence):
        return None
    whole = subject_of(asked)
    subject = whole - spread(asked.names) - asked.numbers - scope.keys() or whole
    clauses = [each for each in CLAUSE.split(sentence) if each.strip()]
    shared = [len(spoken_of(subject, clause)) for clause in clauses]
    if not shared or max(shared) < math.ceil(_SPEAKS * len(subject) - 0.2):
        return None
    clause = clauses[shared.index(max(shared))]
    if _OPEN.match(clause):
        return None
    sort = Sort.NONE if denies(clause) else Sort.AFFIRMED
    return Side(Meaning(sort, frozenset()), max(shared) / len(subject))


def _tells(sentence: str) -> bool:
    """Whether a sentence tells anything of its own, as a question and a teaser do not.

    One that calls something false may deny the thing, or only its date.
    """
    return not asks(sentence) and not _PROMISES.match(sentence) and not refutes(sentence)


def asks(sentence: str) -> bool:
    """Whether a sentence asks: whatever stands in it is told elsewhere, if at all."""
    return sentence.rstrip(_AFTER_ALL).endswith("?")


def spread(names: frozenset[str]) -> set[str]:
    """Return joined names with the terms that they are made of."""
    return {term for name in names for term in terms(name)} | set(names)
