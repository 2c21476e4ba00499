"""Dense search: exact or approximate inner product. The only importer of faiss.

Exact (16-bit floats, scanned) up to `EXACT_LIMIT` vectors, an HNSW graph over 8-bit codes above
(Malkov & Yashunin 2018). A filter that leaves few rows is always searched exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

from qa.types import Hit, Row

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EXACT_LIMIT = 100_000
"""Up to this many rows are searched exactly: 4 ms a query at 100,000 (docs/performance.md)."""

SCAN_LIMIT = 1_000
"""A filter that leaves no more rows is scanned here: faster than any index, and exact."""

SCAN_LIMIT_HNSW = 20_000
"""The same over an HNSW graph, whose recall falls as a filter removes its links."""

_LINKS = 16
_BUILD_BREADTH = 100
_SEARCH_BREADTH = 128
_SLAB = 65_536


def write_dense(path: Path, vectors: NDArray[np.float16]) -> None:
    """Build the dense index of `vectors` (float16, shape (rows, dimensions)) and write it."""
    rows, dimensions = vectors.shape
    kind = "SQfp16" if rows <= EXACT_LIMIT else f"HNSW{_LINKS}_SQ8"
    index = faiss.index_factory(dimensions, kind, faiss.METRIC_INNER_PRODUCT)
    if rows > EXACT_LIMIT:
        faiss.ParameterSpace().set_index_parameter(index, "efConstruction", _BUILD_BREADTH)
        index.train(vectors[:: max(1, rows // _SLAB)].astype(np.float32))
    for start in range(0, rows, _SLAB):
        index.add(vectors[start : start + _SLAB].astype(np.float32))
    faiss.write_index(index, str(path))


class DenseIndex:
    """A dense index opened for reading, memory-mapped; safe for concurrent searches."""

    def __init__(self, path: Path, vectors: NDArray[np.float16]) -> None:
        faiss.set_deserialization_vector_byte_limit(max(path.stat().st_size, 1))
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self._vectors = vectors
        self._approximate = isinstance(self._index, faiss.IndexHNSW)
        self._scan_limit = SCAN_LIMIT_HNSW if self._approximate else SCAN_LIMIT

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> list[Hit]:
        """Return up to `limit` allowed rows by inner product, best first, ties by row."""
        if allowed is not None and int(allowed.sum()) <= self._scan_limit:
            rows = np.flatnonzero(allowed)
            return _best(rows, self.scores(vector, rows), limit)
        faiss.omp_set_num_threads(1)  # OpenMP keeps the number a thread; requests come in many
        parameters = self._parameters(allowed)
        scores, rows = self._index.search(vector[None, :], limit, params=parameters)
        found = rows[0] >= 0
        return _best(rows[0][found], scores[0][found], limit)

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the exact inner product of each row with `vector`, in the order of `rows`."""
        if not len(rows):
            return np.zeros(0, np.float32)
        return np.asarray(self._vectors[rows].astype(np.float32) @ vector, np.float32)

    def _parameters(self, allowed: NDArray[np.bool_] | None) -> faiss.SearchParameters | None:
        if allowed is None and not self._approximate:
            return None
        # The wheel's stubs lack the Python-side constructors that these three calls use.
        selector = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        if self._approximate:
            return faiss.SearchParametersHNSW(  # type: ignore[attr-defined, no-any-return]
                sel=selector, efSearch=_SEARCH_BREADTH
            )
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


def _best(rows: NDArray[np.int64], scores: NDArray[np.float32], limit: int) -> list[Hit]:
    order = np.lexsort((rows, -scores))[:limit]
    return [Hit(Row(int(rows[at])), float(scores[at])) for at in order]
