"""Spans become an answer with citations, or an abstention with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.words import unmarked
from qa.types import Answer, Citation, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.types import Passage, Span

THRESHOLD = 0.15
"""Below this support nothing is answered; where the two kinds of error balance (docs/reader.md)."""

NO_WORDS = "no_words"
NO_EVIDENCE = "no_evidence"
LOW_CONFIDENCE = "low_confidence"

_NOTHING = 0.03
"""Below this support the articles do not even touch on it."""

_QUOTES = 2
_CLOSE = 0.85
"""A second sentence is quoted when its support reaches this part of the best one's."""


def decide(
    question: str, spans: Sequence[Span], passages: Sequence[Passage], generation: str
) -> Answer:
    """Answer with the best supported spans, each cited, or abstain and say why.

    `spans` come best first; `passages` are shown whatever is decided.
    """
    best = spans[0].support if spans else 0.0
    reason = _reason(question, spans, best)
    chosen = [] if reason else _chosen(spans, best)
    citations = [_cite(number, span) for number, span in enumerate(chosen, start=1)]
    statement = None
    if citations:
        statement = Statement(
            text=" ".join(unmarked(citation.quote) for citation in citations),
            citations=tuple(citation.id for citation in citations),
            published=citations[0].published,
        )
    return Answer(
        question=question,
        answer=statement,
        reason=reason,
        confidence=best,
        citations=citations,
        passages=passages,
        generation=generation,
        spans=spans,
    )


def _reason(question: str, spans: Sequence[Span], best: float) -> str | None:
    """Return why nothing may be answered; None when something may."""
    if not any(char.isalnum() for char in question):
        return NO_WORDS
    if not spans:
        return NO_EVIDENCE
    if best < THRESHOLD:
        return LOW_CONFIDENCE if best >= _NOTHING else NO_EVIDENCE
    return None


def _chosen(spans: Sequence[Span], best: float) -> list[Span]:
    """Return the best span, and the next when it is nearly as good and says something else."""
    chosen = [spans[0]]
    said = {spans[0].text}
    for span in spans[1:]:
        if len(chosen) == _QUOTES or span.support < max(THRESHOLD, _CLOSE * best):
            break
        if span.text not in said and span.passage.article_id == spans[0].passage.article_id:
            chosen.append(span)
            said.add(span.text)
    return chosen


def _cite(number: int, span: Span) -> Citation:
    passage = span.passage
    return Citation(
        id=number,
        article_id=passage.article_id,
        title=passage.title,
        published=passage.published,
        url=passage.url,
        source=passage.source,
        quote=span.text,
        start=span.start,
        end=span.end,
    )
