"""The questions about answers that changed: labelled against the shipped and invented articles."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from benchmarks.changes import INVENTED, SHIPPED, Question, open_engine, read_questions, tally
from qa.corpus.folder import Corpus
from qa.types import Article, Filters, Published

if TYPE_CHECKING:
    from pathlib import Path

    from qa.answering.engine import Engine

KINDS = {"update": 15, "asof": 12, "agree": 15, "scope": 8, "contradict": 5}


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions(SHIPPED[1])


@pytest.fixture(scope="module")
def invented() -> list[Question]:
    return read_questions(INVENTED[1])


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in Corpus(SHIPPED[0]).read().articles}


@pytest.fixture(scope="module")
def engine(shipped_index: Path, model_cache: Path) -> Engine:
    return open_engine(SHIPPED[0], shipped_index, model_cache)


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

Read on for all that is known about season 2, including a possible release date and its cast.

The Korean zombie series *All of Us Are Dead* came out in January 2022, and viewers wait for more.
Since the first season was released in January 2022, they have been promised a second one.

Netflix ordered season 2 at its Geeked Week in June 2022. Photos of the crew seemed to show that it
was being filmed in September. An official release date has not been announced for season 2.
"""
"""An article as it might have been written on 9 March 2023, without front matter."""


@pytest.mark.model
@pytest.mark.timeout(600)
def test_what_is_called_changed_has_changed(engine: Engine, questions: list[Question]) -> None:
    told = tally(engine, questions)
    assert told.precision >= 0.9, told.called
    assert told.recall >= 0.6, told.called


def test_the_invented_articles_tell_what_is_asked(invented: list[Question]) -> None:
    articles = {article.id: article for article in Corpus(INVENTED[0]).read().articles}
    assert len(invented) >= 40
    for each in invented:
        assert holds(articles[each.relevant[0]], each.answers), each.id
        assert each.changed == bool(each.earlier), each.id
        assert not each.changed or any(map(holds, articles.values(), repeat(each.earlier))), each.id


@pytest.mark.model
@pytest.mark.timeout(600)
def test_of_other_things_it_is_the_same_and_without_dates_nothing_has_changed(
    invented: list[Question], model_cache: Path, model_folder: Path, tmp_path: Path
) -> None:
    engine = open_engine(INVENTED[0], tmp_path / "dated", model_cache)
    questions = [each for each in invented if each.kind == "update"]
    updates = tally(engine, questions)
    others = tally(engine, [each for each in invented if each.kind != "update"])
    called, rightly = [*updates.called, *others.called], updates.rightly + others.rightly
    assert rightly / len(called) >= 0.9, called
    assert rightly / (updates.changed + others.changed) >= 0.6, called
    corpus = Corpus(tmp_path / "corpus")
    corpus.folder.mkdir()
    for article in Corpus(INVENTED[0]).read().articles:
        corpus.write(replace(article, published=None))
    undated = tally(open_engine(corpus.folder, tmp_path / "undated", model_cache), questions)
    assert undated.called == ()
    assert undated.quoted < updates.quoted


@pytest.mark.model
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("as_of", "told", "published"),
    [
        ("2022-07-01", "CNB Weekly gave no release date", "2022-06"),
        ("2023-04-01", "no release date", "2023-03-09"),
        ("2024-02-01", "2024", "2024-01-30"),
        ("2025-08-01", "2026", "2025-07-02"),
        (None, "2027", "2026-02-23"),
    ],
)
def test_the_release_is_what_was_expected_on_the_day(
    engine: Engine, as_of: str | None, told: str, published: str
) -> None:
    questions = ["When is season 2 expected to be released?", "When will season 2 come out?"]
    for question in questions:
        filters = Filters(as_of=Published.parse(as_of) if as_of else None)
        found = engine.ask(question, filters=filters)
        assert found.answer, question
        # At last two reports of one day contradict each other: either may stand first.
        said = [found.answer, *found.conflicting]
        assert any(told in each.text for each in said), question
        assert {str(each.published) for each in said} == {published}, question


@pytest.mark.model
@pytest.mark.timeout(600)
def test_old_news_stays_an_answer_until_there_is_newer(
    shipped_index: Path, model_cache: Path, tmp_path: Path
) -> None:
    alone, both = tmp_path / "alone", tmp_path / "both"
    shutil.copytree(SHIPPED[0], both)
    alone.mkdir()
    for corpus in (alone, both):
        (corpus / "old-news.txt").write_text(OLD_NEWS, encoding="utf-8")
    shutil.copytree(shipped_index, tmp_path / "i2", symlinks=True)
    engines = [
        open_engine(corpus, tmp_path / index, model_cache)
        for corpus, index in ((alone, "i1"), (both, "i2"))
    ]
    for asked in (
        "Is there a release date for season 2?",
        "When is season 2 of All of Us Are Dead coming out?",
    ):
        answer, newer = (engine.ask(asked) for engine in engines)
        assert answer.answer
        assert "has not been announced" in answer.answer.text
        assert answer.answer.published == Published(2023, 3, 9)
        assert newer.answer
        assert newer.answer.published == Published(2026, 2, 23)
    newer = engines[1].ask("Is there a release date for season 2?")
    assert Published(2023, 3, 9) in [each.published for each in newer.earlier]
