import random

import ir_measures
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.evaluation import measures

# Scores from a small set: ties are what goes wrong.
PAIRS = st.lists(st.tuples(st.integers(0, 10).map(lambda part: part / 10), st.booleans()))


@pytest.mark.parametrize("seed", range(5))
def test_rankings_are_measured_as_by_trec_eval(seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311 - no secret
    articles = [f"article-{at}" for at in range(40)]
    runs, qrels, ours = {}, {}, {}
    for at in range(50):
        ranking = generator.sample(articles, generator.randint(1, 40))
        relevant = set(generator.sample(articles, generator.randint(1, 15)))
        name = f"q{at}"
        runs[name] = {each: float(-rank) for rank, each in enumerate(ranking)}
        qrels[name] = dict.fromkeys(relevant, 1)
        ranks = [rank for rank, each in enumerate(ranking, start=1) if each in relevant]
        ours[name] = {
            ir_measures.nDCG @ 10: measures.ndcg(ranks, len(relevant)),
            ir_measures.RR @ 10: measures.reciprocal_rank(ranks),
            ir_measures.R @ 10: measures.recall(ranks, len(relevant)),
            ir_measures.Success @ 1: measures.hit(ranks, 1),
            ir_measures.Success @ 5: measures.hit(ranks, 5),
            ir_measures.Success @ 10: measures.hit(ranks, 10),
        }
    wanted = list(ours["q0"])
    found = list(ir_measures.iter_calc(wanted, qrels, runs))
    assert len(found) == len(ours) * len(wanted)
    for each in found:
        assert ours[each.query_id][each.measure] == pytest.approx(each.value)


def test_nothing_found_scores_nothing() -> None:
    values = (measures.ndcg((), 3), measures.recall((), 3), measures.reciprocal_rank(()))
    assert (*values, measures.hit((), 10)) == (0.0, 0.0, 0.0, 0.0)


@given(PAIRS)
@example([(0.5, True), (0.5, False), (0.5, False), (0.9, True), (0.1, True)])
def test_auroc_counts_the_pairs_put_in_order(pairs: list[tuple[float, bool]]) -> None:
    true = [score for score, label in pairs if label]
    false = [score for score, label in pairs if not label]
    if not true or not false:
        assert measures.auroc(pairs) is None
        return
    won = sum((high > low) + (high == low) / 2 for high in true for low in false)
    assert measures.auroc(pairs) == pytest.approx(won / (len(true) * len(false)))


def test_ece_agrees_with_a_value_worked_by_hand() -> None:
    # Second bin: confidence .15, right 1/2, gap .35. Last: confidence .95, right 2/2, gap .05.
    pairs = [(0.1, False), (0.2 - 1e-12, True), (0.9, True), (1.0, True)]
    assert measures.ece(pairs) == pytest.approx((2 * 0.35 + 2 * 0.05) / 4)
    assert [each.questions for each in measures.reliability(pairs)] == [2, 2]
    assert measures.ece([]) is None


@given(PAIRS)
def test_every_question_falls_into_one_bin(pairs: list[tuple[float, bool]]) -> None:
    bins = measures.reliability(pairs)
    assert sum(each.questions for each in bins) == len(pairs)
    right = sum(each.questions * each.right for each in bins)
    assert right == pytest.approx(sum(label for _, label in pairs))


def test_risk_and_coverage_agree_with_values_worked_by_hand() -> None:
    pairs = [(0.9, True), (0.7, False), (0.7, True), (0.1, False)]
    assert measures.risk_coverage(pairs) == [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]
    # Risks 0/1, then half a wrong one of two, one of three, two of four.
    assert measures.aurc(pairs) == pytest.approx((0 + 0.25 + 1 / 3 + 0.5) / 4)
    assert (measures.risk_coverage([]), measures.aurc([])) == ([], None)


@given(PAIRS.filter(bool), st.randoms())
def test_the_risk_curve_does_not_depend_on_the_order_asked(
    pairs: list[tuple[float, bool]], generator: random.Random
) -> None:
    shuffled = generator.sample(pairs, len(pairs))
    assert measures.aurc(shuffled) == pytest.approx(measures.aurc(pairs))
    assert measures.risk_coverage(shuffled)[-1] == pytest.approx(
        (1.0, sum(not label for _, label in pairs) / len(pairs))
    )


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_value_that_as_many_do_not_exceed(
    values: list[float], part: float
) -> None:
    found = measures.percentile(values, part)
    assert found in values
    assert sum(value <= found for value in values) >= part * len(values) - 1e-6


def test_of_nothing_there_is_no_mean_and_no_percentile() -> None:
    assert (measures.mean([]), measures.percentile([], 0.5)) == (None, None)
