"""Articles become parts: gathered until a part is full, embedded, written, and forgotten.

What a build holds in memory is one part, however many there will be; and what it has written is
found again by the next build if this one is killed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.index.checking import write_list
from qa.index.lexical import write_lexical
from qa.index.parts import (
    LEXICAL,
    Portion,
    article_line,
    chunk_of,
    chunk_table,
    embedding_key,
    mark_complete,
    write_portion,
)
from qa.indexing.chunking import chunk_text, embedded_text
from qa.indexing.planning import full_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.checking import FileCheck
    from qa.indexing.chunking import ChunkSettings
    from qa.indexing.keeping import Kept, Known
    from qa.protocols import Embedder, Progress
    from qa.types import Article


@dataclass(slots=True)
class _Gathered:
    """The articles of the next part, their chunk records and slots, and the text of each key."""

    articles: list[Article] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    chunks: list[NDArray[np.void]] = field(default_factory=list)
    slots: list[NDArray[np.int32]] = field(default_factory=list)
    texts: dict[bytes, str] = field(default_factory=dict)
    rows: int = 0


class Assembler:
    """Writes articles into parts of one generation, in the order they come."""

    def __init__(
        self,
        embedder: Embedder,
        chunking: ChunkSettings,
        *,
        kept: Kept | None,
        known: Known,
        progress: Progress | None,
    ) -> None:
        self._embedder = embedder
        self._chunking = chunking
        self._kept = kept
        self._known = known
        self._progress = progress
        self.slots = kept.said.slots if kept else 0
        self.embedded = 0
        self._done = _Done()

    def write(
        self, folder: Path, prefix: str, articles: Iterable[tuple[Article, str]], expected: int
    ) -> dict[str, FileCheck]:
        """Write the articles into parts `prefix`-0000 and so on; return the check of each's list.

        They come with their digests; about as many as are `expected`.
        """
        self._done = _Done(articles=expected)
        lists: dict[str, FileCheck] = {}
        for gathered in self._gather(articles):
            name = f"{prefix}-{len(lists):04}"
            lists[name] = self._write_part(folder / name, gathered)
        return lists

    def _gather(self, articles: Iterable[tuple[Article, str]]) -> Iterator[_Gathered]:
        before = self._kept.rows if self._kept else 0
        gathered = _Gathered()
        for article, digest in articles:
            gathered.digests.append(digest)
            self._take(article, gathered)
            if gathered.rows >= full_size(before):
                yield gathered
                before += gathered.rows
                gathered = _Gathered()
        if gathered.articles:
            yield gathered

    def _take(self, article: Article, gathered: _Gathered) -> None:
        rows = self._kept.row_range(article.id) if self._kept else range(0)
        if self._kept and rows:
            table, slots = self._kept.chunks(rows), self._kept.slots(rows)
            keys = [each.tobytes() for each in table["key"]]
            texts = [embedded_text(article, chunk_of(record)) for record in table]
        else:
            chunks = chunk_text(article.text, self._chunking)
            texts = [embedded_text(article, chunk) for chunk in chunks]
            keys = [embedding_key(text) for text in texts]
            table = chunk_table(chunks, keys)
            slots = np.arange(self.slots, self.slots + len(table), dtype=np.int32)
            self.slots += len(table)
        gathered.articles.append(article)
        gathered.lines.append(self._kept.line(article) if self._kept else article_line(article))
        gathered.chunks.append(table)
        gathered.slots.append(slots)
        gathered.texts.update(zip(keys, texts, strict=True))
        gathered.rows += len(table)

    def _write_part(self, folder: Path, gathered: _Gathered) -> FileCheck:
        chunks = np.concatenate(gathered.chunks)
        keys = [each.tobytes() for each in chunks["key"]]
        vectors = self._vectors(keys, gathered)
        counts = [len(table) for table in gathered.chunks]
        slots = np.concatenate(gathered.slots)
        portion = Portion(
            gathered.articles, gathered.digests, gathered.lines, counts, chunks, vectors, slots
        )
        write_portion(folder, portion)
        known = mark_complete(folder, self._embedder.name)
        write_lexical(folder / LEXICAL, self._reported(_said(portion, keys, gathered.texts)))
        self._done.articles_written += len(gathered.articles)
        self._done.rows += len(chunks)
        return write_list(folder, known)

    def _vectors(self, keys: Sequence[bytes], gathered: _Gathered) -> NDArray[np.float16]:
        """Return the vector of each key: found, or embedded now."""
        found = self._known.find(gathered.texts)
        missing = [key for key in gathered.texts if key not in found]
        texts = [gathered.texts[key] for key in missing]
        fresh = self._embedder.embed_passages(texts, self._teller(gathered)).astype(np.float16)
        new = set(missing)
        self.embedded += sum(key in new for key in keys)
        found.update(zip(missing, fresh, strict=True))
        vectors = np.zeros((len(keys), self._embedder.dimensions), np.float16)
        for row, key in enumerate(keys):
            vectors[row] = found[key]
        return vectors

    def _teller(self, gathered: _Gathered) -> Progress | None:
        """Tell how far embedding is among all rows, as many as are to be expected."""
        if self._progress is None:
            return None
        tell, before, total = self._progress, self._done.rows, self._done.expected(gathered)
        return lambda stage, done, of: tell(stage, before + gathered.rows - of + done, total)

    def _reported(self, texts: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
        """Tell how many rows of all that are known of are in the lexical index."""
        held: list[tuple[int, int, str]] = list(texts)
        for done, text in enumerate(held, start=1):
            yield text
            if self._progress and (done % 1000 == 0 or done == len(held)):
                at = self._done.rows + done
                self._progress("index", at, max(at, self._done.total))


@dataclass(slots=True)
class _Done:
    """How far a build is."""

    articles: int = 0
    articles_written: int = 0
    rows: int = 0
    total: int = 0

    def expected(self, gathered: _Gathered) -> int:
        """Return how many rows there will be, if the articles to come are like those so far."""
        articles = self.articles_written + len(gathered.articles)
        rows = self.rows + gathered.rows
        self.total = round(rows * self.articles / max(articles, 1))
        return self.total


def _said(
    portion: Portion, keys: Sequence[bytes], texts: Mapping[bytes, str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the slot of each row, that of its article, and its indexed text."""
    row = 0
    for count in portion.counts:
        first = int(portion.slots[row]) if count else 0
        for at in range(row, row + count):
            yield int(portion.slots[at]), first, texts[keys[at]]
        row += count
