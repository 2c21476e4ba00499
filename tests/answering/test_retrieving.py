"""Retrieval in Korean: what an English model is given to read, and how much it counts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.beside import Beside
from qa.answering.fusion import DENSE_WEIGHT
from qa.answering.retrieving import Retriever, dense_weight
from qa.types import Article, Filters
from tests.building import built
from tests.fakes import WordEmbedder


def test_the_dense_search_counts_half_where_no_letter_is_latin() -> None:
    assert dense_weight("Who plays On-jo?") == DENSE_WEIGHT
    assert dense_weight("온조 역의 배우는?") == pytest.approx(DENSE_WEIGHT / 2)
    assert dense_weight("APAN 어워즈상") == pytest.approx(DENSE_WEIGHT * 0.75)
    assert dense_weight("2022?") == DENSE_WEIGHT


@given(st.text())
def test_the_weight_of_the_dense_search_is_never_more_than_for_english(question: str) -> None:
    assert DENSE_WEIGHT / 2 <= dense_weight(question) <= DENSE_WEIGHT


def test_a_korean_question_finds_the_english_article_that_names_whom_it_means(
    tmp_path: Path,
) -> None:
    snapshot = built(
        tmp_path,
        [
            Article("actor", "Cast", "The role of Gyeong-hun went to an actor named Lim Su-bin."),
            Article("city", "City", "The city of Hanbat lies on a river; its school is old."),
            Article("song", "Song", "A singer sang about the weather in spring."),
        ],
    )
    embedder = WordEmbedder()
    retriever = Retriever(embedder, snapshot)
    for question, article in (
        ("경훈 역의 배우는 누구죠?", "actor"),
        ("임수빈이 맡은 역은?", "actor"),
        ("한밭시의 학교는 오래됐나요?", "city"),
        ("봄 날씨를 노래한 가수는?", "song"),
    ):
        assert retriever.retrieve(question, 1, Filters())[0].article_id == article


def test_both_searches_at_once_find_what_they_find_in_turn(tmp_path: Path) -> None:
    snapshot = built(
        tmp_path,
        [
            Article("actor", "Cast", "The role of Gyeong-hun went to an actor named Lim Su-bin."),
            Article("city", "City", "The city of Hanbat lies on a river; its school is old."),
        ],
    )
    in_turn = Retriever(WordEmbedder(), snapshot)
    at_once = replace(in_turn, both=Beside(cores=2))
    for question in ("Who plays Gyeong-hun?", "Which river?", "의 학교", "?"):
        assert at_once.candidates(question, Filters()) == in_turn.candidates(question, Filters())


def test_a_korean_question_is_embedded_as_itself_and_as_english() -> None:
    embedder = WordEmbedder()
    retriever = Retriever(embedder, None)  # type: ignore[arg-type]
    both = retriever._vector("온조 배우")
    halves = [embedder.embed_question(each) for each in ("온조 배우", "On-jo actor")]
    assert np.linalg.norm(both) == pytest.approx(1.0, abs=1e-6)
    assert both @ halves[0] == pytest.approx(float(both @ halves[1]), abs=1e-6)
    assert np.array_equal(retriever._vector("On-jo"), embedder.embed_question("On-jo"))
