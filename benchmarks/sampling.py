"""Many vectors that lie as real ones do: those of a public set, each drawn again with noise.

A drawn vector is a real one, moved towards another real one and by isotropic noise; its cosine to
the first is about 0.85. Real questions of the same set are what is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SLAB = 16_384
TOWARDS, NOISE = 0.35, 0.4
"""How far a vector is moved towards another real one, and the length of its noise."""


def draw(real: NDArray[np.float16], number: int, rows: int = SLAB) -> NDArray[np.float16]:
    """Return a slab of vectors, always the same one; float16 of shape (rows, width)."""
    return _slab(real, rows, np.random.default_rng([7, number]))


def slabs(real: NDArray[np.float16], rows: int) -> Iterator[NDArray[np.float16]]:
    """Yield `rows` vectors in slabs, always the same ones; float16 of shape (up to SLAB, width)."""
    for number, start in enumerate(range(0, rows, SLAB)):
        yield draw(real, number, min(SLAB, rows - start))


def _slab(real: NDArray[np.float16], rows: int, chance: np.random.Generator) -> NDArray[np.float16]:
    width = real.shape[1]
    first, second = (real[chance.integers(len(real), size=rows)] for _ in range(2))
    noise = chance.normal(size=(rows, width)).astype(np.float32) * np.float32(NOISE / width**0.5)
    drawn = first.astype(np.float32) + TOWARDS * second.astype(np.float32) + noise
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    half: NDArray[np.float16] = drawn.astype(np.float16)
    return half


def exact(
    real: NDArray[np.float16],
    rows: int,
    asked: NDArray[np.float32],
    keep: NDArray[np.bool_] | None = None,
    best: int = 10,
) -> NDArray[np.int64]:
    """Return the `best` rows for each question by brute force over float32; ties by row.

    With `keep`, bool of shape (rows,), only among those rows.
    """
    rows_best = np.zeros((len(asked), 0), np.int64)
    scores_best = np.zeros((len(asked), 0), np.float32)
    for number, slab in enumerate(slabs(real, rows)):
        start = number * SLAB
        scores = asked @ slab.astype(np.float32).T
        if keep is not None:
            scores[:, ~keep[start : start + len(slab)]] = -9
        found = np.argpartition(-scores, min(best, len(slab) - 1), axis=1)[:, :best]
        rows_best = np.concatenate([rows_best, found + start], axis=1)
        scores_best = np.concatenate([scores_best, np.take_along_axis(scores, found, 1)], axis=1)
        order = np.argsort(-scores_best, axis=1, kind="stable")[:, :best]
        rows_best = np.take_along_axis(rows_best, order, 1)
        scores_best = np.take_along_axis(scores_best, order, 1)
    return rows_best
