import pytest

pytest.importorskip("psutil", reason="pip install -e '.[bench]'")

from benchmarks.ask import in_turns, memory_of_the_models


def test_ways_are_asked_in_turns_and_no_question_twice() -> None:
    asked: list[str] = []
    ways = {
        "plain": lambda question: asked.append(f"plain {question}"),
        "other": lambda question: asked.append(f"other {question}"),
    }
    plain, other = in_turns(ways, ["a", "b", "c", "d"])
    assert asked == ["plain a", "other b", "plain c", "other d"]
    assert (plain.name, other.name, plain.ratio) == ("plain", "other", 1.0)
    assert 0 <= plain.p50 <= plain.p95


def test_the_models_need_tens_of_megabytes_not_hundreds() -> None:
    assert memory_of_the_models() < 200
