"""How good a reader is on examples: spans by SQuAD's measures, refusing by AUROC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from qa.evaluation.matching import exact_match, f1
from training.batches import batch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from training.batches import Encoded
    from training.reader_model import ReaderModel

LONGEST_ANSWER = 30
"""Tokens; a longer span is not looked for."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader says of one example; `margin` and `answerable` are logits."""

    text: str
    margin: float
    answerable: float


def read(model: ReaderModel, encoded: Sequence[Encoded], size: int = 32) -> list[Read]:
    """Read examples in batches of alike lengths; the result is in the order given."""
    order = sorted(range(len(encoded)), key=lambda at: len(encoded[at].ids))
    found: dict[int, Read] = {}
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(order), size):
            part = order[start : start + size]
            group = batch([encoded[at] for at in part])
            spans, answerable = model(group.ids, group.types, group.attention)
            for row, at in enumerate(part):
                found[at] = _best(encoded[at], spans[row].numpy(), float(answerable[row]))
    model.train()
    return [found[at] for at in range(len(encoded))]


def _best(encoded: Encoded, logits: NDArray[np.float32], answerable: float) -> Read:
    first, last = encoded.first_text, len(encoded.ids) - 1
    if first >= last:
        return Read("", -99.0, answerable)
    sums = logits[first:last, 0][:, None] + logits[first:last, 1][None, :]
    length = last - first
    allowed = np.triu(np.ones((length, length), bool)) & ~np.triu(
        np.ones((length, length), bool), LONGEST_ANSWER
    )
    sums = np.where(allowed, sums, -np.inf)
    start, end = np.unravel_index(int(sums.argmax()), sums.shape)
    span = slice(encoded.offsets[first + start][0], encoded.offsets[first + end][1])
    nothing = float(logits[0].sum())
    return Read(encoded.example.text[span], float(sums[start, end]) - nothing, answerable)


def measure(model: ReaderModel, encoded: Sequence[Encoded]) -> dict[str, float]:
    """Return EM and F1 of forced spans on gold examples, and AUROC of refusing by kind."""
    reads = read(model, encoded)
    gold = [at for at, each in enumerate(encoded) if each.example.kind == "gold"]
    measures = {
        "em": np.mean([_gold(exact_match, encoded[at], reads[at]) for at in gold]),
        "f1": np.mean([_gold(f1, encoded[at], reads[at]) for at in gold]),
    }
    for kind in ("adversarial", "retrieved", "cut", "renamed", "opposed"):
        others = [at for at, each in enumerate(encoded) if each.example.kind == kind]
        labels = [1] * len(gold) + [0] * len(others)
        if others:
            margins = [reads[at].margin for at in gold + others]
            yes_no = [reads[at].answerable for at in gold + others]
            measures[f"auroc_{kind}"] = roc_auc_score(labels, margins)
            measures[f"auroc2_{kind}"] = roc_auc_score(labels, yes_no)
    return {name: round(float(value), 3) for name, value in measures.items()}


def _gold(measured: Callable[[str, Sequence[str]], float], encoded: Encoded, found: Read) -> float:
    answers = [encoded.example.text[start:end] for start, end in encoded.example.spans]
    return float(measured(found.text, answers))
