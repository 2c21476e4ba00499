"""Fits the weights of `qa.answering.sentences` on public question sets.

    python -m training.fit_sentence_reader --sets FOLDER --work FOLDER

Every likely sentence of the passages that `qa` itself retrieves is an example; it is positive when
its article is relevant and it holds an answer string. Questions without an answer give only
negatives. A fifth of the questions is held out and reported. Results: docs/reader.md.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.question_sets import QuestionSet, open_set, read_set
from qa.answering.retrieving import Retriever
from qa.answering.sentences import READ, SentenceReader, Signs
from qa.models.loading import load_embedder
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

INSIDE = ("squad2_pairs", "squadshifts_wiki", "squadshifts_reddit", "friendsqa_dev")
OUTSIDE, ASKED_OF = "nq_open_dev_sample", "squadshifts_wiki"


@dataclass(frozen=True, slots=True)
class Example:
    """One question: `signs` float of shape (sentences, signs), `right` bool of (sentences,)."""

    set_name: str
    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool


def examples(
    questions: QuestionSet, reader: SentenceReader, retriever: Retriever
) -> Iterator[Example]:
    """Yield each question of a set with the sentences that would be weighed for it."""
    for asked in questions.questions:
        passages = retriever.retrieve(asked.question, READ, Filters())
        found = reader.signs(asked.question, passages)
        right = [
            span.passage.article_id in asked.relevant
            and any(answer in span.text for answer in asked.answers)
            for span, _ in found
        ]
        if found:
            signs = np.array([signs for _, signs in found])
            yield Example(questions.name, signs, np.array(right), asked.answerable)


def gather(options: argparse.Namespace) -> list[Example]:
    """Return the examples of every set, shuffled with a fixed seed."""
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    reader = SentenceReader(embedder)
    gathered: list[Example] = []
    for name in INSIDE:
        questions = read_set(options.sets / name, most=options.most)
        retriever = Retriever(embedder, open_set(questions, options.work, embedder))
        gathered += examples(questions, reader, retriever)
        if name == ASKED_OF:
            outside = read_set(options.sets / OUTSIDE, most=options.most // 2)
            gathered += examples(outside, reader, retriever)
        print(f"{name}: {len(gathered)} questions so far", flush=True)
    random.Random(1).shuffle(gathered)  # noqa: S311 - a fixed draw, not a secret
    return gathered


def report(name: str, held: Sequence[Example], model: LogisticRegression) -> None:
    """Print how a set's held-out questions fare."""
    supports = [model.predict_proba(each.signs)[:, 1] for each in held]
    best = np.array([support.max() for support in supports])
    right = np.array(
        [each.right[support.argmax()] for each, support in zip(held, supports, strict=True)]
    )
    answerable = np.array([each.answerable for each in held])
    line = f"{name}: {len(held)} questions"
    if answerable.any():
        line += f", best sentence right {right[answerable].mean():.3f}"
        line += f", support when answerable {best[answerable].mean():.3f}"
    if not answerable.all():
        line += f", support when not {best[~answerable].mean():.3f}"
    if 0 < answerable.sum() < len(held):
        line += f", AUROC {roc_auc_score(answerable, best):.3f}"
    print(line)


def errors(gathered: Sequence[Example], model: LogisticRegression) -> None:
    """Print, for some thresholds, each set's false answers and false refusals."""
    best = np.array([model.predict_proba(each.signs)[:, 1].max() for each in gathered])
    for threshold in (0.10, 0.15, 0.20, 0.25, 0.35):
        parts = []
        for name in (*INSIDE, OUTSIDE):
            for answerable in (True, False):
                mine = np.array(
                    [each.set_name == name and each.answerable == answerable for each in gathered]
                )
                if mine.any():
                    wrong = (best[mine] < threshold) if answerable else (best[mine] >= threshold)
                    kind = "false refusals" if answerable else "false answers"
                    parts.append(f"{name} {kind} {wrong.mean():.2f}")
        print(f"threshold {threshold:.2f}: " + ", ".join(parts))


def main() -> None:
    """Fit, print the held-out quality, the errors by threshold, and the weights to paste."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for indexes")
    parser.add_argument("--most", type=int, default=400, help="questions a set")
    gathered = gather(parser.parse_args())
    held, used = gathered[: len(gathered) // 5], gathered[len(gathered) // 5 :]
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(
        np.concatenate([each.signs for each in used]), np.concatenate([each.right for each in used])
    )
    for name in (*INSIDE, OUTSIDE):
        report(name, [each for each in held if each.set_name == name], model)
    errors(gathered, model)
    weights = dict(zip(Signs._fields, model.coef_[0].round(2).tolist(), strict=True))
    print(json.dumps({"weights": weights, "intercept": round(float(model.intercept_[0]), 2)}))


if __name__ == "__main__":
    main()
