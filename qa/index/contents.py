"""The files of one generation: how they are laid out, written, and opened for reading.

Everything that is one value a row is a NumPy array and memory-mapped; only text is JSON. Row `i`
of `chunks.npy` and of `vectors.npy` is row `i` of both indexes.
"""

from __future__ import annotations

import functools
import hashlib
import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ArticleMissingError
from qa.text.words import fold
from qa.types import Article, Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

ARTICLES = "articles.jsonl"
ARTICLE_TABLE = "articles.npy"
CHUNKS = "chunks.npy"
VECTORS = "vectors.npy"
SLOTS = "slots.npy"
FACETS = "facets.json"
DENSE = "dense.faiss"
LEXICAL = "lexical"

_ARTICLE_ROW = np.dtype(
    [("offset", "<u8"), ("length", "<u4"), ("first_day", "<i4"), ("last_day", "<i4")]
)
_CHUNK_ROW = np.dtype(
    [("article", "<i4"), ("start", "<i4"), ("end", "<i4"), ("context", "<i4", 4), ("key", "V16")]
)
_ABSENT = -1
_CACHED_ARTICLES = 128


def embedding_key(text: str) -> bytes:
    """Return the 16-byte key under which the vector of exactly this text is reused."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


@dataclass(frozen=True, slots=True)
class Rows:
    """The chunks of a generation in row order, as columns.

    `table` has one record a row (see `_CHUNK_ROW`), `vectors` is float16 of shape (rows,
    dimensions). `slots` says where the lexical index has each row (int32).
    """

    table: NDArray[np.void]
    vectors: NDArray[np.float16]
    slots: NDArray[np.int32]


def chunk_table(article: int, chunks: Sequence[Chunk], keys: Sequence[bytes]) -> NDArray[np.void]:
    """Return the records of one article's chunks, in order."""
    table = np.zeros(len(chunks), _CHUNK_ROW)
    for record, chunk, key in zip(table, chunks, keys, strict=True):
        context = [offset for span in chunk.context[:2] for offset in span]
        context += [_ABSENT] * (4 - len(context))
        record["article"], record["start"], record["end"] = article, chunk.start, chunk.end
        record["context"], record["key"] = context, np.void(key)
    return table


def chunk_of(record: np.void) -> Chunk:
    """Return the chunk that one record of a chunk table holds."""
    offsets = [int(offset) for offset in record["context"]]
    pairs = [(offsets[0], offsets[1]), (offsets[2], offsets[3])]
    context = tuple(pair for pair in pairs if pair[0] != _ABSENT)
    return Chunk(int(record["start"]), int(record["end"]), context)


def no_chunks() -> NDArray[np.void]:
    """Return a chunk table without rows."""
    return np.zeros(0, _CHUNK_ROW)


def write_contents(
    folder: Path, articles: Sequence[Article], rows: Rows, line_of: Callable[[Article], bytes]
) -> None:
    """Write the articles (sorted by id) and the rows; the two indexes are written elsewhere.

    `line_of` is `article_line`, or finds the same line where it was written before.
    """
    table = np.zeros(len(articles), _ARTICLE_ROW)
    with (folder / ARTICLES).open("wb") as file:
        for number, article in enumerate(articles):
            line = line_of(article)
            published = article.published
            days = (0, 0)
            if published:
                days = published.first_day.toordinal(), published.last_day.toordinal()
            table[number] = (file.tell(), len(line), *days)
            file.write(line + b"\n")
    np.save(folder / ARTICLE_TABLE, table, allow_pickle=False)
    np.save(folder / CHUNKS, rows.table, allow_pickle=False)
    np.save(folder / VECTORS, rows.vectors, allow_pickle=False)
    if not np.array_equal(rows.slots, np.arange(len(rows.slots))):
        np.save(folder / SLOTS, rows.slots, allow_pickle=False)
    facets = json.dumps(_facets(articles), ensure_ascii=False, sort_keys=True)
    (folder / FACETS).write_text(facets, encoding="utf-8")


def article_line(article: Article) -> bytes:
    """Return an article's line, without the newline."""
    return json.dumps(article.to_record(), ensure_ascii=False).encode("utf-8")


def title_of(line: bytes) -> str:
    """Return the title in an article's line; its text, which comes next, is not even parsed."""
    head = line[: line.index(b', "text": ')]  # in a title the quotes would have backslashes
    title: str = json.loads(head + b"}")["title"]
    return title


def _facets(articles: Iterable[Article]) -> dict[str, dict[str, list[int]]]:
    """Return, for sources and for tags, the numbers of the articles under each folded name."""
    sources: dict[str, list[int]] = {}
    tags: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        names = [article.publisher, *(each.publisher for each in article.sources)]
        for name in {fold(name) for name in names if name}:
            sources.setdefault(name, []).append(number)
        for tag in {fold(tag) for tag in article.tags}:
            tags.setdefault(tag, []).append(number)
    return {"sources": sources, "tags": tags}


class Contents:
    """A generation's articles and rows, opened for reading; text is read when it is asked for."""

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        self.ids = ids
        self.articles = _map(folder / ARTICLE_TABLE)
        self.chunks = _map(folder / CHUNKS)
        self.vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
        facets = json.loads((folder / FACETS).read_text(encoding="utf-8"))
        self.sources: dict[str, list[int]] = facets["sources"]
        self.tags: dict[str, list[int]] = facets["tags"]
        self._lines = np.zeros(0, np.uint8)
        if (folder / ARTICLES).stat().st_size:
            self._lines = np.memmap(folder / ARTICLES, dtype=np.uint8, mode="r")
        # Neither cache nor reader holds `self`: a generation is unmapped with its last holder.
        reader = functools.partial(_read_article, self.articles, self._lines)
        self.article = functools.lru_cache(_CACHED_ARTICLES)(reader)
        self.article_of_row: NDArray[np.int32] = np.ascontiguousarray(self.chunks["article"])
        self.slots = np.arange(len(self.chunks), dtype=np.int32)
        if (folder / SLOTS).exists():
            self.slots = np.load(folder / SLOTS, allow_pickle=False)
        self.article_slots = np.full(len(ids), _ABSENT, np.int32)
        # Backwards, so that the slot that stays is that of an article's first row.
        self.article_slots[self.article_of_row[::-1]] = self.slots[::-1]

    def number(self, article_id: str) -> int:
        """Return the number of the article with this id; ArticleMissingError when none has it."""
        at = bisect_left(self.ids, article_id)
        if at == len(self.ids) or self.ids[at] != article_id:
            raise ArticleMissingError(article_id)
        return at

    def line(self, number: int) -> bytes:
        """Return an article's line, as it is on the disk."""
        record = self.articles[number]
        start = int(record["offset"])
        return self._lines[start : start + int(record["length"])].tobytes()

    def chunk(self, row: int) -> Chunk:
        """Return the chunk of a row."""
        return chunk_of(self.chunks[row])


def _read_article(table: NDArray[np.void], lines: NDArray[np.uint8], number: int) -> Article:
    record = table[number]
    start = int(record["offset"])
    line = lines[start : start + int(record["length"])].tobytes()
    return Article.from_record(json.loads(line))


def _map(path: Path) -> NDArray[np.void]:
    """Map an array; one without rows cannot be mapped and is read instead."""
    array: NDArray[np.void] = np.load(path, allow_pickle=False, mmap_mode=None)
    if len(array):
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    return array
