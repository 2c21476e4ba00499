from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qa.models.remembering import RememberingEmbedder
from tests.fakes import WordEmbedder


@pytest.fixture
def plain() -> WordEmbedder:
    return WordEmbedder()


def test_what_is_remembered_is_what_was_embedded(plain: WordEmbedder) -> None:
    remembering = RememberingEmbedder(plain)
    texts = ["the north gate", "a hall", "the north gate"]
    expected = WordEmbedder().embed_passages(texts)
    for _ in range(2):
        assert np.array_equal(remembering.embed_passages(texts), expected)
    assert plain.embedded == ["the north gate", "a hall"]


def test_a_vector_that_a_caller_changes_stays_as_it_was(plain: WordEmbedder) -> None:
    remembering = RememberingEmbedder(plain)
    remembering.embed_passages(["a hall"])[:] = 0
    assert np.array_equal(
        remembering.embed_passages(["a hall"]), WordEmbedder().embed_passages(["a hall"])
    )


def test_what_was_not_asked_for_longest_is_forgotten(plain: WordEmbedder) -> None:
    remembering = RememberingEmbedder(plain, entries=2)
    for texts in (["one"], ["two"], ["one"], ["three"], ["one"], ["two"]):
        remembering.embed_passages(texts)
    assert plain.embedded == ["one", "two", "three", "two"]


def test_long_texts_are_embedded_and_not_kept(plain: WordEmbedder) -> None:
    remembering, long = RememberingEmbedder(plain), "word " * 300
    for _ in range(2):
        remembering.embed_passages([long])
    assert plain.embedded == [long, long]


def test_nothing_and_questions_are_the_others(plain: WordEmbedder) -> None:
    remembering = RememberingEmbedder(plain)
    assert remembering.embed_passages([]).shape == (0, plain.dimensions)
    assert (remembering.name, remembering.dimensions) == (plain.name, plain.dimensions)
    assert np.array_equal(remembering.embed_question("who?"), plain.embed_question("who?"))


def test_more_texts_than_are_kept_and_many_threads_do_no_harm(plain: WordEmbedder) -> None:
    remembering = RememberingEmbedder(plain, entries=3)
    texts = [f"sentence {number}" for number in range(8)]
    expected = WordEmbedder().embed_passages(texts)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(remembering.embed_passages, [texts] * 40))
    assert all(np.array_equal(each, expected) for each in found)
