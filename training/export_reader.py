"""Turns a trained reader into the int8 ONNX files that `qa` ships, and writes its card.

    python -m training.export_reader --work FOLDER [--out FOLDER]

Without `--out` the files land where the package keeps them, `qa/models/shipped/`. A new reader
stands alone: its verifier has to be trained and exported after it (`training.export_verifier`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from qa.models.card import CARD, GRAPH, SHARED, SHIPPED, TOKENIZER, VERIFIER
from qa.models.source import file_digest, find_model
from training.batches import MOST_TOKENS, open_tokenizer
from training.exporting import write_graph
from training.reader_model import ReaderModel
from training.runs import FINAL
from training.train_reader import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping


def load_trained(path: Path) -> tuple[ReaderModel, Mapping[str, float]]:
    """Return the network of a checkpoint, ready to read, and how long it was trained."""
    stored = torch.load(path, weights_only=True)
    model = ReaderModel(find_model(BASE).folder)
    model.load_state_dict(stored["model"])
    return model.eval(), stored["run"]


def export(checkpoint: Path, out: Path) -> None:
    """Write graph, tokenizer and card; the graph is quantised to int8, the heads are not."""
    out.mkdir(parents=True, exist_ok=True)
    model, run = load_trained(checkpoint)
    write_graph(model, out / GRAPH, ["spans", "answerable"])
    tokenizer = open_tokenizer(find_model(BASE).folder)
    tokenizer.no_truncation()
    tokenizer.save(str(out / TOKENIZER), pretty=False)
    for stale in (VERIFIER, SHARED):
        (out / stale).unlink(missing_ok=True)
    card = {
        "name": "qa-reader-minilm-l6",
        "base": BASE,
        "max_tokens": MOST_TOKENS,
        "trained_by": "python -m training.train_reader twice, average_weights and export_reader",
        "trained": {key: round(value, 1) for key, value in run.items()},
        "licence": "Apache-2.0; see docs/reader.md for the data it was trained on",
        "files": {name: file_digest(out / name) for name in (GRAPH, TOKENIZER)},
    }
    (out / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", default=FINAL)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    export(options.work / f"reader-{options.seed}" / options.checkpoint, options.out)


if __name__ == "__main__":
    main()
