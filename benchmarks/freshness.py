"""How soon a change is found, and what a build costs those who ask meanwhile.

    python -m benchmarks.freshness --work FOLDER [--chunks 1000 --rounds 20 --vectors V.npy]

A real server with the real model serves articles of made-up words. For each round an article
comes with `POST`, is replaced with `PUT` and removed with `DELETE`, each `?wait=true`; then
questions are timed idle and while a build that reuses nothing runs, in turns. With `--vectors`,
embeddings of a public set, what is there at the start has vectors drawn from those instead of the
model's, so it may be large; what comes later is embedded, and no questions are timed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np

from benchmarks.sampling import draw
from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.building import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from qa.protocols import Progress

_CHUNKS_AN_ARTICLE = 4
_SENTENCES = 32


class Writer:
    """Writes articles of a few thousand made-up words, about four chunks each."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = [
            "".join(self._choose.choices(letters, k=self._choose.randint(3, 9)))
            for _ in range(6000)
        ]

    def text(self) -> str:
        """Return an article's text."""
        return " ".join(self._sentence() for _ in range(_SENTENCES))

    def _sentence(self) -> str:
        words = self._choose.choices(self._words, k=self._choose.randint(10, 16))
        return " ".join(words).capitalize() + "."


def fill(corpus: Path, articles: int) -> None:
    """Write the corpus, unless it is there."""
    writer = Writer(1)
    for number in range(articles):
        path = corpus / f"{number % 100:02}" / f"{number:06}.md"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: Article {number}\n---\n\n{writer.text()}\n")


@contextlib.contextmanager
def served(environ: dict[str, str]) -> Iterator[httpx.Client]:
    """Serve, and lend a client."""
    command = [sys.executable, "-m", "qa", "serve", "--port", "0"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=quiet, text=True, env=environ
    ) as it:
        try:
            if it.stdout is None:
                raise RuntimeError("the server has no output")
            address = it.stdout.readline().removeprefix("qa serves ").strip()
            with httpx.Client(base_url=address, timeout=600) as client:
                yield client
        finally:
            it.terminate()
            it.wait()


def timed(act: Callable[[], httpx.Response]) -> float:
    """Return the seconds until a change is found."""
    began = time.perf_counter()
    reply = act().raise_for_status().json()
    took = time.perf_counter() - began
    if reply["generation"] is None:
        raise RuntimeError(reply["reason"])
    return took


def change(client: httpx.Client, rounds: int) -> dict[str, list[float]]:
    """Add, replace and remove an article `rounds` times; return how long each took."""
    writer, wait = Writer(2), {"wait": "true"}
    took: dict[str, list[float]] = {"add": [], "replace": [], "remove": []}
    for number in range(rounds):
        url = f"/v1/articles/new/{number}"
        new = {"id": f"new/{number}", "title": f"New {number}", "text": writer.text()}
        other = {"title": f"New {number}", "text": writer.text()}
        took["add"].append(timed(lambda n=new: client.post("/v1/articles", json=n, params=wait)))  # type: ignore[misc]
        took["replace"].append(timed(lambda o=other, u=url: client.put(u, json=o, params=wait)))  # type: ignore[misc]
        took["remove"].append(timed(lambda u=url: client.delete(u, params=wait)))  # type: ignore[misc]
    return took


def ask(client: httpx.Client, until: Callable[[], bool], most: int) -> list[float]:
    """Ask questions nobody asked before until something holds; return how long each took."""
    writer = Writer(int(time.time()))
    took: list[float] = []
    while not until() and len(took) < most:
        question = writer.text()[:60]
        began = time.perf_counter()
        client.post("/v1/search", json={"question": question}).raise_for_status()
        took.append(time.perf_counter() - began)
    return took


def ask_during_a_build(client: httpx.Client, most: int) -> list[float]:
    """Ask while everything is embedded anew."""
    job = client.post("/v1/index/build", json={"full": True}).headers["location"]
    done = threading.Event()

    def wait() -> None:
        while client.get(job).json()["state"] != "done":
            time.sleep(0.2)
        done.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    took = ask(client, done.is_set, most)
    waiting.join()
    return took


class _Drawing:
    """Implements `Embedder` under the name of the model, by drawing one vector after the other."""

    def __init__(self, models: Path, real: NDArray[np.float16]) -> None:
        model = json.loads(next(models.glob("*/embedder.json")).read_bytes())
        self.name = f"{model['name']}@{model['fingerprint']}-{model['precision']}"
        self.dimensions = real.shape[1]
        self._slabs = (draw(real, number) for number in itertools.count())

    def embed_question(self, _: str) -> NDArray[np.float32]:
        """Return the first vector of the next slab, whatever the question."""
        return np.asarray(next(self._slabs)[0], np.float32)

    def embed_passages(
        self, texts: Sequence[str], _: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text."""
        slabs = [np.zeros((0, self.dimensions), np.float16)]
        while sum(map(len, slabs)) < len(texts):
            slabs.append(next(self._slabs))
        return np.concatenate(slabs)[: len(texts)].astype(np.float32)


def quantile(took: list[float], share: float) -> float:
    """Return a quantile in seconds."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


def questions(client: httpx.Client, count: int) -> dict[str, object]:
    """Time questions, idle and while everything is built anew."""
    ask(client, lambda: False, 50)
    idle = ask(client, lambda: False, count)
    busy = ask_during_a_build(client, count)
    return {
        "idle": {"n": len(idle), "p50": quantile(idle, 0.5), "p95": quantile(idle, 0.95)},
        "building": {"n": len(busy), "p50": quantile(busy, 0.5), "p95": quantile(busy, 0.95)},
        "ratio_p95": quantile(busy, 0.95) / quantile(idle, 0.95),
    }


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, help="a folder of exported models to copy")
    parser.add_argument("--chunks", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--vectors", type=Path, help="float16 vectors; needs --models")
    return parser.parse_args()


def main() -> None:
    """Measure, and print one JSON document."""
    options = _parse()
    corpus, index = options.work / "corpus", options.work / "index"
    fill(corpus, options.chunks // _CHUNKS_AN_ARTICLE)
    if options.models and not (index / "models").exists():
        shutil.copytree(options.models, index / "models")
    environ = {**os.environ, "QA_CORPUS": str(corpus), "QA_INDEX": str(index)}
    if options.vectors:
        drawing = _Drawing(options.models, np.load(options.vectors))
        Builder(Store(index), drawing, lambda: datetime.now(UTC)).build(Corpus(corpus))
    subprocess.run([sys.executable, "-m", "qa", "build"], env=environ, check=True, stdout=2)
    report: dict[str, object] = {}
    with served(environ) as client:
        change(client, 2)  # the building process starts, and reads the corpus
        report["chunks"] = client.get("/v1/index").json()["chunks"]
        for kind, took in change(client, options.rounds).items():
            report[kind] = {"p50": quantile(took, 0.5), "p95": quantile(took, 0.95)}
        if not options.vectors:
            report["queries"] = questions(client, options.queries)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
