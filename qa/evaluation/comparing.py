"""How far two runs of the same questions lie apart, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.errors import QAError
from qa.evaluation.scores import PER_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.evaluation.outcomes import Outcome

COMPARED = (
    "hit@1",
    "hit@5",
    "ndcg@10",
    "citation_contains_answer",
    "false_answer_rate",
    "false_refusal_rate",
)
RESAMPLES = 2000

_DRAWN_AT_ONCE = 100  # a hundred resamples of 10,000 questions are 8 MB; all 2,000 would be 160


class ComparisonError(QAError):
    """Two runs have nothing to compare."""


class Difference(NamedTuple):
    """New minus old on average, the bounds of 95 % confidence, and over how many questions."""

    mean: float
    low: float
    high: float
    questions: int


def compare(
    new: Sequence[Outcome], old: Sequence[Outcome], *, seed: int = 0
) -> dict[str, Difference]:
    """Return the difference in each compared measure over the questions that both runs asked.

    A measure that no common question tells about is left out; ComparisonError without any.
    """
    before = {outcome.id: outcome for outcome in old}
    pairs = [(each, before[each.id]) for each in new if each.id in before]
    if not pairs:
        raise ComparisonError(
            "the two runs have no question in common: compare runs of one question file"
        )
    found = {}
    for measure in COMPARED:
        gaps = _gaps(pairs, PER_QUESTION[measure])
        if len(gaps):
            found[measure] = difference(gaps, seed=seed)
    return found


def difference(gaps: NDArray[np.float64], *, seed: int) -> Difference:
    """Return the mean of a question's gaps with its bounds, by a paired bootstrap.

    Questions are drawn again with replacement (Efron & Tibshirani 1993, percentile interval).
    `gaps` is float64 of shape (questions,), not empty.
    """
    generator = np.random.default_rng(seed)
    means = np.empty(RESAMPLES)
    for start in range(0, RESAMPLES, _DRAWN_AT_ONCE):
        drawn = generator.integers(len(gaps), size=(_DRAWN_AT_ONCE, len(gaps)))
        means[start : start + _DRAWN_AT_ONCE] = gaps[drawn].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Difference(float(gaps.mean()), float(low), float(high), len(gaps))


def _gaps(
    pairs: Sequence[tuple[Outcome, Outcome]], value: Callable[[Outcome], float | None]
) -> NDArray[np.float64]:
    """Return new minus old for each question that both runs say something about."""
    both = [(value(new), value(old)) for new, old in pairs]
    return np.array([new - old for new, old in both if new is not None and old is not None])
