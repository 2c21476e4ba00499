"""Graphs keep what they hold alike in one file: word vectors, and layers that were left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
from onnx.external_data_helper import set_external_data

from qa.durable import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LARGE = 65_536
"""Bytes of a tensor that is worth keeping elsewhere."""


def share(graphs: Sequence[Path], weights: Path) -> None:
    """Move the large tensors that all graphs hold, byte by byte the same, to the file `weights`.

    It must lie beside them. What was shared before is read first, so this can be done again after
    one of the graphs was exported anew.
    """
    models = [onnx.load(path) for path in graphs]
    held = [
        {each.raw_data for each in model.graph.initializer if len(each.raw_data) >= _LARGE}
        for model in models
    ]
    alike = sorted(set.intersection(*held), key=lambda each: (-len(each), each))
    starts = {data: sum(map(len, alike[:at])) for at, data in enumerate(alike)}
    for model in models:
        for each in model.graph.initializer:
            if each.raw_data in starts:
                at, size = starts[each.raw_data], len(each.raw_data)
                set_external_data(each, weights.name, at, size)
                each.ClearField("raw_data")
    write_file(weights, b"".join(alike))
    for path, model in zip(graphs, models, strict=True):
        write_file(path, model.SerializeToString())
