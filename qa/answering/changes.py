"""Several answers to one question: which say the same, which is the newest, what it was before.

Only what surely excludes the best answer is weighed against it by date; other scopes, lists and
paraphrases are left to the order of support. An answer without a date is never old and never new.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.awaiting import awaits, foretells, has_happened
from qa.answering.claims import Claim, Stage, gather, stages
from qa.answering.comparing import (
    answers,
    asks_for_sum,
    comparable,
    fullness,
    of_what_is_asked,
    sorts_of,
    sums_as_asked,
)
from qa.answering.evidence import Evidence, clause_of, evidence_of, names_period
from qa.answering.kinds import AnswerType, asks_which_part
from qa.answering.meaning import Sort, agree, exclude
from qa.answering.sides import side_of
from qa.answering.subject import setting_of
from qa.answering.succession import goes
from qa.types import Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qa.answering.questions import Question
    from qa.types import Published, Span, Understood

NEAR = 0.4
"""A span counts when its support reaches this part of the best one's."""

NEAR_SIDED = 0.2
"""The same for yes or no, where a sentence must also speak of what is asked to take a side."""

_LEVEL = 0.85
"""From this part of the best support on, claims are told apart by how much they speak of."""

_SURE = 0.4
"""From this support on a name can follow another: a name is easily found beside anything."""

_NEAR_NAMED = 0.6
"""A name follows another when its support reaches this part of the other's."""

_NEAR_READ = 0.2
"""And when its margin, as `qa.answering.signs` has it, falls short of the other's by no more: one
logit, below the cut-off. Support tells more of how a passage was found, a margin of how well the
words answer."""

_AS_FULL = 0.7
"""A sentence takes a side when it speaks of this part of what the fullest one speaks of."""

_SIDED = 0.7
"""What takes a side is preferred to what takes none when its support reaches this part of it."""

_LENIENT = 0.75
"""Who asks for the latest, or for what is yet to come, gets the newest report with this part of the
support required."""

_LATEST = (Intent.LATEST, Intent.NOW, Intent.STILL)


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


def weigh(
    asked: Question, spans: Sequence[Span], understood: Understood, *, least: float = 0.0
) -> Outcome:
    """Return the answer among spans (best first, never none), with its history.

    What is answered has a support of `least` or more, unless nothing has; a little less when the
    latest is asked for.
    """
    sided = asked.type is AnswerType.YES_NO
    latest = understood.intent in _LATEST or awaits(asked)
    enough = least * (_LENIENT if latest else 1.0)
    rivals = _rivals(asked, spans, understood, enough)
    able = [claim for claim in rivals if claim.support >= enough or claim is rivals[0]]
    current = [claim for claim in able if not claim.recalled] or able
    if not current[0].told:
        return Outcome(current[0])
    history = stages(rivals, apart=sided)
    if understood.intent is Intent.ORIGINAL:
        return Outcome(history[-1].claim)
    renewed = sided or understood.intent in _LATEST
    dated = [claim for claim in current if claim.told]
    return _settled(asked, _newest(dated, history, sided=sided, renewed=renewed))


def history_of(asked: Question, spans: Sequence[Span], understood: Understood) -> list[Stage]:
    """Return how the answer among spans (best first) changed, newest first; none when undated."""
    return stages(_rivals(asked, spans, understood, 0.0)) if spans else []


def _rivals(
    asked: Question, spans: Sequence[Span], understood: Understood, enough: float
) -> list[Claim]:
    """Return the best claim, with `enough` support if any has it, and those that exclude it."""
    part = NEAR_SIDED if asked.type is AnswerType.YES_NO else NEAR
    near = [
        _as_of_now(asked, evidence_of(span))
        for span in spans
        if span.support >= part * spans[0].support
    ]
    evidence = _of_period(_once_a_sentence(_sided(asked, near)), understood.about)
    claims = gather(evidence)
    able = [each for each in claims if each.support >= enough]
    first = _fullest_first(asked, able or claims)
    return rivals_of(asked, [*first, *(each for each in claims if each not in first)])


def _as_of_now(asked: Question, evidence: Evidence) -> Evidence:
    """Return the evidence for one who goes as recalled: that tells who it was, not who it is."""
    if evidence.meaning.sort is Sort.NAME and goes(asked, evidence.span):
        return replace(evidence, told=None, recalled=True)
    return evidence


def _fullest_first(asked: Question, claims: list[Claim]) -> list[Claim]:
    """Return the claims with the one first that speaks of most, among those as good as the best.

    Where a date or a number is asked for, what is none, or of something else, comes after what is;
    where a sum is asked for, what says that it is one is as good as the best.
    """
    counted = asked.type is AnswerType.OTHER and claims[0].meaning.sort is Sort.NUMBER
    if counted and not asks_for_sum(asked):
        return sorted(claims, key=lambda each: not of_what_is_asked(asked, each.evidence[0]))
    if asked.type not in (AnswerType.DATE, AnswerType.NUMBER) and not counted:
        return claims
    claims = sorted(claims, key=lambda each: not answers(asked, each.evidence[0]))
    first = claims[0]
    level = [
        each
        for each in claims
        if each.meaning.sort is first.meaning.sort
        and (each.support >= _LEVEL * first.support or _sums(asked, each.evidence[0]))
    ]
    best = max(level, key=lambda each: fullness(asked, each.evidence[0]))
    return [best, *(each for each in claims if each is not best)]


def _sums(asked: Question, evidence: Evidence) -> bool:
    return sums_as_asked(asked, evidence) and answers(asked, evidence)


def rivals_of(asked: Question, claims: Sequence[Claim]) -> list[Claim]:
    """Return the best claim and those that exclude it, with what evidence can be compared.

    That is of the same scope as the best claim's and the question's, and speaks of what is asked as
    fully as the best claim's does. What one article tells of one day counts for one claim only.
    """
    best, *others = claims
    sorts = sorts_of(asked)
    unsure = best.meaning.sort is Sort.NAME and best.support < _SURE
    several = asked.listed or asks_which_part(asked.text)  # "episode 3" is no news of "episode 2"
    if best.meaning.sort not in sorts or several or unsure:
        return [best]
    rivals = [best]
    taken = _places(best)
    for claim in others:
        if best.meaning.sort is Sort.NAME and not _read_nearly_as_well(claim, best):
            continue
        compared = [
            each
            for each in claim.evidence
            if each.meaning.sort in sorts
            and exclude(best.meaning, each.meaning)
            and _place(each) not in taken
            and comparable(asked, best.evidence[0], each)
        ]
        if compared:
            rivals.append(Claim(tuple(compared)))
            taken |= _places(rivals[-1])
    return rivals


def _read_nearly_as_well(claim: Claim, best: Claim) -> bool:
    supported = claim.support >= _NEAR_NAMED * best.support
    return supported and _margin(claim) >= _margin(best) - _NEAR_READ


def _margin(claim: Claim) -> float:
    """Return the best margin of a claim's spans; 0 for spans of a reader that has none."""
    return max(each.span.signs.get("margin", 0.0) for each in claim.evidence)


def _newest(
    current: Sequence[Claim], history: Sequence[Stage], *, sided: bool, renewed: bool
) -> Outcome:
    """Return the newest of the current claims, with what was told before it and beside it.

    `renewed` says that the answer is cited from its newest report, not from its plainest; so is
    that there is none yet.
    """
    newest = max(day.first_day for claim in current for day in claim.told)
    beside = [claim for claim in current if any(day.last_day >= newest for day in claim.told)]
    answer = max(beside, key=lambda claim: (claim.support, claim.sources))

    def is_current(stage: Stage) -> bool:
        still = not sided or stage.last.last_day >= newest
        return still and any(stage.claim.evidence[0] in claim.evidence for claim in beside)

    return Outcome(
        _latest_first(answer, newest) if renewed or answer.meaning.sort is Sort.NONE else answer,
        earlier=tuple(itertools.dropwhile(is_current, history)),
        conflict=tuple(claim for claim in beside if claim is not answer),
    )


def _settled(asked: Question, outcome: Outcome) -> Outcome:
    """Return the outcome with what excludes a day that has been told beside it, not before it.

    What was only planned for another day did change; of two days told as facts one is wrong, or
    they are of two things.
    """
    if not has_happened(asked) or _is_planned(outcome.answer):
        return outcome
    facts = [
        stage
        for stage in outcome.earlier
        if exclude(outcome.answer.meaning, stage.claim.meaning) and not _is_planned(stage.claim)
    ]
    return replace(
        outcome,
        earlier=tuple(each for each in outcome.earlier if each not in facts),
        conflict=(*outcome.conflict, *(each.claim for each in facts)),
    )


def _is_planned(claim: Claim) -> bool:
    """Whether no sentence of a claim tells it as a fact."""
    return all(each.recalled or foretells(clause_of(each.span)) for each in claim.evidence)


def _latest_first(claim: Claim, newest: date) -> Claim:
    """Return the claim with what was told at last before the rest, each best supported first."""
    return Claim(
        tuple(sorted(claim.evidence, key=lambda each: not each.told or each.told.last_day < newest))
    )


def _places(claim: Claim) -> set[tuple[str, Published | None]]:
    return {_place(each) for each in claim.evidence}


def _place(evidence: Evidence) -> tuple[str, Published | None]:
    return evidence.span.passage.article_id, evidence.told


def _once_a_sentence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence (best first) with one answer a sentence, unless they agree.

    A sentence that sets two answers against each other speaks for the better supported one.
    """
    kept: dict[tuple[str, int], Evidence] = {}
    found = []
    for each in evidence:
        first = kept.setdefault((each.span.passage.article_id, each.span.quote_start), each)
        if first is each or agree(first.meaning, each.meaning):
            found.append(each)
    return found


def _sided(asked: Question, evidence: list[Evidence]) -> list[Evidence]:
    """Return the evidence by the side it takes, when the question wants yes or no and any does.

    Only what speaks of most of what is asked is kept: that tells more than its support.
    """
    if asked.type is not AnswerType.YES_NO:
        return evidence
    settings = [setting_of(each.span.passage, each.span.quote_start) for each in evidence]
    sides = [
        (each, side)
        for each, setting in zip(evidence, settings, strict=True)
        if (side := side_of(asked, each.span.quote, setting))
    ]
    most = _AS_FULL * max((side.spoken for _, side in sides), default=0.0)
    spoken = [replace(each, meaning=side.meaning) for each, side in sides if side.spoken >= most]
    best = max((each.span.support for each in spoken), default=0.0)
    return spoken if best >= _SIDED * evidence[0].span.support else evidence[:1]


def _of_period(evidence: list[Evidence], about: Published | None) -> list[Evidence]:
    """Return the evidence of the period that is asked about, or all when none is of it."""
    if about is None:
        return evidence
    of_it = [
        each
        for each in evidence
        if names_period(each.span.quote, about) or (each.told and _lies_in(each.told, about))
    ]
    return of_it or evidence


def _lies_in(inner: Published, outer: Published) -> bool:
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day
