"""The questions about the series: answered by the shipped articles, or surely not."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa.corpus.folder import Corpus
from qa.types import Article, Published

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTIONS = Path(__file__).parent / "questions" / "series.jsonl"

ANSWERABLE = {
    "cast": 25,
    "plot": 35,
    "production": 20,
    "numbers": 20,
    "dates": 15,
    "yesno": 20,
    "list": 12,
    "webtoon": 15,
    "reception": 15,
    "season2": 15,
    "alias": 15,
    "typo": 15,
    "korean": 60,
    "asof": 20,
    "changed": 20,
}
UNANSWERABLE = {"near-miss": 50, "other-show": 20, "off-topic": 20}

VERDICTS = {"yes", "no"}
"""Answers that are no quotation: as letters they stand in nearly every article."""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    question: str
    kind: str
    answerable: bool
    answers: tuple[str, ...]
    relevant: tuple[str, ...]
    as_of: str

    def answer_in(self, text: str) -> bool:
        return any(
            answer.casefold() in text.casefold()
            for answer in self.answers
            if answer.casefold() not in VERDICTS
        )

    @property
    def asked(self) -> str:
        """What is asked, without capitals and punctuation, and on which day."""
        said = re.sub(r"\W+", " ", self.question.casefold()).strip()
        return f"{said} {self.as_of}"


def _parse(line: str) -> Question:
    fields = json.loads(line)
    return Question(
        id=fields["id"],
        question=fields["question"],
        kind=fields["kind"],
        answerable=fields["answerable"],
        answers=tuple(fields["answers"]),
        relevant=tuple(fields["relevant"]),
        as_of=fields.get("as_of", ""),
    )


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return [_parse(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def answerable(questions: list[Question]) -> list[Question]:
    return [each for each in questions if each.answerable]


@pytest.fixture(scope="module")
def unanswerable(questions: list[Question]) -> list[Question]:
    return [each for each in questions if not each.answerable]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in Corpus(CORPUS).read().articles}


def test_no_two_questions_share_an_id(questions: list[Question]) -> None:
    counts = Counter(each.id for each in questions)
    assert {id_: count for id_, count in counts.items() if count > 1} == {}


def test_no_question_is_asked_twice(questions: list[Question]) -> None:
    counts = Counter(each.asked for each in questions)
    assert {asked: count for asked, count in counts.items() if count > 1} == {}


def test_every_question_can_be_asked(questions: list[Question]) -> None:
    assert [each.id for each in questions if not 1 <= len(each.question.strip()) <= 1000] == []


def test_every_relevant_article_exists_and_is_named_once(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    for each in questions:
        assert set(each.relevant) <= articles.keys(), each.id
        assert len(set(each.relevant)) == len(each.relevant), each.id


def test_every_article_answers_a_question(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    used = {id_ for each in questions for id_ in each.relevant}
    assert articles.keys() - used == set()


def test_an_answerable_question_has_its_answer_in_a_relevant_article(
    answerable: list[Question], articles: dict[str, Article]
) -> None:
    for each in answerable:
        assert each.answers, each.id
        assert each.relevant, each.id
        assert all(answer.strip() for answer in each.answers), each.id
        assert any(each.answer_in(articles[id_].text) for id_ in each.relevant), each.id


def test_the_first_relevant_article_is_one_that_holds_the_answer(
    answerable: list[Question], articles: dict[str, Article]
) -> None:
    for each in answerable:
        assert each.answer_in(articles[each.relevant[0]].text), each.id


def test_an_unanswerable_question_has_neither_answers_nor_articles(
    unanswerable: list[Question],
) -> None:
    for each in unanswerable:
        assert each.answers == (), each.id
        assert each.relevant == (), each.id


def test_every_kind_has_enough_questions(
    answerable: list[Question], unanswerable: list[Question]
) -> None:
    for asked, wanted in ((answerable, ANSWERABLE), (unanswerable, UNANSWERABLE)):
        counts = Counter(each.kind for each in asked)
        assert counts.keys() == wanted.keys()
        assert {kind: counts[kind] for kind in wanted if counts[kind] < wanted[kind]} == {}
    assert len(answerable) >= 270
    assert len(unanswerable) >= 90


def test_a_question_for_a_day_rests_on_what_had_been_published(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    for each in questions:
        assert bool(each.as_of) == (each.kind == "asof"), each.id
        if each.as_of:
            day = Published.parse(each.as_of)
            assert day.day, each.id
            for id_ in each.relevant:
                published = articles[id_].published
                assert published, id_
                assert published.last_day <= day.last_day, (each.id, id_)


def test_a_korean_question_is_written_in_korean(questions: list[Question]) -> None:
    for each in questions:
        if each.kind == "korean":
            assert re.search("[가-힣]", each.question), each.id
