"""What a build from nothing spends, stage by stage, and what an index holds, bytes a chunk.

    python -m benchmarks.building --corpus corpus --work FOLDER [--docs docs]

CPU seconds of all threads: other work on the machine changes them less than it does a wall clock.
The model is exported before. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import collections
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import markdown_table, write_between
from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.building import Builder
from qa.models.loading import load_embedder
from qa.settings import DEFAULT_EMBEDDER, count_cores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.indexing.building import BuildReport

STAGES = {
    "read": "read the corpus",
    "embed": "cut and embed",
    "index": "write text, vectors and lexical index",
    "graph": "make a graph",
    "rest": "checksums, flushes, publishing",
}
KINDS = {
    "articles.jsonl": "text and metadata",
    "vectors.npy": "vectors",
    "lexical": "lexical index",
    "graph.faiss": "graph",
}


class Spent:
    """CPU seconds by stage: what passes until a stage tells of itself is that stage's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = collections.defaultdict(float)
        self._last = time.process_time()

    def __call__(self, stage: str, done: int, total: int) -> None:  # noqa: ARG002
        """Count, as a `Progress`, what passed for the stage that tells."""
        now = time.process_time()
        self.seconds[stage if stage in STAGES else "rest"] += now - self._last
        self._last = now

    def end(self) -> None:
        """Count what came after the last stage."""
        self("rest", 1, 1)


def build(corpus: Path, work: Path) -> tuple[BuildReport, Mapping[str, float]]:
    """Build an index from nothing below `work`; return the report and the seconds by stage."""
    embedder = load_embedder(DEFAULT_EMBEDDER, work / "models", threads=count_cores())
    shutil.rmtree(work / "building", ignore_errors=True)
    builder = Builder(Store(work / "building"), embedder, lambda: datetime.now(UTC))
    spent = Spent()
    report = builder.build(Corpus(corpus), progress=spent)
    spent.end()
    return report, spent.seconds


def sizes(generation: Path, chunks: int) -> dict[str, float]:
    """Return the bytes a chunk takes on the disk, by kind and `all`."""
    found: dict[str, float] = dict.fromkeys((*KINDS.values(), "the rest", "all"), 0.0)
    for path in generation.rglob("*"):
        if path.is_file():
            names = {path.name, *(part.name for part in path.parents)}
            kind = next((kind for name, kind in KINDS.items() if name in names), "the rest")
            found[kind] += path.stat().st_size / chunks
            found["all"] += path.stat().st_size / chunks
    return found


def tables(report: BuildReport, seconds: Mapping[str, float], held: Mapping[str, float]) -> str:
    """Return both tables as Markdown."""
    whole = sum(seconds.values())
    lines = [
        [name, f"{seconds[stage]:.2f}", f"{100 * seconds[stage] / whole:.0f} %"]
        for stage, name in STAGES.items()
        if stage in seconds
    ]
    lines.append(["in all", f"{whole:.2f}", f"{report.chunks / whole:.0f} chunks a CPU s"])
    built = markdown_table([f"{report.chunks:,} chunks", "CPU s", "share"], lines)
    rows = [[kind, f"{each:,.0f}"] for kind, each in held.items() if each]
    return f"{built}\n\n{markdown_table(['index', 'bytes a chunk'], rows)}"


def main() -> None:
    """Build, measure, print, and write down where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--docs", type=Path, help="folder of performance.md, to write into")
    options = parser.parse_args()
    report, seconds = build(options.corpus, options.work)
    held = sizes(options.work / "building" / report.generation, report.chunks)
    written = tables(report, seconds, held)
    print(written)
    if options.docs:
        write_between(options.docs / "performance.md", "building", written)


if __name__ == "__main__":
    main()
