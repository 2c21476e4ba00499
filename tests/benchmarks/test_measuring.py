import re
from math import log2
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("ir_measures", reason="pip install -e '.[bench]'")

from benchmarks.measuring import difference, format_interval, markdown_table, measure

RELEVANT = {"q1": frozenset({"a"}), "q2": frozenset({"a", "b"}), "q3": frozenset({"c"})}


def test_measures_agree_with_values_worked_by_hand() -> None:
    rankings = {"q1": ["a", "b"], "q2": ["c", "b", "a"], "q3": ["a"]}
    found = measure(rankings, RELEVANT)
    second = (1 / log2(3) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3))
    assert found["nDCG@10"] == pytest.approx([1, second, 0])
    assert found["hit@1"].tolist() == [1, 0, 0]
    assert found["hit@10"].tolist() == [1, 1, 0]
    assert found["MRR@10"].tolist() == [1, 0.5, 0]


def test_only_the_first_ten_articles_count() -> None:
    late = [f"other-{at}" for at in range(10)] + ["a"]
    found = measure({"q1": late}, {"q1": frozenset({"a"})})
    assert [values.tolist() for values in found.values()] == [[0], [0], [0], [0]]


def test_a_question_that_nothing_was_found_for_scores_0() -> None:
    found = measure({"q1": [], "q2": ["a"]}, RELEVANT)
    assert found["hit@10"].tolist() == [0, 1, 0]


def test_a_difference_has_its_mean_between_its_bounds_and_is_the_same_every_time() -> None:
    ours, theirs = np.array([1.0, 1, 0, 1, 1, 0]), np.array([0.0, 1, 0, 1, 0, 1])
    interval = difference(ours, theirs)
    assert interval.mean == pytest.approx(1 / 6)
    assert interval.low < interval.mean < interval.high
    assert interval == difference(ours, theirs)


def test_a_constant_difference_is_certain() -> None:
    interval = difference(np.full(7, 0.75), np.full(7, 0.5))
    assert interval == pytest.approx((0.25, 0.25, 0.25))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_nothing_differs_from_itself(values: list[float]) -> None:
    assert difference(np.array(values), np.array(values)) == (0, 0, 0)


def test_a_table_is_markdown() -> None:
    expected = "| a | b |\n| --- | ---: |\n| x | 1 |"
    assert markdown_table(("a", "b"), [("x", "1")]) == expected


def test_an_interval_is_told_in_points() -> None:
    assert format_interval(difference(np.array([0.5]), np.array([0.25]))) == "+25.0 [+25.0, +25.0]"


def test_whatever_a_benchmark_writes_down_has_a_place_in_the_page() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "performance.md").read_text("utf-8")
    sources = [each.read_text("utf-8") for each in (root / "benchmarks").glob("*.py")]
    names = re.findall(r'write_between\([^)]*?"performance\.md", "(\w+)"', "\n".join(sources))
    assert len(names) > 2
    assert [name for name in names if page.count(f"<!-- {name} begins -->") != 1] == []
    assert [name for name in names if page.count(f"<!-- {name} ends -->") != 1] == []
