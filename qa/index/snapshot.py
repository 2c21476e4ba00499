"""A generation opened for reading: the local Searcher. It never changes while it is held."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from qa.index import listing, manifest
from qa.index.allowed import allowed_articles, allowed_by
from qa.index.contents import Contents
from qa.index.facets import count_facets
from qa.index.lexical import LexicalIndex
from qa.index.parts import LEXICAL, PARTS
from qa.index.vectors import DenseIndex
from qa.types import Passage, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.checking import Checked
    from qa.index.manifest import Manifest
    from qa.protocols import Order
    from qa.types import Article, Candidate, Facets, Filters, Hit, Published, Row


class Snapshot:
    """One generation, checked against its manifest and opened; implements `Searcher`."""

    def __init__(self, folder: Path, checked: Checked | None = None) -> None:
        """Check every file of `folder`, then open it; GenerationError when anything is wrong.

        Files that `checked` has seen intact are not read again.
        """
        self.manifest = manifest.read(folder)
        manifest.check(folder, self.manifest, checked)
        self.contents = Contents(folder, self.manifest)
        self._dense = DenseIndex(folder, self.contents.slots, self.contents.vectors)
        self._lexical = LexicalIndex(lexical_folders(folder, self.manifest), self.contents.slots)

    @property
    def summary(self) -> Summary:
        """What the generation says of itself."""
        said = self.manifest
        return Summary(said.generation, said.built_at, said.embedder, said.articles, said.chunks)

    @property
    def generation(self) -> str:
        """The generation's number, such as "000007"."""
        return self.manifest.generation

    def search_dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters
    ) -> Sequence[Hit]:
        """Return up to `limit` rows by cosine, best first, ties by row."""
        if not len(self.contents.slots):
            return []
        allowed = allowed_by(filters, self.contents)
        rows = None if allowed is None else allowed.rows
        return self._dense.search(vector, min(limit, len(self.contents.slots)), rows)

    def search_lexical(self, question: str, limit: int, filters: Filters) -> Sequence[Hit]:
        """Return up to `limit` rows by BM25, best first, ties by row."""
        return self._lexical.search(question, limit, allowed_by(filters, self.contents))

    def score_dense(self, vector: NDArray[np.float32], rows: Sequence[Row]) -> Sequence[float]:
        """Return the cosine of each row with `vector`, in the order of `rows`."""
        scores: list[float] = self._dense.scores(vector, np.array(rows, np.int64)).tolist()
        return scores

    def passages(self, candidates: Sequence[Candidate]) -> Sequence[Passage]:
        """Return the passage behind each candidate, in order."""
        return [self._passage(candidate) for candidate in candidates]

    def article(self, article_id: str) -> Article:
        """Return the article as it was built; ArticleMissingError when there is none."""
        return self.contents.article(self.contents.number(article_id))

    def articles(self, *, offset: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` articles from position `offset`, sorted by id."""
        numbers = range(len(self.contents.ids))[offset : offset + limit]
        return [self.contents.article(number) for number in numbers]

    def facets(self, *, most: int) -> Facets:
        """Return the `most` frequent sources and tags, and the span of dates."""
        return count_facets(self.contents, most)

    def find_articles(self, sought: str, filters: Filters, order: Order) -> Sequence[str]:
        """Return the ids of the articles that pass and whose title or id holds all words sought."""
        numbers = np.arange(len(self.contents.ids))
        if filters.active:
            numbers = numbers[allowed_articles(filters, self.contents)]
        if words := sought.split():
            numbers = listing.with_words(words, self._names, numbers)
        numbers = listing.in_order(order, self.contents.articles, numbers)
        return [self.contents.ids[number] for number in numbers.tolist()]

    def count_by_month(self) -> Mapping[Published | None, int]:
        """Return how many articles were published in each month; counted once a generation."""
        return self._months

    @functools.cached_property
    def _months(self) -> Mapping[Published | None, int]:
        return listing.count_by_month(self.contents.articles)

    @functools.cached_property
    def _names(self) -> Sequence[str]:
        return listing.names_of(self.contents)

    def _passage(self, candidate: Candidate) -> Passage:
        start, end = self.contents.span(candidate.row)
        article = self.contents.article(int(self.contents.article_of_row[candidate.row]))
        return Passage(
            article_id=article.id,
            title=article.title,
            published=article.published,
            url=article.url,
            source=article.publisher,
            text=article.text[start:end],
            start=start,
            end=end,
            score=candidate.score,
            dense=candidate.dense,
            lexical=candidate.lexical,
        )


def lexical_folders(folder: Path, said: Manifest) -> list[Path]:
    """Return where the lexical index of each part of a generation is."""
    return [folder / PARTS / name / LEXICAL for name in said.parts]
