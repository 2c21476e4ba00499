"""What an HNSW graph over 8-bit codes costs and finds, by size and by its parameters.

    python -m benchmarks.graphs --vectors VECTORS.npy --questions QUESTIONS.npy --out FILE.jsonl
        [--rows 10000 100000 --links 16 32 --breadths 100]

Recall@10 is taken against brute force over the same vectors. `rescored` takes a few times as many
and orders them by their float16 vectors. One thread; results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np

from benchmarks.sampling import exact, slabs

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEARCH_BREADTHS = (64, 128, 256)
RESCORED = 4


def build(
    real: NDArray[np.float16], rows: int, links: int, breadth: int
) -> tuple[faiss.Index, float]:
    """Build a graph and return it with the seconds it took."""
    began = time.process_time()
    index = faiss.index_factory(real.shape[1], f"HNSW{links}_SQ8", faiss.METRIC_INNER_PRODUCT)
    faiss.ParameterSpace().set_index_parameter(index, "efConstruction", breadth)
    index.train(next(slabs(real, 65_536)).astype(np.float32))
    for slab in slabs(real, rows):
        index.add(slab.astype(np.float32))
        print(f"{index.ntotal} of {rows}: {time.process_time() - began:.0f} s", flush=True)
    return index, time.process_time() - began


def measure(
    index: faiss.Index,
    stored: NDArray[np.float16],
    asked: NDArray[np.float32],
    best: NDArray[np.int64],
    breadth: int,
) -> dict[str, float]:
    """Return recall and median milliseconds a question, as found and rescored."""
    parameters = faiss.SearchParametersHNSW(efSearch=breadth)  # type: ignore[attr-defined]
    took, plain, rescored = [], [], []
    for vector, expected in zip(asked, best, strict=True):
        began = time.process_time()
        _, found = index.search(vector[None, :], 10 * RESCORED, params=parameters)
        took.append(time.process_time() - began)
        rows = found[0][found[0] >= 0]
        order = np.argsort(-(stored[rows].astype(np.float32) @ vector))
        plain.append(len(set(rows[:10].tolist()) & set(expected.tolist())) / 10)
        rescored.append(len(set(rows[order][:10].tolist()) & set(expected.tolist())) / 10)
    return {
        "breadth": breadth,
        "p50_ms": float(np.median(took)) * 1000,
        "recall": float(np.mean(plain)),
        "recall_rescored": float(np.mean(rescored)),
    }


def main() -> None:
    """Measure, and write one JSON object a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path, required=True, help="float16 vectors of a set")
    parser.add_argument("--questions", type=Path, required=True, help="float32 vectors asked")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--links", type=int, nargs="+", default=[16, 32])
    parser.add_argument("--breadths", type=int, nargs="+", default=[100])
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    real, asked = np.load(options.vectors), np.load(options.questions)
    for rows in options.rows:
        best = exact(real, rows, asked)
        stored = np.concatenate(list(slabs(real, rows)))
        for links in options.links:
            for breadth in options.breadths:
                index, seconds = build(real, rows, links, breadth)
                path = options.out.with_name(f"graph-{rows}-{links}-{breadth}.faiss")
                faiss.write_index(index, str(path))
                about = {"rows": rows, "links": links, "build_breadth": breadth}
                size = {"build_s": seconds, "bytes_a_row": path.stat().st_size / rows}
                with options.out.open("a") as file:
                    for search in SEARCH_BREADTHS:
                        found = measure(index, stored, asked, best, search)
                        print(json.dumps({**about, **size, **found}), file=file)


if __name__ == "__main__":
    main()
