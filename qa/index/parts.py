"""A part: some articles with all their rows, written once and never changed.

Generations share parts: one that follows another takes over every part whose articles all stay,
and writes only the others. Row `i` of `chunks.npy`, `vectors.npy` and `slots.npy` is one chunk;
rows come in the order of the part's articles, which is that of their ids.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import weakref
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.index.checking import FileCheck, check_file
from qa.text.words import fold
from qa.types import Article, Chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

PARTS = "parts"
LINES = "articles.jsonl"
ARTICLES = "articles.npy"
IDS = "ids.json"
DIGESTS = "digests.npy"
CHUNKS = "chunks.npy"
VECTORS = "vectors.npy"
SLOTS = "slots.npy"
FACETS = "facets.json"
LEXICAL = "lexical"
COMPLETE = "complete.json"

LINKED_ROWS = 2048
"""Parts with fewer rows are copied from one generation to the next, larger ones linked.

A bit that flips in a linked file harms every generation that has it; a small index keeps three
whole copies, a large one cannot be copied for every change.
"""

_ARTICLE = np.dtype(
    [
        ("offset", "<u8"), ("length", "<u4"), ("first_day", "<i4"), ("last_day", "<i4"),
        ("first_row", "<i4"), ("rows", "<i4"),
    ]
)  # fmt: skip
_CHUNK = np.dtype([("start", "<i4"), ("end", "<i4"), ("context", "<i4", 4), ("key", "V16")])
_ABSENT = -1
_DIGEST = 32


def embedding_key(text: str) -> bytes:
    """Return the 16-byte key under which the vector of exactly this text is reused."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def no_articles() -> NDArray[np.void]:
    """Return a table of articles without any."""
    return np.zeros(0, _ARTICLE)


def chunk_table(chunks: Sequence[Chunk], keys: Sequence[bytes]) -> NDArray[np.void]:
    """Return the records of one article's chunks, in order."""
    table = np.zeros(len(chunks), _CHUNK)
    for record, chunk, key in zip(table, chunks, keys, strict=True):
        context = [offset for span in chunk.context[:2] for offset in span]
        context += [_ABSENT] * (4 - len(context))
        record["start"], record["end"] = chunk.start, chunk.end
        record["context"], record["key"] = context, np.void(key)
    return table


def chunk_of(record: np.void) -> Chunk:
    """Return the chunk that one record of a chunk table holds."""
    offsets = [int(offset) for offset in record["context"]]
    pairs = [(offsets[0], offsets[1]), (offsets[2], offsets[3])]
    context = tuple(pair for pair in pairs if pair[0] != _ABSENT)
    return Chunk(int(record["start"]), int(record["end"]), context)


def article_line(article: Article) -> bytes:
    """Return an article's line, without the newline."""
    return json.dumps(article.to_record(), ensure_ascii=False).encode("utf-8")


def title_of(line: bytes) -> str:
    """Return the title in an article's line; its text, which comes next, is not even parsed."""
    head = line[: line.index(b', "text": ')]  # in a title the quotes would have backslashes
    title: str = json.loads(head + b"}")["title"]
    return title


@dataclass(frozen=True, slots=True)
class Portion:
    """What goes into one part: articles in the order of their ids, and their rows as columns.

    `digests`, `lines` and `counts` have the digest, the line and the number of rows of each
    article. `chunks` has one record a row, `vectors` is float16 of shape (rows, dimensions),
    `slots` int32: the number of each row, the same for as long as its article does not change.
    """

    articles: Sequence[Article]
    digests: Sequence[str]
    lines: Sequence[bytes]
    counts: Sequence[int]
    chunks: NDArray[np.void]
    vectors: NDArray[np.float16]
    slots: NDArray[np.int32]


def write_portion(folder: Path, portion: Portion) -> None:
    """Write everything of a part but its lexical index into `folder`, which is made."""
    folder.mkdir(parents=True)
    table = np.zeros(len(portion.articles), _ARTICLE)
    counts = np.array(portion.counts, np.int32)
    table["rows"], table["first_row"] = counts, np.cumsum(counts) - counts
    with (folder / LINES).open("wb") as file:
        for record, article, line in zip(table, portion.articles, portion.lines, strict=True):
            record["offset"], record["length"] = file.tell(), len(line)
            if article.published:
                record["first_day"] = article.published.first_day.toordinal()
                record["last_day"] = article.published.last_day.toordinal()
            file.write(line + b"\n")
    np.save(folder / ARTICLES, table, allow_pickle=False)
    ids = json.dumps([article.id for article in portion.articles], ensure_ascii=False)
    (folder / IDS).write_text(ids, encoding="utf-8")
    digests = np.frombuffer(bytes.fromhex("".join(portion.digests)), np.uint8)
    np.save(folder / DIGESTS, digests.reshape(-1, _DIGEST), allow_pickle=False)
    np.save(folder / CHUNKS, portion.chunks, allow_pickle=False)
    np.save(folder / VECTORS, portion.vectors, allow_pickle=False)
    np.save(folder / SLOTS, portion.slots, allow_pickle=False)
    facets = json.dumps(_facets(portion.articles), ensure_ascii=False, sort_keys=True)
    (folder / FACETS).write_text(facets, encoding="utf-8")


def mark_complete(
    folder: Path, made_by: str, names: Sequence[str] = (CHUNKS, VECTORS)
) -> Mapping[str, FileCheck]:
    """Say what made some files of a folder and what they must be, as they can be used from now.

    Returns the checks, by the file's name.
    """
    checks = {name: check_file(folder / name) for name in names}
    files = {name: asdict(each) for name, each in checks.items()}
    told = json.dumps({"embedder": made_by, "files": files}, sort_keys=True)
    (folder / COMPLETE).write_text(told, encoding="utf-8")
    return checks


def is_complete(folder: Path, made_by: str, names: Sequence[str] = (CHUNKS, VECTORS)) -> bool:
    """Whether these files are there as they were marked, and made by `made_by`."""
    try:
        told = json.loads((folder / COMPLETE).read_bytes())
        intact = all(asdict(check_file(folder / name)) == told["files"][name] for name in names)
        return intact and bool(told["embedder"] == made_by)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def open_complete(folder: Path, embedder: str) -> Part | None:
    """Open a part that a killed build left; None unless its vectors are whole and ours."""
    try:
        return Part(folder) if is_complete(folder, embedder) else None
    except (OSError, ValueError):
        return None


def _facets(articles: Iterable[Article]) -> dict[str, dict[str, list[int]]]:
    """Return, for sources and for tags, the positions of the articles under each folded name."""
    sources: dict[str, list[int]] = {}
    tags: dict[str, list[int]] = {}
    for at, article in enumerate(articles):
        names = [article.publisher, *(each.publisher for each in article.sources)]
        for name in {fold(name) for name in names if name}:
            sources.setdefault(name, []).append(at)
        for tag in {fold(tag) for tag in article.tags}:
            tags.setdefault(tag, []).append(at)
    return {"sources": sources, "tags": tags}


def read_ids(folder: Path) -> list[str]:
    """Return the ids of a part's articles, in order."""
    ids: list[str] = json.loads((folder / IDS).read_bytes())
    return ids


def read_digests(folder: Path) -> list[str]:
    """Return the digests of a part's articles, in order."""
    digests: NDArray[np.uint8] = np.load(folder / DIGESTS, allow_pickle=False)
    said, width = digests.tobytes().hex(), 2 * _DIGEST
    return [said[start : start + width] for start in range(0, len(said), width)]


class Part:
    """A part opened for reading; everything but the facets is mapped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids = read_ids(folder)
        self.articles = _map(folder / ARTICLES)
        self.chunks = _map(folder / CHUNKS)
        self.slots: NDArray[np.int32] = np.load(folder / SLOTS, allow_pickle=False)
        self.vectors: NDArray[np.float16] = _map(folder / VECTORS)  # type: ignore[assignment]
        self.facets: dict[str, dict[str, list[int]]] = json.loads((folder / FACETS).read_bytes())
        self._file = _OpenFile(folder / VECTORS, self.vectors.nbytes)
        # Not as the map itself, of which each slice would be one too and cost ten times as much.
        self._lines = np.asarray(np.memmap(folder / LINES, dtype=np.uint8, mode="r"))

    def take(self, rows: NDArray[np.int64], *, mapped: bool) -> NDArray[np.float16]:
        """Return the vectors of rows, in order; from the map, or else read one by one."""
        if mapped:
            return self.vectors[rows]
        width = self.vectors.shape[1]
        start, length = self._file.header, width * 2
        read = (os.pread(self._file.handle, length, start + row * length) for row in rows.tolist())
        return np.frombuffer(b"".join(read), np.float16).reshape(len(rows), width)

    def line(self, at: int) -> bytes:
        """Return the line of the article at a position, as it is on the disk."""
        start = int(self.articles["offset"][at])
        line: bytes = self._lines[start : start + int(self.articles["length"][at])].tobytes()
        return line


class _OpenFile:
    """A file that is read from here and there; `header` bytes come before the rows of an array."""

    def __init__(self, path: Path, content: int) -> None:
        self.handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.header = os.fstat(self.handle).st_size - content
        weakref.finalize(self, os.close, self.handle)


def share(source: Path, target: Path) -> None:
    """Make a part of another generation one of this, by links when it is large."""
    rows = len(np.load(source / SLOTS, mmap_mode=None, allow_pickle=False))
    shutil.copytree(source, target, copy_function=_link if rows >= LINKED_ROWS else shutil.copy2)


def link_or_copy(source: Path, target: Path, rows: int) -> None:
    """Make a file of another generation one of this, by a link when it stands for many rows."""
    (_link if rows >= LINKED_ROWS else shutil.copy2)(str(source), str(target))


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # a file system without links, or too many of them
        shutil.copy2(source, target)
    return target


def _map(path: Path) -> NDArray[np.void]:
    """Map an array; one without rows cannot be mapped and is read instead."""
    try:
        mapped = np.load(path, allow_pickle=False, mmap_mode="r")
    except ValueError:
        empty: NDArray[np.void] = np.load(path, allow_pickle=False)
        return empty
    return np.asarray(mapped)  # a memmap would make a memmap of each element, which is slow
