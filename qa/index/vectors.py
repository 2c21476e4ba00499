"""Dense search: exact or approximate inner product. The only importer of faiss.

Exact (16-bit floats, scanned) for what no graph holds, which is everything in a small index; an
HNSW graph over 8-bit codes (Malkov & Yashunin 2018) for the rest. What the graph finds is scored
anew from the stored vectors, and a filter that leaves few rows is always searched without links.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import faiss
import numpy as np

from qa.types import Hit, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    Grown = Callable[[int, Callable[[Path], None]], None]
    Take = Callable[[NDArray[np.int64]], NDArray[np.float16]]

GRAPH = "graph.faiss"
GRAPH_SLOTS = "graph.npy"

EXACT_LIMIT = 100_000
"""Up to this many rows are searched exactly: 4 ms a query at 100,000 (docs/performance.md)."""

SCAN_LIMIT = 1_000
"""A filter that leaves no more rows is scanned here: faster than any index, and exact."""

LINKLESS_SHARE = 0.1
"""A filter that leaves at most this share of a graph is scanned over the graph's codes: links to
what is filtered out are of no use."""

LINKS, BUILD_BREADTH, SEARCH_BREADTH = 16, 100, 512
"""From the table of docs/performance.md."""

RESCORED = 50
"""So many more rows are taken from a graph than are asked for, as its codes rank by 8 bits."""

_SLAB = 16_384


GRAPH_KIND = f"HNSW{LINKS}_SQ8"
"""How FAISS calls such a graph."""


def write_graph(
    folder: Path,
    slabs: Iterable[tuple[NDArray[np.int32], NDArray[np.float16]]],
    *,
    base: tuple[Path, NDArray[np.int32]] | None = None,
    grown: Grown | None = None,
) -> None:
    """Write a graph of slabs of slots and vectors into `folder`.

    With `base`, a graph's file and the slots of its nodes, the slabs are added to that one. It
    holds a row as long as it lives, also once its slot is gone: `DenseIndex` passes over it then.
    `grown` is told after each slab how many nodes there are, and what writes them into a file.
    """
    slots: list[NDArray[np.int32]] = []
    index: faiss.Index | None = None
    if base:
        slots.append(base[1])
        faiss.set_deserialization_vector_byte_limit(base[0].stat().st_size)
        index = faiss.read_index(str(base[0]))
    for numbers, vectors in slabs:
        wide = vectors.astype(np.float32)
        made = index = index or _new_graph(wide)
        made.add(wide)
        slots.append(numbers)
        if grown:
            grown(made.ntotal, lambda path, made=made: faiss.write_index(made, str(path)))  # type: ignore[misc]
    if index is None:
        raise ValueError("a graph needs rows")
    faiss.write_index(index, str(folder / GRAPH))
    np.save(folder / GRAPH_SLOTS, np.concatenate(slots), allow_pickle=False)


def _new_graph(sample: NDArray[np.float32]) -> faiss.Index:
    index = faiss.index_factory(sample.shape[1], GRAPH_KIND, faiss.METRIC_INNER_PRODUCT)
    faiss.ParameterSpace().set_index_parameter(index, "efConstruction", BUILD_BREADTH)
    index.train(sample)
    return index


class DenseIndex:
    """The vectors of a generation opened for searching; safe for concurrent searches."""

    def __init__(self, folder: Path, slots: NDArray[np.int32], take: Take) -> None:
        """Open a graph, if `folder` has one; `slots`, of shape (rows,), has the slot of each row.

        `take` returns the vectors of rows, float16 of shape (rows, dimensions).
        """
        self._take = take
        self._graph: _Graph | None = None
        left = np.arange(len(slots), dtype=np.int64)
        if (folder / GRAPH).exists():
            self._graph = _Graph(folder, slots)
            left = np.setdiff1d(left, self._graph.rows)
        self._flat = _Flat(left, take)

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> list[Hit]:
        """Return up to `limit` allowed rows by inner product, best first, ties by row."""
        if allowed is not None and int(allowed.sum()) <= SCAN_LIMIT:
            rows = np.flatnonzero(allowed)
            return _best(rows, self.scores(vector, rows), limit)
        faiss.omp_set_num_threads(1)  # OpenMP keeps the number a thread; requests come in many
        rows, scores = self._flat.search(vector, limit, allowed)
        if self._graph:
            found = self._graph.search(vector, limit + RESCORED, allowed)
            rows = np.concatenate([rows, found])
            scores = np.concatenate([scores, self.scores(vector, found)])
        return _best(rows, scores, limit)

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the exact inner product of each row with `vector`, in the order of `rows`."""
        if not len(rows):
            return np.zeros(0, np.float32)
        return np.asarray(self._take(rows).astype(np.float32) @ vector, np.float32)


class _Flat:
    """Rows that are scanned, in 16 bits; copied in the order of their numbers, so ties are too."""

    def __init__(self, rows: NDArray[np.int64], take: Take) -> None:
        self._rows = rows
        self._index: faiss.Index | None = None
        for start in range(0, len(rows), _SLAB):
            slab = take(rows[start : start + _SLAB]).astype(np.float32)
            if self._index is None:
                half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
                self._index = faiss.IndexScalarQuantizer(slab.shape[1], half, product)
            self._index.add(slab)

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if self._index is None:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        # The wheel's stubs lack the Python-side constructors that are used here and below.
        parameters = None
        if allowed is not None:
            selector = _selector(allowed[self._rows])
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        limit = min(limit, len(self._rows))
        scores, found = self._index.search(vector[None, :], limit, params=parameters)
        kept = found[0] >= 0
        return self._rows[found[0][kept]], scores[0][kept]


class _Graph:
    """An HNSW graph, mapped; `rows` has the row of each of its nodes, -1 where that has gone."""

    def __init__(self, folder: Path, slots: NDArray[np.int32]) -> None:
        held: NDArray[np.int32] = np.load(folder / GRAPH_SLOTS, allow_pickle=False)
        most = max(int(held.max(initial=-1)), int(slots.max(initial=-1)))
        row_of_slot = np.full(most + 1, -1, np.int32)
        row_of_slot[slots] = np.arange(len(slots), dtype=np.int32)
        self.rows = np.where(held >= 0, row_of_slot[held], -1)
        self._whole = bool((self.rows >= 0).all())
        path = folder / GRAPH
        faiss.set_deserialization_vector_byte_limit(max(path.stat().st_size, 1))
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self._codes = faiss.downcast_index(self._index.storage)  # type: ignore[attr-defined]

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        limit = min(limit, len(self.rows))
        nodes = self.rows >= 0 if not self._whole or allowed is not None else None
        breadth = SEARCH_BREADTH
        if nodes is not None and allowed is not None:
            nodes &= allowed[self.rows]
            share = float(nodes.mean())
            if share <= LINKLESS_SHARE:
                scanned = faiss.SearchParameters(sel=_selector(nodes))  # type: ignore[call-arg]
                _, found = self._codes.search(vector[None, :], limit, params=scanned)
                return self._rows_of(found)
            breadth = math.ceil(breadth / share)
        selector = None if nodes is None else _selector(nodes)
        walked = faiss.SearchParametersHNSW(  # type: ignore[attr-defined]
            sel=selector, efSearch=max(breadth, limit)
        )
        _, found = self._index.search(vector[None, :], limit, params=walked)
        return self._rows_of(found)

    def _rows_of(self, found: NDArray[np.int64]) -> NDArray[np.int64]:
        rows: NDArray[np.int64] = self.rows[found[0][found[0] >= 0]].astype(np.int64)
        return rows


def _selector(mask: NDArray[np.bool_]) -> faiss.IDSelectorBitmap:
    bits = np.packbits(mask, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]


def _best(rows: NDArray[np.int64], scores: NDArray[np.float32], limit: int) -> list[Hit]:
    order = np.lexsort((rows, -scores))[:limit]
    found = zip(rows[order].tolist(), scores[order].tolist(), strict=True)
    return [Hit(Row(row), score) for row, score in found]
