import numpy as np
import pytest

from qa.evaluation.comparing import COMPARED, ComparisonError, compare, difference
from tests.evaluation.making import outcome, unanswerable


def test_the_same_run_differs_by_nothing() -> None:
    run = [outcome(id=str(at), ranks=(at + 1,)) for at in range(10)] + [unanswerable(id="u")]
    found = compare(run, run)
    assert tuple(found) == COMPARED
    assert {(each.mean, each.low, each.high) for each in found.values()} == {(0.0, 0.0, 0.0)}
    assert [each.questions for each in found.values()] == [10, 10, 10, 10, 1, 10]


def test_questions_are_paired_by_id_whatever_their_order() -> None:
    old = [outcome(id="a", ranks=(1,)), outcome(id="b", ranks=()), outcome(id="old")]
    new = [outcome(id="b", ranks=(1,)), outcome(id="new", ranks=()), outcome(id="a", ranks=(1,))]
    found = compare(new, old)["hit@1"]
    assert (found.mean, found.questions) == (0.5, 2)
    assert 0.0 <= found.low <= found.mean <= found.high <= 1.0


def test_a_measure_that_no_common_question_tells_about_is_left_out() -> None:
    assert "false_answer_rate" not in compare([outcome()], [outcome()])


def test_runs_without_a_common_question_are_refused() -> None:
    with pytest.raises(ComparisonError, match="no question in common"):
        compare([outcome(id="a")], [outcome(id="b")])


def test_the_interval_is_about_that_of_the_normal_distribution() -> None:
    gaps = np.random.default_rng(7).choice([-1.0, 0.0, 1.0], size=2500, p=[0.2, 0.4, 0.4])
    found = difference(gaps, seed=0)
    half = 1.96 * gaps.std() / np.sqrt(len(gaps))
    assert found.mean == pytest.approx(gaps.mean())
    assert (found.low, found.high) == pytest.approx(
        (gaps.mean() - half, gaps.mean() + half), abs=half / 5
    )


def test_the_same_seed_gives_the_same_interval() -> None:
    gaps = np.array([0.0, 1.0, 0.0, -1.0, 1.0])
    assert difference(gaps, seed=3) == difference(gaps, seed=3)
