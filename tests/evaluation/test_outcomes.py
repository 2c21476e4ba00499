import dataclasses

import pytest

from qa.evaluation.outcomes import Outcome, Stage, article_ranks, judge
from qa.evaluation.questions import LabelledQuestion
from qa.types import Answer, Statement
from tests.evaluation.making import answered, labelled, passage, withheld

RIGHT = passage("a", "Park Ji-hu plays Nam On-jo.")
ELSEWHERE = passage("b", "Park Ji-hu was born in 2003.")
WRONG = passage("b", "Yoon Chan-young plays Cheong-san.")
NO_WORDS = passage("a", "She is the daughter of a fireman.")
UNANSWERABLE = labelled(answerable=False, answers=(), relevant=frozenset())


def judged(question: LabelledQuestion, answer: Answer) -> Outcome:
    return judge(question, answer, took_ms=1.5)


def test_an_outcome_keeps_everything_that_is_measured() -> None:
    found = judged(labelled(kind="cast"), answered([RIGHT, WRONG], confidence=0.8))
    assert found == Outcome(
        id="q1",
        kind="cast",
        question="Who plays Nam On-jo?",
        answers=("Park Ji-hu",),
        answerable=True,
        ranks=(1,),
        relevant=1,
        abstained=False,
        confidence=0.8,
        guess="Park Ji-hu plays Nam On-jo.",
        em=0.0,
        f1=4 / 7,  # two words in common, of five and two
        right=True,
        stage=None,
        took_ms=1.5,
    )


def test_an_article_ranks_by_its_best_passage() -> None:
    found = [passage(each) for each in ("x", "x", "b", "x", "a", "b", "c")]
    assert article_ranks(found, frozenset({"a", "b", "gone"})) == (2, 3)


def test_a_withheld_guess_is_judged_by_the_best_span() -> None:
    found = judged(labelled(), withheld([RIGHT, WRONG]))
    assert (found.abstained, found.right, found.guess) == (True, True, RIGHT.text)


def test_only_quotes_behind_the_answer_make_it_right() -> None:
    answer = answered([WRONG, RIGHT])
    assert judged(labelled(), answer).right is False
    both = dataclasses.replace(answer, answer=Statement("Both.", (1, 2)))
    assert judged(labelled(), both).right is True


@pytest.mark.parametrize(
    ("question", "answer", "stage"),
    [
        (labelled(), answered([RIGHT]), None),
        (labelled(), withheld([RIGHT]), Stage.WITHHELD),
        (labelled(), answered([WRONG]), Stage.NOT_RETRIEVED),
        (labelled(), withheld([]), Stage.NOT_RETRIEVED),
        (labelled(), answered([WRONG, NO_WORDS]), Stage.NOT_WEIGHED),
        (labelled(), withheld([NO_WORDS]), Stage.NOT_WEIGHED),
        (labelled(), answered([WRONG, RIGHT]), Stage.OUTWEIGHED),
        (labelled(), withheld([WRONG, RIGHT]), Stage.OUTWEIGHED),
        (UNANSWERABLE, answered([WRONG]), Stage.ANSWERED),
        (UNANSWERABLE, withheld([WRONG]), None),
        # Nobody wrote down which articles answer: what holds an answer will do.
        (labelled(relevant=frozenset()), answered([WRONG, ELSEWHERE]), Stage.OUTWEIGHED),
        (labelled(relevant=frozenset()), answered([WRONG]), Stage.NOT_RETRIEVED),
        # Nobody wrote down the answers: only retrieval can be blamed.
        (labelled(answers=()), answered([WRONG]), Stage.NOT_RETRIEVED),
        (labelled(answers=()), withheld([RIGHT]), None),
        (labelled(answers=(), relevant=frozenset()), answered([WRONG]), None),
    ],
)
def test_where_a_question_was_lost(
    question: LabelledQuestion, answer: Answer, stage: Stage | None
) -> None:
    assert judged(question, answer).stage == stage


def test_what_was_found_below_everything_that_was_weighed_was_lost_by_retrieval() -> None:
    answer = dataclasses.replace(answered([WRONG, NO_WORDS]), spans=answered([WRONG]).spans)
    assert judged(labelled(), answer).stage == Stage.TOO_DEEP
    shallow = dataclasses.replace(answered([NO_WORDS, WRONG]), spans=answered([WRONG]).spans)
    assert judged(labelled(), shallow).stage == Stage.NOT_WEIGHED


def test_every_stage_belongs_to_a_part_of_the_engine() -> None:
    assert {stage.part for stage in Stage} == {"retrieval", "reading", "deciding"}


def test_without_written_answers_nothing_is_called_right_or_wrong() -> None:
    found = judged(labelled(answers=()), answered([RIGHT]))
    assert (found.right, found.em, found.f1) == (None, None, None)


def test_no_answer_to_an_unanswerable_question_is_right() -> None:
    odd = labelled(
        answerable=False
    )  # as in out-of-corpus probes, whose answers are known elsewhere
    found = judged(odd, answered([RIGHT]))
    assert (found.right, found.em, found.stage) == (False, None, Stage.ANSWERED)


def test_an_outcome_stays_small() -> None:
    long = passage("a", "word " * 500)
    question = labelled(question="w" * 1000, answers=("a" * 1000,) * 20)
    found = judged(question, answered([long] * 10))
    assert (len(found.guess), len(found.question), len(found.answers)) == (400, 400, 5)
    assert {len(each) for each in found.answers} == {400}
