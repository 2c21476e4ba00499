"""Chunks and how they are found: hit, candidate, passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from qa.types.articles import Published


Row = NewType("Row", int)
"""Position of a chunk in one generation; it never leaves that generation."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of one article that is embedded and indexed as one.

    `context` holds the spans (heading, table header) that are embedded with it but not quoted.
    """

    start: int
    end: int
    context: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty chunk {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that a search found; `score` is on that search's own scale, higher is better."""

    row: Row
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row after fusion: `score` in [0, 1] ranks it, the raw scores say where it came from.

    `dense` is the cosine with the question; `lexical` the BM25 score, 0 when no word matched.
    """

    row: Row
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Facet:
    """A source or a tag by which articles can be filtered, and how many have it."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What articles can be filtered by: the most frequent names first, ties by name.

    `first` and `last` are the dates of the oldest and the newest article; None without a date.
    """

    sources: tuple[Facet, ...]
    tags: tuple[Facet, ...]
    first: Published | None
    last: Published | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What one generation holds: counts, the embedder's name, and when it was built (ISO 8601)."""

    generation: str
    built_at: str
    embedder: str
    articles: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question, with its article's particulars and its scores.

    `score` ranks the passages of one reply; `dense` (cosine) and `lexical` (BM25) are raw.
    """

    article_id: str
    title: str
    published: Published | None
    url: str
    source: str
    text: str
    start: int
    end: int
    score: float
    dense: float
    lexical: float

    def __post_init__(self) -> None:
        if len(self.text) != self.end - self.start:
            raise ValueError(f"{self.article_id} {self.start}:{self.end} is not its text's length")
