"""Fusion: ranges, order, and what each side contributes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.fusion import CONVEX, FUSIONS, dense_only, fuse, fuse_by_rank, lexical_only
from qa.types import Candidate, Row

if TYPE_CHECKING:
    from qa.answering.fusion import Fusion

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


# Cosines scale to 0, 1, .5, .5 (rows 4, 1, 2, 3), BM25 to 1, 0, .25, 0.
COSINES_OF = {Row(4): 0.5, Row(1): 0.9, Row(2): 0.7, Row(3): 0.7}
WORDED = {Row(4): 8.0, Row(2): 2.0}


@pytest.mark.parametrize(
    ("fusion", "rows"),
    [
        (dense_only, [1, 2, 3, 4]),
        (lexical_only, [4, 2]),
        # Row 2: 1/62 + 1/62 = .03226; row 4: 1/64 + 1/61 = .03203; row 1: 1/61; row 3: 1/63.
        (fuse_by_rank, [2, 4, 1, 3]),
        (functools.partial(fuse, weight=0.6), [1, 4, 2, 3]),  # .6, .4, .4, .3
        (functools.partial(fuse, weight=0.25), [4, 2, 1, 3]),  # .75, .3125, .25, .125
    ],
)
def test_every_way_of_fusing_agrees_with_values_worked_by_hand(
    fusion: Fusion, rows: list[int]
) -> None:
    assert [each.row for each in fusion(COSINES_OF, WORDED)] == rows


@given(scored(), st.sampled_from(list(FUSIONS.values())))
def test_every_way_of_fusing_scores_in_0_to_1_best_first_and_keeps_the_raw_scores(
    scores: tuple[dict[Row, float], dict[Row, float]], fusion: Fusion
) -> None:
    fused = fusion(*scores)
    assert all(0.0 <= each.score <= 1.0 for each in fused)
    assert fused == sorted(fused, key=lambda each: (-each.score, each.row))
    assert all(each.dense == scores[0][each.row] for each in fused)
    assert all(each.lexical == scores[1].get(each.row, 0.0) for each in fused)


@given(scored(), st.sampled_from(list(FUSIONS.values())), st.integers(0, 5))
def test_the_most_of_every_way_of_fusing_are_its_first(
    scores: tuple[dict[Row, float], dict[Row, float]], fusion: Fusion, most: int
) -> None:
    assert fusion(*scores, most=most) == fusion(*scores)[:most]


def test_the_whole_engine_fuses_the_last_way() -> None:
    assert list(FUSIONS)[-1] == CONVEX
    assert FUSIONS[CONVEX] is fuse
