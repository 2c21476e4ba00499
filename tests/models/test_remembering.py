from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qa.models.remembering import (
    RememberingEmbedder,
    RememberingSpanModel,
    RememberingVerifier,
)
from qa.types import Marked
from tests.fakes import WordEmbedder
from tests.spans import NoOpinion, SharedWordsModel


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


HALL = [("Hall", "The hall is old."), ("Gate", "The north gate is shut.")]


def test_what_was_read_is_found_again_bit_by_bit_and_not_read_again() -> None:
    plain = SharedWordsModel()
    remembering = RememberingSpanModel(plain)
    expected = SharedWordsModel().extract("Which gate is shut?", HALL, 3)
    for texts in (HALL[:1], HALL, HALL[::-1], [HALL[1], HALL[1]]):
        found = remembering.extract("Which gate is shut?", texts, 3)
        assert list(found) == [expected[HALL.index(each)] for each in texts]
    assert plain.read == HALL
    assert list(remembering.extract("Which gate?", [], 3)) == []


def test_another_question_title_or_number_of_spans_is_another_reading() -> None:
    plain = SharedWordsModel()
    remembering = RememberingSpanModel(plain)
    asked = [
        ("Which gate?", ("Gate", "It is shut."), 3),
        ("Which gat", ("e?Gate", "It is shut."), 3),
        ("Which gate?", ("Gate", "It is shut."), 2),
        ("Which gate?", ("GateIt", " is shut."), 3),
        ("Which gate? \ud800", ("Gate", "It is shut."), 3),
    ]
    for question, text, most in asked * 2:
        remembering.extract(question, [text], most)
    assert plain.read == [text for _, text, _ in asked]


def test_the_reading_that_was_not_asked_for_longest_is_forgotten() -> None:
    plain = SharedWordsModel()
    remembering = RememberingSpanModel(plain, entries=2)
    for title in ("one", "two", "one", "three", "one", "two"):
        remembering.extract("Who?", [(title, "It is so.")], 3)
    assert [title for title, _ in plain.read] == ["one", "two", "three", "two"]


def test_what_was_looked_at_again_is_not_looked_at_a_third_time() -> None:
    plain = NoOpinion()
    remembering = RememberingVerifier(plain)
    hall, gate = (Marked(title, text, 4, 8) for title, text in HALL)
    for marked in ([hall], [hall, gate], [gate, gate]):
        assert list(remembering.verify("Which gate is shut?", marked)) == [0.0] * len(marked)
    assert plain.shown == [hall, gate]
    other = [Marked("Hall", hall.text, 4, 9), Marked("Gate", hall.text, 4, 8)]
    remembering.verify("Which gate is shut?", other)
    remembering.verify("Which gate?", [hall])
    assert plain.shown == [hall, gate, *other, hall]


def test_what_is_a_word_is_for_the_other_to_say() -> None:
    remembering = RememberingSpanModel(SharedWordsModel())
    assert [remembering.is_word(word) for word in ("killed", "kiled", "colur")] == [
        True,
        True,
        False,
    ]
