"""The write path as one function: read, plan, chunk, embed, assemble, publish.

An incremental build equals a build from nothing: a text's vector depends on that text alone, and
everything else is made anew in the order of the article ids.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.index import contents, manifest
from qa.index.contents import Rows, embedding_key
from qa.index.lexical import write_lexical
from qa.index.manifest import Manifest
from qa.index.vectors import write_dense
from qa.indexing.chunking import ChunkSettings, chunk_text, embedded_text
from qa.indexing.planning import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.corpus.folder import Corpus, Problem, Reading
    from qa.index.contents import Contents
    from qa.index.store import Store
    from qa.indexing.planning import Plan
    from qa.protocols import Embedder, Progress
    from qa.types import Article


RECIPE = 1
"""Raised whenever the code cuts or indexes text otherwise, so that no build mixes two ways."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `published` is False when the corpus said what was built already.

    `embedded` and `reused` count chunks; `inferred` lists (article id, field, where from).
    """

    generation: str
    published: bool
    articles: int
    chunks: int
    added: int
    changed: int
    removed: int
    embedded: int
    reused: int
    problems: tuple[Problem, ...]
    inferred: tuple[tuple[str, str, str], ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Builder:
    """What every build of one index needs: where to write, how to cut and embed, and a clock."""

    store: Store
    embedder: Embedder
    clock: Callable[[], datetime]
    chunking: ChunkSettings = field(default_factory=ChunkSettings)

    def build(
        self,
        corpus: Corpus,
        *,
        full: bool = False,
        before: Callable[[], object] | None = None,
        wait: float = 0,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Make the index say what the corpus says, and report it.

        With `full`, nothing is reused. `before` is called once nothing can be in the way of the
        build any more, to change the corpus. IndexLockedError when another build is still at work
        after `wait` seconds; whatever goes wrong, the generation that was current stays so.
        """
        began = time.monotonic()
        with self.store.lock(wait):
            if before:
                before()
            reading = corpus.read(progress)
            base = None if full else self._reusable()
            todo = plan(base[0].articles if base else {}, _digests(reading))
            if base and todo.empty and base[0].generation == self.store.current():
                return _report(base[0], reading, todo, None, time.monotonic() - began)
            rows, embedded = self._rows(reading.articles, todo, base and base[1], progress)
            written = self._publish(reading.articles, rows, progress)
        return _report(written, reading, todo, embedded, time.monotonic() - began)

    def _reusable(self) -> tuple[Manifest, Contents] | None:
        """Return the generation to build upon; one made with other settings is of no use."""
        base = self.store.open_contents()
        if base is None:
            return None
        said = base[0]
        made = said.recipe, said.embedder, said.chunk_words, said.chunk_overlap
        ours = RECIPE, self.embedder.name, self.chunking.words, self.chunking.overlap
        return base if made == ours else None

    def _rows(
        self,
        articles: Sequence[Article],
        todo: Plan,
        base: Contents | None,
        progress: Progress | None,
    ) -> tuple[Rows, int]:
        """Return all rows in order of article id, and how many of them had to be embedded."""
        table, texts = self._cut(articles, frozenset(todo.keep), base)
        known = _known_vectors(base)
        missing = {key: text for key, text in texts.items() if key not in known}
        fresh = self.embedder.embed_passages(list(missing.values()), progress).astype(np.float16)
        fresh_at = {key: at for at, key in enumerate(missing)}
        vectors = np.zeros((len(table), self.embedder.dimensions), np.float16)
        embedded = 0
        for row, key in enumerate(table["key"].tolist()):
            if key in fresh_at:
                vectors[row] = fresh[fresh_at[key]]
                embedded += 1
            elif base:
                vectors[row] = base.vectors[known[key]]
        return Rows(table, vectors), embedded

    def _cut(
        self, articles: Sequence[Article], keep: frozenset[str], base: Contents | None
    ) -> tuple[NDArray[np.void], dict[bytes, str]]:
        """Return every article's chunk records, and the text behind each key that is not kept."""
        tables: list[NDArray[np.void]] = [contents.no_chunks()]
        texts: dict[bytes, str] = {}
        for number, article in enumerate(articles):
            if base and article.id in keep:
                table = _kept_rows(base, article.id, number)
            else:
                table, new = self._chunk(article, number)
                texts |= new
            tables.append(table)
        return np.concatenate(tables), texts

    def _chunk(self, article: Article, number: int) -> tuple[NDArray[np.void], dict[bytes, str]]:
        chunks = chunk_text(article.text, self.chunking)
        texts = [embedded_text(article, chunk) for chunk in chunks]
        keys = [embedding_key(text) for text in texts]
        return contents.chunk_table(number, chunks, keys), dict(zip(keys, texts, strict=True))

    def _publish(
        self, articles: Sequence[Article], rows: Rows, progress: Progress | None
    ) -> Manifest:
        with self.store.stage() as folder:
            contents.write_contents(folder, articles, rows)
            write_dense(folder / contents.DENSE, rows.vectors)
            texts = _reported(_texts(articles, rows.table), len(rows.table), progress)
            write_lexical(folder / contents.LEXICAL, texts)
            written = Manifest(
                generation=self.store.next_generation(),
                built_at=self.clock().isoformat(timespec="seconds"),
                embedder=self.embedder.name,
                dimensions=self.embedder.dimensions,
                chunk_words=self.chunking.words,
                chunk_overlap=self.chunking.overlap,
                recipe=RECIPE,
                previous=self.store.current() or "",
                chunks=len(rows.table),
                articles={article.id: article.digest for article in articles},
                files=_checks(folder),
            )
            manifest.write(folder, written)
            self.store.publish(folder, written.generation)
        return written


def _digests(reading: Reading) -> dict[str, str]:
    return {article.id: article.digest for article in reading.articles}


def _kept_rows(base: Contents, article_id: str, number: int) -> NDArray[np.void]:
    """Return an unchanged article's chunk records, under its new number."""
    old = base.number(article_id)
    start, end = np.searchsorted(base.article_of_row, [old, old + 1])
    table = np.array(base.chunks[start:end])
    table["article"] = number
    return table


def _known_vectors(base: Contents | None) -> Mapping[bytes, int]:
    """Return, for each text that has a vector, a row that holds it."""
    if base is None:
        return {}
    return {key: row for row, key in enumerate(base.chunks["key"].tolist())}


def _texts(articles: Sequence[Article], table: NDArray[np.void]) -> Iterator[tuple[int, str]]:
    """Yield the article number and the indexed text of each row."""
    for record in table:
        number = int(record["article"])
        yield number, embedded_text(articles[number], contents.chunk_of(record))


def _reported(
    texts: Iterator[tuple[int, str]], total: int, progress: Progress | None
) -> Iterator[tuple[int, str]]:
    for done, text in enumerate(texts, start=1):
        yield text
        if progress and (done % 1000 == 0 or done == total):
            progress("index", done, total)


def _checks(folder: Path) -> dict[str, manifest.FileCheck]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): manifest.check_file(path) for path in files}


def _report(
    written: Manifest, reading: Reading, todo: Plan, embedded: int | None, seconds: float
) -> BuildReport:
    """Put the report together; `embedded` is None when nothing was published."""
    return BuildReport(
        generation=written.generation,
        published=embedded is not None,
        articles=len(written.articles),
        chunks=written.chunks,
        added=len(todo.add),
        changed=len(todo.change),
        removed=len(todo.drop),
        embedded=embedded or 0,
        reused=written.chunks - (embedded or 0),
        problems=reading.problems,
        inferred=tuple(
            (article.id, name, source)
            for article in reading.articles
            for name, source in article.inferred.items()
        ),
        seconds=seconds,
    )
