"""The articles that ship: dated, sourced, in words of their own."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from qa.corpus.folder import Corpus, Reading
from qa.text.units import Kind, units
from qa.text.words import words
from qa.types import Published

CORPUS = Path(__file__).parents[1] / "corpus"

FACTS = {f"F{number:03}" for number in range(1, 306)}
"""The numbered facts about the series that the articles restate; each names its pages."""

LEFT_OUT: dict[str, str] = {}
"""Facts that no article uses, with the reason."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Corpus(CORPUS).read()


def test_every_file_can_be_read_and_leaves_nothing_to_guess(reading: Reading) -> None:
    assert reading.problems == ()
    assert len(reading.articles) >= 60
    assert {
        article.id: dict(article.inferred) for article in reading.articles if article.inferred
    } == {}


def test_every_article_is_dated_tagged_and_sourced(reading: Reading) -> None:
    for article in reading.articles:
        assert article.published, article.id
        assert article.tags, article.id
        assert article.lang == "en", article.id
        assert article.sources, article.id
        assert all(source.url.startswith("http") and source.publisher for source in article.sources)


def test_no_article_is_older_than_a_page_it_rests_on(reading: Reading) -> None:
    for article in reading.articles:
        assert article.published
        for source in article.sources:
            if source.date:
                begun = Published.parse(source.date).first_day
                assert begun <= article.published.last_day, (article.id, source)


def test_no_sentence_stands_in_two_articles(reading: Reading) -> None:
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for article in reading.articles:
        for unit in units(article.text):
            said = tuple(words(article.text[unit.start : unit.end]))
            if unit.kind is not Kind.HEADING and len(said) > 2:
                seen[said].add(article.id)
    assert {" ".join(said): ids for said, ids in seen.items() if len(ids) > 1} == {}


def test_every_fact_is_used_or_left_out_for_a_reason(reading: Reading) -> None:
    used: set[str] = set()
    for article in reading.articles:
        facts = article.extra["facts"]
        assert isinstance(facts, list)
        used.update(facts)
    assert used | LEFT_OUT.keys() == FACTS
    assert used & LEFT_OUT.keys() == set()
