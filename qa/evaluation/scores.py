"""Outcomes become the numbers of the contract, over all questions and over each kind.

A measure that no question tells anything about is None, never 0.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from qa.evaluation import measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qa.evaluation.outcomes import Outcome

    Value = Callable[[Outcome], float | None]


def _hit(outcome: Outcome, *, depth: int) -> float | None:
    return measures.hit(outcome.ranks, depth) if outcome.relevant else None


def _recall(outcome: Outcome) -> float | None:
    return measures.recall(outcome.ranks, outcome.relevant) if outcome.relevant else None


def _reciprocal_rank(outcome: Outcome) -> float | None:
    return measures.reciprocal_rank(outcome.ranks) if outcome.relevant else None


def _ndcg(outcome: Outcome) -> float | None:
    return measures.ndcg(outcome.ranks, outcome.relevant) if outcome.relevant else None


def _em(outcome: Outcome) -> float | None:
    return _given(outcome, outcome.em)


def _f1(outcome: Outcome) -> float | None:
    return _given(outcome, outcome.f1)


def _cited(outcome: Outcome) -> float | None:
    return _given(outcome, outcome.right) if outcome.answerable else None


def _false_answer(outcome: Outcome) -> float | None:
    return None if outcome.answerable else float(not outcome.abstained)


def _false_refusal(outcome: Outcome) -> float | None:
    return float(outcome.abstained) if outcome.answerable else None


def _given(outcome: Outcome, value: float | None) -> float | None:
    """Return the value of a guess, 0 when it was withheld; None stays None."""
    if value is None:
        return None
    return 0.0 if outcome.abstained else float(value)


PER_QUESTION: Mapping[str, Value] = {
    "hit@1": functools.partial(_hit, depth=1),
    "hit@5": functools.partial(_hit, depth=5),
    "hit@10": functools.partial(_hit, depth=10),
    "recall@10": _recall,
    "mrr@10": _reciprocal_rank,
    "ndcg@10": _ndcg,
    "em": _em,
    "f1": _f1,
    "citation_contains_answer": _cited,
    "false_answer_rate": _false_answer,
    "false_refusal_rate": _false_refusal,
}
"""The measures that are means of what each question scored."""


def _auroc(outcomes: Iterable[Outcome]) -> float | None:
    return measures.auroc((each.confidence, each.answerable) for each in outcomes)


def _ece(outcomes: Iterable[Outcome]) -> float | None:
    return measures.ece(judged(outcomes))


def _latency(outcomes: Iterable[Outcome], *, part: float) -> float | None:
    return measures.percentile((each.took_ms for each in outcomes), part)


_OVERALL: Mapping[str, Callable[[Sequence[Outcome]], float | None]] = {
    "auroc": _auroc,
    "ece": _ece,
    "latency_p50_ms": functools.partial(_latency, part=0.5),
    "latency_p95_ms": functools.partial(_latency, part=0.95),
}

MEASURES = (*PER_QUESTION, *_OVERALL)
"""Every measure by the name it has in the contract, in that order."""

LOWER_IS_BETTER = frozenset(
    {"false_answer_rate", "false_refusal_rate", "ece", "latency_p50_ms", "latency_p95_ms"}
)


def judged(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Return confidence and rightness of every guess that can be judged.

    Nothing comes back when no answerable question has its answers written down: a reliability of
    unanswerable questions alone would only say how low the confidences are.
    """
    known = [each for each in outcomes if each.right is not None]
    if not any(each.answerable for each in known):
        return []
    return [(each.confidence, bool(each.right)) for each in known]


def score(measure: str, outcomes: Sequence[Outcome]) -> float | None:
    """Return one measure over these outcomes; None when none of them tells anything about it."""
    if measure in _OVERALL:
        return _OVERALL[measure](outcomes)
    values = map(PER_QUESTION[measure], outcomes)
    return measures.mean([value for value in values if value is not None])


def scores(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Return every measure over these outcomes, in the order of `MEASURES`."""
    return {measure: score(measure, outcomes) for measure in MEASURES}


def by_kind(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each kind, kinds sorted; what has no kind is left out."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.kind:
            kinds.setdefault(outcome.kind, []).append(outcome)
    return dict(sorted(kinds.items()))
