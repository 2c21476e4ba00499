"""The questions about answers that changed: labelled against the shipped articles."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa import wiring
from qa.corpus.folder import Corpus
from qa.settings import Settings
from qa.types import Article, Filters, Published

if TYPE_CHECKING:
    from qa.answering.engine import Engine

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


OLD_NEWS = """date 2023-03-09

What is known of the second season of All of Us Are Dead

The Korean zombie series *All of Us Are Dead* came out in January 2022, and viewers wait for more.

Netflix ordered season 2 at its Geeked Week in June 2022. Photos of the crew seemed to show that it
was being filmed in September. An official release date has not been announced for season 2.
"""
"""An article as it might have been written on 9 March 2023, without front matter."""


def open_engine(corpus: Path, index: Path) -> Engine:
    """Build what is not built yet, and open it."""
    settings = Settings(corpus=corpus, index=index)
    wiring.build_index(settings)
    return wiring.open_engine(settings)


@pytest.mark.model
@pytest.mark.timeout(600)
def test_what_is_called_changed_has_changed(questions: list[Question], shipped_index: Path) -> None:
    engine = wiring.open_engine(Settings(corpus=CORPUS, index=shipped_index))
    right, called = 0, []
    for each in questions:
        as_of = Published.parse(each.as_of) if each.as_of else None
        answer = engine.ask(each.question, filters=Filters(as_of=as_of))
        if answer.changed:
            called.append(each.id)
            right += each.changed
    assert right >= 0.9 * len(called), called
    assert right >= 3  # of 23: docs/time.md says why so few


@pytest.mark.model
@pytest.mark.timeout(600)
def test_old_news_stays_an_answer_until_there_is_newer(
    shipped_index: Path, model_cache: Path, tmp_path: Path
) -> None:
    asked = "Is there a release date for season 2?"
    alone, both = tmp_path / "alone", tmp_path / "both"
    shutil.copytree(CORPUS, both)
    alone.mkdir()
    for corpus in (alone, both):
        (corpus / "old-news.txt").write_text(OLD_NEWS, encoding="utf-8")
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (first / wiring.MODELS).symlink_to(model_cache)
    shutil.copytree(shipped_index, second, symlinks=True)
    answer = open_engine(alone, first).ask(asked).answer
    assert answer
    assert "has not been announced" in answer.text
    assert answer.published == Published(2023, 3, 9)
    newer = open_engine(both, second).ask(asked)
    assert newer.answer
    assert newer.answer.published == Published(2026, 2, 23)
    assert Published(2023, 3, 9) in [each.published for each in newer.earlier]
