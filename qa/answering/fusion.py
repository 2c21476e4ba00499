"""Two rankings become one: each scaled to [0, 1], then a convex combination (Bruch et al. 2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.types import Row

DENSE_WEIGHT = 0.5
"""How much the dense search counts; the rest is lexical. Measured in docs/retrieval.md."""


def fuse(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = DENSE_WEIGHT,
) -> list[Candidate]:
    """Return every row of either search, best first, ties by row; scores lie in [0, 1].

    `dense` must score every row of `lexical` too, so that no row is judged by half of what is
    known. A row that no word matched has the lexical score 0, which is BM25's true minimum.
    """
    if not 0 <= weight <= 1:
        raise ValueError(f"a weight of {weight} is not in [0, 1]")
    missing = lexical.keys() - dense.keys()
    if missing:
        raise ValueError(f"rows {sorted(missing)} have no dense score")
    scaled_dense = _scale(dense, min(dense.values(), default=0.0))
    scaled_lexical = _scale(lexical, 0.0)
    candidates = [
        Candidate(
            row,
            min(1.0, weight * scaled_dense[row] + (1 - weight) * scaled_lexical.get(row, 0.0)),
            cosine,
            lexical.get(row, 0.0),
        )
        for row, cosine in dense.items()
    ]
    return sorted(candidates, key=lambda each: (-each.score, each.row))


def _scale(scores: Mapping[Row, float], lowest: float) -> dict[Row, float]:
    """Scale scores linearly so that `lowest` becomes 0 and the best 1; all 1 when all are equal."""
    highest = max(scores.values(), default=lowest)
    reach = highest - lowest
    return {row: (score - lowest) / reach if reach > 0 else 1.0 for row, score in scores.items()}
