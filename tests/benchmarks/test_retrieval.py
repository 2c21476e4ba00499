from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("ir_measures", reason="pip install -e '.[bench]'")

from benchmarks.question_sets import Asked, QuestionSet, open_set
from benchmarks.retrieval import (
    DEFAULT,
    as_found,
    by_both,
    by_meaning,
    by_rank,
    by_words,
    first_articles,
    run_set,
    ways_with,
)
from qa.answering.fusion import DENSE_WEIGHT, fuse
from qa.indexing.chunking import ChunkSettings
from qa.types import Candidate, Row
from tests.fakes import WordEmbedder

FOUND = [
    Candidate(Row(4), 0.9, dense=0.5, lexical=8.0),
    Candidate(Row(1), 0.8, dense=0.9, lexical=0.0),
    Candidate(Row(2), 0.7, dense=0.7, lexical=2.0),
    Candidate(Row(3), 0.1, dense=0.7, lexical=0.0),
]


def test_the_two_searches_are_ranked_apart_with_ties_by_row() -> None:
    assert by_meaning(FOUND) == [1, 2, 3, 4]
    assert by_words(FOUND) == [4, 2]


def test_rank_fusion_agrees_with_values_worked_by_hand() -> None:
    # Row 2: 1/62 + 1/62 = .03226; row 4: 1/64 + 1/61 = .03202; row 1: 1/61; row 3: 1/63.
    assert by_rank(FOUND) == [2, 4, 1, 3]


def test_convex_fusion_agrees_with_values_worked_by_hand() -> None:
    # Cosines scale to 0, 1, .5, .5 (rows 4, 1, 2, 3), BM25 to 1, 0, .25, 0.
    assert by_both(FOUND, weight=0.6) == [1, 4, 2, 3]  # .6, .4, .4, .3
    assert by_both(FOUND, weight=0.25) == [4, 2, 1, 3]  # .75, .3125, .25, .125


@given(
    st.dictionaries(st.integers(0, 30), st.floats(-1, 1), min_size=1),
    st.dictionaries(st.integers(0, 30), st.floats(0.01, 50)),
    st.floats(0, 1),
)
def test_fusing_again_gives_what_the_retriever_would_have_given(
    dense: dict[int, float], lexical: dict[int, float], weight: float
) -> None:
    cosines = {Row(row): score for row, score in dense.items()}
    worded = {Row(row): score for row, score in lexical.items() if row in dense}
    again = by_both(fuse(cosines, worded), weight=weight)
    assert again == as_found(fuse(cosines, worded, weight=weight))


def test_an_article_stands_where_its_best_chunk_does() -> None:
    owners = ["b", "a", "a", "c"]
    assert first_articles([Row(1), Row(0), Row(2), Row(3)], owners) == ["a", "b", "c"]


def test_at_most_ten_articles_are_ranked() -> None:
    assert len(first_articles(map(Row, range(30)), [str(at) for at in range(30)])) == 10


def test_the_default_is_compared_once_and_last() -> None:
    ways = ways_with([0.3, DENSE_WEIGHT])
    assert list(ways) == ["dense only", "lexical only", "rank fusion", "convex 0.3", DEFAULT]


def test_a_set_is_built_searched_and_measured(tmp_path: Path) -> None:
    records = [
        {"id": "roof", "title": "Roof", "text": "The pupils spend a night on the roof."},
        {"id": "lab", "title": "Laboratory", "text": "The teacher keeps a hamster there."},
    ]
    asked = [
        Asked("1", "Who keeps a hamster?", (), frozenset({"lab"}), answerable=True),
        Asked("2", "Who spends a night on the roof?", (), frozenset({"roof"}), answerable=True),
    ]
    questions, embedder = QuestionSet("school", records, asked), WordEmbedder()
    run = run_set(questions, open_set(questions, tmp_path, embedder), embedder, ways_with([]))
    assert (run.name, run.chunking, run.chunks) == ("school", ChunkSettings(), 2)
    assert run.values["lexical only"]["hit@1"].tolist() == [1, 1]
    assert run.values[DEFAULT]["nDCG@10"].tolist() == [1, 1]
