from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import ModelError
from qa.models import cache
from qa.models.cache import GRAPH, TOKENIZER, read_card, write_card
from qa.models.custom import encode, load_model
from qa.models.embedder import OnnxEmbedder, told
from qa.models.source import DEFAULT_MODEL, find_model
from tests.models.samples import ODD_TEXTS, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model


def test_its_vectors_are_those_of_sentence_transformers(embedder: OnnxEmbedder) -> None:
    model = load_model(find_model(DEFAULT_MODEL).folder)
    expected = encode(model, TEXTS, "")

    cosines = np.sum(embedder.embed_passages(TEXTS) * expected, axis=1)

    assert cosines.min() >= 0.97


def test_a_passage_is_nearest_to_the_question_it_answers(embedder: OnnxEmbedder) -> None:
    passages = embedder.embed_passages(
        ["Park Ji-hu plays Nam On-jo.", "The school stands in Hyosan.", "There are 12 episodes."]
    )
    questions = ["Who is On-jo played by?", "Where is the school?", "How many episodes are there?"]

    nearest = [int(np.argmax(passages @ embedder.embed_question(asked))) for asked in questions]

    assert nearest == [0, 1, 2]


def test_every_vector_has_length_one_and_the_promised_shape(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages([*TEXTS, *ODD_TEXTS])

    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS) + len(ODD_TEXTS), embedder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages([])

    assert vectors.shape == (0, 384)
    assert vectors.dtype == np.float32


def test_words_beyond_the_last_token_read_change_nothing(embedder: OnnxEmbedder) -> None:
    long = "word " * 400

    assert np.array_equal(embedder.embed_question(long), embedder.embed_question(long + "end"))


@pytest.mark.parametrize("seed", range(4))
def test_a_text_has_the_same_vector_alone_and_among_any_others(
    embedder: OnnxEmbedder, seed: int
) -> None:
    texts = random.Random(seed).choices([*TEXTS, *ODD_TEXTS], k=12)  # noqa: S311  # no secret

    together = embedder.embed_passages(texts)

    alone = [embedder.embed_passages([text])[0] for text in texts]
    assert np.array_equal(together, np.stack(alone))


def test_threads_that_share_an_embedder_get_the_same_vectors(embedder: OnnxEmbedder) -> None:
    expected = embedder.embed_passages(TEXTS)
    seen: list[bool] = []

    def embed() -> None:
        seen.append(np.array_equal(embedder.embed_passages(TEXTS), expected))

    threads = [threading.Thread(target=embed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [True] * 4


def test_an_embedder_opened_again_gives_the_same_vectors(
    embedder: OnnxEmbedder, model_folder: Path
) -> None:
    again = OnnxEmbedder.load(model_folder, threads=1)

    assert again.name == embedder.name == f"{DEFAULT_MODEL}@{model_folder.name}-int8"
    assert np.array_equal(again.embed_passages(TEXTS), embedder.embed_passages(TEXTS))


def test_more_texts_than_a_slab_come_back_in_order(
    embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = embedder.embed_passages(TEXTS)
    monkeypatch.setattr("qa.models.embedder._SLAB", 2)

    assert np.array_equal(embedder.embed_passages(TEXTS), expected)


def test_progress_ends_with_all_done(embedder: OnnxEmbedder) -> None:
    calls: list[tuple[str, int, int]] = []

    embedder.embed_passages(TEXTS, lambda *call: calls.append(call))

    assert calls[-1] == ("embed", len(TEXTS), len(TEXTS))
    assert calls == sorted(calls)


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    calls: list[tuple[str, int, int]] = []
    vector = np.zeros(1, dtype=np.float32)

    rows = [row for row, _ in told([vector] * 500, 500, lambda *call: calls.append(call))]

    assert rows == list(range(500))
    assert calls[0] == ("embed", 1, 500)
    assert calls[-1] == ("embed", 500, 500)
    assert len(calls) <= 3


def test_an_error_in_progress_stops_the_work(embedder: OnnxEmbedder) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embedder.embed_passages(TEXTS, stop)


def test_an_embedder_needs_a_thread(model_folder: Path) -> None:
    with pytest.raises(ValueError, match="0 threads"):
        OnnxEmbedder.load(model_folder, threads=0)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_file_that_its_library_cannot_open_is_named(
    model_folder: Path, tmp_path: Path, name: str
) -> None:
    card = read_card(model_folder)
    folder = tmp_path / card.fingerprint
    with cache.staged(folder) as stage:
        (stage / GRAPH).write_bytes((model_folder / GRAPH).read_bytes())
        (stage / TOKENIZER).write_bytes((model_folder / TOKENIZER).read_bytes())
        (stage / name).write_bytes(b"written by a later version")
        write_card(card, stage)

    with pytest.raises(ModelError, match=rf"cannot (open|read) .*{name}.*update"):
        OnnxEmbedder.load(folder, threads=1)
