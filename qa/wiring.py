"""Settings become objects: the only place that chooses an implementation.

Heavy libraries are imported inside the functions that need them, so that `qa --help`, `qa status`
and a server each load only their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa.answering.beside import Beside
from qa.answering.timing import untimed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.answering.engine import Engine
    from qa.answering.timing import Timed
    from qa.corpus.folder import Corpus, Problem
    from qa.index.store import Generation, GenerationCheck, Store
    from qa.indexing.building import Builder, BuildReport
    from qa.indexing.writing import Writer
    from qa.protocols import Embedder, Progress, SpanModel, Verifier
    from qa.settings import Settings

PATIENCE = 60.0
"""Seconds that a command waits for another build, such as one of a running server, to end."""

MODELS = "models"
"""The folder below the index folder that holds exported models."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the index stands to the corpus.

    `added`, `changed` and `removed` are ids in the corpus that the current generation does not
    know, knows otherwise, or still holds; `bytes` is the current generation's size on disk.
    """

    generation: str | None
    generations: tuple[str, ...]
    articles: int
    chunks: int
    embedder: str
    built_at: str
    bytes: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]


class EngineOpener:
    """Opens an engine over whatever generation is current; keeps the models between two."""

    def __init__(self, settings: Settings, timed: Timed = untimed) -> None:
        self._settings = settings
        self._store = _store(settings)  # it remembers what it found intact
        self._timed = timed
        self._both = Beside(settings.threads)
        self._embedder: Embedder | None = None
        self._span_model: SpanModel | None = None
        self._verifier: Verifier | None = None

    def open(self) -> Engine:
        """Open the newest intact generation.

        IndexMissingError, GenerationError or ModelError when there is nothing to answer with.
        """
        from qa.answering.engine import Engine
        from qa.answering.reading import SpanReader
        from qa.answering.retrieving import Retriever
        from qa.answering.sentences import SentenceReader

        opened = self._store.open()
        span_model = self._load_span_model()
        embedder = self._load(opened.snapshot.manifest.embedder)
        return Engine(
            searcher=opened.snapshot,
            retriever=Retriever(embedder, opened.snapshot, timed=self._timed, both=self._both),
            reader=SpanReader(span_model, self._load_verifier(), other=SentenceReader(embedder)),
            today=lambda: datetime.now(UTC).date(),
            refused=opened.refused,
            timed=self._timed,
            is_word=span_model.is_word,
        )

    def _load_span_model(self) -> SpanModel:
        from qa.models.reader import OnnxSpanModel
        from qa.models.remembering import RememberingSpanModel

        if self._span_model is None:
            model = OnnxSpanModel.load(threads=self._settings.threads)
            self._span_model = RememberingSpanModel(model)
        return self._span_model

    def _load_verifier(self) -> Verifier:
        from qa.models.remembering import RememberingVerifier
        from qa.models.verifier import OnnxVerifier

        if self._verifier is None:
            verifier = OnnxVerifier.load(threads=self._settings.threads)
            self._verifier = RememberingVerifier(verifier)
        return self._verifier

    def _load(self, name: str) -> Embedder:
        from qa.models.loading import load_exported
        from qa.models.remembering import RememberingEmbedder

        if self._embedder is None or self._embedder.name != name:
            settings = self._settings
            exported = load_exported(name, settings.index / MODELS, threads=settings.threads)
            self._embedder = RememberingEmbedder(exported)
        return self._embedder


def open_engine(settings: Settings) -> Engine:
    """Open an engine over the current generation; see `EngineOpener.open`."""
    return EngineOpener(settings).open()


def open_ablated(settings: Settings) -> dict[str, Engine]:
    """Open engines over one generation that each lack a part, by name; the last lacks none."""
    from dataclasses import replace

    from qa.answering.fusion import FUSIONS
    from qa.answering.whole import WholePassage

    whole = open_engine(settings)
    return {
        f"{name}, {reads}": replace(
            whole, retriever=replace(whole.retriever, fusion=fusion), reader=reader
        )
        for reads, reader in (("no reader", WholePassage()), ("reader", whole.reader))
        for name, fusion in FUSIONS.items()
    }


def current_generation(settings: Settings) -> str | None:
    """Return the generation that CURRENT names now; None before the first build."""
    return _store(settings).current()


def list_generations(settings: Settings) -> Sequence[str]:
    """Return the generations that exist, oldest first."""
    return _store(settings).generations()


def list_articles(settings: Settings) -> Sequence[str]:
    """Return the ids of the current generation's articles, sorted; IndexMissingError without."""
    from qa.errors import IndexMissingError
    from qa.index import manifest
    from qa.index.contents import read_digests

    store = _store(settings)
    current = store.current()
    if current is None:
        raise IndexMissingError(settings.index)
    return list(read_digests(store.path(current), manifest.read(store.path(current))))


def build_index(
    settings: Settings, *, full: bool = False, progress: Progress | None = None
) -> BuildReport:
    """Make the index say what the corpus says; with `full`, reuse nothing."""
    corpus = _corpus(settings)
    corpus.require()  # before a model is exported for nothing
    builder = _builder(settings, progress)
    return builder.build(corpus, full=full, progress=progress)


def add_articles(
    settings: Settings, paths: Sequence[Path], progress: Progress | None = None
) -> tuple[Sequence[str], BuildReport]:
    """Copy files or folders into the corpus and build; return the ids they hold and the report."""
    corpus = _corpus(settings)
    ids: list[str] = []

    def add() -> None:
        with _store(settings).writing():
            ids.extend(corpus.add(paths))

    builder = _builder(settings, progress)
    report = builder.build(corpus, before=add, progress=progress)
    return ids, report


def remove_articles(
    settings: Settings, ids: Sequence[str], progress: Progress | None = None
) -> BuildReport:
    """Delete articles from the corpus and build; ArticleMissingError for an unknown id."""
    corpus = _corpus(settings)
    corpus.require()

    def remove() -> None:
        with _store(settings).writing():
            corpus.remove(ids)

    builder = _builder(settings, progress)
    return builder.build(corpus, before=remove, progress=progress)


class Rebuilder:
    """Builds one index again and again, and keeps between two what takes long to open.

    Each build waits up to `wait` seconds for one of another process.
    """

    def __init__(self, settings: Settings, *, wait: float) -> None:
        self._settings = settings
        self._wait = wait
        self._corpus = _corpus(settings)
        self._builder: Builder | None = None

    def build(self, *, full: bool, noticed: bool, progress: Progress) -> BuildReport:
        """Make the index say what the corpus says, once no other build is at work.

        With `noticed`, a rollback stays until the corpus says something else. The report may
        say that another build should follow, to make a graph.
        """
        self._corpus.require()
        if self._builder is None:
            self._builder = _builder(self._settings, progress, soon=True, wait=self._wait)
        return self._builder.build(self._corpus, full=full, noticed=noticed, progress=progress)


def open_writer(settings: Settings) -> Writer:
    """Return what writes articles for the clients of a server."""
    from qa.index.receipts import Receipts
    from qa.indexing.writing import Writer

    receipts = Receipts(settings.index / "receipts", clock=lambda: datetime.now(UTC))
    return Writer(_corpus(settings), receipts, _store(settings).writing)


def verify_index(settings: Settings) -> Sequence[GenerationCheck]:
    """Check every file of every generation, newest first."""
    return _store(settings).verify()


def describe_generations(settings: Settings) -> Sequence[Generation]:
    """Return what each generation says of itself, newest first."""
    return _store(settings).describe()


def roll_back(settings: Settings) -> str:
    """Make the newest intact generation before the current one current; return its name."""
    return _store(settings).roll_back()


def read_status(settings: Settings) -> Status:
    """Compare the corpus with the current generation, without opening either index."""
    from qa.index import manifest
    from qa.index.contents import read_digests
    from qa.indexing.planning import plan

    store = _store(settings)
    current = store.current()
    built = manifest.read(store.path(current)) if current else None
    known = read_digests(store.path(built.generation), built) if built else {}
    reading = _corpus(settings).read()
    todo = plan(known, reading.digests)
    return Status(
        generation=current,
        generations=tuple(store.generations()),
        articles=built.articles if built else 0,
        chunks=built.chunks if built else 0,
        embedder=built.embedder if built else "",
        built_at=built.built_at if built else "",
        bytes=built.bytes if built else 0,
        added=todo.add,
        changed=todo.change,
        removed=todo.drop,
        problems=reading.problems,
    )


def _builder(
    settings: Settings, progress: Progress | None, *, soon: bool = False, wait: float = PATIENCE
) -> Builder:
    from qa.indexing.building import Builder
    from qa.models.loading import load_embedder

    embedder = load_embedder(
        settings.embedder, settings.index / MODELS, threads=settings.threads, progress=progress
    )
    store = _store(settings)
    return Builder(store, embedder, clock=lambda: datetime.now(UTC), soon=soon, wait=wait)


def _corpus(settings: Settings) -> Corpus:
    from qa.corpus.folder import Corpus

    return Corpus(settings.corpus)


def _store(settings: Settings) -> Store:
    from qa.index.store import Store

    return Store(settings.index)
