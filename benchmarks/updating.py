"""What a change costs as an index grows: built, and opened by a server beside it.

    python -m benchmarks.updating --vectors V.npy --work FOLDER [--rows 10000 100000 300000]
        [--exact-limit N] [--profile]

`--vectors` are embeddings of a public set (float16); articles and vectors are those of
benchmarks.scale, so no model runs. An index of each size is built once and kept in FOLDER. Then,
as in a server, one process builds after an article was added, after another got another title, and
after the added one went, while the index is open; each three times, and the medians count. A line
of JSON for each size goes to FOLDER/updating.jsonl, and a table is printed. Results:
docs/performance.md.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measuring import markdown_table
from benchmarks.synthetic import (
    CHUNKS_AN_ARTICLE,
    Articles,
    SampledEmbedder,
    SyntheticCorpus,
)
from qa.index.store import Store
from qa.index.vectors import EXACT_LIMIT
from qa.indexing.building import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

ROUNDS = 3
KINDS = ("add", "replace", "remove")


def measure(work: Path, real: NDArray[np.float16], rows: int, limit: int) -> Mapping[str, float]:
    """Return the median seconds, of the wall and of the CPU, of each kind of change."""
    articles = Articles(rows // CHUNKS_AN_ARTICLE)
    embedder = SampledEmbedder("synthetic@benchmark", real, rows)
    builder = Builder(
        Store(work / f"{rows}"),
        embedder,
        lambda: datetime.now(UTC),
        exact_limit=limit,
    )
    builder.build(SyntheticCorpus(articles))  # type: ignore[arg-type]
    server = Store(work / f"{rows}")
    held: list[object] = [server.open()]
    time.sleep(2.5)  # files that are younger are not remembered as intact
    taken: dict[str, list[float]] = {}
    for kind, corpus in _changes(articles):
        for name, act in (
            ("build", lambda c=corpus: builder.build(c)),
            ("open", server.open),
        ):
            wall, cpu = time.perf_counter(), time.process_time()
            done = act()
            taken.setdefault(f"{kind}_{name}_s", []).append(time.perf_counter() - wall)
            taken.setdefault(f"{kind}_{name}_cpu_s", []).append(time.process_time() - cpu)
            held = [done] if name == "open" else held
    medians = {name: statistics.median(each) for name, each in taken.items()}
    return {"rows": rows, "exact_limit": limit, **medians}


def _changes(articles: Articles) -> Iterator[tuple[str, SyntheticCorpus]]:
    """Yield kinds of change, and the corpus after each."""
    larger = SyntheticCorpus(Articles(len(articles) + 1))
    for number in range(ROUNDS):
        yield "add", larger
        yield "replace", larger.replaced((number + 1) * len(articles) // (ROUNDS + 1))
        yield "remove", SyntheticCorpus(articles)


def table(measured: Sequence[Mapping[str, float]]) -> str:
    """Return a row a size, as Markdown: CPU seconds built and opened, by kind of change."""
    header = ["chunks", *(f"{kind}: built / opened, s" for kind in KINDS)]
    return markdown_table(header, [[f"{each['rows']:,}", *_cells(each)] for each in measured])


def _cells(measured: Mapping[str, float]) -> list[str]:
    return [
        f"{measured[f'{kind}_build_cpu_s']:.2f} / {measured[f'{kind}_open_cpu_s']:.2f}"
        for kind in KINDS
    ]


def main() -> None:
    """Measure each size, and say where the time went if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument("--exact-limit", type=int, default=EXACT_LIMIT)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    real: NDArray[np.float16] = np.load(options.vectors)
    options.work.mkdir(parents=True, exist_ok=True)
    measured = []
    for rows in options.rows:
        profiler = cProfile.Profile()
        if options.profile:
            profiler.enable()
        measured.append(measure(options.work, real, rows, options.exact_limit))
        if options.profile:
            profiler.disable()
            pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
        with (options.work / "updating.jsonl").open("a") as file:
            print(json.dumps(measured[-1]), file=file)
    print(table(measured))


if __name__ == "__main__":
    main()
