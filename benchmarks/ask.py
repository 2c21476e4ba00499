"""What reading costs: an answer with the trained reader, with sentences only, and without any.

    python -m benchmarks.ask --work FOLDER [--sets FOLDER] [--questions 200] [--out FILE.json]

The three are asked in turns in one process, so that their ratios hold on a busy machine too; then
`/v1/ask` and `/v1/search` of a real server, in turns as well. With `--sets` the index is that of
`scifact_train`'s abstracts, else of the corpus that comes with `qa`. Results: docs/reader.md.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from benchmarks.measuring import markdown_table
from benchmarks.question_sets import thin
from benchmarks.serving import Server, serving
from benchmarks.speed import Prepared, prepare
from qa.answering.engine import Engine
from qa.answering.reading import SpanReader
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.index.store import Store
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.models.verifier import OnnxVerifier
from qa.settings import DEFAULT_EMBEDDER, count_cores
from qa.types import Marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa.protocols import Reader

RETRIEVAL, SENTENCES, SPANS = "retrieval alone", "with the sentence reader", "with the span reader"


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one way; `ratio` is its median over that of retrieval alone."""

    name: str
    p50: float
    p95: float
    ratio: float


def in_turns(
    ways: Mapping[str, Callable[[str], object]], questions: Sequence[str]
) -> list[Latency]:
    """Ask each question in one way, the ways in turns; the first is what the others are held to.

    None is asked twice: `qa` remembers the vectors of the last questions.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for question, (name, way) in zip(questions, itertools.cycle(ways.items()), strict=False):
        began = time.perf_counter()
        way(question)
        taken[name].append((time.perf_counter() - began) * 1000)
    medians = {name: float(np.median(each)) for name, each in taken.items()}
    first = next(iter(medians.values()))
    return [
        Latency(name, medians[name], float(np.quantile(each, 0.95)), medians[name] / first)
        for name, each in taken.items()
    ]


def in_process(prepared: Prepared, models: Path, questions: Sequence[str]) -> list[Latency]:
    """Return the latencies without HTTP: retrieval, the sentence reader, the span reader."""
    embedder = load_embedder(DEFAULT_EMBEDDER, models, threads=count_cores())
    snapshot = Store(Path(prepared.case.index)).open().snapshot
    retriever = Retriever(embedder, snapshot)
    sentences = SentenceReader(embedder)
    model = OnnxSpanModel.load(threads=count_cores())
    verifier = OnnxVerifier.load(threads=count_cores())

    def engine(reader: Reader) -> Engine:
        return Engine(snapshot, retriever, reader, today=lambda: datetime.now(UTC).date())

    ways: dict[str, Callable[[str], object]] = {
        RETRIEVAL: engine(sentences).search,
        SENTENCES: engine(sentences).ask,
        SPANS: engine(SpanReader(model, verifier, other=sentences)).ask,
    }
    for way in ways.values():
        way("What is said of this before anything else?")  # what is made on first use
    return in_turns(ways, questions)


def over_http(prepared: Prepared, questions: Sequence[str]) -> tuple[list[Latency], float]:
    """Return the latencies of a real server, and its memory in MB after them."""
    case = prepared.case
    with serving(case.corpus, case.index, questions[0]) as server:
        ways: dict[str, Callable[[str], object]] = {
            path: functools.partial(_ask, server, path) for path in ("/v1/search", "/v1/ask")
        }
        return in_turns(ways, questions[1:]), server.memory()


def _ask(server: Server, path: str, question: str) -> Sequence[float]:
    return server.latencies(path, [question])


def memory_of_the_models() -> float:
    """Return by how many MB opening the reader's two models and asking each once grows this."""
    process = psutil.Process()
    before = process.memory_info().rss
    text = "A text of no great length. " * 20
    OnnxSpanModel.load(threads=1).extract("Who?", [("", text)], 3)
    OnnxVerifier.load(threads=1).verify("Who?", [Marked("", text, 0, 6)])
    return float(process.memory_info().rss - before) / 1e6


def _row(latency: Latency) -> list[str]:
    figures = (latency.p50, latency.p95, latency.ratio)
    return [latency.name, *(f"{each:.1f}" for each in figures)]


def main() -> None:
    """Measure, print tables, and write the figures as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument("--sets", type=Path, help="folder of question sets")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--out", type=Path, help="where to write the figures as JSON")
    options = parser.parse_args()
    model_memory = memory_of_the_models()
    prepared = prepare(options.work, options.sets)
    questions = list(thin(prepared.questions, options.questions))
    inside = in_process(prepared, options.work / "models", questions)
    http, server_memory = over_http(prepared, questions)
    head = ["way", "p50, ms", "p95, ms", "p50 / first"]
    for rows in (inside, http):
        print(f"{markdown_table(head, [_row(each) for each in rows])}\n")
    memory = f"span model {model_memory:.0f} MB; server {server_memory:.0f} MB"
    print(f"{prepared.chunks:,} chunks; {memory}")
    if options.out:
        figures = {
            "chunks": prepared.chunks,
            "latencies": [
                {"way": each.name, "p50_ms": each.p50, "p95_ms": each.p95, "ratio": each.ratio}
                for each in [*inside, *http]
            ],
            "span_model_mb": model_memory,
            "server_mb": server_memory,
        }
        options.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
