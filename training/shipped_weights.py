"""Reads the weights of a shipped int8 graph back, so that training can go on from what is shipped.

A checkpoint holds more, the state of the optimiser and full precision, but checkpoints are large
and not kept. What quantising took away is made up for within some hundred steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from training.reader_model import ReaderModel

_WITHIN = "model."  # what the exporter put before the network's own names


def load_shipped(model: ReaderModel, graph: Path) -> None:
    """Put the weights of the int8 graph `graph` into `model`.

    Word vectors stay as they are: training never changed them, so the model has them in full.
    RuntimeError when the graph lacks a weight or has one of another shape.
    """
    stored = onnx.load(graph).graph
    held = {each.name: numpy_helper.to_array(each) for each in stored.initializer}
    found = {
        name.removeprefix(_WITHIN): torch.tensor(value)
        for part in (_plain(held), _tables(held), _products(stored, held))
        for name, value in part.items()
    }
    learned = [name for name, each in model.named_parameters() if each.requires_grad]
    if missing := [name for name in learned if name not in found]:
        raise RuntimeError(f"{graph} lacks {', '.join(missing)}")
    model.load_state_dict(model.state_dict() | {name: found[name] for name in learned})


def _plain(held: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    return {name: value for name, value in held.items() if name.endswith((".bias", ".weight"))}


def _tables(held: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    """Return what is looked up by number, as rows of float32."""
    return {
        name: _restored(held, name)
        for name in (each.removesuffix("_quantized") for each in held)
        if f"{name}_quantized" in held and name.endswith("embeddings.weight")
    }


def _products(
    graph: onnx.GraphProto, held: Mapping[str, NDArray[np.generic]]
) -> dict[str, NDArray[np.float32]]:
    """Return the matrices, each named after the bias that is added to its product."""
    uses = {source: node for node in graph.node for source in node.input}
    found = {}
    for node in graph.node:
        whole, plain = node.op_type == "MatMulInteger", node.op_type == "MatMul"
        if not (whole or plain) or node.input[1] not in held:
            continue
        after = node
        for _ in range(3 if whole else 1):  # an integer product is cast and scaled on its way
            after = uses[after.output[0]]
        bias = next((each for each in after.input if each.endswith(".bias")), None)
        if bias is not None:
            name = node.input[1]
            matrix = _restored(held, name.removesuffix("_quantized")) if whole else held[name]
            found[f"{bias.removesuffix('.bias')}.weight"] = matrix.T.astype("float32")
    return found


def _restored(held: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    scale, zero = held[f"{name}_scale"], held[f"{name}_zero_point"]
    whole = held[f"{name}_quantized"].astype("float32")
    restored: NDArray[np.float32] = (whole - zero.astype("float32")) * scale.astype("float32")
    return restored
