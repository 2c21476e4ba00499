"""What a question asks for."""

import pytest

from qa.answering.questions import LONGEST_QUESTION, AnswerType, fits, take_apart, terms
from qa.errors import QuestionError


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who plays On-jo?", AnswerType.PERSON),
        ("Which actress is Nam-ra?", AnswerType.PERSON),
        ("when was it announced", AnswerType.DATE),
        ("What year did it start?", AnswerType.DATE),
        ("How many episodes are there?", AnswerType.NUMBER),
        ("Where was it filmed?", AnswerType.PLACE),
        ("Why are the uniforms green?", AnswerType.OTHER),
        ("지우학 감독은?", AnswerType.OTHER),
    ],
)
def test_the_wording_tells_the_type_of_answer(question: str, kind: AnswerType) -> None:
    assert take_apart(question).type is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (AnswerType.DATE, "It came out in January 2022.", True),
        (AnswerType.DATE, "It came out on Netflix.", False),
        (AnswerType.NUMBER, "There are twelve.", True),
        (AnswerType.NUMBER, "There are many.", False),
        (AnswerType.PERSON, "The lead is Park Ji-hu.", True),
        (AnswerType.PERSON, "The lead of On-jo is unknown.", False),
        (AnswerType.PERSON, "lower case text says nothing about names.", True),
        (AnswerType.OTHER, "Anything.", True),
    ],
)
def test_a_sentence_fits_when_it_holds_such_a_thing(
    kind: AnswerType, sentence: str, expected: bool
) -> None:
    assert fits(kind, sentence, take_apart("Who plays On-jo?").terms) is expected


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
