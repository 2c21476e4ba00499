import pytest

from qa.evaluation.scores import LOWER_IS_BETTER, MEASURES, by_kind, score, scores
from tests.evaluation.making import outcome, unanswerable

NO_RIGHT = {"right": False, "em": 0.0, "f1": 0.0}


def test_the_measures_have_the_names_of_the_contract() -> None:
    assert MEASURES == (
        "hit@1",
        "hit@5",
        "hit@10",
        "recall@10",
        "mrr@10",
        "ndcg@10",
        "em",
        "f1",
        "citation_contains_answer",
        "false_answer_rate",
        "false_refusal_rate",
        "auroc",
        "ece",
        "latency_p50_ms",
        "latency_p95_ms",
    )
    assert set(MEASURES) > LOWER_IS_BETTER


def test_four_questions_measured_by_hand() -> None:
    outcomes = [
        outcome(ranks=(1, 12), relevant=2, em=1.0, f1=1.0, confidence=1.0, took_ms=1.0),
        outcome(ranks=(2,), relevant=1, abstained=True, f1=0.5, confidence=0.5, took_ms=2.0),
        outcome(ranks=(), relevant=1, confidence=0.6, took_ms=3.0, **NO_RIGHT),
        unanswerable(confidence=0.6, took_ms=40.0),
    ]
    assert scores(outcomes) == pytest.approx(
        {
            "hit@1": 1 / 3,
            "hit@5": 2 / 3,
            "hit@10": 2 / 3,
            "recall@10": (1 / 2 + 1 + 0) / 3,
            "mrr@10": (1 + 1 / 2 + 0) / 3,
            "ndcg@10": (1 / (1 + 0.63093) + 0.63093 + 0) / 3,
            "em": 1 / 3,
            "f1": 1 / 3,  # what was withheld counts as nothing
            "citation_contains_answer": 1 / 3,
            "false_answer_rate": 1.0,
            "false_refusal_rate": 1 / 3,
            "auroc": (1 + 0 + 0.5) / 3,
            # Bins: 1.0 right of 1; 0.5 right of 1; 0.6 wrong of 2.
            "ece": (0 + 0.5 + 2 * 0.6) / 4,
            "latency_p50_ms": 2.0,
            "latency_p95_ms": 40.0,
        },
        abs=1e-5,
    )


def test_a_measure_that_no_question_tells_about_is_none() -> None:
    unlabelled = outcome(relevant=0, ranks=(), right=None, em=None, f1=None, answers=())
    found = scores([unlabelled])
    assert {name for name, value in found.items() if value is not None} == {
        "false_refusal_rate",
        "latency_p50_ms",
        "latency_p95_ms",
    }
    assert set(scores([]).values()) == {None}


def test_calibration_is_not_measured_on_unanswerable_questions_alone() -> None:
    assert score("ece", [unanswerable(), unanswerable(confidence=0.1)]) is None


def test_kinds_are_sorted_and_what_has_none_is_left_out() -> None:
    found = by_kind([outcome(kind="b"), outcome(kind="a"), outcome(), outcome(kind="b", id="q2")])
    assert [(kind, len(some)) for kind, some in found.items()] == [("a", 1), ("b", 2)]
