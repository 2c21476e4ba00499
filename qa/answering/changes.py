"""Several answers to one question: which say the same, which is the newest, what it was before.

Only what surely excludes the best answer is weighed against it by date; other scopes, lists and
paraphrases are left to the order of support. An answer without a date is never old and never new.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.claims import Claim, Stage, gather, stages
from qa.answering.evidence import Evidence, evidence_of, names_period, same_scope, scope_of
from qa.answering.meaning import Sort, agree, exclude
from qa.answering.questions import AnswerType, take_apart
from qa.answering.sides import asks_which_side, side_of
from qa.types import Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qa.types import Published, Span, Understood

NEAR = 0.6
"""A span counts when its support reaches this part of the best one's."""

_SIDES = {Sort.NONE, Sort.AFFIRMED}
_SORTS = {
    AnswerType.DATE: {Sort.DATE, Sort.NONE},
    AnswerType.NUMBER: {Sort.NUMBER, Sort.NONE},
    AnswerType.PERSON: {Sort.NAME, Sort.NONE},
    AnswerType.PLACE: {Sort.NONE},
    AnswerType.OTHER: {Sort.DATE, Sort.NUMBER, Sort.NONE},
}
"""Which sorts of answers can exclude each other, by what is asked for: a place may be told as a
town or as its province, and both are right."""

_MANY = re.compile(
    r"\b(?:which|what)\s+(?:[\w-]+\s+){0,2}?(?!series|news|species|status|basis|is\b|was\b|does\b|has\b"
    r"|this\b)[\w-]*[^\Ws]s\s+(?:are|were|do|did|have|will|can|play|return|came?|win|won)\b"
    r"|\bwho (?:all|are|were|else)\b|\b(?:name|list) (?:all|some|the|two|three|four|five)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, what was told before it (newest first), and what is told beside it instead."""

    answer: Claim
    earlier: tuple[Stage, ...] = ()
    conflict: tuple[Claim, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether something that excludes the answer was told before it."""
        return any(exclude(self.answer.meaning, stage.claim.meaning) for stage in self.earlier)


def weigh(question: str, spans: Sequence[Span], understood: Understood) -> Outcome:
    """Return the answer among spans (best first, never none), with its history."""
    sided = asks_which_side(question)
    rivals = _rivals(question, spans, understood)
    current = [claim for claim in rivals if not claim.recalled] or rivals
    if not current[0].told:
        return Outcome(current[0])
    history = stages(rivals, apart=sided)
    if understood.intent is Intent.ORIGINAL:
        return Outcome(history[-1].claim)
    return _newest([claim for claim in current if claim.told], history, sided=sided)


def history_of(question: str, spans: Sequence[Span], understood: Understood) -> list[Stage]:
    """Return how the answer among spans (best first) changed, newest first; none when undated."""
    return stages(_rivals(question, spans, understood)) if spans else []


def _rivals(question: str, spans: Sequence[Span], understood: Understood) -> list[Claim]:
    """Return the best claim and those that exclude it."""
    near = [evidence_of(span) for span in spans if span.support >= NEAR * spans[0].support]
    evidence = _of_period(_once_a_sentence(_sided(question, near)), understood.about)
    return rivals_of(question, gather(evidence))


def rivals_of(question: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the best claim and those that exclude it, with what evidence can be compared.

    That is evidence from other articles, of the same scope as the best claim's and the question's.
    """
    best, *others = claims
    sorts = _SORTS[take_apart(question).type] | _SIDES
    if best.meaning.sort not in sorts or _MANY.search(question):
        return [best]
    rivals = [best]
    for claim in others:
        if claim.meaning.sort in sorts and exclude(best.meaning, claim.meaning):
            compared = [each for each in claim.evidence if _comparable(best, each, question)]
            if compared:
                rivals.append(Claim(tuple(compared)))
    return rivals


def _newest(current: Sequence[Claim], history: Sequence[Stage], *, sided: bool) -> Outcome:
    """Return the newest of the current claims, with what was told before it and beside it."""
    newest = max(day.first_day for claim in current for day in claim.told)
    beside = [claim for claim in current if any(day.last_day >= newest for day in claim.told)]
    answer = max(beside, key=lambda claim: (claim.support, claim.sources))

    def is_current(stage: Stage) -> bool:
        still = not sided or stage.last.last_day >= newest
        return still and any(stage.claim.evidence[0] in claim.evidence for claim in beside)

    return Outcome(
        _latest_first(answer, newest) if sided else answer,
        earlier=tuple(itertools.dropwhile(is_current, history)),
        conflict=tuple(claim for claim in beside if claim is not answer),
    )


def _latest_first(claim: Claim, newest: date) -> Claim:
    """Return the claim with what was told at last before the rest, each best supported first."""
    return Claim(
        tuple(sorted(claim.evidence, key=lambda each: not each.told or each.told.last_day < newest))
    )


def _comparable(best: Claim, evidence: Evidence, question: str) -> bool:
    lead = best.evidence[0]
    return (
        evidence.span.passage.article_id != lead.span.passage.article_id
        and same_scope(lead.scope, evidence.scope)
        and same_scope(scope_of(question), evidence.scope)
    )


def _once_a_sentence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence (best first) with one answer a sentence, unless they agree.

    A sentence that sets two answers against each other speaks for the better supported one.
    """
    kept: dict[tuple[str, int], Evidence] = {}
    found = []
    for each in evidence:
        first = kept.setdefault((each.span.passage.article_id, each.start), each)
        if first is each or agree(first.meaning, each.meaning):
            found.append(each)
    return found


def _sided(question: str, evidence: list[Evidence]) -> list[Evidence]:
    """Return the evidence by the side it takes, when the question wants yes or no and any does."""
    if not asks_which_side(question):
        return evidence
    asked = take_apart(question)
    sides = [(each, side_of(asked, each.sentence, each.span.passage.title)) for each in evidence]
    return [replace(each, meaning=side) for each, side in sides if side] or evidence


def _of_period(evidence: list[Evidence], about: Published | None) -> list[Evidence]:
    """Return the evidence of the period that is asked about, or all when none is of it."""
    if about is None:
        return evidence
    of_it = [
        each
        for each in evidence
        if names_period(each.sentence, about) or (each.told and _lies_in(each.told, about))
    ]
    return of_it or evidence


def _lies_in(inner: Published, outer: Published) -> bool:
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day
