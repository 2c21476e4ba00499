"""Fits the weights of `qa.answering.sentences` on public question sets.

    python -m training.fit_sentence_reader --sets FOLDER --work FOLDER

Every sentence of the passages that `qa` itself retrieves is an example; it is positive when its
article is relevant and it holds an answer string. Questions without an answer give only negatives.
A fifth of the questions is held out and reported.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.question_sets import QuestionSet, open_set, read_set
from qa.answering.retrieving import Retriever
from qa.answering.sentences import READ, SentenceReader, Signs
from qa.models.loading import load_embedder
from qa.types import Filters

ANSWERED = ("squad2_pairs", "squadshifts_wiki", "squadshifts_reddit", "friendsqa_dev")
OUTSIDE = "nq_open_dev_sample"


def examples(questions: QuestionSet, reader: SentenceReader, retriever: Retriever):  # type: ignore[no-untyped-def]
    """Yield (signs of each sentence, whether each answers, whether answerable) a question."""
    for asked in questions.questions:
        passages = retriever.retrieve(asked.question, READ, Filters())
        found = reader.signs(asked.question, passages)
        if not found:
            continue
        right = [
            span.passage.article_id in asked.relevant
            and any(answer in span.text for answer in asked.answers)
            for span, _ in found
        ]
        yield np.array([signs for _, signs in found]), np.array(right), asked.answerable


def main() -> None:
    """Fit, print the held-out quality and the weights to paste."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--most", type=int, default=700, help="questions a set")
    options = parser.parse_args()
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    reader = SentenceReader(embedder)
    gathered = []
    for name in ANSWERED:
        questions = read_set(options.sets / name, most=options.most)
        snapshot = open_set(questions, options.work, embedder)
        retriever = Retriever(embedder, snapshot)
        gathered += [(name, *example) for example in examples(questions, reader, retriever)]
        if name == "squadshifts_wiki":
            outside = read_set(options.sets / OUTSIDE, most=options.most // 2)
            gathered += [(OUTSIDE, *each) for each in examples(outside, reader, retriever)]
        print(name, len(gathered), flush=True)
    random.Random(1).shuffle(gathered)
    np.savez_compressed(
        options.work / "signs.npz",
        names=[each[0] for each in gathered],
        signs=np.array([each[1] for each in gathered], dtype=object),
        right=np.array([each[2] for each in gathered], dtype=object),
        answerable=[each[3] for each in gathered],
    )
    held = gathered[: len(gathered) // 5]
    used = gathered[len(gathered) // 5 :]
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(
        np.concatenate([x for _, x, _, _ in used]), np.concatenate([y for _, _, y, _ in used])
    )
    for name in (*ANSWERED, OUTSIDE):
        _report(name, [each for each in held if each[0] == name], model)
    weights = dict(zip(Signs._fields, model.coef_[0].round(2).tolist(), strict=True))
    print(json.dumps({"weights": weights, "intercept": round(float(model.intercept_[0]), 2)}))


def _report(name, held, model) -> None:  # type: ignore[no-untyped-def]
    supports = [model.predict_proba(signs)[:, 1] for _, signs, _, _ in held]
    best = np.array([support.max() for support in supports])
    right = np.array(
        [y[support.argmax()] for (_, _, y, _), support in zip(held, supports, strict=True)]
    )
    answerable = np.array([each[3] for each in held])
    line = f"{name}: {len(held)} questions, best sentence right {right[answerable].mean() if answerable.any() else 0:.3f}"
    if 0 < answerable.sum() < len(held):
        line += f", AUROC {roc_auc_score(answerable, best):.3f}"
    print(
        line,
        "support answerable/not",
        best[answerable].mean() if answerable.any() else None,
        best[~answerable].mean() if (~answerable).any() else None,
    )


if __name__ == "__main__":
    main()
