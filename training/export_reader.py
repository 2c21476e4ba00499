"""Turns a trained reader into the int8 ONNX files that `qa` ships, and writes its card.

    python -m training.export_reader --work FOLDER [--out FOLDER]

Without `--out` the files land where the package keeps them, `qa/models/shipped/`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch

from qa.models.export import write_int8
from qa.models.reader import CARD, GRAPH, SHIPPED, TOKENIZER
from qa.models.source import file_digest, find_model
from training.batches import MOST_TOKENS, open_tokenizer
from training.reader_model import ReaderModel
from training.train_reader import BASE, FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping


class _OneText(torch.nn.Module):  # type: ignore[misc]
    """One question with one text: no padding, and so no mask."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        spans, answerable = self.model(input_ids, token_type_ids, torch.ones_like(input_ids))
        return spans, answerable


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
    ids = torch.ones((1, 12), dtype=torch.int64)
    tokens = torch.export.Dim.DYNAMIC
    program = torch.onnx.export(
        _OneText(model).eval(),
        (ids, torch.zeros_like(ids)),
        input_names=["input_ids", "token_type_ids"],
        output_names=["spans", "answerable"],
        dynamo=True,
        dynamic_shapes=({1: tokens}, {1: tokens}),
        verbose=False,
    )
    full = out / f"full-{GRAPH}"
    program.save(str(full))
    write_int8(full, out / GRAPH, _heads(full))
    full.unlink()
    _forget_origins(out / GRAPH)
    tokenizer = open_tokenizer(find_model(BASE).folder)
    tokenizer.no_truncation()
    tokenizer.save(str(out / TOKENIZER), pretty=False)
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


def _heads(path: Path) -> list[str]:
    """Return the products that make the logits: small beside the rest, and all depends on them.

    Quantising takes a general product (Gemm) apart first, and names what is left after it.
    """
    nodes = onnx.load(path, load_external_data=False).graph.node
    made_by = {name: node for node in nodes for name in node.output}
    biased = [
        node for node in nodes if {"model.spans.bias", "model.answerable.bias"} & {*node.input}
    ]
    heads = [node if node.op_type == "Gemm" else made_by[node.input[0]] for node in biased]
    return [name for node in heads for name in (node.name, f"{node.name}_MatMul")]


def _forget_origins(path: Path) -> None:
    """Drop what the exporter notes of each node: the lines and folders of the code it came from."""
    model = onnx.load(path)
    values = [*model.graph.input, *model.graph.output, *model.graph.value_info]
    for each in [model, model.graph, *model.graph.node, *model.graph.initializer, *values]:
        del each.metadata_props[:]
    onnx.save(model, path)


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
