from dataclasses import replace

from qa.answering.whole import WholePassage
from tests.evaluation.making import passage


def test_the_best_passage_is_taken_whole_and_as_sure_as_it_is_near() -> None:
    first, second = passage("a", "One. Two."), passage("b")
    (span,) = WholePassage().read("?", [first, second])
    assert (span.passage, span.text, span.support) == (first, "One. Two.", 0.5)
    assert WholePassage().read("?", []) == []


def test_a_support_lies_in_0_to_1_whatever_a_cosine_does() -> None:
    near, far = replace(passage("a"), dense=1.0001), replace(passage("a"), dense=-0.2)
    assert [WholePassage().read("?", [each])[0].support for each in (near, far)] == [1.0, 0.0]
