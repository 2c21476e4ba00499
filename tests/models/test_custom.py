from __future__ import annotations

import logging
import shutil
import sys
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import ModelError
from qa.models.cache import Prompts, read_card
from qa.models.custom import (
    SentenceTransformerEmbedder,
    load_model,
    max_tokens_of,
    prompts_of,
    quiet,
    record_torch,
)
from qa.models.source import find_model
from tests.models.samples import ODD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("the door", "who rang the bell", "nine", "the roof was closed, and nobody came")


@pytest.fixture(scope="module")
def embedder(
    static_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> SentenceTransformerEmbedder:
    folder = record_torch(
        find_model(str(static_model)), tmp_path_factory.mktemp("models"), "it is a table"
    )
    return SentenceTransformerEmbedder.load(read_card(folder), threads=2)


def test_a_card_says_why_the_model_runs_in_torch(static_model: Path, tmp_path: Path) -> None:
    source = find_model(str(static_model))

    folder = record_torch(source, tmp_path, "it is a table")

    card = read_card(folder)
    assert (card.precision, card.note, card.dimensions) == ("torch", "it is a table", 16)
    assert card.source == str(static_model)
    assert record_torch(source, tmp_path, "another time") == folder
    assert read_card(folder) == card


def test_its_vectors_have_length_one(embedder: SentenceTransformerEmbedder) -> None:
    vectors = embedder.embed_passages(WORDS)

    assert vectors.dtype == np.float32
    assert vectors.shape == (len(WORDS), embedder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_a_text_has_the_same_vector_alone_and_among_others(
    embedder: SentenceTransformerEmbedder,
) -> None:
    together = embedder.embed_passages(WORDS)

    assert np.array_equal(together, np.stack([embedder.embed_question(word) for word in WORDS]))
    assert np.array_equal(together[::-1], embedder.embed_passages(WORDS[::-1]))


def test_no_texts_give_no_rows_and_odd_ones_no_error(
    embedder: SentenceTransformerEmbedder,
) -> None:
    assert embedder.embed_passages([]).shape == (0, 16)
    assert np.isfinite(embedder.embed_passages(ODD_TEXTS)).all()


def test_progress_ends_with_all_done(embedder: SentenceTransformerEmbedder) -> None:
    calls: list[tuple[str, int, int]] = []

    embedder.embed_passages(WORDS, lambda *call: calls.append(call))

    assert calls[-1] == ("embed", 4, 4)


def test_a_model_that_was_changed_or_moved_is_refused(static_model: Path, tmp_path: Path) -> None:
    moved = tmp_path / "model"
    shutil.copytree(static_model, moved)
    card = read_card(record_torch(find_model(str(moved)), tmp_path / "models", "a table"))

    (moved / "added.json").write_text("{}")
    with pytest.raises(ModelError, match="is gone or has changed"):
        SentenceTransformerEmbedder.load(card, threads=1)

    shutil.rmtree(moved)
    with pytest.raises(ModelError, match="is gone or has changed"):
        SentenceTransformerEmbedder.load(card, threads=1)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, Prompts()),
        ({"query": "q: ", "document": "d: "}, Prompts("q: ", "d: ")),
        ({"query": "q: ", "document": "", "passage": "p: "}, Prompts("q: ", "p: ")),
        ({"corpus": "c: "}, Prompts("", "c: ")),
    ],
)
def test_prompts_are_found_under_the_names_in_use(
    static_model: Path, stored: dict[str, str], expected: Prompts
) -> None:
    model = load_model(static_model)
    model.prompts = stored

    assert prompts_of(model) == expected


def test_a_default_prompt_serves_where_there_is_no_other(static_model: Path) -> None:
    model = load_model(static_model)
    model.prompts = {"usual": "u: ", "query": "q: "}
    model.default_prompt_name = "usual"

    assert prompts_of(model) == Prompts("q: ", "u: ")


def test_the_shorter_limit_counts(tiny_model: Path, static_model: Path) -> None:
    assert max_tokens_of(load_model(tiny_model)) == 64
    assert max_tokens_of(load_model(static_model)) == 0


def test_quiet_silences_chatter_but_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    def chatter() -> None:
        warnings.warn("chatter", stacklevel=1)
        logging.getLogger("transformers.modeling_utils").warning("chatter")
        raise RuntimeError("heard")

    with pytest.raises(RuntimeError, match="heard"), quiet():
        chatter()

    assert capsys.readouterr().err == ""


def test_without_torch_the_error_says_what_to_install(
    static_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'series-qa\[export\]'"):
        load_model(static_model)

    monkeypatch.setitem(sys.modules, "transformers.utils.logging", None)
    with pytest.raises(ModelError, match=r"pip install 'series-qa\[export\]'"):
        load_model(static_model)
