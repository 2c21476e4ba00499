"""Where the time of one question goes, stage by stage, and what another tree of `qa` spends.

    python -m benchmarks.stages --index INDEX --questions FILE.jsonl [--before TREE] [--docs docs]

Milliseconds of CPU in all threads, which other work on the machine changes less than it does a
wall clock: with two cores, reading takes about half as long. Each question is asked once; with
`--before` (an older checkout) both trees are asked in turns, in processes of their own, and the
lesser of their rounds counts. What is not among the stages is Python between them.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGES = {
    "search": (
        "the question's vector", "tokens", "dense", "lexical", "fuse", "passages", "reply", "rest",
    ),
    "ask": (
        "the question's vector", "tokens", "dense", "lexical", "fuse", "passages",
        "the span model", "vectors of quotes", "decide", "reply", "rest",
    ),
}  # fmt: skip


class Clock:
    """Counts the CPU seconds of stages; what runs inside a stage is not counted for it too."""

    def __init__(self) -> None:
        self.seconds: collections.Counter[str] = collections.Counter()
        self._open = threading.local()
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done meanwhile in this thread."""
        outer = getattr(self._open, "inner", 0.0)
        self._open.inner, began = 0.0, time.thread_time()
        try:
            yield
        finally:
            taken = time.thread_time() - began
            with self._lock:
                self.seconds[name] += taken - self._open.inner
            self._open.inner = outer + taken

    def watch(self, part: Any, method: str, name: str) -> None:
        """Count every call of a method of a part for a stage."""
        whole = getattr(part, method)

        @functools.wraps(whole)
        def call(*given: object, **named: object) -> object:
            with self.stage(name):
                return whole(*given, **named)

        setattr(part, method, call)


class _Open:
    """Stands for an object of another language, whose methods cannot be replaced."""

    def __init__(self, part: object) -> None:
        self._part = part

    def __getattr__(self, name: str) -> object:
        return getattr(self._part, name)


def run(index: Path, questions: list[str], which: str) -> dict[str, float]:
    """Ask every question; return milliseconds of CPU a question by stage, `whole` among them."""
    from qa import wiring
    from qa.service.answers import AskReply
    from qa.service.replies import SearchReply
    from qa.settings import Settings

    clock = Clock()
    settings = Settings(index=index, threads=1)
    engine = wiring.EngineOpener(settings, clock.stage).open()
    _watch(clock, engine)

    def reply(question: str) -> str:
        if which == "ask":
            answer = engine.ask(question)
            with clock.stage("reply"):
                return AskReply.of(answer, took_ms=1.0).to_json()
        passages = engine.search(question)
        with clock.stage("reply"):
            made = SearchReply.of(question, passages, generation=engine.generation, took_ms=1.0)
            return made.to_json()

    for question in questions[:3]:  # what is made on first use
        reply(f"{question} Really?")
    clock.seconds.clear()
    began = time.process_time()
    for question in questions:
        reply(question)
    whole = time.process_time() - began
    each = {name: 1000 * taken / len(questions) for name, taken in clock.seconds.items()}
    each["whole"] = 1000 * whole / len(questions)
    rest = ("read", "embed")  # what is around the models there
    named = sum(each[name] for name in each if name not in ("whole", *rest))
    return each | {"rest": each["whole"] - named}


def _watch(clock: Clock, engine: Any) -> None:
    """Count what the models and the searcher do; `engine` may be of an older tree."""
    embedder, model = engine.retriever.embedder, engine.reader.model
    embedder = getattr(embedder, "_embedder", embedder)  # the ones that remember stand before
    model = getattr(model, "_model", model)
    plain = embedder._embed
    clock.watch(embedder, "_embed", "vectors of quotes")

    @functools.lru_cache(256)
    def embed_question(text: str) -> object:
        with clock.stage("the question's vector"):
            return plain(text)

    embedder._embed_question = embed_question
    for part in (embedder, model):
        part._tokenizer = _Open(part._tokenizer)
        clock.watch(part._tokenizer, "encode", "tokens")
    clock.watch(model, "_extract", "the span model")
    clock.watch(engine.searcher, "passages", "passages")


def asked_of(tree: Path, options: argparse.Namespace, which: str) -> dict[str, float]:
    """Run a process over a tree and return what it counted."""
    command = [sys.executable, str(Path(__file__)), "--index", str(options.index.resolve())]
    command += ["--questions", str(options.questions.resolve()), "--most", str(options.most)]
    environment = {**os.environ, "PYTHONPATH": str(tree.resolve())}
    done = subprocess.run(
        [*command, "--child", which], capture_output=True, check=True, env=environment, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(which: str, trees: list[dict[str, float]]) -> str:
    """Return the stages of one kind of question as Markdown, one column a tree."""
    heads = ["before", "after"] if len(trees) == 2 else ["CPU ms"]
    lines = [f"| `/v1/{which}`, CPU ms | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(trees)]
    for stage in (*STAGES[which], "whole"):
        name = {"rest": "Python between them", "whole": "in all"}.get(stage, stage)
        figures = " | ".join(f"{each.get(stage, 0.0):.2f}" for each in trees)
        lines.append(f"| {name} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Measure one tree or two, print tables, and write them down where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--most", type=int, default=100, help="questions asked, evenly chosen")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", type=Path, help="an older checkout to compare with")
    parser.add_argument("--docs", type=Path, help="folder of performance.md, to write into")
    parser.add_argument("--child", choices=STAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    lines = options.questions.read_text("utf-8").splitlines()
    chosen = [json.loads(each)["question"] for each in lines][:: max(1, len(lines) // options.most)]
    if options.child:
        print(json.dumps(run(options.index, chosen[: options.most], options.child)))
        return
    trees = [tree for tree in (options.before, Path(__file__).parents[1]) if tree]
    tables = []
    for which in STAGES:
        rounds = [[asked_of(tree, options, which) for tree in trees] for _ in range(options.rounds)]
        least = [min(each, key=lambda found: found["whole"]) for each in zip(*rounds, strict=True)]
        tables.append(table(which, least))
    written = "\n\n".join(tables)
    print(written)
    if options.docs:
        from benchmarks.measuring import write_between

        write_between(options.docs / "performance.md", "stages", written)


if __name__ == "__main__":
    main()
