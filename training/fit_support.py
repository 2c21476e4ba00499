"""Fits the weights of `qa.answering.reading` on questions that the span model never saw.

    python -m training.fit_support --sets FOLDER --work FOLDER --most 400

Only the held-out part of each set is used (`training.question_splits`), asked of the whole corpus
of the set, through `qa`'s own retrieval and windows. Half of it fits, the other half is reported.
Every span that is weighed is an example, right when it comes from the relevant article and says the
answer. Questions without an answer, and NQ-open's asked of the wrong corpus, give only wrong ones.
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

from benchmarks.question_sets import Asked, open_set, read_set, thin
from qa.answering.questions import take_apart
from qa.answering.reading import Signs, SpanReader
from qa.answering.retrieving import Retriever
from qa.answering.sentences import READ, SentenceReader
from qa.evaluation.matching import contains, exact_match, f1
from qa.models.loading import load_embedder
from qa.models.reader import SHIPPED, OnnxSpanModel
from qa.types import Filters
from training.question_splits import read_posed, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

FITTED = ("squad2_pairs", "squadshifts_wiki", "friendsqa_dev")
"""Sets whose questions can be asked of a whole corpus; Reddit's lean on the post they are about."""

OUTSIDE, ASKED_OF = "nq_open_dev_sample", "squadshifts_wiki"
NEAR = 0.5
"""A span that overlaps an answer by this F1, or holds it in few words, is right."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: `signs` float64 of (spans, signs), `right` bool, `em` and `f1` of (spans,)."""

    set_name: str
    id: str
    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    em: NDArray[np.float64]
    f1: NDArray[np.float64]
    answerable: bool


def examples(
    name: str, questions: Sequence[Asked], reader: SpanReader, retriever: Retriever
) -> Iterator[Example]:
    """Yield each question with the spans that would be weighed for it."""
    for asked in questions:
        passages = retriever.retrieve(asked.question, READ, Filters())
        found = reader.signs(take_apart(asked.question), passages)
        if found:
            there = np.array([span.passage.article_id in asked.relevant for span, _ in found])
            scores = np.array([_scores(span.text, asked.answers) for span, _ in found])
            yield Example(
                set_name=name,
                id=asked.id,
                signs=np.array([signs for _, signs in found]),
                right=there & (scores[:, 0] > 0),
                em=scores[:, 1] * there,
                f1=scores[:, 2] * there,
                answerable=asked.answerable,
            )


def _scores(text: str, answers: Sequence[str]) -> tuple[float, float, float]:
    """Return whether a span says an answer, its exact match and its F1."""
    if not answers:
        return 0.0, 0.0, 0.0
    overlap = f1(text, answers)
    short = len(text.split()) <= 12 and contains(text, answers)
    return float(overlap >= NEAR or short), exact_match(text, answers), overlap


def held_out(sets: Path, name: str, most: int) -> list[Asked]:
    """Return the held-out questions of a set, evenly thinned to `most`."""
    texts = read_texts(sets / name)
    ids = {posed.id for posed in read_posed(sets / name, texts) if posed.held_out}
    return list(thin([each for each in read_set(sets / name).questions if each.id in ids], most))


def gather(options: argparse.Namespace) -> list[Example]:
    """Return the examples of every set, in a fixed random order.

    Not in order: in `squad2_pairs` every other question has no answer.
    """
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    model = OnnxSpanModel.load(options.model, threads=2)
    reader = SpanReader(model, embedder, other=SentenceReader(embedder))
    gathered: list[Example] = []
    for name in FITTED:
        retriever = Retriever(
            embedder, open_set(read_set(options.sets / name), options.work, embedder)
        )
        questions = held_out(options.sets, name, options.most)
        gathered += examples(name, questions, reader, retriever)
        if name == ASKED_OF:
            outside = read_set(options.sets / OUTSIDE, most=options.most // 2).questions
            gathered += examples(OUTSIDE, outside, reader, retriever)
        print(f"{name}: {len(gathered)} questions so far", flush=True)
    random.Random(1).shuffle(gathered)  # noqa: S311 - a fixed draw, not a secret
    return gathered


def report(name: str, held: Sequence[Example], model: LogisticRegression) -> None:
    """Print how a set's unfitted questions fare."""
    supports = [model.predict_proba(each.signs)[:, 1] for each in held]
    first = [int(support.argmax()) for support in supports]
    best = np.array([support.max() for support in supports])
    answerable = np.array([each.answerable for each in held])
    line = f"{name}: {len(held)} questions"
    for measure in ("right", "em", "f1"):
        pairs = zip(held, first, strict=True)
        values = np.array([getattr(each, measure)[at] for each, at in pairs])
        if answerable.any():
            line += f", {measure} {values[answerable].mean():.3f}"
    right = np.array([each.right[at] for each, at in zip(held, first, strict=True)])
    if 0 < answerable.sum() < len(held):
        line += f", AUROC {roc_auc_score(answerable, best):.3f}"
        cuts = np.quantile(best, np.linspace(0, 1, 41))
        refused = [(best[answerable] < cut).mean() for cut in cuts]
        answered = [(best[~answerable] >= cut).mean() for cut in cuts]
        balanced = np.add(refused, answered) / 2
        line += (
            f", best balanced error {balanced.min():.3f} at {cuts[int(np.argmin(balanced))]:.2f}"
        )
    line += f", support {best.mean():.3f}, right {right.mean():.3f}, ece {_ece(best, right):.3f}"
    print(line)


def _ece(best: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten even bins (Naeini et al. 2015)."""
    bins = np.minimum((best * 10).astype(int), 9)
    gaps = [
        (bins == at).mean() * abs(best[bins == at].mean() - right[bins == at].mean())
        for at in set(bins.tolist())
    ]
    return float(sum(gaps))


def errors(held: Sequence[Example], model: LogisticRegression) -> None:
    """Print, for some thresholds, each set's false answers and false refusals."""
    best = np.array([model.predict_proba(each.signs)[:, 1].max() for each in held])
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        parts = []
        for name in (*FITTED, OUTSIDE):
            for answerable in (True, False):
                mine = np.array(
                    [each.set_name == name and each.answerable == answerable for each in held]
                )
                if mine.any():
                    wrong = (best[mine] < threshold) if answerable else (best[mine] >= threshold)
                    kind = "refused" if answerable else "answered"
                    parts.append(f"{name} {kind} {wrong.mean():.2f}")
        print(f"threshold {threshold:.2f}: " + ", ".join(parts))


def fit(used: Sequence[Example]) -> LogisticRegression:
    """Fit which span is right, then how likely the best one is.

    The first fit ranks. It judges every span alike, most of which are not the best of their
    question, so its probabilities are too low for those that are: a second one, of slope and
    intercept on the best spans alone (Platt 1999), makes them probabilities.
    """
    model = LogisticRegression(C=10.0, max_iter=2000)
    model.fit(
        np.concatenate([each.signs for each in used]), np.concatenate([each.right for each in used])
    )
    logits = [model.decision_function(each.signs) for each in used]
    best = np.array([logit.max() for logit in logits])
    right = [each.right[logit.argmax()] for each, logit in zip(used, logits, strict=True)]
    scale = LogisticRegression(C=1e6).fit(best[:, None], np.array(right))
    model.coef_ = model.coef_ * scale.coef_[0, 0]
    model.intercept_ = model.intercept_ * scale.coef_[0, 0] + scale.intercept_
    return model


def main() -> None:
    """Fit, print the unfitted half's quality, the errors by threshold, the weights to paste."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for indexes")
    parser.add_argument("--most", type=int, default=400, help="questions a set")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the reader")
    gathered = gather(parser.parse_args())
    used, held = gathered[::2], gathered[1::2]
    model = fit(used)
    for name in (*FITTED, OUTSIDE):
        report(name, [each for each in held if each.set_name == name], model)
    errors(held, model)
    weights = dict(zip(Signs._fields, model.coef_[0].round(2).tolist(), strict=True))
    print(json.dumps({"weights": weights, "intercept": round(float(model.intercept_[0]), 2)}))


if __name__ == "__main__":
    main()
