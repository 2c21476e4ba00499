"""What every Searcher promises, against the plain way to compute it."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.index import vectors
from qa.indexing.chunking import embedded_text
from qa.text.words import STOP_WORDS
from qa.types import Article, Candidate, Facets, Filters, Published, Row, Source
from tests.building import built
from tests.fakes import BruteSearcher, WordEmbedder, bm25

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.snapshot import Snapshot

WORDS = [
    "zombie",
    "school",
    "virus",
    "actor",
    "film",
    "korea",
    "season",
    "netflix",
    "rooftop",
    "library",
    "bow",
    "science",
]
SOURCES = ("Yonhap", "UPI", "Variety")
DATES = ("2022", "2022-02", "2022-02-09", "2023-03-09", "2025-07-23", None)


def _articles(count: int) -> list[Article]:
    choose = random.Random(7)  # noqa: S311 - a fixed draw, not a secret
    articles = []
    for number in range(count):
        sentences = [
            " ".join(choose.choices(WORDS, k=choose.randint(4, 12))).capitalize() + "."
            for _ in range(choose.randint(1, 30))
        ]
        date = choose.choice(DATES)
        articles.append(
            Article(
                id=f"a{number:04}",
                title=f"Report {number}",
                text=" ".join(sentences),
                published=Published.parse(date) if date else None,
                source=choose.choice(("", *SOURCES)),
                sources=(Source("https://example.org", choose.choice(SOURCES)),),
                tags=tuple(choose.sample(("cast", "plot", "Season 2"), k=choose.randint(0, 2))),
            )
        )
    return articles


ARTICLES = _articles(300)
FILTERS = [
    Filters(),
    Filters(as_of=Published.parse("2022-02-09")),
    Filters(as_of=Published.parse("2022")),
    Filters(since=Published.parse("2022-02"), until=Published.parse("2023")),
    Filters(sources=("yonhap",)),
    Filters(tags=("season 2", "cast")),
    Filters(sources=("UPI",), tags=("plot",), since=Published.parse("2025")),
    Filters(tags=("no such tag",)),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return built(tmp_path_factory.mktemp("searcher"), ARTICLES)


@pytest.fixture(scope="module")
def brute() -> BruteSearcher:
    return BruteSearcher(ARTICLES, WordEmbedder())


def _texts(brute: BruteSearcher) -> list[str]:
    return [embedded_text(article, chunk) for article, chunk in brute.rows]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("limit", [1, 7, 5000])
def test_dense_search_finds_what_brute_force_finds(
    snapshot: Snapshot, brute: BruteSearcher, filters: Filters, limit: int
) -> None:
    vector = WordEmbedder().embed_question("a virus at school")
    expected = brute.dense(vector, _texts(brute), filters)[:limit]
    found = snapshot.search_dense(vector, limit, filters)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-3)
    assert {hit.row for hit in found} <= {
        row for row, (article, _) in enumerate(brute.rows) if brute.passes(article, filters)
    }


def test_scores_of_given_rows_are_exact(snapshot: Snapshot, brute: BruteSearcher) -> None:
    vector = WordEmbedder().embed_question("the library")
    expected = {hit.row: hit.score for hit in brute.dense(vector, _texts(brute), Filters())}
    rows = [Row(5), Row(0), Row(17)]
    assert snapshot.score_dense(vector, rows) == pytest.approx(
        [expected[row] for row in rows], abs=1e-6
    )


@pytest.mark.parametrize("filters", FILTERS)
def test_lexical_search_ranks_by_bm25(
    snapshot: Snapshot, brute: BruteSearcher, filters: Filters
) -> None:
    tokens = [
        [word for word in text.lower().replace(".", "").split() if word not in STOP_WORDS]
        for text in _texts(brute)
    ]
    scores = bm25(["virus", "rooftop"], tokens)
    expected = sorted(
        score
        for score, (article, _) in zip(scores, brute.rows, strict=True)
        if score > 0 and brute.passes(article, filters)
    )
    found = snapshot.search_lexical("the virus on the rooftop", 5000, filters)
    # tantivy rounds lengths to 8 bits, so scores agree within some per cent.
    assert sorted(hit.score for hit in found) == pytest.approx(expected, rel=0.1)
    assert list(found) == sorted(found, key=lambda hit: (-hit.score, hit.row))


@pytest.mark.parametrize("question", ["", "😀", "the of and", "who is it", '"AND *:*', "\x00"])
def test_a_question_without_words_that_count_finds_nothing_lexically(
    snapshot: Snapshot, question: str
) -> None:
    assert list(snapshot.search_lexical(question, 10, Filters())) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Daesu", {"cast"}),
        ("김민재", {"korean"}),
        ("Who is Dae-soo?", {"cast"}),  # sounds the same
        ("gyeonghun", {"sound"}),
        ("Kyonghun", {"sound"}),
        ("Kyeognhun", {"sound"}),  # a letter off
        ("wherabouts wantid seemslike Kyeognhun", {"sound"}),  # written large, it comes first
        ("대수는?", {"cast"}),  # romanised
        ("박경훈이 누구죠?", {"sound"}),
    ],
)
def test_joined_names_and_inflected_hangul_are_found_by_words_alone(
    tmp_path: Path, question: str, expected: set[str]
) -> None:
    found = built(
        tmp_path,
        [
            Article("cast", "Cast", "Im plays Dae-su."),
            Article("korean", "Korean", "김민재는 배우다."),
            Article("sound", "Sound", "An actor, Park Kyung-hoon, plays along."),
            Article("other", "Other", "Nothing of the kind. 민들레."),
        ],
    )
    hits = found.search_lexical(question, 10, Filters())
    candidates = [Candidate(hit.row, 0, 0, hit.score) for hit in hits[:1]]
    assert {passage.article_id for passage in found.passages(candidates)} == expected


def test_of_many_rows_that_tie_the_first_are_found(tmp_path: Path) -> None:
    found = built(tmp_path, [Article(f"a{n:02}", "Same", f"The bell rang {n}.") for n in range(30)])
    hits = found.search_lexical("bell", 7, Filters())
    assert [hit.row for hit in hits] == list(range(7))


def test_passages_quote_their_article_exactly(snapshot: Snapshot, brute: BruteSearcher) -> None:
    candidates = [Candidate(Row(row), 0.5, 0.4, 0.3) for row in range(len(brute.rows))]
    for passage, (article, _) in zip(snapshot.passages(candidates), brute.rows, strict=True):
        stored = snapshot.article(passage.article_id)
        assert stored == article
        assert passage.text == stored.text[passage.start : passage.end]
        assert (passage.score, passage.dense, passage.lexical) == (0.5, 0.4, 0.3)


def test_a_large_index_is_approximate_yet_finds_what_brute_force_finds(
    tmp_path: Path,
) -> None:
    generator = np.random.default_rng(3)
    rows = generator.normal(size=(5000, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    stored = rows.astype(np.float16)
    slots = np.arange(5000, dtype=np.int32)
    vectors.write_graph(tmp_path, [(slots, stored)])
    index = vectors.DenseIndex(tmp_path, slots, stored.__getitem__)
    masks = [None, np.arange(5000) % 100 == 0, np.arange(5000) % 2 == 0]
    for mask in masks:
        recalls = []
        for query in rows[:50]:
            scores = np.where(mask, rows @ query, -9) if mask is not None else rows @ query
            found = {int(hit.row) for hit in index.search(query, 10, mask)}
            recalls.append(len(found & set(np.argsort(-scores)[:10].tolist())) / 10)
        assert np.mean(recalls) >= 0.95


def test_facets_count_the_articles_of_each_source_and_tag(snapshot: Snapshot) -> None:
    sources = Counter(
        name
        for article in ARTICLES
        for name in {article.publisher, *(each.publisher for each in article.sources)} - {""}
    )
    tags = Counter(tag for article in ARTICLES for tag in article.tags)
    dates = [article.published for article in ARTICLES if article.published]
    facets = snapshot.facets(most=2)
    for found, counted in ((facets.sources, sources), (facets.tags, tags)):
        ranked = sorted(counted.items(), key=lambda each: (-each[1], each[0].casefold()))
        assert [(each.name, each.articles) for each in found] == ranked[:2]
    assert facets.first
    assert facets.last
    assert facets.first.first_day == min(date.first_day for date in dates)
    assert facets.last.last_day == max(date.last_day for date in dates)


def test_nothing_has_no_facets(tmp_path: Path) -> None:
    assert built(tmp_path, []).facets(most=9) == Facets((), (), None, None)
