"""What an index costs and finds as it grows, up to a million chunks.

    python -m benchmarks.scale --work FOLDER --vectors V.npy --questions Q.npy --models FOLDER
        [--rows 1000 10000 100000 300000 1000000] [--graph FILE]

`--vectors` and `--questions` are embeddings of a public set (float16, float32), `--models` has the
exported embedder that they are from. Each size is built by the real builder from articles that
are made on the way, in a process of its own; then a server over it answers real questions.
`--graph` takes a graph that benchmarks.graphs made of the same vectors, instead of making it again.
A line of JSON for each size goes to FOLDER/scale.jsonl. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from benchmarks.question_sets import read_set
from benchmarks.sampling import exact
from benchmarks.serving import serving
from benchmarks.synthetic import (
    CHUNKS_AN_ARTICLE,
    RARE,
    RARE_EACH,
    Articles,
    SampledEmbedder,
    SyntheticCorpus,
)
from qa.index import manifest
from qa.index.checking import check_file
from qa.index.store import Store
from qa.index.vectors import EXACT_LIMIT, GRAPH, GRAPH_SLOTS
from qa.indexing.building import Builder
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.index.snapshot import Snapshot

ASKED = 200
BEST = 10
STAGES = ("build", "measure", "serve", "change")

_Done = TypeVar("_Done")


class Place:
    """Where one size is built, and what it is built from."""

    def __init__(self, options: argparse.Namespace, rows: int) -> None:
        self.rows = rows
        self.folder = options.work / str(rows)
        self.real: NDArray[np.float16] = np.load(options.vectors)
        self.asked: NDArray[np.float32] = np.load(options.questions)[:ASKED]
        self.corpus = SyntheticCorpus(Articles(rows // CHUNKS_AN_ARTICLE))
        model = json.loads(next(options.models.glob("*/embedder.json")).read_bytes())
        name = f"{model['name']}@{model['fingerprint']}-{model['precision']}"
        self.builder = Builder(
            Store(self.folder / "index"),
            SampledEmbedder(name, self.real, rows),
            lambda: datetime.now(UTC),
        )
        if not (self.folder / "index" / "models").exists():
            shutil.copytree(options.models, self.folder / "index" / "models")
            (self.folder / "corpus").mkdir(exist_ok=True)


def build(place: Place, graph: Path | None) -> dict[str, float]:
    """Build, and say what it took."""
    began = time.perf_counter()
    builder = replace(place.builder, exact_limit=place.rows) if graph else place.builder
    report = builder.build(place.corpus, progress=_tell)  # type: ignore[arg-type]
    seconds, cpu = time.perf_counter() - began, time.process_time()
    if graph and report.published:
        _take_graph(builder.store.path(report.generation), graph, place.rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"build_s": seconds, "build_cpu_s": cpu, "build_peak_mb": peak}


def _tell(stage: str, done: int, total: int) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {stage} {done} of {total}", file=sys.stderr, flush=True)


def _take_graph(generation: Path, graph: Path, rows: int) -> None:
    """Give a generation that nobody has opened yet a graph over all its rows."""
    shutil.copy(graph, generation / GRAPH)
    np.save(generation / GRAPH_SLOTS, np.arange(rows, dtype=np.int32))
    said = manifest.read(generation)
    checks = {name: check_file(generation / name) for name in (GRAPH, GRAPH_SLOTS)}
    size = said.bytes + sum(each.size for each in checks.values())
    manifest.write(generation, replace(said, files=checks, bytes=size))


def measure(place: Place) -> dict[str, float]:
    """Return recall, latencies and sizes of the current generation."""
    opened, open_s = _timed(place.builder.store.open)
    snapshot = opened.snapshot
    rare = np.arange(place.rows) // CHUNKS_AN_ARTICLE % RARE_EACH == 0
    found: dict[str, float] = {"rows": place.rows, "open_s": open_s}
    for name, filters, keep in (
        ("all", Filters(), None),
        ("one in a hundred", Filters(tags=(RARE,)), rare),
    ):
        best = exact(place.real, place.rows, place.asked, keep, BEST)
        found |= _recall(snapshot, place.asked, best, filters, name)
    words = [place.corpus.articles[at].text.split()[3:9] for at in range(100)]
    lexical = [_timed(lambda w=each: snapshot.search_lexical(" ".join(w), 100, Filters()))[1]  # type: ignore[misc]
               for each in words]  # fmt: skip
    folder = place.builder.store.path(snapshot.generation)
    files = {path.as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    groups = {
        "vectors": "vectors.npy",
        "graph": GRAPH,
        "lexical": "/lexical/",
        "text": "articles.jsonl",
    }
    for group, part in groups.items():
        size = sum(each for name, each in files.items() if part in name)
        found[f"{group}_bytes_a_chunk"] = size / place.rows
    size = sum(files.values())
    return found | {
        "lexical_p50_ms": 1000 * statistics.median(lexical),
        "bytes_a_chunk": size / place.rows,
        "parts": len(snapshot.manifest.parts),
    }


def _recall(
    snapshot: Snapshot,
    asked: NDArray[np.float32],
    best: NDArray[np.int64],
    filters: Filters,
    name: str,
) -> dict[str, float]:
    shares, took = [], []
    for vector, expected in zip(asked, best, strict=True):
        hits, seconds = _timed(lambda v=vector: snapshot.search_dense(v, 100, filters))  # type: ignore[misc]
        shares.append(len({hit.row for hit in hits[:BEST]} & set(expected.tolist())) / BEST)
        took.append(seconds)
    return {
        f"recall, {name}": float(np.mean(shares)),
        f"dense_p50_ms, {name}": 1000 * statistics.median(took),
    }


def serve(place: Place, questions: list[str]) -> dict[str, float]:
    """Return what clients of a server over the index see, and what it holds in memory."""
    index, corpus = str(place.folder / "index"), str(place.folder / "corpus")
    with serving(corpus, index, questions[0], "--no-watch") as server:
        started, at_rest = server.seconds, server.memory()
        took = sorted(server.latencies("/v1/search", questions[1:]))
        return {
            "start_s": started,
            "rss_at_rest_mb": at_rest,
            "rss_mb": server.memory(),
            "search_p50_ms": 1000 * statistics.median(took),
            "search_p95_ms": 1000 * took[int(0.95 * len(took))],
        }


def change(place: Place) -> dict[str, float]:
    """Return the seconds until an added and a replaced article can be found: built, and opened."""
    store, articles = place.builder.store, place.corpus.articles
    place.builder.build(place.corpus)  # type: ignore[arg-type]  # an earlier run may have changed it
    store.open()  # a server has seen the generation that is there
    larger = SyntheticCorpus(Articles(len(articles) + 1))
    took: dict[str, float] = {}
    for name, corpus in (("add", larger), ("replace", larger.replaced(len(articles) // 2))):
        _, took[f"{name}_build_s"] = _timed(lambda c=corpus: place.builder.build(c))  # type: ignore[misc]
        _, took[f"{name}_open_s"] = _timed(store.open)
    return took


def _timed(act: Callable[[], _Done]) -> tuple[_Done, float]:
    began = time.perf_counter()
    done = act()
    return done, time.perf_counter() - began


def main() -> None:
    """Measure each size, or with `--stage` one thing of one size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--asked", type=Path, required=True, help="the set the questions are from")
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--stage", choices=STAGES)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps(_stage(options)))
        return
    for rows in options.rows:
        measured: dict[str, float] = {}
        for stage in STAGES:
            command = [sys.executable, "-m", "benchmarks.scale", *sys.argv[1:], "--stage", stage]
            command += ["--rows", str(rows)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            measured |= json.loads(done.stdout)
        with (options.work / "scale.jsonl").open("a") as file:
            print(json.dumps(measured), file=file)


def _stage(options: argparse.Namespace) -> dict[str, float]:
    rows = options.rows[0]
    place = Place(options, rows)
    if options.stage == "build":
        return build(place, options.graph if rows > EXACT_LIMIT else None)
    if options.stage == "serve":
        return serve(place, [each.question for each in read_set(options.asked, most=301).questions])
    return measure(place) if options.stage == "measure" else change(place)


if __name__ == "__main__":
    main()
