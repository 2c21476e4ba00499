import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("ir_measures", reason="pip install -e '.[bench]'")

from benchmarks.choices import (
    BEFORE,
    DEFAULT,
    FUSED,
    WORDS,
    best_chunk,
    from_lowest,
    judge,
    misspell,
    print_table,
    search,
    summed_chunks,
)
from benchmarks.question_sets import Asked
from qa.index.lexical import LexicalIndex, Weights
from qa.index.snapshot import lexical_folders
from qa.types import Article, Candidate, Row
from tests.building import built
from tests.fakes import WordEmbedder

CANDIDATES = [Candidate(Row(row), score, 0, 0) for row, score in ((2, 0.9), (0, 0.8), (1, 0.7))]
OWNERS = ["a", "a", "b"]


def test_an_article_ranks_by_its_best_chunk_or_by_several() -> None:
    assert best_chunk(CANDIDATES, OWNERS) == ["b", "a"]
    assert summed_chunks(CANDIDATES, OWNERS, share=0.2) == ["b", "a"]  # .8 + .2 * .7 / 2 = .87
    assert summed_chunks(CANDIDATES, OWNERS, share=0.4) == ["a", "b"]


def test_scaled_from_the_lowest_the_weakest_match_counts_as_none() -> None:
    dense = {Row(0): 0.5, Row(1): 0.5, Row(2): 0.5}
    scores = {each.row: each.score for each in from_lowest(dense, {Row(0): 4.0, Row(1): 2.0})}
    assert scores[Row(1)] == scores[Row(2)] < scores[Row(0)]


@given(st.integers(0, 1000))
def test_a_misspelled_question_differs_in_one_capitalised_word(seed: int) -> None:
    question = "Who plays Gyeong in Hyosan High"
    wrong = misspell(question, random.Random(seed))  # noqa: S311 - no secret
    if wrong is None:
        return
    pairs = list(zip(question.split(), wrong.split(), strict=True))
    changed = [(right, written) for right, written in pairs if right != written]
    assert len(changed) == 1
    assert changed[0][0] in ("Gyeong", "Hyosan")
    assert changed[0][0].lower() != changed[0][1].lower()


def test_a_question_without_a_long_capitalised_word_is_not_misspelled() -> None:
    assert misspell("Hyosan is where", random.Random(0)) is None  # noqa: S311 - no secret


def test_sounds_are_what_finds_a_misspelled_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = built(
        tmp_path,
        [
            Article("one", "One", "The part went to Kim Gyeong-hun."),
            Article("two", "Two", "It rained all day and nobody came."),
        ],
    )
    folders = lexical_folders(tmp_path / "index" / "000001", snapshot.manifest)
    slots = snapshot.contents.slots
    ids = snapshot.contents.ids
    owners = [ids[number] for number in snapshot.contents.article_of_row.tolist()]
    asked = [Asked("q", "Kyounghun?", (), frozenset({"one"}), answerable=True)]
    values = {}
    for name, weights in WORDS.items():
        found = search(
            snapshot, LexicalIndex(folders, slots, weights), WordEmbedder(), ["Kyounghun?"]
        )
        assert bool(found[0].lexical) == bool(weights.sound)
        values[name] = judge(asked, found, owners)
    assert values[DEFAULT]["hit@1"].tolist() == [1.0]
    print_table("Words", values, DEFAULT)
    printed = capsys.readouterr().out.splitlines()
    assert len([line for line in printed if line.startswith("| ")]) == len(WORDS) + 2
    assert [line for line in printed if line.startswith(f"| **{DEFAULT}** | 1.000 | 1.000")]


def test_every_way_of_fusing_ranks_articles() -> None:
    dense, lexical = {Row(0): 0.1, Row(1): 0.2, Row(2): 0.9}, {Row(2): 3.0}
    for fusion, order in FUSED.values():
        assert order(fusion(dense, lexical), OWNERS)[0] == "b"


def test_what_was_before_is_one_of_the_choices() -> None:
    assert WORDS[BEFORE] == Weights(name=1, sound=0, near=0)
    assert np.isclose(WORDS[DEFAULT].name, 0.5)
