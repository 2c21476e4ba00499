"""The shipped verifier, run for real."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ModelError
from qa.models.card import CARD, GRAPH, SHARED, SHIPPED, TOKENIZER, VERIFIER
from qa.models.reader import OnnxSpanModel
from qa.models.running import open_tokenizer
from qa.models.verifier import MOST_TOKENS, OnnxVerifier, encode_marked
from qa.types import Marked

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "The bridge over the Aare was designed by Maria Keller and opened in 1923. "
    "It was painted by Ida Roth in 1950."
)


@pytest.fixture(scope="module")
def verifier() -> OnnxVerifier:
    return OnnxVerifier.load(threads=2)


def _marked(words: str, text: str = TEXT, title: str = "Bridges") -> Marked:
    return Marked(title, text, text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Who designed the bridge?", "Maria Keller", "Ida Roth"),
        ("Who painted the bridge?", "Ida Roth", "Maria Keller"),
        ("When was the bridge opened?", "1923", "1950"),
        ("When was the bridge painted?", "1950", "1923"),
    ],
)
def test_of_two_names_or_years_the_one_that_answers_is_likelier(
    verifier: OnnxVerifier, question: str, right: str, wrong: str
) -> None:
    one, other = verifier.verify(question, [_marked(right), _marked(wrong)])
    assert one > other


def test_what_answers_nothing_is_unlikely(verifier: OnnxVerifier) -> None:
    (logit,) = verifier.verify("Who sank the ferry?", [_marked("Maria Keller")])
    assert logit < 0


def test_words_are_judged_the_same_whatever_stands_beside_them(verifier: OnnxVerifier) -> None:
    words = [_marked("Maria Keller"), _marked("1950", title=""), _marked("Aare")]
    together = verifier.verify("When was it painted?", words)
    alone = [verifier.verify("When was it painted?", [each])[0] for each in words]
    assert together == alone
    assert verifier.verify("When?", []) == []


@pytest.mark.parametrize("text", ["x", "\ud800", "😀", "水" * 3000])
def test_odd_text_is_no_trouble(verifier: OnnxVerifier, text: str) -> None:
    (logit,) = verifier.verify("Who is \ud800 it?" * 90, [Marked("水" * 900, text, 0, len(text))])
    assert abs(logit) < 100


@given(
    question=st.text(max_size=300),
    title=st.text(max_size=120),
    parts=st.tuples(
        st.text(max_size=900), st.text(min_size=1, max_size=300), st.text(max_size=900)
    ),
)
def test_the_marked_words_stay_whatever_is_left_out(
    question: str, title: str, parts: tuple[str, str, str]
) -> None:
    before, words, after = parts
    marked = Marked(title, before + words + after, len(before), len(before + words))
    ids, types = encode_marked(_TOKENIZER, question, marked)
    assert len(ids) == len(types) <= MOST_TOKENS
    first, last = ids.index(1), len(ids) - 1 - ids[::-1].index(2)
    shown = _TOKENIZER.encode(words.encode("utf-8", "replace").decode(), add_special_tokens=False)
    assert ids[first + 1 : last] == shown.ids[:48]
    assert set(types[first : last + 1]) == {0}


_TOKENIZER = open_tokenizer(SHIPPED / TOKENIZER)


def test_of_a_long_text_what_is_nearest_is_kept() -> None:
    text = "far " * 200 + "near Maria Keller close " + "away " * 200
    ids, _ = encode_marked(_TOKENIZER, "Who?", _marked("Maria Keller", text, ""))
    assert len(ids) == MOST_TOKENS
    assert _TOKENIZER.decode(ids, skip_special_tokens=False).count("far") > 30
    assert "near [unused0] maria keller [unused1] close" in _TOKENIZER.decode(
        ids, skip_special_tokens=False
    )


def test_a_damaged_file_is_refused_by_name_and_only_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(SHIPPED, folder)
    (folder / GRAPH).unlink()
    OnnxVerifier.load(folder, threads=1)  # the span model's file is not its own
    (folder / VERIFIER).write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"verifier\.onnx is missing or damaged: install qa again"):
        OnnxVerifier.load(folder, threads=1)
    (folder / CARD).unlink()
    with pytest.raises(ModelError, match=r"reader\.json cannot be read"):
        OnnxVerifier.load(folder, threads=1)


def test_weights_that_both_graphs_need_are_checked_for_each(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(SHIPPED, folder)
    (folder / SHARED).write_bytes((folder / SHARED).read_bytes()[:-1])
    for load in (OnnxVerifier.load, OnnxSpanModel.load):
        with pytest.raises(ModelError, match=r"shared\.bin is missing or damaged: install qa"):
            load(folder, threads=1)


def test_only_the_head_of_the_shipped_graph_is_not_quantised() -> None:
    graph = onnx.load(SHIPPED / VERIFIER).graph
    held = {each.name for each in graph.initializer}
    products = [each for each in graph.node if "MatMul" in each.op_type and each.input[1] in held]
    assert [each.op_type for each in products].count("MatMulInteger") == 36  # six for each layer
    assert [each.op_type for each in products].count("MatMul") == 1


def test_without_threads_nothing_runs() -> None:
    with pytest.raises(ValueError, match="0 threads"):
        OnnxVerifier(SHIPPED, threads=0)
