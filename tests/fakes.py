"""Honest stand-ins: they keep every promise of the seam they stand in for, but know nothing."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import numpy as np

from qa.indexing.chunking import ChunkSettings, chunk_text
from qa.text.words import fold, stem, words
from qa.types import Filters, Hit, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.protocols import Progress
    from qa.types import Article

DIMENSIONS = 64


class WordEmbedder:
    """Implements `Embedder` by hashing words: texts that share words are near each other."""

    name = "words@fake"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text."""
        self.embedded += texts
        if progress and texts:
            progress("embed", len(texts), len(texts))
        rows = [self.embed_question(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), np.float32)

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return the unit vector of a text's hashed words."""
        vector = np.full(DIMENSIONS, 1e-3, np.float32)
        for word in words(question):
            digest = hashlib.sha256(stem(word).encode("utf-8", "surrogatepass")).digest()
            vector[digest[0] % DIMENSIONS] += 1 if digest[1] % 2 else -1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


class BruteSearcher:
    """What a search should find, computed the plain way over a list of articles.

    Dense: every row's inner product with the float16 vectors. Lexical: which rows share a term.
    """

    def __init__(self, articles: Sequence[Article], embedder: WordEmbedder) -> None:
        self.articles = sorted(articles, key=lambda article: article.id)
        self.rows = [
            (article, chunk)
            for article in self.articles
            for chunk in chunk_text(article.text, ChunkSettings())
        ]
        self._embedder = embedder

    def passes(self, article: Article, filters: Filters) -> bool:
        """Whether an article may be used, straight from the definition."""
        published = article.published
        for end in (filters.as_of, filters.until):
            if end and not (published and published.last_day <= end.last_day):
                return False
        if filters.since and not (published and published.first_day >= filters.since.first_day):
            return False
        names = {
            fold(name) for name in [article.publisher, *(s.publisher for s in article.sources)]
        }
        if filters.sources and not names & {fold(name) for name in filters.sources}:
            return False
        tags = {fold(tag) for tag in article.tags}
        return not filters.tags or bool(tags & {fold(tag) for tag in filters.tags})

    def dense(
        self, vector: NDArray[np.float32], texts: Sequence[str], filters: Filters
    ) -> list[Hit]:
        """Return every allowed row by inner product, best first, ties by row."""
        stored = self._embedder.embed_passages(texts).astype(np.float16).astype(np.float32)
        scores = stored @ vector
        allowed = [
            row for row, (article, _) in enumerate(self.rows) if self.passes(article, filters)
        ]
        hits = [Hit(Row(row), float(scores[row])) for row in allowed]
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))


def bm25(question: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return each row's BM25 score (Robertson & Zaragoza 2009; k1 1.2, b 0.75, Lucene's idf)."""
    average = sum(map(len, rows)) / len(rows)
    scores = [0.0] * len(rows)
    for term in dict.fromkeys(question):
        holding = sum(term in row for row in rows)
        idf = math.log(1 + (len(rows) - holding + 0.5) / (holding + 0.5))
        for at, row in enumerate(rows):
            count = row.count(term)
            scores[at] += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(row) / average))
    return scores
