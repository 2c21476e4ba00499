"""Filters come before the best are chosen: what is allowed is found however rare and far off it is.

The rare articles match the question worst of all, so that a search that took its best first and
filtered afterwards would find none of them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.indexing.chunking import embedded_text
from qa.types import Article, Filters, Published
from tests.building import builder
from tests.fakes import BruteSearcher, WordEmbedder, bm25

if TYPE_CHECKING:
    from qa.index.snapshot import Snapshot

COUNT = 10_000
QUESTION = "virus rooftop"
LIMIT = 100
FILLER = ("school", "actor", "film", "season", "library", "science", "bow", "korea", "music")


def _article(number: int) -> Article:
    """One in a thousand, and one in a hundred, says less of the question than all others do."""
    rarity = 1000 if number % 1000 == 7 else 100 if number % 100 == 7 else 1
    filler = [FILLER[(number * step) % len(FILLER)] for step in range(1, 6 + number % 5)]
    asked = ["virus"] if rarity > 1 else ["virus", "rooftop", "virus"][: 2 + number % 2]
    said = [*asked, *filler, *(FILLER * 2 if rarity > 1 else ())]
    return Article(
        id=f"a{number:05}",
        title=f"Report {number}",
        text=f"{' '.join(said).capitalize()} n{number}.",
        published=Published(2019) if rarity > 1 else Published(2024, 1 + number % 12),
        source="Rare" if rarity == 1000 else "Common",
        tags=("seldom",) if rarity > 1 else ("often", "half") if number % 2 else ("often",),
    )


ARTICLES = [_article(number) for number in range(COUNT)]
SELECTIVE = {
    "1 % by as_of": Filters(as_of=Published(2020)),
    "1 % by until": Filters(until=Published(2023)),
    "1 % by tag": Filters(tags=("Seldom",)),
    "0.1 % by source": Filters(sources=("rare",)),
    "0.1 % by source and date": Filters(sources=("rare",), as_of=Published(2019)),
}
WIDE = {
    "99 % by since": Filters(since=Published(2024)),
    "49 % by tag": Filters(tags=("half",)),
    "8 % by a month": Filters(since=Published(2024, 3), until=Published(2024, 3)),
}


@pytest.fixture(scope="module", params=["exact", "approximate"])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("selective")
    (folder / "corpus").mkdir()
    records = (json.dumps(each.to_record() | {"extra": None}) for each in ARTICLES)
    (folder / "corpus" / "all.jsonl").write_text("\n".join(records), encoding="utf-8")
    limit = COUNT // 2 if request.param == "approximate" else COUNT
    building = replace(builder(folder / "index"), exact_limit=limit)
    building.build(Corpus(folder / "corpus"))
    return Store(folder / "index").open().snapshot


@pytest.fixture(scope="module")
def brute() -> BruteSearcher:
    return BruteSearcher(ARTICLES, WordEmbedder())


@pytest.fixture(scope="module")
def texts(brute: BruteSearcher) -> list[str]:
    return [embedded_text(article, chunk) for article, chunk in brute.rows]


def allowed_rows(brute: BruteSearcher, filters: Filters) -> set[int]:
    return {row for row, (article, _) in enumerate(brute.rows) if brute.passes(article, filters)}


@pytest.mark.parametrize("filters", SELECTIVE.values(), ids=SELECTIVE)
def test_filtering_after_the_search_would_find_none(
    snapshot: Snapshot, brute: BruteSearcher, filters: Filters
) -> None:
    allowed = allowed_rows(brute, filters)
    assert len(allowed) in (COUNT // 100, COUNT // 1000)
    vector = WordEmbedder().embed_question(QUESTION)
    for found in (
        snapshot.search_dense(vector, LIMIT, Filters()),
        snapshot.search_lexical(QUESTION, LIMIT, Filters()),
    ):
        assert len(found) == LIMIT
        assert {hit.row for hit in found} & allowed == set()


@pytest.mark.parametrize("filters", SELECTIVE.values(), ids=SELECTIVE)
def test_dense_search_under_a_selective_filter_is_exact(
    snapshot: Snapshot, brute: BruteSearcher, texts: list[str], filters: Filters
) -> None:
    vector = WordEmbedder().embed_question(QUESTION)
    expected = brute.dense(vector, texts, filters)
    found = snapshot.search_dense(vector, LIMIT, filters)
    assert {hit.row for hit in found} == {hit.row for hit in expected}
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-6)
    first = snapshot.search_dense(vector, 3, filters)
    assert list(first) == list(found)[:3]


@pytest.mark.parametrize("filters", [*SELECTIVE.values(), *WIDE.values()], ids=[*SELECTIVE, *WIDE])
def test_lexical_search_under_any_filter_is_exact(
    snapshot: Snapshot, brute: BruteSearcher, texts: list[str], filters: Filters
) -> None:
    everything = snapshot.search_lexical(QUESTION, COUNT, Filters())
    assert len(everything) == COUNT
    allowed = allowed_rows(brute, filters)
    expected = [hit for hit in everything if hit.row in allowed]
    assert list(snapshot.search_lexical(QUESTION, LIMIT, filters)) == expected[:LIMIT]
    assert list(snapshot.search_lexical(QUESTION, 3, filters)) == expected[:3]


def test_lexical_scores_under_a_filter_are_those_of_the_whole_corpus(
    snapshot: Snapshot, brute: BruteSearcher, texts: list[str]
) -> None:
    filters = SELECTIVE["0.1 % by source"]
    scores = bm25(QUESTION.split(), [text.lower().replace(".", "").split() for text in texts])
    expected = sorted((scores[row] for row in allowed_rows(brute, filters)), reverse=True)
    found = snapshot.search_lexical(QUESTION, LIMIT, filters)
    # tantivy rounds lengths to 8 bits, so scores agree within some per cent.
    assert [hit.score for hit in found] == pytest.approx(expected, rel=0.1)


def test_dense_search_under_a_wide_filter_finds_what_brute_force_finds(
    snapshot: Snapshot, brute: BruteSearcher, texts: list[str]
) -> None:
    vector = WordEmbedder().embed_question(QUESTION)
    for filters in WIDE.values():
        expected = brute.dense(vector, texts, filters)[:LIMIT]
        found = snapshot.search_dense(vector, LIMIT, filters)
        assert {hit.row for hit in found} <= allowed_rows(brute, filters)
        least = expected[-1].score - 1e-2  # rows are scored in 8 bits where it is approximate
        assert len(found) == LIMIT
        assert sum(hit.score >= least for hit in found) >= 0.95 * LIMIT
