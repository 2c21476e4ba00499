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
    stands no "the pupils of class 2". Support tells more of how a passage was found than of what
    it says: another span stands in the same sentence, or in one with the word for what is asked
    for, which is then enumerated there, or the verifier takes it for an answer.
    """
    best, kind = spans[0], listed_as(asked.text)
    told = []
    for span in spans:
        fits = span.quote == best.quote or bool(kind & terms(span.quote))
        likely = fits or span.signs.get("verified", 0.0) > _REJECTED
        if span.support >= _CLOSE * best.support and likely:
            told.append(_told_with(asked, span, whole=fits))
    told = [found for found in told if found]
    told = told or [[evidence_of(best)]]
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


def _told_with(asked: Question, span: Span, *, whole: bool) -> list[Evidence]:
    """Return what a span names, one by one, with what is enumerated with it where `whole`.

    Not what the question names itself, nor the work that the article is about.
    """
    at = span.quote_start
    first, last = span.start - at, span.end - at
    places = [
        (start, end)
        for start, end in things_told_with(span.quote, first, last)
        if whole or first <= start < end <= last
    ]
    things = [replace(span, start=at + start, end=at + end) for start, end in places] or [span]
    return [
        evidence_of(each)
        for each in things
        if not terms(each.text) <= asked.terms and not _is_of_its_article(each)
    ]


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
