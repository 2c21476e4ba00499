"""The write path as one function: read, plan, chunk, embed, assemble, publish.

An incremental build equals a build from nothing: a text's vector depends on that text alone, and
which part an article is in makes no difference to what is found. Only a graph, above `exact_limit`
rows, may find other rows near the end of what it returns.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa.index import manifest
from qa.index.checkpoints import Checkpoints
from qa.index.contents import Contents
from qa.index.manifest import Manifest
from qa.index.parts import PARTS
from qa.index.vectors import EXACT_LIMIT
from qa.indexing.assembling import Assembler
from qa.indexing.chunking import ChunkSettings
from qa.indexing.graphing import built_graphs, is_owed, left_graphs, put_off, write_graph_over
from qa.indexing.keeping import Kept, Known
from qa.indexing.planning import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from qa.corpus.folder import Corpus, Problem, Reading
    from qa.index.store import Store
    from qa.indexing.planning import Plan
    from qa.protocols import Embedder, Progress
    from qa.types import Article


RECIPE = 2
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
    owes_graph: bool = False


@dataclass(frozen=True, slots=True)
class Builder:
    """What every build of one index needs: where to write, how to cut and embed, and a clock.

    With `soon`, what changed is found before a graph is made for it: the report then says that one
    is owed, and the next build makes it. A build waits up to `wait` seconds for another to end.
    """

    store: Store
    embedder: Embedder
    clock: Callable[[], datetime]
    chunking: ChunkSettings = field(default_factory=ChunkSettings)
    exact_limit: int = EXACT_LIMIT
    soon: bool = False
    wait: float = 0

    def build(
        self,
        corpus: Corpus,
        *,
        full: bool = False,
        noticed: bool = False,
        before: Callable[[], object] | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Make the index say what the corpus says, and report it.

        With `full`, nothing is reused. With `noticed`, somebody saw files come or go, and asked for
        nothing: a rollback stays as long as the corpus says what the generation says that it left.
        `before` is called once nothing can be in the way of the build any more, to change the
        corpus. IndexLockedError when another build is still at work; whatever goes wrong, the
        generation that was current stays so.
        """
        began = time.monotonic()
        with self.store.lock(self.wait):
            if before:
                before()
            reading = corpus.read(progress)
            if noticed and (stays := self._rolled_back(reading.digests)):
                nothing = plan(reading.digests, reading.digests)
                return _report(stays, reading, nothing, None, time.monotonic() - began)
            self.store.forget_left()
            base = None if full else self._reusable()
            built = base[1].digests() if base else {}
            todo = plan(built, reading.digests)
            if base and todo.empty and self._is_settled(*base):
                return _report(base[0], reading, todo, None, time.monotonic() - began)
            kept = None
            if base:
                folder = self.store.path(base[0].generation)
                kept = Kept(base[1], base[0], folder, todo, built)
            with self.store.stage() as folder:
                pool = _Pool(
                    reading, todo, kept, later=self.soon and kept is not None and not todo.empty
                )
                written, embedded, owed = self._write(folder, pool, progress)
                self.store.publish(folder, written.generation)
        report = _report(written, reading, todo, embedded, time.monotonic() - began)
        return replace(report, owes_graph=owed)

    def _is_settled(self, said: Manifest, contents: Contents) -> bool:
        """Whether a generation is the current one and has all the graph that it needs."""
        folder = self.store.path(said.generation)
        current = said.generation == self.store.current()
        return current and not is_owed(folder, said, contents.slots, self.exact_limit)

    def _rolled_back(self, corpus: Mapping[str, str]) -> Manifest | None:
        """Return what is current if somebody rolled back to it from what the corpus says."""
        left = self.store.open_left()
        if left is None or not plan(left.digests(), corpus).empty:
            return None
        return self.store.read_current()

    def _reusable(self) -> tuple[Manifest, Contents] | None:
        """Return the generation to build upon; one made with other settings is of no use."""
        base = self.store.open_contents()
        if base is None:
            return None
        said = base[0]
        made = said.recipe, said.embedder, said.chunk_words, said.chunk_overlap
        ours = RECIPE, self.embedder.name, self.chunking.words, self.chunking.overlap
        return base if made == ours else None

    def _write(
        self, folder: Path, pool: _Pool, progress: Progress | None
    ) -> tuple[Manifest, int, bool]:
        """Write a generation into `folder`.

        Return its manifest, how many rows were embedded, and whether it owes a graph.
        """
        kept = pool.kept
        generation = self.store.next_generation()
        left = self.store.leavings(self.embedder.name)  # while `folder` has nothing to be taken
        if kept:
            kept.share_parts(folder)
        assembler = Assembler(
            self.embedder,
            self.chunking,
            kept=kept,
            known=Known([*(kept.parts if kept else ()), *left]),
            progress=progress,
        )
        lists = assembler.write(folder / PARTS, generation, pool.articles(folder), len(pool))
        written = Manifest(
            generation=generation,
            built_at=self.clock().isoformat(timespec="seconds"),
            embedder=self.embedder.name,
            dimensions=self.embedder.dimensions,
            chunk_words=self.chunking.words,
            chunk_overlap=self.chunking.overlap,
            recipe=RECIPE,
            previous=self.store.current() or "",
            articles=0,
            chunks=0,
            bytes=0,
            slots=assembler.slots,
            parts=dict(sorted({**lists, **(kept.lists() if kept else {})}.items())),
            files={},
        )
        finished, owed = self._finish(folder, written, pool, progress)
        return finished, assembler.embedded, owed

    def _finish(
        self, folder: Path, written: Manifest, pool: _Pool, progress: Progress | None
    ) -> tuple[Manifest, bool]:
        """Write graph and manifest over the parts in `folder`; say whether a graph is owed too."""
        kept = pool.kept
        opened = Contents(folder, written, kept.whole_parts() if kept else {})
        left = self.store.checkpoints(self.embedder.name)
        built = built_graphs(kept.folder, kept.said) if kept else []
        limit = self.exact_limit
        before = put_off(folder, opened.slots, built, limit) if pool.later else None
        files = before
        if files is None:
            files = write_graph_over(
                opened,
                [*built, *left_graphs(left, opened)],
                Checkpoints(folder, self.embedder.name, left),
                limit,
                progress,
            )
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        articles, chunks = len(opened.ids), len(opened.slots)
        written = replace(written, files=files, articles=articles, chunks=chunks, bytes=size)
        manifest.write(folder, written)
        return written, before is not None


class _Pool:
    """The articles that go into new parts: what is new, and what was in a part with something old.

    What did not change is taken from the generation before, not from the corpus. `later`: what
    takes long and can wait is left to the next build.
    """

    def __init__(
        self, reading: Reading, todo: Plan, kept: Kept | None, *, later: bool = False
    ) -> None:
        self.kept = kept
        self.later = later
        self._reading = reading
        # Without a generation to build upon everything is added.
        self._new = frozenset((*todo.add, *todo.change))

    def __len__(self) -> int:
        return len(self._new) + (len(self.kept.moved) if self.kept else 0)

    def articles(self, folder: Path) -> Iterator[tuple[Article, str]]:
        """Yield them with their digests, in order of their ids; `folder` may hold what is read."""
        fresh = (each for each in self._reading.entries if each.id in self._new)
        loaded = self._reading.load(fresh, folder)
        moved = self.kept.articles() if self.kept else iter(())
        yield from heapq.merge(moved, loaded, key=lambda each: each[0].id)


def _report(
    written: Manifest, reading: Reading, todo: Plan, embedded: int | None, seconds: float
) -> BuildReport:
    """Put the report together; `embedded` is None when nothing was published."""
    return BuildReport(
        generation=written.generation,
        published=embedded is not None,
        articles=written.articles,
        chunks=written.chunks,
        added=len(todo.add),
        changed=len(todo.change),
        removed=len(todo.drop),
        embedded=embedded or 0,
        reused=written.chunks - (embedded or 0),
        problems=reading.problems,
        inferred=tuple(
            (entry.id, name, source) for entry in reading.entries for name, source in entry.inferred
        ),
        seconds=seconds,
    )
