"""Spans become an answer with citations, or an abstention with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.changes import weigh
from qa.answering.kinds import AnswerType
from qa.answering.several import things_listed
from qa.answering.telling import tell, tell_list
from qa.answering.terms import terms
from qa.types import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.questions import Question
    from qa.answering.telling import Told
    from qa.types import Passage, Span, Understood

THRESHOLD = 0.16
"""Below this support nothing is answered; where the two kinds of error balance (docs/reader.md)."""

NO_WORDS = "no_words"
NO_EVIDENCE = "no_evidence"
UNKNOWN_NAME = "unknown_name"
TYPE_MISMATCH = "type_mismatch"
LOW_CONFIDENCE = "low_confidence"
OUTSIDE_DATES = "outside_dates"

_NOTHING = 0.03
"""Below this support the articles do not even touch on it."""

_CLOCK = terms("time day date year month week weekday hour today now")
"""Who asks for nothing else ("What time is it?") asks no article."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, what it says about time, and how likely to be right an answer must be."""

    asked: Question
    understood: Understood
    threshold: float


def decide(
    inquiry: Inquiry, spans: Sequence[Span], passages: Sequence[Passage], generation: str
) -> Answer:
    """Answer with the newest well supported claim and its history, or abstain and say why.

    `spans` come best first; `passages` are shown whatever is decided.
    """
    asked = inquiry.asked
    reason = reason_to_abstain(asked, spans, inquiry.threshold)
    told = None if reason else _tell(inquiry, spans)
    best = spans[0].support if spans else 0.0
    return Answer(
        question=asked.text,
        answer=told.answer if told else None,
        reason=reason,
        confidence=told.confidence if told else best,
        citations=told.citations if told else (),
        passages=passages,
        generation=generation,
        earlier=told.earlier if told else (),
        conflicting=told.conflicting if told else (),
        changed=told.changed if told else False,
        understood=inquiry.understood,
        spans=spans,
    )


def _tell(inquiry: Inquiry, spans: Sequence[Span]) -> Told:
    if inquiry.asked.type is AnswerType.YES_NO:  # which side is told is not judged by support
        return tell(weigh(inquiry.asked, spans, inquiry.understood))
    if inquiry.asked.listed:
        able = [each for each in spans if each.support >= inquiry.threshold]
        return tell_list(things_listed(inquiry.asked, able))
    return tell(weigh(inquiry.asked, spans, inquiry.understood, least=inquiry.threshold))


def reason_to_abstain(asked: Question, spans: Sequence[Span], threshold: float) -> str | None:
    """Return why nothing may be answered; None when something may."""
    if not any(char.isalnum() for char in asked.text):
        return NO_WORDS
    if asked.terms and asked.terms <= _CLOCK and not (asked.names or asked.numbers):
        return NO_EVIDENCE
    if spans and spans[0].support >= threshold:
        return None
    return _weakness(asked, spans)


def _weakness(asked: Question, spans: Sequence[Span]) -> str:
    """Return what the spans lack, by the signs that they carry."""
    if asked.names and spans and all(span.signs.get("names", 1.0) == 0.0 for span in spans):
        return UNKNOWN_NAME
    if not spans or spans[0].support < _NOTHING:
        return NO_EVIDENCE
    if all(span.signs.get("type_fits", 1.0) == 0.0 for span in spans):
        return TYPE_MISMATCH
    return LOW_CONFIDENCE
