"""What a question asks for."""

import pytest

from qa.answering.questions import LONGEST_QUESTION, take_apart
from qa.answering.terms import terms
from qa.errors import QuestionError


def test_the_second_season_is_season_2() -> None:
    assert terms("the second season") == terms("Season 2") == {"2", "season"}


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_a_blank_question_is_refused_with_an_example(question: str) -> None:
    with pytest.raises(QuestionError, match="as in"):
        take_apart(question)


def test_a_question_of_ten_thousand_characters_is_refused() -> None:
    with pytest.raises(QuestionError, match="10000 characters, at most 1000"):
        take_apart("x" * 10_000)
    assert take_apart("x" * LONGEST_QUESTION).text


def test_numbers_are_taken_without_marks_between_thousands() -> None:
    assert take_apart("Did 1,200 people watch 12 episodes in S01E04?").numbers == {"1200", "12"}


def test_a_plural_asks_for_a_list() -> None:
    assert take_apart("Which actors play the teachers?").listed
    assert not take_apart("Which actor plays the teacher?").listed
