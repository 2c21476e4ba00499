"""The exact words of the kind asked for, where the reader points at more or at less of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.kinds import AnswerType
from qa.answering.meaning import Sort, meaning_of
from qa.answering.terms import held
from qa.text.dates import find_dates

if TYPE_CHECKING:
    from qa.answering.questions import Question
    from qa.types import Span

WORD = r"(?<![^\W_])[^\W\d_a-z][^\W_]*+(?:[-‐‑'’][^\W_]++)*+"
"""A whole word that is written with a capital."""

NAME = rf"{WORD}(?: {WORD}){{1,5}}+"
"""A full name: two to six such words. Possessive, so that a text of capitals takes no longer."""

FULL_NAME = re.compile(NAME)


def exact(asked: Question, span: Span) -> Span:
    """Return a span widened to the whole date that it cuts, or cut to the one name that it holds.

    Any other span is left as it is.
    """
    if asked.type is AnswerType.DATE:
        return _whole_dates(span)
    if asked.type is AnswerType.PERSON:
        return _one_name(asked, span)
    return span


def _whole_dates(span: Span) -> Span:
    """Return a span widened to the ends of the dates that it cuts."""
    at = span.quote_start
    start, end = span.start - at, span.end - at
    for mention in find_dates(span.quote):
        if mention.start < end and start < mention.end:
            start, end = min(start, mention.start), max(end, mention.end)
    return replace(span, start=at + start, end=at + end)


def _one_name(asked: Question, span: Span) -> Span:
    """Return the name in a span that is more than a name, if it is the only one not asked about."""
    whole_sentence = (span.start, span.end) == (span.quote_start, span.quote_end)
    if whole_sentence or meaning_of(span.text).sort in (Sort.NAME, Sort.NAMES):
        return span
    found = [each for each in FULL_NAME.finditer(span.text) if not held(each.group()) & asked.names]
    if len(found) != 1:
        return span
    start, end = found[0].span()
    return replace(span, start=span.start + start, end=span.start + end)
