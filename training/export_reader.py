"""Turns a trained reader into the int8 ONNX files that `qa` ships, and writes its card.

    python -m training.export_reader --work FOLDER [--out FOLDER]

Without `--out` the files land where the package keeps them, `qa/models/shipped/`. A new reader
stands alone: its verifier has to be trained and exported after it (`training.export_verifier`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from qa.models.card import GRAPH, SHARED, TOKENIZER, VERIFIER
from qa.models.source import file_digest, find_model
from training.batches import MOST_TOKENS, open_tokenizer
from training.exporting import checkpoint_and_folder, counted, write_card, write_graph
from training.reader_model import ReaderModel
from training.train_reader import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
        "trained": counted(run),
        "licence": "Apache-2.0; see docs/reader.md for the data it was trained on",
        "files": {name: file_digest(out / name) for name in (GRAPH, TOKENIZER)},
    }
    write_card(out, card)


def main() -> None:
    """Export from the command line."""
    export(*checkpoint_and_folder(__doc__, "reader"))


if __name__ == "__main__":
    main()
