"""Prints how good a trained reader is on the held-out fifth, set by set, and what int8 costs.

    python -m training.measure_reader --sets FOLDER --work FOLDER [--most 1500]

The network alone is measured here, on windows that hold the answer or are near misses; the whole
way, from an open corpus, is what `training.fit_support` reports.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from benchmarks.measuring import markdown_table
from qa.evaluation.matching import exact_match, f1
from qa.models.card import SHIPPED
from qa.models.reader import OnnxSpanModel
from qa.models.source import find_model
from training.batches import encode, open_tokenizer
from training.examples import examples, read_pools
from training.export_reader import load_trained
from training.measuring import Read, read
from training.runs import FINAL
from training.train_reader import BASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.batches import Encoded

NEAR_MISSES = ("adversarial", "retrieved", "cut", "renamed", "opposed")


def read_quantised(model: OnnxSpanModel, encoded: Sequence[Encoded]) -> list[Read]:
    """Read examples with the exported model, as `training.measuring.read` does with the network."""
    reads = []
    for each in encoded:
        example = each.example
        (found,) = model.extract(example.question, [(example.title, example.text)], 1)
        text = example.text[found[0].start : found[0].end] if found else ""
        reads.append(
            Read(text, found[0].margin, found[0].answerable) if found else Read("", -99.0, -99.0)
        )
    return reads


def row(name: str, encoded: Sequence[Encoded], reads: Sequence[Read]) -> list[str]:
    """Return a set's figures: gold examples, EM, F1, no-answer accuracy, AUROC by near miss."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(encoded):
        kinds[each.example.kind].append(at)
    gold = kinds["gold"]
    answers = [[encoded[at].example.text[a:b] for a, b in encoded[at].example.spans] for at in gold]
    texts = [reads[at].text for at in gold]
    exact = np.mean([exact_match(text, right) for text, right in zip(texts, answers, strict=True)])
    overlap = np.mean([f1(text, right) for text, right in zip(texts, answers, strict=True)])
    missing = [at for kind in NEAR_MISSES for at in kinds[kind]]
    refused = np.mean([reads[at].margin < 0 for at in missing])
    areas = []
    for kind in NEAR_MISSES:
        labels = [1] * len(gold) + [0] * len(kinds[kind])
        margins = [reads[at].margin for at in gold + kinds[kind]]
        few = len(kinds[kind]) < 20
        areas.append("" if few else f"{roc_auc_score(labels, margins):.3f}")
    return [name, str(len(gold)), f"{exact:.3f}", f"{overlap:.3f}", f"{refused:.3f}", *areas]


def main() -> None:
    """Measure the float32 network and the int8 export side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--most", type=int, default=1500, help="examples a set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", default=FINAL)
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the exported reader")
    options = parser.parse_args()
    network, _ = load_trained(options.work / f"reader-{options.seed}" / options.checkpoint)
    quantised = OnnxSpanModel.load(options.model, threads=torch.get_num_threads())
    tokenizer = open_tokenizer(find_model(BASE).folder)
    rows = []
    for pool in read_pools(options.sets, options.work, held_out=True):
        made = examples([pool], seed=0, plain=True)[: options.most]
        encoded = [encode(tokenizer, each) for each in made]
        rows.append(row(pool.name, encoded, read(network, encoded)))
        rows.append(row(f"{pool.name}, int8", encoded, read_quantised(quantised, encoded)))
    head = ["set", "gold", "EM", "F1", "refused", *NEAR_MISSES]
    print(markdown_table(head, rows))


if __name__ == "__main__":
    main()
