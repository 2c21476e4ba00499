"""The questions about answers that changed: labelled against the shipped articles."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa.corpus.folder import Corpus
from qa.types import Article, Published

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTIONS = Path(__file__).parent / "questions" / "changes.jsonl"
KINDS = {"update": 15, "asof": 12, "agree": 15, "scope": 8, "contradict": 5}


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    question: str
    kind: str
    answers: tuple[str, ...]
    earlier: tuple[str, ...]
    relevant: tuple[str, ...]
    changed: bool
    as_of: str


def read_questions() -> list[Question]:
    records = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [
        Question(
            id=each["id"],
            question=each["question"],
            kind=each["kind"],
            answers=tuple(each["answers"]),
            earlier=tuple(each.get("earlier", ())),
            relevant=tuple(each["relevant"]),
            changed=each["changed"],
            as_of=each.get("as_of", ""),
        )
        for each in records
    ]


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions()


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in Corpus(CORPUS).read().articles}


def holds(article: Article, texts: tuple[str, ...]) -> bool:
    return any(text.casefold() in article.text.casefold() for text in texts)


def test_there_are_enough_of_every_kind_and_none_twice(questions: list[Question]) -> None:
    counts = Counter(each.kind for each in questions)
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < KINDS[kind]} == {}
    assert counts.keys() == KINDS.keys()
    assert len(questions) >= 60
    assert len({(each.question, each.as_of) for each in questions}) == len(questions)
    assert len({each.id for each in questions}) == len(questions)


def test_the_answer_stands_in_the_first_relevant_article(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    for each in questions:
        assert set(each.relevant) <= articles.keys(), each.id
        assert holds(articles[each.relevant[0]], each.answers), each.id


def test_what_changed_is_told_otherwise_in_an_article_that_may_be_older(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    for each in questions:
        assert each.changed == bool(each.earlier), each.id
        newest = articles[each.relevant[0]].published
        assert newest
        older = [
            article
            for article in articles.values()
            if article.published and article.published.first_day < newest.last_day
        ]
        assert not each.changed or any(holds(article, each.earlier) for article in older), each.id


def test_an_answer_for_a_day_was_published_by_then(
    questions: list[Question], articles: dict[str, Article]
) -> None:
    for each in questions:
        published = articles[each.relevant[0]].published
        assert published
        if each.as_of:
            assert published.last_day <= Published.parse(each.as_of).last_day, each.id
