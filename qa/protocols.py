"""The seams: what embeds, what is searched, what extracts, what reads.

An embedder has two sides today, onnxruntime and torch. Two readers exist: one that extracts exact
spans, whose model is behind a seam of its own, and one that chooses sentences. A searcher over
another engine is to come; the contract of searching is tested against brute force already. A
`Reranker` is not among the seams: there is nothing to put behind one yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa.types import (
        Article,
        Candidate,
        Extraction,
        Facets,
        Filters,
        Hit,
        Marked,
        Passage,
        Published,
        Row,
        Span,
        Summary,
    )

    Progress = Callable[[str, int, int], None]
    """Told `(stage, done, total)` as long work goes on; `done == total` ends a stage."""


Order = Literal["id", "newest", "oldest"]
"""How a list of articles is sorted; whatever ties, and whatever has no date, by id."""


class Embedder(Protocol):
    """Turns text into unit vectors. The same text gives the same vector, whatever surrounds it."""

    @property
    def name(self) -> str:
        """Fingerprint of model and settings: equal names mean comparable vectors."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text, float32 of shape (len(texts), dimensions)."""

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return one unit vector, float32 of shape (dimensions,)."""


class Searcher(Protocol):
    """What can be searched: one generation, or later an engine that many machines share."""

    @property
    def summary(self) -> Summary:
        """What is searched; every answer of this searcher comes from this one generation."""

    def search_dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters
    ) -> Sequence[Hit]:
        """Return up to `limit` rows by inner product (cosine), best first, ties by row."""

    def search_lexical(self, question: str, limit: int, filters: Filters) -> Sequence[Hit]:
        """Return up to `limit` rows by BM25, best first, ties by row; none when no word counts."""

    def score_dense(self, vector: NDArray[np.float32], rows: Sequence[Row]) -> Sequence[float]:
        """Return the cosine of each row with `vector`, in the order of `rows`."""

    def passages(self, candidates: Sequence[Candidate]) -> Sequence[Passage]:
        """Return the passage behind each candidate, in order, with its scores."""

    def article(self, article_id: str) -> Article:
        """Return the article as it was built; ArticleMissingError when there is none."""

    def articles(self, *, offset: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` articles from position `offset`, sorted by id."""

    def facets(self, *, most: int) -> Facets:
        """Return the `most` frequent sources and tags, ties by folded name, and the dates' span."""

    def find_articles(self, sought: str, filters: Filters, order: Order) -> Sequence[str]:
        """Return the ids of the articles that pass and whose title or id holds all words sought.

        A part of a word counts; case and accents do not. Articles without a date come last.
        """

    def count_by_month(self) -> Mapping[Published | None, int]:
        """Return how many articles were published in each month, or year where that is all known.

        Oldest first, a year before its months; None counts the articles without a date, if any.
        """


class SpanModel(Protocol):
    """Finds the words of one text that answer a question, and says how sure it is."""

    def extract(
        self, question: str, texts: Sequence[tuple[str, str]], most: int
    ) -> Sequence[Sequence[Extraction]]:
        """Return, for each (title, text), up to `most` spans apart from each other, best first.

        The title is read and never extracted from. A text's result does not depend on the others.
        """

    def is_word(self, word: str) -> bool:
        """Whether the model knows a word, in lower case, as it does few rare or misspelt ones."""


class Verifier(Protocol):
    """Looks once more at words that may answer, and says how likely they do."""

    def verify(self, question: str, marked: Sequence[Marked]) -> Sequence[float]:
        """Return a logit for each, in order: above 0 the words rather answer than not.

        What is said of one does not depend on the others.
        """


class Reader(Protocol):
    """Finds the words that answer a question. It sees only the passages it is given."""

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return candidate spans, best supported first; none when nothing can be said."""
