"""The measures, as pure functions of ranks, of confidences, of times.

Ranks count articles from 1, and an article's rank is that of its best passage; relevance is
binary. `relevant` is how many articles are relevant, found or not, and never 0.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DEPTH = 10
"""How many articles of a ranking count."""

BINS = 10


class Bin(NamedTuple):
    """Questions of like confidence: how many, how sure on average, and which part was right."""

    questions: int
    confidence: float
    right: float


class Point(NamedTuple):
    """What answering only from some confidence on comes to."""

    coverage: float
    risk: float


def hit(ranks: Iterable[int], depth: int) -> float:
    """Return 1 when a relevant article is among the first `depth`, else 0."""
    return float(any(rank <= depth for rank in ranks))


def recall(ranks: Iterable[int], relevant: int, depth: int = DEPTH) -> float:
    """Return which part of the relevant articles is among the first `depth`."""
    return sum(rank <= depth for rank in ranks) / relevant


def reciprocal_rank(ranks: Iterable[int], depth: int = DEPTH) -> float:
    """Return 1 / the rank of the first relevant article, 0 below `depth`."""
    return max((1 / rank for rank in ranks if rank <= depth), default=0.0)


def ndcg(ranks: Iterable[int], relevant: int, depth: int = DEPTH) -> float:
    """Return the discounted gain against that of the best ranking (Järvelin & Kekäläinen 2002)."""
    best = range(1, min(relevant, depth) + 1)
    return _gain(rank for rank in ranks if rank <= depth) / _gain(best)


def auroc(pairs: Iterable[tuple[float, bool]]) -> float | None:
    """Return how likely a score of the true kind lies above one of the other, ties counting half.

    None when one kind is missing.
    """
    below = wins = trues = 0.0
    for block in _blocks(pairs):
        true = sum(block)
        wins += true * (below + (len(block) - true) / 2)
        below += len(block) - true
        trues += true
    return wins / (trues * below) if trues and below else None


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Sort confidences in [0, 1] into ten bins of equal width, the empty ones left out."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        Bin(len(each), sum(at for at, _ in each) / len(each), sum(ok for _, ok in each) / len(each))
        for each in bins
        if each
    ]


def ece(pairs: Iterable[tuple[float, bool]]) -> float | None:
    """Return the expected calibration error over ten bins (Guo et al. 2017); None without pairs."""
    bins = reliability(pairs)
    count = sum(each.questions for each in bins)
    gaps = sum(each.questions * abs(each.confidence - each.right) for each in bins)
    return gaps / count if count else None


def risk_coverage(pairs: Iterable[tuple[float, bool]]) -> list[Point]:
    """Return the risk of being wrong at each coverage, one point a distinct confidence."""
    known = list(pairs)
    points = []
    taken = wrong = 0
    for block in reversed(_blocks(known)):
        taken += len(block)
        wrong += len(block) - sum(block)
        points.append(Point(taken / len(known), wrong / taken))
    return points


def aurc(pairs: Iterable[tuple[float, bool]]) -> float | None:
    """Return the mean risk over all coverages (Geifman et al. 2019); lower is better.

    Among equal confidences the wrong ones are spread evenly. None without pairs.
    """
    risks: list[float] = []
    wrong = 0.0
    for block in reversed(_blocks(pairs)):
        each = 1 - sum(block) / len(block)
        taken = len(risks)
        risks += [(wrong + each * at) / (taken + at) for at in range(1, len(block) + 1)]
        wrong += each * len(block)
    return sum(risks) / len(risks) if risks else None


def percentile(values: Iterable[float], part: float) -> float | None:
    """Return the smallest value that at least this part of all do not exceed; None without any.

    >>> percentile([3.0, 1.0, 2.0, 9.0], 0.5)
    2.0
    """
    ranked = sorted(values)
    return ranked[max(0, math.ceil(part * len(ranked)) - 1)] if ranked else None


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None without any."""
    return sum(values) / len(values) if values else None


def _gain(ranks: Iterable[int]) -> float:
    return sum(1 / math.log2(rank + 1) for rank in ranks)


def _blocks(pairs: Iterable[tuple[float, bool]]) -> list[list[bool]]:
    """Return the labels of equal scores together, lowest score first."""
    return [[label for _, label in block] for block in _ties(pairs)]


def _ties(pairs: Iterable[tuple[float, bool]]) -> Iterator[list[tuple[float, bool]]]:
    ranked = sorted(pairs, key=lambda pair: pair[0])
    for _, block in itertools.groupby(ranked, key=lambda pair: pair[0]):
        yield list(block)
