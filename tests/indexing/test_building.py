"""Builds: incremental equals from nothing, whatever happened before."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qa.corpus import remembering
from qa.corpus.folder import Corpus
from qa.errors import ArticleMissingError, IndexLockedError
from qa.index import parts
from qa.index.store import Store
from qa.indexing import planning
from qa.indexing.building import Builder
from qa.indexing.chunking import ChunkSettings
from qa.types import Article, Filters
from tests.building import NOON, builder
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.index.snapshot import Snapshot

NAMES = st.sampled_from(["a", "b", "season-2/c", "season-2/d", "e"])
TEXTS = st.lists(
    st.sampled_from(
        ["Ji-hu plays On-jo.", "It rains.", "\n\n# Virus\n\n", "물 속의 학교.", "Lomon."]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


def _contents(snapshot: Snapshot) -> dict[str, object]:
    """Return all that a generation says, byte for byte, whatever parts it is in."""
    held = snapshot.contents
    numbers, rows = range(len(held.ids)), np.arange(len(held.slots))
    days = held.articles[["first_day", "last_day", "rows"]]
    facets = (held.sources, held.tags)
    return {
        "ids": held.ids,
        "lines": [held.line(number) for number in numbers],
        "days": days.tolist(),
        "chunks": [held.chunks(range(row, row + 1)).tobytes() for row in rows.tolist()],
        "articles of rows": held.article_of_row.tolist(),
        "vectors": held.vectors(rows).tobytes(),
        "facets": [{name: sorted(each.tolist()) for name, each in one.items()} for one in facets],
    }


class Crashed(BaseException):
    """Stands for the process ending at this point."""


class Builds(RuleBasedStateMachine):
    """Articles come, change and go; builds run, crash and are rolled back."""

    @initialize(
        full=st.sampled_from([1, 3, planning.SMALLEST]), held=st.sampled_from([0, remembering.HELD])
    )
    def start(self, full: int, held: int) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(planning, "SMALLEST", full)
        self.patch.setattr(planning, "LARGEST", full)
        self.patch.setattr(planning, "SMALL", full // 2)
        self.patch.setattr(parts, "LINKED_ROWS", full)
        self.patch.setattr(remembering, "HELD", held)
        self.folder = Path(tempfile.mkdtemp())
        self.corpus = Corpus(self.folder / "corpus")
        self.corpus.folder.mkdir()
        self.store = Store(self.folder / "index")
        self.truth: dict[str, str] = {}
        self.published: dict[str, str] | None = None

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        told = f"{name} begins. {text}".rstrip()  # no two say the same: a copy is not taken
        self.corpus.write(Article(name, f"About {name}", told))
        self.truth[name] = told

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        if name in self.truth:
            self.corpus.remove([name])
            del self.truth[name]
        else:
            with pytest.raises(ArticleMissingError):
                self.corpus.remove([name])

    @rule(full=st.booleans())
    def build(self, full: bool) -> None:
        builder(self.store.folder).build(self.corpus, full=full)
        self.published = dict(self.truth)

    @rule(step=st.sampled_from(["embed", "publish", "rename", "point"]))
    def crash(self, step: str) -> None:
        crashing = builder(self.store.folder)
        with pytest.MonkeyPatch.context() as patch:
            self.break_at(step, crashing, patch)
            try:
                crashing.build(self.corpus)
            except Crashed:
                return
        self.published = dict(self.truth)  # nothing to do: the step was not reached

    def break_at(self, step: str, crashing: Builder, patch: pytest.MonkeyPatch) -> None:
        def crash(*_: object, **__: object) -> None:
            raise Crashed

        if step == "embed":
            patch.setattr(crashing.embedder, "embed_passages", crash)
        elif step == "publish":
            patch.setattr(Store, "publish", crash)
        elif step == "rename":
            patch.setattr(Path, "rename", crash)
        else:
            patch.setattr(Store, "_point_to", crash)

    @rule()
    def roll_back(self) -> None:
        before = [name for name in self.store.generations() if name < (self.store.current() or "")]
        if before:
            self.store.roll_back()
            snapshot = self.store.open().snapshot
            self.published = {each.id: each.text for each in snapshot.articles(offset=0, limit=99)}

    @invariant()
    def what_is_served_is_what_was_published_last(self) -> None:
        if not hasattr(self, "published") or self.published is None:
            return
        opened = self.store.open()
        assert opened.refused == ()
        served = {each.id: each.text for each in opened.snapshot.articles(offset=0, limit=99)}
        assert served == self.published

    @rule()
    def an_incremental_build_equals_one_from_nothing(self) -> None:
        builder(self.store.folder).build(self.corpus)
        self.published = dict(self.truth)
        nothing = Store(self.folder / "nothing")
        builder(nothing.folder).build(self.corpus)
        ours, fresh = self.store.open().snapshot, nothing.open().snapshot
        assert _contents(ours) == _contents(fresh)
        for question in ("Who plays On-jo?", "학교", "virus"):
            assert ours.search_lexical(question, 50, Filters()) == fresh.search_lexical(
                question, 50, Filters()
            )
            vector = WordEmbedder().embed_question(question)
            found = ours.search_dense(vector, 50, Filters())
            assert found == fresh.search_dense(vector, 50, Filters())
        shutil.rmtree(nothing.folder)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.patch.undo()
            shutil.rmtree(self.folder)


TestBuilds = Builds.TestCase
THOROUGH = settings.get_profile("default").max_examples < settings().max_examples
TestBuilds.settings = settings(
    max_examples=100 if THOROUGH else 12, stateful_step_count=10, parent=settings()
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "corpus").mkdir()
    corpus = Corpus(tmp_path / "corpus")
    for name in "abc":
        corpus.write(Article(name, f"Title {name}", f"Text of {name}. Another sentence."))
    return corpus


def test_only_new_text_is_embedded(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    assert isinstance(ours.embedder, WordEmbedder)
    ours.build(corpus)
    ours.embedder.embedded.clear()
    corpus.write(Article("d", "Title d", "New text."))
    corpus.write(Article("a", "Title a", "Text of a. Another sentence.", source="UPI"))
    report = ours.build(corpus)
    assert ours.embedder.embedded == ["Title d\nNew text."]
    assert (report.added, report.changed, report.removed) == (1, 1, 0)
    assert (report.embedded, report.reused, report.chunks) == (1, 3, 4)


def test_another_title_or_heading_is_other_text(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    corpus.write(Article("a", "Retitled", "Text of a. Another sentence."))
    corpus.write(Article("b", "Title b", "# New\n\nText of b. Another sentence."))
    assert ours.build(corpus).embedded == 2


def test_kept_articles_are_renumbered(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    corpus.write(Article("0-first", "Before all", "It comes first now."))
    ours.build(corpus)
    snapshot = ours.store.open().snapshot
    assert snapshot.contents.article_of_row.tolist() == [0, 1, 2, 3]
    hits = snapshot.search_lexical("Text of c", 1, Filters())
    assert snapshot.contents.ids[snapshot.contents.article_of_row[hits[0].row]] == "c"


def test_a_build_that_cannot_begin_leaves_the_corpus_alone(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    with ours.store.lock(), pytest.raises(IndexLockedError):
        builder(tmp_path / "index").build(corpus, before=lambda: corpus.remove(["a"]))
    assert [article.id for article in corpus.read().articles] == ["a", "b", "c"]


def test_what_changed_while_a_build_ran_is_built_as_it_is_and_told_apart_by_the_next(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "HELD", 0)
    ours = builder(tmp_path / "index")
    plan = planning.plan

    def changing(*digests: Mapping[str, str]) -> planning.Plan:
        corpus.write(Article("a", "Title a", "Another text."))
        corpus.remove(["b"])
        return plan(*digests)

    with monkeypatch.context() as patch:
        patch.setattr("qa.indexing.building.plan", changing)
        assert ours.build(corpus).articles == 2
    held = ours.store.open().snapshot
    assert held.articles(offset=0, limit=9)[0].text == "Another text."
    assert held.summary.articles == 2
    assert not ours.build(corpus).published
    corpus.write(Article("a", "Title a", "Text of a. Another sentence."))
    assert ours.build(corpus).changed == 1


def test_nothing_is_published_when_nothing_changed(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    first, second = ours.build(corpus), ours.build(corpus)
    assert (first.published, second.published) == (True, False)
    assert second.generation == "000001"


def test_other_chunk_settings_or_another_embedder_rebuild_everything(
    tmp_path: Path, corpus: Corpus
) -> None:
    builder(tmp_path / "index").build(corpus)
    other = Builder(Store(tmp_path / "index"), WordEmbedder(), lambda: NOON, ChunkSettings(50, 5))
    assert other.build(corpus).embedded == 3
    renamed = WordEmbedder()
    renamed.name = "other@fake"
    assert Builder(other.store, renamed, lambda: NOON).build(corpus).embedded == 3


ADDED = Article("d", "Title d", "New text.")


def built_twice(index: Path, corpus: Corpus) -> Builder:
    """Build, then again with an article more; return what built."""
    ours = builder(index)
    ours.build(corpus)
    corpus.write(ADDED)
    ours.build(corpus)
    return ours


def test_a_build_after_a_rollback_reports_what_changes_for_a_reader(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = built_twice(tmp_path / "index", corpus)
    ours.store.roll_back()
    report = ours.build(corpus)
    assert (report.generation, report.added, report.published) == ("000003", 1, True)


def test_a_build_that_nobody_asked_for_leaves_a_rollback_alone(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = built_twice(tmp_path / "index", corpus)
    corpus.write(Article("d", "Title d", "Newer text."))
    ours.build(corpus)
    assert ours.store.roll_back() == "000002"
    assert ours.store.roll_back() == "000001"
    report = ours.build(corpus, noticed=True)
    assert (report.generation, report.added, report.published) == ("000001", 0, False)
    corpus.write(Article("d", "Title d", "Newest text."))
    report = ours.build(corpus, noticed=True)
    assert (report.generation, report.added, report.published) == ("000004", 1, True)
    ours.store.roll_back()
    assert ours.build(corpus).published


def test_a_rollback_counts_until_the_articles_have_said_something_else(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = built_twice(tmp_path / "index", corpus)
    ours.store.roll_back()
    corpus.remove(["d"])
    assert not ours.build(corpus, noticed=True).published
    corpus.write(ADDED)
    assert ours.build(corpus, noticed=True).generation == "000003"


def test_a_rollback_from_what_other_settings_made_stays_too(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    other = Builder(ours.store, WordEmbedder(), lambda: NOON, ChunkSettings(50, 5))
    other.build(corpus)
    assert ours.store.roll_back() == "000001"
    report = other.build(corpus, noticed=True)
    assert (report.generation, report.published) == ("000001", False)


def test_a_build_that_died_before_it_was_current_is_made_up_for_unasked(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    corpus.write(Article("d", "Title d", "New text."))
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_point_to", mock.Mock(side_effect=Crashed))
        with pytest.raises(Crashed):
            ours.build(corpus)
    assert ours.store.generations() == ["000001", "000002"]
    assert ours.build(corpus, noticed=True).published


def test_an_emptied_corpus_leaves_nothing_to_be_found(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    corpus.remove(["a", "b", "c"])
    report = ours.build(corpus)
    snapshot = ours.store.open().snapshot
    vector = ours.embedder.embed_question("text")
    assert (report.articles, report.chunks) == (0, 0)
    assert list(snapshot.search_dense(vector, 5, Filters())) == []
    assert list(snapshot.search_lexical("text", 5, Filters(tags=("x",)))) == []


def test_progress_is_told_to_the_end(tmp_path: Path, corpus: Corpus) -> None:
    told: list[tuple[str, int, int]] = []
    builder(tmp_path / "index").build(corpus, progress=lambda *step: told.append(step))
    assert ("embed", 3, 3) in told
    assert told[-1] == ("index", 3, 3)


def test_a_vector_is_stored_as_it_was_embedded(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    stored = ours.store.open().snapshot.contents.vectors(np.array([0]))
    expected = ours.embedder.embed_passages(["Title a\nText of a. Another sentence."])
    assert np.array_equal(stored[0], expected[0].astype(np.float16))


def test_an_index_that_only_grew_finds_and_ranks_as_one_from_nothing(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    for number in range(12):  # enough for tantivy to merge segments
        name = f"{'az'[number % 2]}{number}"  # before and behind what is there
        article = Article(
            name, f"Title {name}", f"Text of {name} rains. " * 9, source=f"S{number % 3}"
        )
        corpus.write(article)
        assert ours.build(corpus).published
    nothing = builder(tmp_path / "nothing")
    nothing.build(corpus)
    grown, fresh = ours.store.open().snapshot, nothing.store.open().snapshot
    assert not np.array_equal(grown.contents.slots, fresh.contents.slots)
    assert _contents(grown) == _contents(fresh)
    for filters in (Filters(), Filters(sources=("S1",))):
        for question in ("Text of c", "rains", "title a4", "nothing of it"):
            found, expected = (
                each.search_lexical(question, 10, filters) for each in (grown, fresh)
            )
            assert [hit.row for hit in found] == [hit.row for hit in expected]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_what_is_deleted_leaves_no_trace_in_what_is_searched(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = builder(tmp_path / "index")
    corpus.write(Article("d", "Zanzibar", "Only here."))
    ours.build(corpus)
    corpus.remove(["d"])
    ours.build(corpus)
    files = ours.store.path("000002").rglob("*")
    assert not any(b"zanzibar" in path.read_bytes().lower() for path in files if path.is_file())
