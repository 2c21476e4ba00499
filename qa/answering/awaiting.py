"""Questions about what is still to come, and what can answer them.

A date that had passed when it was told is no answer to "When will it open?", and neither is the day
on which somebody said so. Where the reader points at such a date, the sentence may hold the right
one, or say that there is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.answering.evidence import clause_of, tells_when
from qa.answering.kinds import AnswerType
from qa.answering.meaning import BOUND, Sort, denies, meaning_of
from qa.answering.sides import CLAUSE
from qa.answering.subject import happenings, setting_of, spoken_of, subject_of
from qa.text.dates import MONTH, find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answering.meaning import Meaning
    from qa.answering.questions import Question
    from qa.text.dates import Mention
    from qa.types import Published, Span

_AWAITED = re.compile(
    r"\b(?:will|would|could|might|may|should|shall|going to|to be|expected|planned|scheduled|due"
    r"|supposed|set to|estimate|forecast|plans? to"
    r"|(?:expect|hope|intend)s?(?= [^.;,]{0,50}\bto\b))\b"
)
_COMES = re.compile(r"\bwhen (?:is|are|do|does)\b")
"""What happens now or later, in the present tense."""

_REFERS = re.compile(r"\b(?:it|its|they|their|this|these|that|both|which)\b", re.IGNORECASE)
"""What refers back to something: without, "the series came out" is not about its second season."""

_WAS = re.compile(r"\b(?:did|was|were|had)\b")

_JOINED = re.compile(r",?\s*(?:or|and|to|until|[-–—/])\s*(?:the\s+)?", re.IGNORECASE)
_RANGE = re.compile(r"\bbetween\b[^,;]{0,20}$", re.IGNORECASE)
_CAME = re.compile(
    r"(?<!\bbe )\b(?:began|started|commenced|ended|finished|concluded|wrapped|came|released"
    r"|premiered|launched|debuted|arrived|published|opened)\b",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(
    r"(?:\bnot\b|n[’']t\b|\bno longer\b|\bnever\b)"
    r"(?!.*\b(?:before|until|earlier|later|only|just)\b)"
)
_MONTH = 31
_DAY_BEFORE = re.compile(
    rf"(?:from\s+)?\d{{1,2}}(?:\s+{MONTH})?\s*(?:and|to|or|[-–—])\s*", re.IGNORECASE
)
_MOVED_FROM = re.compile(
    r"\b(?:slip\w*|mov\w+|push\w*|delay\w*|postpon\w+|shift\w*|chang\w+|put\b|brought)"
    r"[^.;]{0,40}\bfrom\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:dates?|days?|when|schedul\w*|timetables?|windows?|plans?|announce\w*|decid\w*|set|fixed)\b",
    re.IGNORECASE,
)
_DATES = re.compile(r"\b(?:dates?|days?|months?|years?|estimates?|schedule|window|deadline)\b")


def asks_for_date(asked: Question) -> bool:
    """Whether a date is asked for, by "when" or by another name, as in "the release date".

    >>> from qa.answering.questions import take_apart
    >>> [asks_for_date(take_apart(f"What is the {word}?")) for word in ("release date", "stage")]
    [True, False]
    """
    named = asked.type is AnswerType.OTHER and _DATES.search(asked.text.casefold()) is not None
    return named or asked.type is AnswerType.DATE


def awaits(asked: Question) -> bool:
    """Whether a date is asked for that was still to come when somebody told of it.

    >>> from qa.answering.questions import take_apart
    >>> [awaits(take_apart(each)) for each in ("When will it open?", "When did it open?")]
    [True, False]
    """
    text = asked.text.casefold()
    comes = _COMES.search(text) is not None and bool(happenings(text))
    return asks_for_date(asked) and (comes or foretells(asked.text))


def has_happened(asked: Question) -> bool:
    """Whether a date is asked for on which something came about: what has been does not change.

    >>> from qa.answering.questions import take_apart
    >>> [has_happened(take_apart(each)) for each in ("When was it born?", "When is it due?")]
    [True, False]
    """
    text = asked.text.casefold()
    return asks_for_date(asked) and not awaits(asked) and _WAS.search(text) is not None


def foretells(sentence: str) -> bool:
    """Whether a sentence speaks of what is to come, as a plan and a forecast do."""
    return _AWAITED.search(_opened(sentence)) is not None


def _opened(sentence: str) -> str:
    """Return a sentence with its first letter small; others are kept: "May" is a month."""
    return sentence[:1].lower() + sentence[1:]


def set_right(asked: Question, span: Span) -> Span | None:
    """Return a span that can answer when something is to come, as far as its sentence holds one.

    That is the span itself, or the date nearest to it, or the whole sentence where it says that
    there is no date. None where the span is a date that had passed, and nothing better is there.
    """
    said = meaning_of(span.text)
    if said.sort is Sort.NONE:
        return span
    if _denied(asked, span):
        return replace(span, start=span.quote_start, end=span.quote_end)
    ahead = _likeliest_ahead(span)
    if ahead or not has_no_date(span.quote):
        return ahead or _day_it_came(asked, span)
    return replace(span, start=span.quote_start, end=span.quote_end)


def _denied(asked: Question, span: Span) -> bool:
    """Whether it is denied that what is asked happens on a date: "It would not open in 2023".

    "It will not open before May" denies nothing: that is a limit.
    """
    clause = clause_of(span)
    return (
        meaning_of(span.text).sort is Sort.DATE
        and _NOT_THEN.search(clause[: clause.find(span.text)]) is not None
        and bool(happenings(asked.text) & happenings(clause))
        and not list(_others_ahead(span))
    )


def _others_ahead(span: Span) -> Iterator[tuple[int, int]]:
    """Yield the dates ahead in the rest of a span's sentence."""
    first, last = span.start - span.quote_start, span.end - span.quote_start
    for start, end in dates_ahead(span.quote, span.passage.published):
        if end <= first or last <= start:
            yield start, end


def _day_it_came(asked: Question, span: Span) -> Span | None:
    """Return the date on which a sentence says that it happened; else what is no date as it is."""
    if meaning_of(span.text).sort is Sort.DATE:
        return span if _came_true(asked, span) else None
    for mention in find_dates(span.quote):
        at = span.quote_start
        dated = replace(span, start=at + mention.start, end=at + mention.end)
        if _came_true(asked, dated):
            return dated
    return span


def _likeliest_ahead(span: Span) -> Span | None:
    """Return the date ahead that a span points at, or the nearest one in its sentence."""
    at, told = span.quote_start, span.passage.published
    first, last = span.start - at, span.end - at

    def unlikely(date: tuple[int, int]) -> tuple[bool, int, int]:
        distance = max(0, date[0] - last, first - date[1])
        return _is_then(span.quote[slice(*date)], told), distance, -date[0]

    ahead = min(dates_ahead(span.quote, told), key=unlikely, default=None)
    if ahead is None:
        return None
    start, end = ahead
    if first <= start and end <= last and _is_all_dates(span.quote[first:start]):
        return span  # "17 and 18 May 2026", "from 3 May to 4 June 2026"
    return replace(span, start=at + start, end=at + end)


def _is_all_dates(text: str) -> bool:
    """Whether words before a date can belong to it: a day, and what joins it."""
    return _DAY_BEFORE.fullmatch(text) is not None


def _came_true(asked: Question, span: Span) -> bool:
    """Whether a date that had passed is when that came about which is asked for."""
    before = span.quote[: span.start - span.quote_start]
    back = setting_of(span.passage, span.quote_start) if _REFERS.search(before) else ""
    spoken = spoken_of(subject_of(asked), f"{span.quote} {back}")
    happened = happenings(asked.text) & happenings(span.quote)
    return (
        bool(happened)
        and _CAME.search(span.quote) is not None
        and spoken == subject_of(asked)
        and not tells_when(before)
        and not _RANGE.search(before)
    )


def has_no_date(sentence: str) -> bool:
    """Whether a sentence says that no date is known, and of nothing else that it happens.

    >>> has_no_date("No date has been set."), has_no_date("It has no roof.")
    (True, False)
    >>> has_no_date("The shoot ended, and no date has been set.")
    False
    """
    for clause in CLAUSE.split(sentence):
        if denies(clause) and _SPOKEN_OF.search(clause):
            return happenings(sentence) <= happenings(clause)
    return False


def dates_ahead(sentence: str, told: Published | None) -> Iterator[tuple[int, int]]:
    """Yield where dates stand, with what limits them, that lay ahead when they were told of.

    Dates that are set side by side ("late 2023 or early 2024") are one.
    """
    mentions = [
        each
        for each in find_dates(sentence)
        if not _RANGE.search(sentence[: each.start])
        and (_is_later(each, told) or not tells_when(sentence[: each.start]))
    ]
    for group in _side_by_side(sentence, mentions):
        if _MOVED_FROM.search(sentence[: group[0].start]):
            group = group[-1:]  # "slipped from 2025 to 2026": that is where it ended up
        start, end = _limited(sentence, group[0].start), group[-1].end
        if is_ahead(meaning_of(sentence[start:end]), told):
            yield start, end


def _is_then(text: str, told: Published | None) -> bool:
    """Whether a month or a day is that in which it was told: rather when than what."""
    periods = meaning_of(text).periods
    return told is not None and any(
        first <= told.last_day and (last - first).days <= _MONTH for first, last in periods
    )


def _is_later(mention: Mention, told: Published | None) -> bool:
    """Whether a date is later than the day it was told of: nobody tells on a day to come."""
    return told is not None and mention.first_day > told.last_day


def is_ahead(meaning: Meaning, told: Published | None) -> bool:
    """Whether all that a date may mean lay, in part at least, ahead of the day it was told.

    Nothing is known of that without such a day.
    """
    if told is None:
        return True
    whole = (told.first_day, told.last_day)
    return all(each != whole and each[1] > told.first_day for each in meaning.periods)


def _side_by_side(sentence: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    groups = [[each] for each in mentions[:1]]
    for one, other in pairwise(mentions):
        if _JOINED.fullmatch(sentence[one.end : other.start]):
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups


def _limited(sentence: str, start: int) -> int:
    """Return where the words begin that make a limit of the date at `start`."""
    before = sentence[:start]
    near = len(before) - len(" ".join(before.split(" ")[-3:]))
    match = BOUND.search(before, max(near, 0))
    return match.start() if match else start
