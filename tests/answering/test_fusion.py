"""Fusion: ranges, order, and what each side contributes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.fusion import fuse
from qa.types import Candidate, Row

ROWS = st.integers(0, 40).map(Row)
LEXICAL = st.dictionaries(ROWS, st.floats(0, 50, allow_nan=False), max_size=20)
COSINES = st.floats(-1, 1, allow_nan=False)


@st.composite
def scored(draw: st.DrawFn) -> tuple[dict[Row, float], dict[Row, float]]:
    lexical = draw(LEXICAL)
    others = draw(st.sets(ROWS, max_size=20))
    return {row: draw(COSINES) for row in sorted({*lexical, *others})}, lexical


@given(scored(), st.floats(0, 1))
def test_scores_lie_in_0_to_1_and_come_best_first(
    scores: tuple[dict[Row, float], dict[Row, float]], weight: float
) -> None:
    fused = fuse(*scores, weight=weight)
    assert {each.row for each in fused} == set(scores[0])
    assert all(0.0 <= each.score <= 1.0 for each in fused)
    assert fused == sorted(fused, key=lambda each: (-each.score, each.row))


@given(scored())
def test_with_all_the_weight_on_one_side_that_side_decides(
    scores: tuple[dict[Row, float], dict[Row, float]],
) -> None:
    dense, lexical = scores
    by_dense = [each.dense for each in fuse(dense, lexical, weight=1.0)]
    assert by_dense == pytest.approx(sorted(by_dense, reverse=True), abs=1e-9)
    by_words = [each.lexical for each in fuse(dense, lexical, weight=0.0)]
    assert by_words == pytest.approx(sorted(by_words, reverse=True), abs=1e-9)


def test_a_worked_example() -> None:
    dense = {Row(1): 1.0, Row(2): 0.75, Row(3): 0.5}
    lexical = {Row(3): 8.0, Row(2): 6.0}
    assert fuse(dense, lexical, weight=0.25) == [
        Candidate(Row(3), 0.75, 0.5, 8.0),  # 0.25 * 0 + 0.75 * 8 / 8
        Candidate(Row(2), 0.6875, 0.75, 6.0),  # 0.25 * 0.5 + 0.75 * 6 / 8
        Candidate(Row(1), 0.25, 1.0, 0.0),  # 0.25 * 1 + 0.75 * 0
    ]


def test_a_row_that_was_not_scored_by_both_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="no dense score"):
        fuse({}, {Row(1): 1.0})
    with pytest.raises(ValueError, match="not in"):
        fuse({}, {}, weight=1.5)


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse({}, {}) == []
