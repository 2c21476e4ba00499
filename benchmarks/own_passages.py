"""How often `qa` answers when it is given ten passages and none of them answers (NoMIRACL).

    python -m benchmarks.own_passages --sets FOLDER --work FOLDER [--set nomiracl_en]

Each question is asked of its own ten passages only, through a tag that they share: the filter is
exact. Half of the questions are answered by one of the ten, half by none; which passage answers is
not known, so only answering and refusing are counted (Thakur et al. 2024). Results: docs/reader.md.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.measuring import markdown_table
from benchmarks.question_sets import CORPUS, QUESTIONS, lines
from qa.answering.deciding import THRESHOLD
from qa.answering.engine import Engine
from qa.answering.reading import SpanReader
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.cli.terminal import showing_progress
from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.building import Builder
from qa.indexing.chunking import ChunkSettings
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.models.verifier import OnnxVerifier
from qa.settings import DEFAULT_EMBEDDER, count_cores
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.protocols import Embedder

_THRESHOLDS = (0.1, 0.15, THRESHOLD, 0.25, 0.3, 0.4)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question and the tag of its passages; `answerable` when one of them answers."""

    question: str
    tag: str
    answerable: bool


def prepare(folder: Path, work: Path, embedder: Embedder) -> tuple[Engine, list[Posed]]:
    """Index every passage under the tags of its questions; return an engine and the questions."""
    posed, tags = [], defaultdict(list)
    for number, line in enumerate(lines(folder / QUESTIONS)):
        stored = json.loads(line)
        tag = f"asked-{number}"
        posed.append(Posed(stored["question"], tag, stored["answerable"]))
        for passage in stored["candidates"]:
            tags[passage].append(tag)
    corpus = work / f"own-{folder.name}" / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    records = map(json.loads, lines(folder / CORPUS))
    with (corpus / "records.jsonl").open("w", encoding="utf-8") as file:
        for record in records:
            tagged = {**record, "title": record["title"] or "Untitled", "tags": tags[record["id"]]}
            file.write(json.dumps(tagged, ensure_ascii=False) + "\n")
    store = Store(corpus.parent / "index")
    builder = Builder(store, embedder, lambda: datetime.now(UTC), ChunkSettings())
    with showing_progress() as progress:
        builder.build(Corpus(corpus), progress=progress)
    snapshot = store.open().snapshot
    reader = SpanReader(
        OnnxSpanModel.load(threads=count_cores()),
        OnnxVerifier.load(threads=count_cores()),
        other=SentenceReader(embedder),
    )
    engine = Engine(
        snapshot, Retriever(embedder, snapshot), reader, today=lambda: datetime.now(UTC).date()
    )
    return engine, posed


def confidences(engine: Engine, posed: Sequence[Posed]) -> list[float]:
    """Return how likely the best answer to each question is to be right."""
    return [
        engine.ask(each.question, filters=Filters(tags=(each.tag,)), min_confidence=0.0).confidence
        for each in posed
    ]


def main() -> None:
    """Ask everything once and print what each threshold would have answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument("--set", default="nomiracl_en")
    options = parser.parse_args()
    embedder = load_embedder(DEFAULT_EMBEDDER, options.work / "models", threads=count_cores())
    engine, posed = prepare(options.sets / options.set, options.work, embedder)
    found = np.array(confidences(engine, posed))
    answerable = np.array([each.answerable for each in posed])
    rows = [
        [
            f"{threshold:.2f}",
            f"{int((found[~answerable] >= threshold).sum())} of {int((~answerable).sum())}",
            f"{int((found[answerable] < threshold).sum())} of {int(answerable.sum())}",
        ]
        for threshold in _THRESHOLDS
    ]
    print(markdown_table(["threshold", "answered, though none answers", "refused"], rows))
    print(f"AUROC {roc_auc_score(answerable, found):.3f}; the default threshold is {THRESHOLD:.2f}")


if __name__ == "__main__":
    main()
