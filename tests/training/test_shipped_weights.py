"""Training goes on from the graph that is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from qa.models.card import GRAPH, SHIPPED
from qa.models.source import find_model
from training.reader_model import ReaderModel
from training.shipped_weights import load_shipped
from training.train_reader import BASE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def model() -> ReaderModel:
    torch.manual_seed(1)
    network = ReaderModel(find_model(BASE).folder)
    network.eval()
    return network


def test_the_network_reads_as_the_shipped_graph_does(model: ReaderModel) -> None:
    load_shipped(model, SHIPPED / GRAPH)
    ids = np.random.default_rng(0).integers(1000, 20000, (1, 60))
    types = np.repeat([[0, 1]], [12, 48], axis=1)
    session = onnxruntime.InferenceSession(str(SHIPPED / GRAPH))
    (expected,) = session.run(["spans"], {"input_ids": ids, "token_type_ids": types})
    with torch.inference_mode():
        spans, _ = model(*map(torch.tensor, (ids, types, np.ones_like(ids))))
    # The graph rounds what flows through it to int8 as well, so the two are near, not equal.
    assert np.corrcoef(np.ravel(expected), np.ravel(spans.numpy()))[0, 1] > 0.98


def test_word_vectors_stay_those_of_the_base(model: ReaderModel) -> None:
    before = model.encoder.embeddings.word_embeddings.weight.clone()
    load_shipped(model, SHIPPED / GRAPH)
    assert torch.equal(model.encoder.embeddings.word_embeddings.weight, before)


def test_a_graph_that_lacks_a_weight_is_refused(model: ReaderModel, tmp_path: Path) -> None:
    graph = onnx.load(SHIPPED / GRAPH)
    (lost,) = (each for each in graph.graph.initializer if each.name == "model.spans.bias")
    lost.name = "model.other.bias"
    onnx.save(graph, tmp_path / GRAPH)
    with pytest.raises(RuntimeError, match=r"lacks spans\.bias"):
        load_shipped(model, tmp_path / GRAPH)
