"""Two rankings become one: each scaled to [0, 1], then a convex combination (Bruch et al. 2023).

What it is compared with is here too (`FUSIONS`), and is no setting: `qa eval --ablate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qa.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.types import Row

DENSE_WEIGHT = 0.5
"""How much the dense search counts; the rest is lexical. Measured in docs/evaluation.md."""


class Fusion(Protocol):
    """A way of fusing; `weight` is the dense search's, for those that weigh."""

    def __call__(
        self,
        dense: Mapping[Row, float],
        lexical: Mapping[Row, float],
        *,
        weight: float = ...,
        most: int | None = ...,
    ) -> list[Candidate]:
        """Fuse cosines of all rows with the BM25 scores of those a word matched; best first.

        With `most`, only so many of the best: two hundred candidates take longer than the search
        for them.
        """


def fuse(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = DENSE_WEIGHT,
    most: int | None = None,
) -> list[Candidate]:
    """Return the rows of either search, best first, ties by row; scores lie in [0, 1].

    `dense` must score every row of `lexical` too, so that no row is judged by half of what is
    known. A row that no word matched has the lexical score 0, which is BM25's true minimum.
    """
    if not 0 <= weight <= 1:
        raise ValueError(f"a weight of {weight} is not in [0, 1]")
    missing = lexical.keys() - dense.keys()
    if missing:
        raise ValueError(f"rows {sorted(missing)} have no dense score")
    scaled_dense = _scale(dense, min(dense.values(), default=0.0))
    worded, rest = _scale(lexical, 0.0).get, 1 - weight
    scores = {row: weight * near + rest * worded(row, 0.0) for row, near in scaled_dense.items()}
    return _ranked(scores, dense, lexical, most)


def dense_only(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = 0.0,  # noqa: ARG001
    most: int | None = None,
) -> list[Candidate]:
    """Return every row by cosine alone, as if nobody had searched for words."""
    return _ranked(_scale(dense, min(dense.values(), default=0.0)), dense, lexical, most)


def lexical_only(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = 0.0,  # noqa: ARG001
    most: int | None = None,
) -> list[Candidate]:
    """Return the rows that a word matched by BM25 alone, as if there were no vectors."""
    return _ranked(_scale(lexical, 0.0), dense, lexical, most)


def fuse_by_rank(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = 0.0,  # noqa: ARG001
    most: int | None = None,
) -> list[Candidate]:
    """Return every row by reciprocal rank fusion with k = 60 (Cormack et al. 2009)."""
    found: dict[Row, float] = dict.fromkeys(dense, 0.0)
    for ranking in (_order(dense), _order(lexical)):
        for rank, row in enumerate(ranking, start=1):
            found[row] += (RANK_CONSTANT + 1) / (RANK_CONSTANT + rank) / 2  # at most 1 in all
    return _ranked(found, dense, lexical, most)


RANK_CONSTANT = 60

CONVEX = "convex"
FUSIONS: Mapping[str, Fusion] = {
    "dense": dense_only,
    "lexical": lexical_only,
    "rank fusion": fuse_by_rank,
    CONVEX: fuse,
}
"""Every way by its name; `qa`'s own comes last."""


def _ranked(
    scores: Mapping[Row, float],
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    most: int | None,
) -> list[Candidate]:
    return [
        Candidate(row, min(1.0, scores[row]), dense[row], lexical.get(row, 0.0))
        for row in _order(scores)[:most]
    ]


def _order(scores: Mapping[Row, float]) -> list[Row]:
    """Return the rows, best first, ties by row: a sort keeps the order of what it finds equal."""
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)


def _scale(scores: Mapping[Row, float], lowest: float) -> dict[Row, float]:
    """Scale scores linearly so that `lowest` becomes 0 and the best 1; all 1 when all are equal."""
    highest = max(scores.values(), default=lowest)
    reach = highest - lowest
    return {row: (score - lowest) / reach if reach > 0 else 1.0 for row, score in scores.items()}
