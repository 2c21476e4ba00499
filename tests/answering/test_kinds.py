"""What kind of answer a question asks for, and what fits it."""

import pytest

from qa.answering.kinds import AnswerType, asks_for_list, fits, sentence_fits, type_of
from qa.answering.terms import terms


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
        ("Is there a second season?", AnswerType.YES_NO),
        ("Does On-jo die?", AnswerType.YES_NO),
        ("Is it a film or a series?", AnswerType.OTHER),
        ("What did the nurse do when the ship sank?", AnswerType.OTHER),
        ("What were the men who landed after?", AnswerType.OTHER),
        ("When the ship sank, who was saved?", AnswerType.PERSON),
        ("who was there when it sank", AnswerType.PERSON),
        ("In what year did it sink?", AnswerType.DATE),
        ("What is the release date of the film?", AnswerType.DATE),
        ("What was its total number of episodes?", AnswerType.NUMBER),
        ("Which pupil is locked out?", AnswerType.PERSON),
        ("release date season 2", AnswerType.DATE),
        ("director of Tin Harbour", AnswerType.PERSON),
        ("runtime?", AnswerType.NUMBER),
        ("Viewing time of the show in its first week?", AnswerType.NUMBER),
        ("What is the age rating?", AnswerType.OTHER),  # letters, as likely
        ("What is the American age classification?", AnswerType.OTHER),
        ("What is her age?", AnswerType.NUMBER),
        ("archer girl actress name", AnswerType.PERSON),
        ("Where does the actor who plays Bo study?", AnswerType.PLACE),
        ("When was the actor who plays Bo born?", AnswerType.DATE),
    ],
)
def test_the_wording_tells_the_type_of_answer(question: str, kind: AnswerType) -> None:
    assert type_of(question) is kind


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
    assert sentence_fits(kind, sentence, terms("Who plays On-jo?")) is expected


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        (AnswerType.DATE, "28 January 2022", True),
        (AnswerType.DATE, "1923", True),
        (AnswerType.DATE, "after the war", True),
        (AnswerType.DATE, "Netflix", False),
        (AnswerType.NUMBER, "two hours", True),
        (AnswerType.NUMBER, "the school", False),
        (AnswerType.PERSON, "the school", True),
        (AnswerType.OTHER, "because of rain", True),
    ],
)
def test_an_answer_fits_when_it_can_be_of_the_kind(
    kind: AnswerType, answer: str, expected: bool
) -> None:
    assert fits(kind, answer) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who are the directors?", True),
        ("Name the leading actors", True),
        ("Who is in the cast?", True),
        ("What awards did it win?", True),
        ("Which characters are half-zombies?", True),
        ("Who directed it?", False),
        ("What is the series about?", False),
        ("What was the news?", False),
    ],
)
def test_only_a_plain_plural_asks_for_a_list(question: str, expected: bool) -> None:
    assert asks_for_list(question) is expected
