"""Builds small real indexes: a corpus folder on disk, the real store, a fake embedder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.index.vectors import EXACT_LIMIT
from qa.indexing.building import Builder
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa.index.snapshot import Snapshot
    from qa.types import Article

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def today() -> date:
    """Return the day on which every clock of the tests stands still."""
    return NOON.date()


def builder(index: Path, *, exact_limit: int = EXACT_LIMIT) -> Builder:
    """Return a builder into `index` with a fake embedder and a stopped clock.

    Indexes of more than `exact_limit` rows get a graph.
    """
    return Builder(Store(index), WordEmbedder(), clock=lambda: NOON, exact_limit=exact_limit)


def built(folder: Path, articles: Iterable[Article]) -> Snapshot:
    """Write the articles below `folder`, build, and open the result."""
    corpus = Corpus(folder / "corpus")
    corpus.folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        corpus.write(article)
    builder(folder / "index").build(corpus)
    return Store(folder / "index").open().snapshot
