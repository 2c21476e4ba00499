"""The articles that ship: dated, sourced, in words of their own."""

from __future__ import annotations

import re
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

WEAK = {
    "F028",
    "F035",
    "F142",
    "F171",
    "F173",
    "F218",
    "F241",
    "F242",
    "F246",
    "F250",
    "F270",
    "F295",
    "F303",
}
"""Facts that rest on nothing but a thin, translated or made-up page."""

HEDGES = re.compile(
    r"weak(ly)? source|weak(ly)?-?sourced|not confirmed|unconfirmed|with care|low-grade|"
    r"minor news site|blog|school newspaper|rewrit|rewrote|false|spun|unreliable|single",
    re.IGNORECASE,
)
"""How an article says that a statement of its own is not to be relied on."""

SPELLINGS = """
    Park Ji-hoo, Onjo, On-ju, 박지후, 온조; Yoon Chan-yeong, Chong-san, Chung-san, Cheongsan,
    윤찬영, 청산; Jo Yi-hyun, Namra, Na-ra, 조이현, 남라; Romon, Park Solomon, Su-hyuk,
    Soo-hyuk, 로몬, 수혁; Gui-nam, 유인수, 귀남; Im Jae-hyeok, Lim Jae-hyuk, Dae-soo,
    임재혁; Lee You-mi, 이유미; Kim Bo-yun, Hyo-ryung; Woo-jin; Kyung-soo; Yi-sak, Isak; Lee
    Byung-chan, 김병철, 이병찬; Cheol-soo; Lee Jae-gyu, Lee JQ, 이재규; Kim Nam-soo, 김남수;
    Cheon Seong-il, 천성일; Joo Dong-keun, 주동근; hambie, halfbie, jeolbi, 절비; 지금 우리
    학교는, 지우학; Noh Jae-won, Yoon Ga-yi, Han Doo-seok, 이민재, 김시은, 노재원, 윤가이;
    Seonghui, 성희여자고등학교
"""
"""The ways names are written on the pages that the articles rest on."""


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


def test_an_article_that_uses_a_weak_fact_says_so(reading: Reading) -> None:
    silent = [
        (article.id, fact)
        for article in reading.articles
        for fact in WEAK.intersection(article.extra["facts"])  # type: ignore[arg-type]
        if not HEDGES.search(article.text)
    ]
    assert silent == []


def test_every_spelling_and_every_korean_name_is_in_an_article(reading: Reading) -> None:
    said = "\n".join(article.text for article in reading.articles)
    names = [" ".join(name.split()) for name in re.split("[,;]", SPELLINGS)]
    assert [name for name in names if name not in said] == []
