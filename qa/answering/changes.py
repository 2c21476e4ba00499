"""Several answers to one question: which say the same, which is the newest, what it was before.

Only what surely excludes the best answer is weighed against it by date; other scopes, lists and
paraphrases are left to the order of support. An answer without a date is never old and never new.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.evidence import (
    Evidence,
    evidence_of,
    independent,
    names_period,
    same_scope,
    scope_of,
)
from qa.answering.meaning import Sort, agree, exclude
from qa.answering.questions import AnswerType, take_apart
from qa.types import Intent, Understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.types import Published, Span

NEAR = 0.6
"""What excludes the best answer counts when its support reaches this part of the best one's."""

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
class Claim:
    """One answer with all its evidence, best supported first, never none."""

    evidence: tuple[Evidence, ...]

    @property
    def support(self) -> float:
        """The best support of any span that says so."""
        return self.evidence[0].span.support

    @property
    def independent(self) -> tuple[Evidence, ...]:
        """The evidence of independent sources, best first: reprints are represented once."""
        groups = independent(each.span.passage for each in self.evidence)
        firsts = {id(group[0]) for group in groups}
        found = []
        for each in self.evidence:
            if id(each.span.passage) in firsts:
                firsts.remove(id(each.span.passage))
                found.append(each)
        return tuple(found)

    @property
    def sources(self) -> int:
        """How many independent sources say so."""
        return len(self.independent)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the answer was over a time in which nothing else was told: `first` to `last`."""

    claim: Claim
    first: Published
    last: Published


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, what it was before (newest first), and what is told at the same time instead."""

    answer: Claim
    earlier: tuple[Stage, ...] = ()
    conflict: tuple[Claim, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether articles of different days give different answers."""
        return bool(self.earlier)


def weigh(question: str, spans: Sequence[Span], understood: Understood) -> Outcome:
    """Return the answer among supported spans (best first, never none) with its history."""
    evidence = _of_period([evidence_of(span) for span in spans], understood.about)
    claims = gather(evidence)
    rivals = rivals_of(question, claims)
    current = [claim for claim in rivals if not _only_recalled(claim)] or rivals
    if len(rivals) == 1 or not _told(current[0]):
        return Outcome(current[0])
    if understood.intent is Intent.ORIGINAL:
        return Outcome(stages(rivals)[-1].claim)
    return _newest(rivals, [claim for claim in current if _told(claim)])


def gather(evidence: Iterable[Evidence]) -> list[Claim]:
    """Return the claims that the evidence (best first) makes, best supported first.

    Each joins the first claim with all of whose evidence it agrees.
    """
    claims: list[list[Evidence]] = []
    for each in evidence:
        said = next(
            (
                claim
                for claim in claims
                if all(agree(each.meaning, other.meaning) for other in claim)
            ),
            None,
        )
        if said is None:
            claims.append([each])
        else:
            said.append(each)
    return [Claim(tuple(claim)) for claim in claims]


def rivals_of(question: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the best claim and those that exclude it, of the same scope, from other articles."""
    best, *others = claims
    asked = take_apart(question)
    sorts = _SORTS[asked.type]
    scope = scope_of(question)
    if best.evidence[0].meaning.sort not in sorts or _MANY.search(question):
        return [best]
    rivals = [best]
    for claim in others:
        lead = claim.evidence[0]
        if (
            claim.support >= NEAR * best.support
            and lead.meaning.sort in sorts
            and exclude(best.evidence[0].meaning, lead.meaning)
            and _comparable(best.evidence[0], lead)
            and same_scope(scope, lead.scope)
        ):
            rivals.append(claim)
    return rivals


def stages(claims: Sequence[Claim]) -> list[Stage]:
    """Return how the answer changed over these claims, newest first; undated evidence is left out.

    What was told at the same time comes in the order of support.
    """
    told = [
        (each.told, -number, each)
        for number, claim in enumerate(claims)
        for each in claim.evidence
        if each.told
    ]
    told.sort(key=lambda each: (each[0].last_day, each[0].first_day, each[1]), reverse=True)
    runs: list[list[tuple[Published, int, Evidence]]] = []
    for each in told:
        if runs and runs[-1][-1][1] == each[1]:
            runs[-1].append(each)
        else:
            runs.append([each])
    return [_stage(run) for run in runs]


def _stage(run: Sequence[tuple[Published, int, Evidence]]) -> Stage:
    evidence = sorted((each for _, _, each in run), key=lambda each: -each.span.support)
    return Stage(Claim(tuple(evidence)), first=run[-1][0], last=run[0][0])


def _newest(rivals: Sequence[Claim], current: Sequence[Claim]) -> Outcome:
    """Return the newest of the current claims, with what was told before it and beside it."""
    newest = max(day.first_day for claim in current for day in _told(claim))
    at_last = [claim for claim in current if any(day.last_day >= newest for day in _told(claim))]
    answer = max(at_last, key=lambda claim: (claim.support, claim.sources))
    last = [_keys(claim) for claim in at_last]
    before = itertools.dropwhile(
        lambda stage: any(_keys(stage.claim) <= keys for keys in last), stages(rivals)
    )
    return Outcome(
        answer,
        earlier=tuple(before),
        conflict=tuple(claim for claim in at_last if claim is not answer),
    )


def _keys(claim: Claim) -> set[int]:
    return {id(each.span) for each in claim.evidence}


def _told(claim: Claim) -> list[Published]:
    return [each.told for each in claim.evidence if each.told]


def _only_recalled(claim: Claim) -> bool:
    return all(each.recalled for each in claim.evidence)


def _comparable(one: Evidence, other: Evidence) -> bool:
    return one.span.passage.article_id != other.span.passage.article_id and same_scope(
        one.scope, other.scope
    )


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
