import functools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("ir_measures", reason="pip install -e '.[bench]'")

from benchmarks.question_sets import Asked, QuestionSet, open_set
from benchmarks.retrieval import (
    DEFAULT,
    as_found,
    by_fusion,
    first_articles,
    run_set,
    ways_with,
)
from qa.answering.fusion import DENSE_WEIGHT, fuse
from qa.indexing.chunking import ChunkSettings
from qa.types import Row
from tests.fakes import WordEmbedder


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
    again = by_fusion(fuse(cosines, worded), functools.partial(fuse, weight=weight))
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
