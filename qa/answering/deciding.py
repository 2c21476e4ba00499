"""Spans become an answer with citations, or an abstention with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answering.terms import said
from qa.text.words import unmarked
from qa.types import Answer, Citation, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.questions import Question
    from qa.types import Passage, Span

THRESHOLD = 0.15
"""Below this support nothing is answered; where the two kinds of error balance (docs/reader.md)."""

NO_WORDS = "no_words"
NO_EVIDENCE = "no_evidence"
UNKNOWN_NAME = "unknown_name"
TYPE_MISMATCH = "type_mismatch"
LOW_CONFIDENCE = "low_confidence"
OUTSIDE_DATES = "outside_dates"

_NOTHING = 0.03
"""Below this support the articles do not even touch on it."""

_CITATIONS = 3
"""How many articles that say the same are cited at most."""

_LISTED = 6
"""How many things a list names at most."""

_CLOSE = 0.5
"""Another thing is listed when its support reaches this part of the best one's."""


def decide(
    asked: Question,
    spans: Sequence[Span],
    passages: Sequence[Passage],
    *,
    threshold: float,
    generation: str,
) -> Answer:
    """Answer with the best supported spans, each cited, or abstain and say why.

    `spans` come best first; `passages` are shown whatever is decided.
    """
    best = spans[0].support if spans else 0.0
    reason = reason_to_abstain(asked, spans, threshold)
    groups = [] if reason else _groups(asked, spans, threshold)
    cited = [span for group in groups for span in group]
    citations = [_cite(number, span) for number, span in enumerate(cited, start=1)]
    statement = None
    if groups:
        statement = Statement(
            text="; ".join(unmarked(group[0].text) for group in groups),
            citations=tuple(citation.id for citation in citations),
            published=citations[0].published,
        )
    return Answer(
        question=asked.text,
        answer=statement,
        reason=reason,
        confidence=best,
        citations=citations,
        passages=passages,
        generation=generation,
        spans=spans,
    )


def reason_to_abstain(asked: Question, spans: Sequence[Span], threshold: float) -> str | None:
    """Return why nothing may be answered; None when something may."""
    if not any(char.isalnum() for char in asked.text):
        return NO_WORDS
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


def _groups(asked: Question, spans: Sequence[Span], threshold: float) -> list[list[Span]]:
    """Return what is answered, each with the spans that say it, best first.

    One thing, unless several were asked for; each is cited once an article.
    """
    close = max(threshold, _CLOSE * spans[0].support)
    groups: dict[tuple[str, ...], list[Span]] = {}
    for span in spans:
        if span.support >= close:
            groups.setdefault(said(span.text), []).append(span)
    chosen = list(groups.values())[: _LISTED if asked.listed else 1]
    return [_once_an_article(group)[: 1 if asked.listed else _CITATIONS] for group in chosen]


def _once_an_article(spans: Sequence[Span]) -> list[Span]:
    first: dict[str, Span] = {}
    for span in spans:
        first.setdefault(span.passage.article_id, span)
    return list(first.values())


def _cite(number: int, span: Span) -> Citation:
    passage = span.passage
    return Citation(
        id=number,
        article_id=passage.article_id,
        title=passage.title,
        published=passage.published,
        url=passage.url,
        source=passage.source,
        quote=span.quote,
        start=span.quote_start,
        end=span.quote_end,
    )
