"""`qa` and the plain way, each in a process of its own, given the same work in turns.

A contender sits in a child process with its model loaded and does what it is told, line by line;
while one works the other waits, so that both meet the same machine.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind: TypeAlias = Literal["qa", "plain"]

TOP_K = 5


@dataclass(frozen=True, slots=True)
class Case:
    """What both contenders work on, as paths: the same texts, the same vectors, one model.

    `passages` is a JSON list of lists of texts to build from; `texts` and `flat` are the rows of
    `index` as the plain way keeps them.
    """

    corpus: str
    index: str
    models: str
    model: str
    passages: str
    texts: str
    flat: str


class _Contender(Protocol):
    def build(self, texts: Sequence[str]) -> object: ...

    def search(self, question: str) -> object: ...


class _Ours:
    """`qa`, through its own engine and its own writers."""

    def __init__(self, case: Case) -> None:
        from qa import wiring
        from qa.models.loading import load_embedder
        from qa.settings import DEFAULT_EMBEDDER, Settings, count_cores

        settings = Settings(corpus=Path(case.corpus), index=Path(case.index))
        self._engine = wiring.open_engine(settings)
        self._embedder = load_embedder(DEFAULT_EMBEDDER, Path(case.models), threads=count_cores())

    def build(self, texts: Sequence[str]) -> None:
        from qa.index.lexical import write_lexical

        with tempfile.TemporaryDirectory() as folder:
            vectors = self._embedder.embed_passages(texts)
            np.save(Path(folder, "vectors.npy"), vectors.astype(np.float16))
            rows = ((row, row, text) for row, text in enumerate(texts))
            write_lexical(Path(folder, "lexical"), rows)

    def search(self, question: str) -> object:
        return self._engine.search(question, top_k=TOP_K)


class _Plain:
    """The plain way, which keeps its index in memory."""

    def __init__(self, case: Case) -> None:
        from benchmarks.plain import PlainSearch

        self._plain = PlainSearch(Path(case.model))
        self._plain.load(Path(case.flat), Path(case.texts))

    def build(self, texts: Sequence[str]) -> object:
        return self._plain.build(texts)

    def search(self, question: str) -> object:
        return self._plain.search(question, TOP_K)


class Worker:
    """A contender in its process, as whoever tells it what to do sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def build(self, which: int) -> float:
        """Return the seconds that indexing that list of passages took."""
        return self._tell({"build": which})[0]

    def search(self, questions: Sequence[str]) -> list[float]:
        """Return the seconds that each question took."""
        return self._tell({"search": list(questions)})

    def _tell(self, job: dict[str, object]) -> list[float]:
        if not (self._process.stdin and self._process.stdout):
            raise ValueError("a worker needs its pipes")
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        seconds: list[float] = json.loads(self._process.stdout.readline())
        return seconds


@contextlib.contextmanager
def working(kind: Kind, case: Case) -> Iterator[Worker]:
    """Lend a contender that has loaded its model; its process ends with the block."""
    command = [sys.executable, "-m", "benchmarks.contenders", kind, json.dumps(asdict(case))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        worker = Worker(process)
        worker.search(["What is this about?"])  # answers once everything is loaded and warm
        yield worker


def main() -> None:
    """Do what each line of stdin says; print the seconds it took as a JSON list."""
    kind, case = sys.argv[1], Case(**json.loads(sys.argv[2]))
    contender: _Contender = _Ours(case) if kind == "qa" else _Plain(case)
    passages = json.loads(Path(case.passages).read_text("utf-8"))
    for line in sys.stdin:
        job = json.loads(line)
        if "build" in job:
            seconds = [_timed(contender.build, passages[job["build"]])]
        else:
            seconds = [_timed(contender.search, question) for question in job["search"]]
        print(json.dumps(seconds), flush=True)


def _timed(work, value) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work(value)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
