"""A trained network as the int8 ONNX graph that `qa` runs: one text, no padding."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch

from qa.models.card import CARD, SHIPPED
from qa.models.export import write_int8
from training.runs import FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def checkpoint_and_folder(about: str | None, kind: str) -> tuple[Path, Path]:
    """Return, as the command line has it, a run's checkpoint and where its graph is to land."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", default=FINAL)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    return options.work / f"{kind}-{options.seed}" / options.checkpoint, options.out


def write_card(out: Path, card: Mapping[str, object]) -> None:
    """Write the card of a folder of graphs."""
    (out / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def counted(run: Mapping[str, float]) -> dict[str, float]:
    """Return what went into a run as a card tells it."""
    return {key: round(value, 1) for key, value in run.items()}


class _OneText(torch.nn.Module):  # type: ignore[misc]
    """One question with one text: no padding, and so no mask."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor | tuple[torch.Tensor, ...]:
        found: torch.Tensor | tuple[torch.Tensor, ...] = self.model(
            input_ids, token_type_ids, torch.ones_like(input_ids)
        )
        return found


def write_graph(model: torch.nn.Module, path: Path, outputs: Sequence[str]) -> None:
    """Write a network as a graph quantised to int8, but for its heads, called as its outputs."""
    ids = torch.ones((1, 12), dtype=torch.int64)
    tokens = torch.export.Dim.DYNAMIC
    program = torch.onnx.export(
        _OneText(model).eval(),
        (ids, torch.zeros_like(ids)),
        input_names=["input_ids", "token_type_ids"],
        output_names=[*outputs],
        dynamo=True,
        dynamic_shapes=({1: tokens}, {1: tokens}),
        verbose=False,
    )
    full = path.with_name(f"full-{path.name}")
    program.save(str(full))
    write_int8(full, path, _heads(full, outputs))
    full.unlink()
    _forget_origins(path)


def _heads(path: Path, names: Sequence[str]) -> list[str]:
    """Return the products that make the logits: small beside the rest, and all depends on them.

    Quantising takes a general product (Gemm) apart first, and names what is left after it.
    """
    nodes = onnx.load(path, load_external_data=False).graph.node
    made_by = {name: node for node in nodes for name in node.output}
    biases = {f"model.{name}.bias" for name in names}
    biased = [node for node in nodes if biases & {*node.input}]
    heads = [node if node.op_type == "Gemm" else made_by[node.input[0]] for node in biased]
    return [name for node in heads for name in (node.name, f"{node.name}_MatMul")]


def _forget_origins(path: Path) -> None:
    """Drop what the exporter notes of each node: the lines and folders of the code it came from."""
    model = onnx.load(path)
    values = [*model.graph.input, *model.graph.output, *model.graph.value_info]
    for each in [model, model.graph, *model.graph.node, *model.graph.initializer, *values]:
        del each.metadata_props[:]
    onnx.save(model, path)
