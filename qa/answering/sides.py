"""Questions that are answered with yes or no: which side a sentence takes.

Only a clause that speaks of what is asked about takes a side; the rest of a sentence, and sentences
about something else, take none. What neither affirms nor denies is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.meaning import Meaning, Sort, denies
from qa.answering.questions import terms
from qa.text.words import name_forms, words

if TYPE_CHECKING:
    from qa.answering.questions import Question

_ASKS = re.compile(
    r"\s*(?:is|are|was|were|will|would|has|have|had|did|does|do|can|could|should|may|might)\b"
    r"(?!.*\bor\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:–—]|\s(?=(?:which|who|that|because|although|though|but|and|while|whereas|after|before)\s)"
)


def asks_which_side(question: str) -> bool:
    """Whether a question wants yes or no; one that offers a choice does not.

    >>> asks_which_side("Is it out yet?"), asks_which_side("Is it 2026 or 2027?")
    (True, False)
    """
    return _ASKS.match(question) is not None


def side_of(asked: Question, sentence: str, title: str) -> Meaning | None:
    """Return whether a sentence affirms or denies what is asked; None when it does neither.

    The sentence, with its article's title, must hold the question's names, and one clause of it
    something that is asked beyond them.
    """
    held = _held(sentence) | _held(title)
    wanted = asked.terms - _spread(asked.names)
    if not asked.names <= held:
        return None
    clauses = [each for each in _CLAUSE.split(sentence) if each.strip()]
    subject = wanted - _held(title) or wanted or _spread(asked.names)
    shares = [len(subject & _held(clause)) for clause in clauses]
    if not shares or max(shares) * 2 < len(subject):
        return None
    clause = clauses[shares.index(max(shares))]
    return Meaning(Sort.NONE if denies(clause) else Sort.AFFIRMED, frozenset())


def _held(text: str) -> set[str]:
    return terms(text) | set(words(text)) | set(name_forms(text))


def _spread(names: frozenset[str]) -> set[str]:
    return {term for name in names for term in terms(name)} | set(names)
