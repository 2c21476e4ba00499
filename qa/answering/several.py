"""The things of a list, each once, with what says so: who asks for several gets them one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.claims import Claim
from qa.answering.enumerations import things_told_with
from qa.answering.evidence import evidence_of
from qa.answering.kinds import listed_as
from qa.answering.meaning import Sort, agree
from qa.answering.terms import held, said, terms
from qa.text.words import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.evidence import Evidence
    from qa.answering.questions import Question
    from qa.types import Span

MOST = 12
"""How many things a list names at most."""

_REJECTED = -0.2
"""What the verifier says of words, as a sign, up to which they are taken for no answer."""

_NAMES = {Sort.NAME, Sort.NAMES}
_COUNTED = ({Sort.DATE}, {Sort.NUMBER})
_CLOSE = 0.6
"""Another thing is listed when its support reaches this part of the best one's."""


def things_listed(asked: Question, spans: Sequence[Span]) -> list[Claim]:
    """Return the things that are asked for, best first, from spans (best first, never none).

    Where the best is a name, only names are, and what is enumerated with one: beside "Park Ji-hu"
    stands no "the pupils of class 2".
    """
    close = [
        each
        for each in spans
        if each.support >= _CLOSE * spans[0].support and _is_one_of(asked, each, spans[0])
    ]
    told = [found for span in close if (found := _told_with(asked, span, spans[0]))]
    told = told or [[evidence_of(spans[0])]]
    if _names_any(told[0]):
        told = [each for each in told if _names_any(each)]
    groups: list[list[Evidence]] = []
    for thing in (each for things in told for each in things):
        same = next((group for group in groups if _same(group[0], thing)), None)
        if same is None:
            groups.append([thing])
        else:
            same.append(thing)
    return [Claim(tuple(group)) for group in groups][:MOST]


def _told_with(asked: Question, span: Span, best: Span) -> list[Evidence]:
    """Return what a span names, one by one, with what is enumerated with it.

    Not what the question names itself, nor the work that the article is about. Another sentence
    than the best one enumerates what is asked for where it has the word for it.
    """
    at = span.quote_start
    first, last = span.start - at, span.end - at
    fits = span.quote == best.quote or _names_the_kind(asked, span)
    places = [
        (start, end)
        for start, end in things_told_with(span.quote, first, last)
        if fits or first <= start < end <= last
    ]
    things = [replace(span, start=at + start, end=at + end) for start, end in places] or [span]
    return [
        evidence_of(each)
        for each in things
        if not terms(each.text) <= asked.terms and not _is_of_its_article(each)
    ]


def _is_one_of(asked: Question, span: Span, best: Span) -> bool:
    """Whether a span may stand beside the best one.

    Its support tells more of how its passage was found than of what it says: it stands in the same
    sentence, or in one with the word for what is asked for, or the verifier takes it for an answer.
    """
    verified = span.signs.get("verified", 0.0) > _REJECTED
    return verified or _names_the_kind(asked, span) or span.quote == best.quote


def _names_the_kind(asked: Question, span: Span) -> bool:
    return bool(listed_as(asked.text) & terms(span.quote))


def _is_of_its_article(span: Span) -> bool:
    """Whether a span is but a work that its article's title names; works stand in asterisks."""
    at = span.quote_start
    marked = "*" in span.quote[max(0, span.start - at - 1) : span.start - at + 1]
    return marked and held(unmarked(span.text)) <= held(span.passage.title)


def _names_any(things: Sequence[Evidence]) -> bool:
    return any(each.meaning.sort in _NAMES for each in things)


def _same(one: Evidence, other: Evidence) -> bool:
    sorts = {one.meaning.sort, other.meaning.sort}
    if sorts <= _NAMES or sorts in _COUNTED:
        return agree(one.meaning, other.meaning)
    return said(one.span.text) == said(other.span.text)
