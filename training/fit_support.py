"""Fits the weights of `qa.answering.signs` on questions that the span model never saw.

    python -m training.fit_support --sets FOLDER --work FOLDER --most 400

Only the held-out part of each set is used (`training.question_splits`), asked of the whole corpus
of the set, through `qa`'s own retrieval and windows; of those written for one text, only what names
something, as "Who found it?" cannot be asked of many. What is reported of a question comes from
weights that were fitted on the half it is not in; the weights printed last are fitted on all. A
span is right when it comes from the relevant article and says the answer; support is the chance
that its sentence holds one, as `qa eval` judges. Questions without an answer, and NQ-open's asked
of the wrong corpus, have only wrong ones.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from benchmarks.question_sets import Asked, QuestionSet, open_set, read_set, thin
from qa.answering.questions import take_apart
from qa.answering.reading import SpanReader
from qa.answering.retrieving import Retriever
from qa.answering.sentences import READ, SentenceReader
from qa.answering.signs import Signs
from qa.evaluation.matching import contains, exact_match, f1
from qa.models.card import SHIPPED
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.models.verifier import OnnxVerifier
from qa.types import Filters
from training.judged import Example, Fitted, Judged, errors, report, supports
from training.question_splits import records_of
from training.reliability_diagram import diagram
from training.written_pool import WRITTEN, read_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from training.question_splits import Posed, Text

FITTED = ("squad2_pairs", "squadshifts_wiki", "friendsqa_dev", WRITTEN)
"""Sets whose questions can be asked of a whole corpus; Reddit's lean on the post they are about."""

OUTSIDE, ASKED_OF = "nq_open_dev_sample", "squadshifts_wiki"
_JUDGED = np.array([float(sign != "lead") for sign in Signs._fields])
_DIRECTIONS = np.array([-1.0 if sign == "echo" else 1.0 for sign in Signs._fields])
_SMALL = 1e-3  # keeps weights small where signs say nearly the same
NEAR = 0.5
"""A span that overlaps an answer by this F1, or holds it in few words, is right."""


def examples(
    name: str, questions: Sequence[Asked], reader: SpanReader, retriever: Retriever
) -> Iterator[Example]:
    """Yield each question with the spans that would be weighed for it."""
    for asked in questions:
        passages = retriever.retrieve(asked.question, READ, Filters())
        found = reader.signs(take_apart(asked.question), passages)
        if found:
            there = np.array([span.passage.article_id in asked.relevant for span, _ in found])
            judged = np.array([scores(span.text, asked.answers) for span, _ in found])
            yield Example(
                set_name=name,
                id=asked.id,
                signs=np.array([signs for _, signs in found]),
                right=there & (judged[:, 0] > 0),
                quoted=there & np.array([contains(span.quote, asked.answers) for span, _ in found]),
                em=judged[:, 1] * there,
                f1=judged[:, 2] * there,
                answerable=asked.answerable,
            )


def scores(text: str, answers: Sequence[str]) -> tuple[float, float, float]:
    """Return whether a span says an answer, its exact match and its F1."""
    if not answers:
        return 0.0, 0.0, 0.0
    overlap = f1(text, answers)
    short = len(text.split()) <= 12 and contains(text, answers)
    return float(overlap >= NEAR or short), exact_match(text, answers), overlap


def held_out(sets: Path, name: str, most: int) -> tuple[QuestionSet, Sequence[Asked]]:
    """Return a set, and its held-out questions evenly thinned to `most`."""
    texts, posed = read_any(sets, name)
    whole = _written(texts, posed) if name == WRITTEN else read_set(sets / name)
    ids = {each.id for each in posed if each.held_out and (name != WRITTEN or _names(each))}
    return whole, thin([each for each in whole.questions if each.id in ids], most)


def _names(posed: Posed) -> bool:
    return bool(take_apart(posed.question).names)


def _written(texts: Mapping[str, Text], posed: Sequence[Posed]) -> QuestionSet:
    asked = [
        Asked(each.id, each.question, each.answers, frozenset({each.text_id}), bool(each.answers))
        for each in posed
    ]
    return QuestionSet(WRITTEN, records_of(texts), asked)


def gather(options: argparse.Namespace) -> list[Example]:
    """Return the examples of every set, in a fixed random order.

    Not in order: in `squad2_pairs` every other question has no answer.
    """
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    model = OnnxSpanModel.load(options.model, threads=2)
    verifier = OnnxVerifier.load(options.model, threads=2)
    reader = SpanReader(model, verifier, other=SentenceReader(embedder))
    gathered: list[Example] = []
    for name in FITTED:
        whole, questions = held_out(options.sets, name, options.most)
        retriever = Retriever(embedder, open_set(whole, options.work, embedder))
        gathered += examples(name, questions, reader, retriever)
        if name == ASKED_OF:
            outside = read_set(options.sets / OUTSIDE, most=options.most // 2).questions
            gathered += examples(OUTSIDE, outside, reader, retriever)
        print(f"{name}: {len(gathered)} questions so far", flush=True)
    random.Random(1).shuffle(gathered)  # noqa: S311 - a fixed draw, not a secret
    return gathered


def fit(used: Sequence[Example]) -> Fitted:
    """Fit which span is best, then how likely it is that the best one's sentence holds an answer.

    The first is a conditional logit (McFadden 1974) of the right spans among all of their question;
    the second a logistic regression on the best ones alone, without their lead.
    """
    answered = [each for each in used if each.right.any()]
    ranking = _in_direction(lambda kept: _ranking(answered, kept), np.ones(len(_DIRECTIONS)))
    at = [int((each.signs @ ranking).argmax()) for each in used]
    best = np.array([each.signs[first] for each, first in zip(used, at, strict=True)])
    quoted = np.array([each.quoted[first] for each, first in zip(used, at, strict=True)])
    judge = LogisticRegression(C=1.0, max_iter=5000)

    def judging(kept: NDArray[np.float64]) -> NDArray[np.float64]:
        judge.fit(best * kept, quoted)
        return np.asarray(judge.coef_[0] * kept, np.float64)

    return Fitted(ranking, _in_direction(judging, _JUDGED), float(judge.intercept_[0]))


def _in_direction(
    fitted: Callable[[NDArray[np.float64]], NDArray[np.float64]], kept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit again without what came out against its meaning, until nothing does.

    What speaks for a span may count for nothing, never against it: where a set has hardly a
    question about a name that its texts lack, chance would teach that it does.
    """
    while True:
        weights = fitted(kept)
        against = weights * _DIRECTIONS < 0
        if not against.any():
            return weights
        kept = kept * ~against


def _ranking(used: Sequence[Example], kept: NDArray[np.float64]) -> NDArray[np.float64]:
    most = max(len(each.signs) for each in used)
    signs = torch.zeros(len(used), most, len(kept), dtype=torch.float64)
    there, right = (torch.full((len(used), most), -torch.inf, dtype=torch.float64) for _ in "ab")
    for row, each in enumerate(used):
        signs[row, : len(each.signs)] = torch.from_numpy(each.signs * kept)
        there[row, : len(each.signs)] = 0
        right[row, : len(each.signs)][torch.from_numpy(each.right)] = 0
    weights = torch.zeros(len(kept), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        ranks = signs @ weights
        missed = torch.logsumexp(ranks + there, 1) - torch.logsumexp(ranks + right, 1)
        total = missed.mean() + _SMALL * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return np.asarray(weights.detach().numpy() * kept)


def judge(held: Sequence[Example], fitted: Fitted) -> list[Judged]:
    """Return each question's best span with its support."""
    return [Judged(each, *fitted.best(each)) for each in held]


def main() -> None:
    """Fit, print the unfitted half's quality, the errors by threshold, the weights to paste."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for indexes")
    parser.add_argument("--most", type=int, default=400, help="questions a set")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of reader and verifier")
    parser.add_argument("--diagram", type=Path, help="where to draw how support meets being right")
    options = parser.parse_args()
    gathered = gather(options)
    halves = gathered[::2], gathered[1::2]
    judged = [each for used, held in (halves, halves[::-1]) for each in judge(held, fit(used))]
    report(judged)
    errors(judged)
    if options.diagram:
        options.diagram.write_text(diagram(supports(judged)), encoding="utf-8")
    fitted = fit(gathered)
    for name in ("ranking", "judging"):
        weights = getattr(fitted, name).round(2).tolist()
        print(json.dumps({name: dict(zip(Signs._fields, weights, strict=True))}))
    print(json.dumps({"intercept": round(fitted.intercept, 2)}))


if __name__ == "__main__":
    main()
