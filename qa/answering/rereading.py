"""Reading twice: the likeliest places of all, then what other articles may say otherwise.

The likeliest places are often of one article, or of one day. So each other article that may answer
otherwise has one place read beside the best of the first reading, as if it had been found as
easily: what differs is only what stands there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.awaiting import awaits, dates_ahead, has_no_date, set_right
from qa.answering.branches import same_branch
from qa.answering.enumerations import is_one_of_many
from qa.answering.evidence import refutes
from qa.answering.exact import exact
from qa.answering.kinds import AnswerType, fits
from qa.answering.meaning import Sort, meaning_of
from qa.answering.outright import outright, tells
from qa.answering.performing import misses
from qa.answering.places import worth_reading
from qa.answering.protagonists import speaks_of_another
from qa.answering.relations import is_another_relative
from qa.answering.scopes import numbered_in, same_scope
from qa.answering.sentences import READ
from qa.answering.sides import asks
from qa.answering.strangers import kept_of_strangers
from qa.answering.subject import named_in, setting_of, spoken_with, subject_of
from qa.answering.succession import successor
from qa.answering.surroundings import around
from qa.text.words import stem
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa.answering.places import Place
    from qa.answering.questions import Question
    from qa.protocols import Reader
    from qa.types import Passage

MOST = 4
"""How many places are read again for an answer."""

_AT_ONCE = 5
"""How many of them are read at once, beside the best of the first reading."""

_WORDS = 60
"""About how many words are read around a sentence."""

_DENIAL = 0.75
"""A sentence that says there is no date has this part of the support that a date would have: a
model that looks for words that answer finds none in it."""

_DENIAL_AT_LEAST = 0.25
"""The support of one that no later date follows, however little the model finds: that it speaks of
all that is asked, and of no date, was seen without it."""

_NOT_SO = 0.25
"""Words in a sentence on another season, episode or version than the one asked about, or in one
that calls them false, keep this part of their support; so does an actor for a part, or a part for
an actor."""

_OF_ANOTHER_KIND = 0.5
"""Words without a date where one is asked for, or without a number, keep this part of theirs."""

_ONE_OF_MANY = 0.75
"""A name out of an enumeration keeps this part of its support where one person is asked for: "A, B
and C play the pupils" tells nobody's part."""

_OF_SOMEBODY_ELSE = 0.5
"""What is told of somebody else than the one asked about keeps this part of its support."""

_TITLED = {stem(noun) for noun in ("season", "episode", "series")}
"""What a title numbers for all that its article says; "part 1" of an interview is none."""

_TOLD = 0.7
"""The least support of an actor, or a part, of whom a sentence says outright what is asked: on our
questions that was right each time."""

_ON_FALSEHOODS = re.compile(
    r"\b(?:false|wrong|untrue|incorrect|mistake\w*|errors?|fake|hoax|rumou?r\w*|den(?:y|ied|ies)"
    r"|claim\w*)\b",
    re.IGNORECASE,
)
_TYPES = (AnswerType.DATE, AnswerType.NUMBER)
"""What is asked for where a sentence that calls something false holds the wrong answer."""


def read_twice(
    reader: Reader, asked: Question, passages: Sequence[Passage], *, most: int = MOST
) -> list[Span]:
    """Return the spans of both readings that can answer, best supported first, each once.

    The first reading is of the best passages, the second of up to `most` places in all of them.
    """
    first = [*reader.read(asked.text, passages[:READ])]
    told = tells(asked, passages)
    first = [
        replace(each, support=max(each.support, _TOLD)) if told(each) else each for each in first
    ]
    misses_it = misses(asked, passages)
    spans = _fit(asked, first, misses_it)
    if not first:
        return spans
    lead = (spans or first)[0]
    places = worth_reading(asked, lead, passages, most, own=not spans)
    read = [each for each in places if not _only_denies(asked, each)]
    again = [
        span
        for at in range(0, len(read), _AT_ONCE)
        for span in _beside(reader, asked, lead, read[at : at + _AT_ONCE])
    ]
    plain = _fit(asked, outright(asked, passages, _TOLD), misses_it)
    spans = _best_first([*spans, *plain, *_fit(asked, again, misses_it)])
    spans = _best_first([*spans, *_denials(asked, places, spans, first[0].support)])
    kept = kept_of_strangers(asked, passages)
    return [_of_others(each, kept) for each in spans] if kept < 1.0 else spans


def _of_others(span: Span, kept: float) -> Span:
    """Return a span as one that says nothing of a name that is asked about."""
    return replace(span, support=kept * span.support, signs={**span.signs, "names": 0.0})


def _fit(asked: Question, spans: Sequence[Span], misses_it: Callable[[Span], bool]) -> list[Span]:
    """Return the spans that can answer, each as exactly what it points at.

    Those of which `misses_it` says that they cannot be the actor, or the part, have less support.
    """
    meant = [successor(asked, exact(asked, _in_scope(asked, each))) for each in spans]
    found = [
        replace(each, support=_NOT_SO * each.support) if misses_it(each) else each for each in meant
    ]
    if awaits(asked):
        found = [right for each in found if (right := set_right(asked, each))]
    return _best_first(found)


def _in_scope(asked: Question, span: Span) -> Span:
    """Return a span with the part of its support that it keeps."""
    kept = _NOT_SO if _is_of_another(asked, span) else _kept_as_a_kind(asked, span)
    if speaks_of_another(asked, span):
        kept *= _OF_SOMEBODY_ELSE
    return replace(span, support=kept * span.support) if kept < 1.0 else span


def _is_of_another(asked: Question, span: Span) -> bool:
    """Whether a sentence cannot be what answers.

    That is one of another thing, one that calls it false, one that asks, and another relative. The
    season or episode in an article's title holds for its sentences.
    """
    titled = numbered_in(span.passage.title)
    told_of = {noun: titled[noun] for noun in _TITLED & titled.keys()} | numbered_in(span.quote)
    stated = asked.type not in _TYPES or _ON_FALSEHOODS.search(asked.text)
    return (
        not same_scope(numbered_in(asked.text), told_of)
        or (not stated and refutes(span.quote))
        or asks(span.quote)
        or not same_branch(asked, span)
        or is_another_relative(asked, span)
    )


def _kept_as_a_kind(asked: Question, span: Span) -> float:
    """Return which part of its support a span keeps as the kind of thing that it is.

    Less than all without a date or a number where one is asked for, and a little less as but one
    name out of several.
    """
    if asked.type in _TYPES and not (fits(asked.type, span.text) or has_no_date(span.quote)):
        return _OF_ANOTHER_KIND
    if asked.type is not AnswerType.PERSON or asked.listed:
        return 1.0
    at = span.quote_start
    return _ONE_OF_MANY if is_one_of_many(span.quote, span.start - at, span.end - at) else 1.0


def _best_first(spans: Sequence[Span]) -> list[Span]:
    kept: dict[tuple[str, int, int], Span] = {}
    for each in sorted(spans, key=lambda each: -each.support):
        kept.setdefault((each.passage.article_id, each.start, each.end), each)
    return list(kept.values())


def _beside(reader: Reader, asked: Question, lead: Span, places: Sequence[Place]) -> Iterator[Span]:
    """Yield the spans of places, their support measured by what the lead gets beside them.

    None gets more than the lead: they are read because they may be told later, not because they
    are likelier.
    """
    own = around(lead.passage, lead.quote_start, lead.quote_end, _WORDS)
    pieces = {_key(own): lead.passage}
    cut = [own]
    for place in places:
        cut.append(around(place.passage, place.start, place.end, _WORDS))
        pieces[_key(cut[-1])] = place.passage
    alike = [replace(each, dense=own.dense, lexical=own.lexical) for each in cut]
    found = reader.read(asked.text, alike)
    again = max((each.support for each in found if _of_lead(each, lead)), default=0.0)
    scale = min(1.0, lead.support / again) if again > 0 else 1.0
    for each in found:
        if not _of_lead(each, lead):
            support = min(lead.support, each.support * scale)
            yield replace(each, passage=pieces[_key(each.passage)], support=support)


def _of_lead(span: Span, lead: Span) -> bool:
    return span.passage.article_id == lead.passage.article_id


def _key(passage: Passage) -> tuple[str, int]:
    return passage.article_id, passage.start


def _only_denies(asked: Question, place: Place) -> bool:
    """Whether a sentence says that there is no date and holds none: a model finds nothing in it."""
    told = place.passage.published
    return awaits(asked) and has_no_date(place.text) and not list(dates_ahead(place.text, told))


def _denials(
    asked: Question, places: Sequence[Place], spans: Sequence[Span], found: float
) -> list[Span]:
    """Return the sentences that say there is no date, where one is awaited.

    One that no later date follows has its support from anything `found`, others from the dates.
    Dates count where their sentences too speak of all that is asked.
    """
    if not awaits(asked):
        return []
    dated = [each for each in spans if _dates_all(asked, each)]
    best = max((each.support for each in dated), default=0.0)
    days = [each.passage.published.last_day for each in dated if each.passage.published]
    denials = []
    for each in places:
        if each.whole and has_no_date(each.text):
            day = each.passage.published
            last = not days or (day is not None and day.last_day > max(days))
            support = max(_DENIAL * found, _DENIAL_AT_LEAST) if last else _DENIAL * best
            denials.append(Span(each.passage, each.start, each.end, support))
    return denials


def _dates_all(asked: Question, span: Span) -> bool:
    """Whether a span is a date for all that is asked, with what its sentence refers back to."""
    if meaning_of(span.text).sort is not Sort.DATE:
        return False
    setting, subject = setting_of(span.passage, span.quote_start), subject_of(asked)
    in_scope = same_scope(numbered_in(asked.text), numbered_in(span.quote))
    return in_scope and spoken_with(subject, named_in(asked), span.quote, setting) == subject
