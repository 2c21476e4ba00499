"""The shipped span model, run for real."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ModelError
from qa.models.card import CARD, GRAPH, SHIPPED
from qa.models.reader import OnnxSpanModel, best_spans

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "The bridge over the Aare was designed by Maria Keller and opened in 1923. "
    "It is 210 metres long."
)


@pytest.fixture(scope="module")
def model() -> OnnxSpanModel:
    return OnnxSpanModel.load(threads=2)


def _first(model: OnnxSpanModel, question: str, text: str = TEXT, title: str = "") -> str:
    ((best, *_),) = model.extract(question, [(title, text)], 3)
    return text[best.start : best.end]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who designed the bridge?", "Maria Keller"),
        ("When was the bridge opened?", "1923"),
        ("How long is the bridge?", "210 metres"),
    ],
)
def test_it_extracts_the_exact_words(model: OnnxSpanModel, question: str, answer: str) -> None:
    assert _first(model, question).removesuffix(" long") == answer


def test_what_answers_beats_what_does_not(model: OnnxSpanModel) -> None:
    right, wrong = model.extract(
        "Who designed the bridge?",
        [("", TEXT), ("", "The mayor of Bern spoke for an hour about the price of bread.")],
        1,
    )
    assert right[0].margin > wrong[0].margin
    assert right[0].answerable > wrong[0].answerable


def test_a_text_is_read_the_same_whatever_stands_beside_it(model: OnnxSpanModel) -> None:
    (alone,) = model.extract("How long is it?", [("", TEXT)], 3)
    beside = model.extract("How long is it?", [("", "Other words."), ("", TEXT)], 3)
    assert beside[1] == alone


def test_spans_of_one_text_share_no_letter(model: OnnxSpanModel) -> None:
    (found,) = model.extract("Who designed the bridge?", [("A title", TEXT)], 5)
    taken = [at for each in found for at in range(each.start, each.end)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("text", ["", "   ", "\ud800", "😀", "水" * 3000])
def test_odd_text_is_no_trouble(model: OnnxSpanModel, text: str) -> None:
    (found,) = model.extract("Who is it?", [("A title", text)], 2)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert bool(found) == bool(text.strip())


def test_a_long_title_or_question_leaves_room_for_the_text(model: OnnxSpanModel) -> None:
    asked = "When was the bridge opened? " + "Tell me, please. " * 50
    ((best, *_),) = model.extract(asked, [("Bridge " * 260, TEXT)], 2)
    assert 0 <= best.start < best.end <= len(TEXT)
    assert _first(model, "When was the bridge opened?", title="Bridge " * 260) == "1923"


def test_no_texts_give_nothing(model: OnnxSpanModel) -> None:
    assert model.extract("Who?", [], 3) == []


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(SHIPPED, folder)
    graph = bytearray((folder / GRAPH).read_bytes())
    graph[len(graph) // 2] ^= 1
    (folder / GRAPH).write_bytes(graph)
    with pytest.raises(ModelError, match=r"model\.onnx is missing or damaged: install qa again"):
        OnnxSpanModel.load(folder, threads=1)
    (folder / CARD).write_text(json.dumps({"files": []}))
    with pytest.raises(ModelError, match=r"reader\.json cannot be read"):
        OnnxSpanModel.load(folder, threads=1)


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_the_best_spans_are_those_of_brute_force(pairs: list[tuple[int, int]], most: int) -> None:
    logits = np.array(pairs, np.float32)
    found = best_spans(logits, most)
    every = sorted(
        (
            (a, b, float(logits[a, 0] + logits[b, 1]))
            for a in range(len(pairs))
            for b in range(a, len(pairs))
        ),
        key=lambda each: (-each[2], each[0], each[1]),
    )
    expected: list[tuple[int, int, float]] = []
    for span in every:
        apart = all(span[1] < other[0] or other[1] < span[0] for other in expected)
        if apart and len(expected) < most:
            expected.append(span)
    assert found == expected


def test_only_the_heads_of_the_shipped_graph_are_not_quantised() -> None:
    products = [node for node in onnx.load(SHIPPED / GRAPH).graph.node if "MatMul" in node.op_type]
    held = {each.name for each in onnx.load(SHIPPED / GRAPH).graph.initializer}
    learned = [node for node in products if node.input[1] in held]
    assert [node.op_type for node in learned].count("MatMulInteger") == 36  # six for each layer
    assert [node.op_type for node in learned].count("MatMul") == 2
