"""Questions to begin with: made of sentences, and only those that are answered."""

from __future__ import annotations

import pytest

from qa.answering.examples import TRIED, Example, examples_in, find_examples
from qa.types import Answer, Article, Passage, Statement
from tests.service.fakes import FakeEngine


def article(number: int, text: str) -> Article:
    return Article(f"a{number:03}", "Some title", text)


def turned(text: str) -> list[Example]:
    return list(examples_in([article(1, text)]))


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("Ada Brunt leads the museum of Farwick.", "Who leads the museum of Farwick?", "Ada Brunt"),
        (
            "**Jon-as Wheel** (1840) built the clock of *Farwick*, then slept.",
            "Who built the clock of Farwick?",
            "Jon-as Wheel",
        ),
        ("# Why did the hall of Farwick open late?\n\nIt did.", None, ""),
        (
            "The museum of Farwick has 12 large rooms.",
            "How many large rooms does the museum of Farwick have?",
            "12",
        ),
        (
            "The boats of Osel had three masts, and burnt.",
            "How many masts did the boats of Osel have?",
            "three",
        ),
        (
            "An opera of Farwick consists of nine acts.",
            "How many acts does an opera of Farwick have?",
            "nine",
        ),
        (
            "The hall of Farwick was opened by the mayor on 4 March 2024.",
            "When was the hall of Farwick opened by the mayor?",
            "4 March 2024",
        ),
        ("Ferries to Osel were built in 1904.", "When were Ferries to Osel built?", "1904"),
    ],
)
def test_a_sentence_gives_the_question_that_it_answers(
    text: str, question: str | None, answer: str
) -> None:
    (found,) = turned(text)
    assert found.question == (question or "Why did the hall of Farwick open late?")
    assert found.answer == answer


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brunt leads it and her museum of Farwick.",
        "Ada Brunt said the hall of Farwick opens.",
        "Ada Brunt leads the large museum in town.",
        "She leads the museum of Farwick.",
        "Ada Brunt nevertheless the museum of Farwick.",
        "The museum has 12 rooms.",
        "They of Farwick have nine lives.",
        "The mayor of Farwick was asked in March 2024.",
        "The hall of Farwick was opened in March 2024, or so it is told.",
        "김도윤은 유리 등대를 지킨다.",
    ],
)
def test_a_sentence_that_makes_no_question_on_its_own_gives_none(text: str) -> None:
    assert turned(text) == []


class Asked:
    """Answers with the words it was given, and counts how often it was asked."""

    def __init__(self, articles: list[Article], answer: str, confidence: float) -> None:
        self.articles_ = articles
        self.answer = answer
        self.confidence = confidence
        self.questions: list[str] = []

    @property
    def article_count(self) -> int:
        return len(self.articles_)

    def articles(self, *, offset: int, limit: int) -> list[Article]:
        return self.articles_[offset : offset + limit]

    def ask(self, question: str) -> Answer:
        self.questions.append(question)
        return Answer(
            question=question,
            answer=Statement(self.answer, (1,)),
            reason=None,
            confidence=self.confidence,
            citations=(),
            passages=list[Passage](),
            generation="000001",
        )


def proposed(asked: Asked, most: int) -> list[str]:
    return [each.question for each in find_examples(asked, most)]


TOWN = [article(at, f"Ada Brunt leads Museum number {at} of Farwick.") for at in range(200)]


def test_only_what_is_answered_as_it_was_meant_is_proposed() -> None:
    assert len(find_examples(Asked(TOWN, "Ada Brunt", 0.9), 6)) == 6
    assert find_examples(Asked(TOWN, "Bas Korten", 0.9), 6) == []
    assert find_examples(Asked(TOWN, "Ada Brunt", 0.3), 6) == []


def test_looking_for_questions_ends_whatever_is_found() -> None:
    asked = Asked(TOWN, "Bas Korten", 0.9)
    find_examples(asked, 6)
    assert len(asked.questions) == TRIED


def test_questions_that_are_unlike_take_turns() -> None:
    articles = [*TOWN[:9], article(500, "Bas Korten keeps Bees in the town of Osel.")]
    assert proposed(Asked(articles, "", 0.9), 2) == [
        "Who leads Museum number 0 of Farwick?",
        "Who keeps Bees in the town of Osel?",
    ]


def test_questions_of_every_kind_come_before_another_of_one_kind() -> None:
    articles = [
        article(1, "Ada Brunt leads the museum of Farwick."),
        article(2, "Bas Korten keeps Bees in the town of Osel."),
        article(3, "The museum of Farwick has 12 rooms."),
        article(4, "The museum of Farwick was opened in 1904."),
    ]
    assert proposed(Asked(articles, "", 0.9), 4) == [
        "Who leads the museum of Farwick?",
        "How many rooms does the museum of Farwick have?",
        "When was the museum of Farwick opened?",
        "Who keeps Bees in the town of Osel?",
    ]


def test_a_corpus_without_articles_gives_none() -> None:
    assert find_examples(FakeEngine(articles=()), 6) == []


def test_an_example_says_out_of_which_article_it_was_made() -> None:
    (found,) = find_examples(Asked(TOWN[7:8], "Ada Brunt", 0.9), 6)
    assert (found.article_id, found.digest) == ("a007", TOWN[7].digest)
