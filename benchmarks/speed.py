"""How fast and how large: `qa` against the plain way, in one run and in turns.

    python -m benchmarks.speed --work FOLDER [--sets FOLDER] [--out FILE.json]

The plain way is sentence-transformers on torch and faiss.IndexFlatIP (benchmarks/plain.py). With
`--sets` everything but the build runs over the abstracts of `scifact_train`, else over the corpus
that comes with `qa`. Everything is done in rounds and the best round counts, for both sides: what
else the machine does can only make a figure worse. No question comes again within 600, because
`qa` remembers the vectors of the last 256. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import faiss
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.contenders import Case, working
from benchmarks.question_sets import open_set, read_set, thin
from benchmarks.serving import serving
from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.building import Builder
from qa.indexing.chunking import ChunkSettings, chunk_text, embedded_text
from qa.models.loading import load_embedder
from qa.models.source import find_model
from qa.settings import DEFAULT_EMBEDDER, count_cores
from qa.types import Candidate, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.snapshot import Snapshot
    from qa.protocols import Embedder

CHECKOUT = Path(__file__).parents[1]
LARGE_SET = "scifact_train"
PASSAGES = 400
QUESTIONS = 100
ROUNDS = 3
CLIENTS = 8
STARTS = (
    "What is",
    "Who knows",
    "When was",
    "Where is",
    "Why is there",
    "How many are in",
    "Is there",
)
TARGETS = {
    "/v1/search": ("10 ms (5 ms)", "150/s (300/s)"),
    "/v1/ask": ("150 ms (60 ms)", ""),
}
"""What the project set itself for one client's p50 and for many clients, by path."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing; `plain` is None where the plain way has nothing to measure.

    `target` is what the project set itself: a floor and, in brackets, an aim.
    """

    name: str
    unit: str
    ours: float
    plain: float | None = None
    more_is_better: bool = False
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better `qa` is."""
        if self.plain is None:
            return None
        return self.ours / self.plain if self.more_is_better else self.plain / self.ours


class Cold(NamedTuple):
    """What a process needed from its start to its first line of output, and at its largest."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is measured: the case, what is asked, how many chunks are searched, what is indexed."""

    case: Case
    questions: Sequence[str]
    chunks: int
    passages: Sequence[Sequence[str]]


def prepare(work: Path, sets: Path | None) -> Prepared:
    """Build the index that both ways search, and write down what they share."""
    models = work / "models"
    embedder = load_embedder(DEFAULT_EMBEDDER, models, threads=count_cores())
    place, questions = _open(work, sets, embedder)
    shutil.copytree(models, place.folder / "models", dirs_exist_ok=True)
    speed = work / "speed"
    speed.mkdir(exist_ok=True)
    searched = _write_plain(place.snapshot, speed)
    passages = [list(itertools.islice(itertools.cycle(_shipped_texts()), PASSAGES))]
    if sets is not None:
        passages.append(list(thin(searched, PASSAGES)))
    (speed / "passages.json").write_text(json.dumps(passages), "utf-8")
    case = Case(
        corpus=str(place.corpus),
        index=str(place.folder),
        models=str(models),
        model=str(find_model(DEFAULT_EMBEDDER).folder),
        passages=str(speed / "passages.json"),
        texts=str(speed / "texts.json"),
        flat=str(speed / "flat.faiss"),
    )
    return Prepared(case, questions, len(searched), passages)


def compare_builds(prepared: Prepared) -> list[Figure]:
    """Let both index the same passages, in turns."""
    figures = []
    with working("qa", prepared.case) as ours, working("plain", prepared.case) as plain:
        for which, texts in enumerate(prepared.passages):
            rates: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                for side, worker in enumerate((ours, plain)):
                    rates[side].append(len(texts) / worker.build(which))
            name = f"index passages of {_mean_words(texts):.0f} words"
            best = [max(each) for each in rates]
            figures.append(_compared(name, "/s", best, more_is_better=True, target="2x (4x)"))
    return figures


def compare_searches(prepared: Prepared) -> list[Figure]:
    """Let both answer the same questions within their processes, in turns."""
    rounds: tuple[list[list[float]], list[list[float]]] = ([], [])
    with working("qa", prepared.case) as ours, working("plain", prepared.case) as plain:
        for questions in itertools.islice(_fresh(prepared.questions), ROUNDS):
            for side, worker in enumerate((ours, plain)):
                rounds[side].append(worker.search(questions))
    half, most = zip(*map(_best_latency, rounds), strict=True)
    return [
        _compared("search in process, p50", "ms", half),
        _compared("search in process, p95", "ms", most),
    ]


def compare_cold(prepared: Prepared) -> list[Figure]:
    """Start both from nothing, in turns, until each has answered."""
    case, question = prepared.case, prepared.questions[0]
    ask = ["-m", "qa", "ask", question, "--json", "--corpus", case.corpus, "--index", case.index]
    script = [str(CHECKOUT / "benchmarks" / "plain.py")]
    script += [case.model, case.flat, case.texts, question]
    start_cold(ask)  # uncounted: it writes the bytecode that an installed package has
    runs: tuple[list[Cold], list[Cold]] = ([], [])
    for _ in range(ROUNDS):
        for side, command in enumerate((ask, script)):
            runs[side].append(start_cold(command))
    seconds = [min(run.seconds for run in each) for each in runs]
    peaks = [min(run.megabytes for run in each) for each in runs]
    return [
        _compared("cold process to first answer", "s", seconds, target="2 s (1 s)"),
        _compared("its peak memory", "MB", peaks),
    ]


def start_cold(arguments: Sequence[str]) -> Cold:
    """Run Python with these arguments until it ends."""
    command = [sys.executable, str(CHECKOUT / "benchmarks" / "peak.py"), sys.executable, *arguments]
    pipe = subprocess.PIPE
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, cwd=CHECKOUT, env=_environment()
    ) as process:
        first = process.stdout.readline() if process.stdout else ""
        seconds = time.perf_counter() - began
        _, errors = process.communicate()
    if process.returncode or not first:
        raise RuntimeError(f"{arguments} ended with {process.returncode}: {errors}")
    return Cold(seconds, int(errors.splitlines()[-1]) * 1024 / 1e6)


def measure_service(prepared: Prepared) -> list[Figure]:
    """Start the service, ask it from one client and from many, and stop it."""
    case, fresh = prepared.case, _fresh(prepared.questions)
    figures = []
    with serving(case.corpus, case.index, "Is anybody there?") as server:
        figures.append(
            Figure("`qa serve` to first answer", "s", server.seconds, target="2 s (1 s)")
        )
        for path, (quick, often) in TARGETS.items():
            rounds = [server.latencies(path, next(fresh)) for _ in range(ROUNDS)]
            rates = [server.throughput(path, next(fresh), clients=CLIENTS) for _ in range(ROUNDS)]
            half, most = _best_latency(rounds)
            figures += [
                Figure(f"{path}, one client, p50", "ms", half, target=quick),
                Figure(f"{path}, one client, p95", "ms", most),
                Figure(f"{path}, {CLIENTS} clients", "/s", max(rates), target=often),
            ]
        figures.append(Figure("memory of the server", "MB", server.memory()))
    return figures


def show(figures: Sequence[Figure], chunks: int, console: Console) -> None:
    """Print the figures as a table."""
    title = f"{count_cores()} cores, {chunks:,} chunks searched, {PASSAGES} passages indexed a time"
    table = Table("what", "unit", title=title)
    for name in ("qa", "plain", "better", "target (aim)"):
        table.add_column(name, justify="right")
    for figure in figures:
        plain = "" if figure.plain is None else f"{figure.plain:,.1f}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.1f}x"
        ours = f"{figure.ours:,.2f}" if figure.unit == "s" else f"{figure.ours:,.1f}"
        table.add_row(figure.name, figure.unit, ours, plain, ratio, figure.target)
    console.print(table)


def main() -> None:
    """Prepare, measure, print, and write down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--sets", type=Path, help=f"folder of question sets with {LARGE_SET}")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    os.environ |= {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}
    prepared = prepare(options.work.resolve(), options.sets)
    figures = [
        *compare_builds(prepared),
        *compare_searches(prepared),
        *compare_cold(prepared),
        *measure_service(prepared),
    ]
    show(figures, prepared.chunks, Console(width=None if sys.stdout.isatty() else 100))
    if options.out:
        stored = [{**asdict(each), "ratio": each.ratio} for each in figures]
        told = {"cores": count_cores(), "chunks": prepared.chunks, "figures": stored}
        options.out.write_text(json.dumps(told, indent=2), "utf-8")


class _Place(NamedTuple):
    corpus: Path
    folder: Path
    snapshot: Snapshot


def _compared(
    name: str,
    unit: str,
    sides: Sequence[float],
    *,
    more_is_better: bool = False,
    target: str = "",
) -> Figure:
    """Return a figure of both sides, `qa` first."""
    ours, plain = sides
    return Figure(name, unit, ours, plain, more_is_better, target)


def _open(work: Path, sets: Path | None, embedder: Embedder) -> tuple[_Place, list[str]]:
    """Build or reuse the index to search; return it with questions to ask of it."""
    if sets is not None:
        questions = read_set(sets / LARGE_SET)
        snapshot = open_set(questions, work, embedder)
        folder, settings = work / LARGE_SET, ChunkSettings()
        index = folder / f"index-{settings.words}-{settings.overlap}"
        asked = [each.question for each in questions.questions]
        return _Place(folder / "corpus", index, snapshot), asked
    corpus, index = CHECKOUT / "corpus", work / "shipped"
    Builder(Store(index), embedder, lambda: datetime.now(UTC)).build(Corpus(corpus))
    snapshot = Store(index).open().snapshot
    articles = snapshot.articles(offset=0, limit=len(snapshot.contents.ids))
    asked = [f"{start} {article.title}?" for start in STARTS for article in articles]
    return _Place(corpus, index, snapshot), asked


def _shipped_texts() -> list[str]:
    """Return what is embedded for each chunk of the corpus that comes with `qa`."""
    articles = Corpus(CHECKOUT / "corpus").read().articles
    settings = ChunkSettings()
    return [
        embedded_text(each, cut) for each in articles for cut in chunk_text(each.text, settings)
    ]


def _write_plain(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write the same vectors and texts as the plain way keeps them; return the texts."""
    rows = range(len(snapshot.contents.slots))
    passages = snapshot.passages([Candidate(Row(row), 0.0, 0.0, 0.0) for row in rows])
    texts = [f"{each.title}\n{each.text}" for each in passages]
    (folder / "texts.json").write_text(json.dumps(texts), "utf-8")
    index = faiss.IndexFlatIP(snapshot.manifest.dimensions)
    index.add(snapshot.contents.vectors(np.array(rows)).astype(np.float32))
    faiss.write_index(index, str(folder / "flat.faiss"))
    return texts


def _mean_words(texts: Sequence[str]) -> float:
    return statistics.mean(len(text.split()) for text in texts)


def _environment() -> dict[str, str]:
    """Return our environment, with bytecode cached, as it is for whatever pip installed."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _fresh(questions: Sequence[str]) -> Iterator[list[str]]:
    """Yield one round of questions after the other; none comes again before all have been asked."""
    endless = itertools.cycle(questions)
    while True:
        yield list(itertools.islice(endless, QUESTIONS))


def _best_latency(rounds: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds of the round with the lowest p50."""
    half, most = min(tuple(np.percentile(each, [50, 95])) for each in rounds)
    return float(half) * 1000, float(most) * 1000


if __name__ == "__main__":
    main()
