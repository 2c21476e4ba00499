"""Weights that two graphs hold alike are kept once, and the graphs say what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.sharing import share

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = 160  # a square of float32 this wide is worth sharing


def _graph(path: Path, *squares: NDArray[np.float32]) -> None:
    names = [f"w{at}" for at in range(len(squares))]
    steps = [*zip(["x", *names], [*names, ""], strict=True)][:-1]
    nodes = [
        helper.make_node("MatMul", [f"{before}x" if at else "x", name], [f"{name}x"])
        for at, (before, name) in enumerate(steps)
    ]
    shape = [1, SIZE]
    graph = helper.make_graph(
        nodes,
        "squares",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(f"{names[-1]}x", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(each, name) for name, each in zip(names, squares, strict=True)],
    )
    opset = [helper.make_opsetid("", 20)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=10), path)


def _run(path: Path) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"x": np.ones((1, SIZE), np.float32)})
    return np.asarray(found)


@pytest.fixture
def graphs(tmp_path: Path) -> list[Path]:
    draw = np.random.default_rng(1)
    both, one, other = (draw.standard_normal((SIZE, SIZE)).astype(np.float32) for _ in range(3))
    paths = [tmp_path / "one.onnx", tmp_path / "other.onnx"]
    _graph(paths[0], both, one)
    _graph(paths[1], other, both)
    return paths


def test_what_both_hold_is_kept_once_and_both_say_what_they_said(graphs: list[Path]) -> None:
    before = [_run(path) for path in graphs]
    sizes = [path.stat().st_size for path in graphs]
    weights = graphs[0].with_name("shared.bin")
    share(graphs, weights)
    assert weights.stat().st_size == 4 * SIZE * SIZE
    assert all(
        path.stat().st_size < size - 4 * SIZE * SIZE + 500
        for path, size in zip(graphs, sizes, strict=True)
    )
    assert all(np.array_equal(_run(path), told) for path, told in zip(graphs, before, strict=True))


def test_sharing_again_changes_nothing_and_takes_in_a_graph_made_anew(graphs: list[Path]) -> None:
    weights = graphs[0].with_name("shared.bin")
    share(graphs, weights)
    first = [path.read_bytes() for path in [*graphs, weights]]
    share(graphs, weights)
    assert [path.read_bytes() for path in [*graphs, weights]] == first
    new = np.full((SIZE, SIZE), 2, np.float32)
    _graph(graphs[1], new, new)
    before = [_run(path) for path in graphs]
    share(graphs, weights)
    assert weights.read_bytes() == b""
    assert all(np.array_equal(_run(path), told) for path, told in zip(graphs, before, strict=True))
