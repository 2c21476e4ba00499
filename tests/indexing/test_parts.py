"""Parts: what a change leaves alone, what it writes anew, and what a killed build leaves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.corpus.folder import Corpus
from qa.errors import GenerationError
from qa.index import checking, checkpoints, manifest, parts
from qa.index.contents import read_digests
from qa.index.vectors import GRAPH, GRAPH_SLOTS
from qa.indexing import graphing, planning
from qa.types import Article, Filters
from tests.building import builder
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.contents import Contents
    from qa.index.store import Store
    from qa.indexing.building import Builder
    from qa.protocols import Progress

LIMIT = 200


class ScatteredEmbedder(WordEmbedder):
    """Every text lies somewhere else, as if by chance, and always there."""

    def embed_question(self, question: str) -> NDArray[np.float32]:
        digest = hashlib.sha256(question.encode()).digest()
        row = np.random.default_rng(list(digest)).normal(size=self.dimensions)
        return np.asarray(row / np.linalg.norm(row), np.float32)


class EndingEmbedder(WordEmbedder):
    """Embeds a few parts and is then interrupted."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._calls = calls

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        self._calls -= 1
        if self._calls < 0:
            raise KeyboardInterrupt
        return super().embed_passages(texts, progress)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "corpus").mkdir()
    return Corpus(tmp_path / "corpus")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are full with three rows, and none is so small that it is copied or joined."""
    monkeypatch.setattr(planning, "SMALLEST", 3)
    monkeypatch.setattr(planning, "LARGEST", 3)
    monkeypatch.setattr(planning, "SMALL", 0)
    monkeypatch.setattr(parts, "LINKED_ROWS", 3)


def fill(corpus: Corpus, numbers: Iterable[int]) -> None:
    """Let one file hold an article for each number."""
    lines = [
        json.dumps({"id": f"a{n:05}", "title": f"Article {n}", "text": f"It rains {n} times."})
        for n in numbers
    ]
    (corpus.folder / "all.jsonl").write_text("\n".join(lines))


def inodes(store: Store, generation: str) -> dict[str, int]:
    folder = store.path(generation)
    found = (path for path in folder.rglob("vectors.npy"))
    return {path.parent.name: path.stat().st_ino for path in found}


@pytest.mark.usefixtures("small_parts")
def test_only_the_part_that_lost_an_article_is_written_anew(tmp_path: Path, corpus: Corpus) -> None:
    fill(corpus, range(9))
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    fill(corpus, [0, 1, 2, 4, 5, 6, 7, 8])
    ours.build(corpus)
    before, after = inodes(ours.store, "000001"), inodes(ours.store, "000002")
    assert before.keys() == {"000001-0000", "000001-0001", "000001-0002"}
    assert after.keys() == {"000001-0000", "000001-0002", "000002-0000"}
    assert {name: after[name] for name in after.keys() & before.keys()} == {
        name: before[name] for name in ("000001-0000", "000001-0002")
    }
    snapshot = ours.store.open().snapshot
    assert snapshot.contents.slots.tolist() == [0, 1, 2, 4, 5, 6, 7, 8]
    assert [hit.row for hit in snapshot.search_lexical("rains", 9, Filters())] == list(range(8))


@pytest.mark.usefixtures("small_parts")
def test_a_change_writes_one_part_and_a_manifest_that_does_not_grow(
    tmp_path: Path, corpus: Corpus
) -> None:
    sizes = []
    for articles in (30, 60):
        fill(corpus, range(articles))
        ours = replace(builder(tmp_path / f"index-{articles}"), exact_limit=10)
        ours.build(corpus)
        fill(corpus, [*range(articles), 9000])
        ours.build(corpus)
        old, new = (ours.store.path(name) for name in ("000001", "000002"))
        known = {path.stat().st_ino for path in old.rglob("*")}
        written = [path for path in new.rglob("*") if path.stat().st_ino not in known]
        names = {path.relative_to(new).parts[:2] for path in written if path.is_file()}
        assert names == {("manifest.json",), ("parts", "000002-0000")}
        sizes.append((new / "manifest.json").stat().st_size / (articles / 3 + 1))
    assert sizes[1] <= sizes[0]  # bytes a part


@pytest.mark.usefixtures("small_parts")
def test_a_change_takes_checksums_of_new_files_only(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(corpus, range(9))
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    fill(corpus, range(10))
    taken: set[str] = set()

    def noting(path: Path) -> checking.FileCheck:
        taken.add(path.relative_to(path.parents[1]).parts[0])
        return check_file(path)

    check_file = checking.check_file
    for module in (checking, parts):  # for a part's list, and for its vectors
        monkeypatch.setattr(module, "check_file", noting)
    monkeypatch.setattr(ours.store, "open_contents", known(ours.store.open_contents()))
    taken.clear()
    ours.build(corpus)
    assert taken == {"000002-0000", "lexical"}


def known(base: tuple[manifest.Manifest, Contents] | None) -> Callable[[], object]:
    """Stand for a generation that was found intact before; the test's files are too young."""
    return lambda: base


def test_the_digests_of_a_generation_are_read_without_opening_it_and_not_believed_when_damaged(
    tmp_path: Path, corpus: Corpus
) -> None:
    fill(corpus, range(9))
    ours = builder(tmp_path / "index")
    ours.build(corpus)
    folder = ours.store.path("000001")
    said = manifest.read(folder)
    expected = {each.id: each.digest for each in corpus.read().articles}
    assert read_digests(folder, said) == expected
    damaged = folder / "parts" / "000001-0000" / "digests.npy"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    with pytest.raises(GenerationError, match=r"digests\.npy does not match its checksum"):
        read_digests(folder, said)


def test_many_small_changes_leave_few_parts(tmp_path: Path, corpus: Corpus) -> None:
    ours = builder(tmp_path / "index")
    for number in range(20):
        corpus.write(Article(f"a{number}", f"Article {number}", f"It rains {number} times."))
        ours.build(corpus)
    assert len(ours.store.open().snapshot.manifest.parts) == 1


def test_the_number_of_parts_grows_with_the_logarithm_of_the_changes() -> None:
    sizes: dict[str, int] = {"base": 100_000}
    for number in range(3000):
        anew = planning.plan_parts(sizes, (), 4)
        size = 4 + sum(sizes.pop(name) for name in anew)
        sizes[f"p{number}"] = size
    assert len(sizes) < 12


@pytest.mark.usefixtures("small_parts")
def test_a_build_takes_the_vectors_that_an_interrupted_one_had(
    tmp_path: Path, corpus: Corpus
) -> None:
    fill(corpus, range(12))
    with pytest.raises(KeyboardInterrupt):
        replace(builder(tmp_path / "index"), embedder=EndingEmbedder(3)).build(corpus)
    ours = builder(tmp_path / "index")
    report = ours.build(corpus)
    assert (report.embedded, report.reused, report.chunks) == (3, 9, 12)
    assert not list(ours.store.folder.glob(".building-*"))


@pytest.mark.usefixtures("small_parts")
def test_what_an_interrupted_build_left_is_of_no_use_when_it_is_damaged_or_of_another_model(
    tmp_path: Path, corpus: Corpus
) -> None:
    fill(corpus, range(12))
    for embedder in (EndingEmbedder(3), EndingEmbedder(1)):
        with pytest.raises(KeyboardInterrupt):
            replace(builder(tmp_path / "index"), embedder=embedder).build(corpus)
    ours = builder(tmp_path / "index")
    left = sorted(ours.store.folder.glob(".building-*/parts/*/vectors.npy"))
    left[0].write_bytes(left[0].read_bytes()[:-1] + b"\xff")
    ours.embedder.name = "another"  # type: ignore[misc]
    assert ours.store.leavings("another") == []
    assert len(ours.store.leavings(WordEmbedder.name)) == len(left) - 1


@pytest.fixture
def graphed(tmp_path: Path, corpus: Corpus) -> Builder:
    """An index of twice as many rows as are searched exactly."""
    ours = replace(builder(tmp_path / "index"), embedder=ScatteredEmbedder(), exact_limit=LIMIT)
    fill(corpus, range(2 * LIMIT))
    ours.build(corpus)
    return ours


def recall(ours: Builder) -> float:
    """Return which share of the best ten by brute force is found, over forty questions."""
    snapshot = ours.store.open().snapshot
    vectors = snapshot.contents.vectors(np.arange(len(snapshot.contents.slots)))
    shares = []
    for number in range(40):
        asked = ours.embedder.embed_question(f"question {number}")
        best = np.argsort(-(vectors.astype(np.float32) @ asked))[:10]
        found = {int(hit.row) for hit in snapshot.search_dense(asked, 10, Filters())}
        shares.append(len(found & set(best.tolist())) / 10)
    return float(np.mean(shares))


def nodes(ours: Builder, generation: str) -> int:
    return len(np.load(ours.store.path(generation) / GRAPH_SLOTS))


def test_a_graph_is_kept_while_little_changes_and_finds_what_is_new_and_nothing_gone(
    graphed: Builder, corpus: Corpus
) -> None:
    fill(corpus, [*range(30, 2 * LIMIT), 9000, 9001])
    graphed.build(corpus)
    store = graphed.store
    same = [(store.path(name) / GRAPH).read_bytes() for name in ("000001", "000002")]
    assert same[0] == same[1]
    assert recall(graphed) >= 0.95
    snapshot = store.open().snapshot
    asked = graphed.embedder.embed_question("Article 9000\nIt rains 9000 times.")
    hit = snapshot.search_dense(asked, 1, Filters())[0]
    assert snapshot.contents.ids[snapshot.contents.article_of_row[hit.row]] == "a09000"
    everything = snapshot.search_dense(asked, 3 * LIMIT, Filters())
    assert len({each.row for each in everything}) == len(everything) <= 2 * LIMIT - 28


def test_a_graph_is_added_to_when_much_came_and_made_anew_when_much_went(
    graphed: Builder, corpus: Corpus
) -> None:
    fill(corpus, range(3 * LIMIT))
    graphed.build(corpus)
    assert nodes(graphed, "000002") == 3 * LIMIT
    assert recall(graphed) >= 0.95
    fill(corpus, range(LIMIT, 3 * LIMIT))
    graphed.build(corpus)
    assert nodes(graphed, "000003") == 2 * LIMIT
    assert recall(graphed) >= 0.95
    fill(corpus, range(LIMIT // 2))
    graphed.build(corpus)
    assert not (graphed.store.path("000004") / GRAPH).exists()
    assert recall(graphed) == 1


def test_what_came_is_found_before_the_first_graph_that_it_needs(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = replace(builder(tmp_path / "index"), embedder=ScatteredEmbedder(), exact_limit=LIMIT)
    soon = replace(ours, soon=True)
    fill(corpus, range(LIMIT))
    assert not soon.build(corpus).owes_graph
    fill(corpus, range(LIMIT + 1))
    first = soon.build(corpus)
    assert first.published
    assert first.owes_graph
    assert not (ours.store.path("000002") / GRAPH).exists()
    assert recall(ours) == 1
    again = soon.build(corpus)
    assert again.published
    assert not again.owes_graph
    assert again.embedded == 0
    assert nodes(ours, "000003") == LIMIT + 1
    assert not soon.build(corpus).published


def test_a_graph_that_is_owed_stays_as_it_was_until_it_is_made(
    graphed: Builder, corpus: Corpus
) -> None:
    soon = replace(graphed, soon=True)
    fill(corpus, range(3 * LIMIT))
    assert soon.build(corpus).owes_graph
    assert nodes(graphed, "000002") == 2 * LIMIT
    assert recall(graphed) >= 0.95
    assert graphed.build(corpus).published  # whoever builds next makes it
    assert nodes(graphed, "000003") == 3 * LIMIT
    assert not graphed.build(corpus).published


def test_a_graph_is_not_put_off_for_more_rows_than_can_be_scanned(
    tmp_path: Path, corpus: Corpus
) -> None:
    ours = replace(builder(tmp_path / "index"), embedder=ScatteredEmbedder(), exact_limit=LIMIT)
    soon = replace(ours, soon=True)
    fill(corpus, range(LIMIT // 2))
    soon.build(corpus)
    fill(corpus, range((graphing.LATER + 1) * LIMIT))
    assert not soon.build(corpus).owes_graph
    assert nodes(ours, "000002") == (graphing.LATER + 1) * LIMIT


def test_a_build_from_nothing_puts_nothing_off(tmp_path: Path, corpus: Corpus) -> None:
    ours = replace(builder(tmp_path / "index"), embedder=ScatteredEmbedder(), exact_limit=LIMIT)
    fill(corpus, range(2 * LIMIT))
    assert not replace(ours, soon=True).build(corpus).owes_graph
    assert nodes(ours, "000001") == 2 * LIMIT


def end_at(done: int) -> Progress:
    """Interrupt a build once its graph has so many new rows."""

    def tell(stage: str, at: int, _: int) -> None:
        if stage == "graph" and at >= done:
            raise KeyboardInterrupt

    return tell


@pytest.fixture
def interrupted(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Builder:
    """An index whose first build was interrupted with 250 of 400 rows in its graph, 200 saved."""
    monkeypatch.setattr(graphing, "_SLAB", 50)
    monkeypatch.setattr(checkpoints, "EACH", 100)
    ours = replace(builder(tmp_path / "index"), embedder=ScatteredEmbedder(), exact_limit=LIMIT)
    fill(corpus, range(2 * LIMIT))
    with pytest.raises(KeyboardInterrupt):
        ours.build(corpus, progress=end_at(250))
    return ours


def rest_of_graph(ours: Builder, corpus: Corpus) -> int:
    """Build, and return how many rows were added to the graph."""
    told: list[tuple[str, int, int]] = []
    ours.build(corpus, progress=lambda *step: told.append(step))
    assert not list(ours.store.folder.glob(".building-*"))
    assert all(each.problem is None for each in ours.store.verify())
    assert not list(ours.store.path("000001").glob("graph-*"))
    return max((of for stage, _, of in told if stage == "graph"), default=0)


def test_a_build_takes_over_the_graph_that_an_interrupted_one_was_at(
    interrupted: Builder, corpus: Corpus
) -> None:
    assert [each.name for each in interrupted.store.folder.glob(".building-*/graph-*")] == [
        "graph-200"
    ]
    assert rest_of_graph(interrupted, corpus) == 200
    assert nodes(interrupted, "000001") == 2 * LIMIT
    assert recall(interrupted) >= 0.95


def test_a_graph_is_taken_over_by_what_its_rows_say_not_by_their_numbers(
    interrupted: Builder, corpus: Corpus
) -> None:
    fill(corpus, [*range(20, 2 * LIMIT), *range(9000, 9010)])  # all rows have other numbers now
    assert rest_of_graph(interrupted, corpus) == 210
    slots = np.load(interrupted.store.path("000001") / GRAPH_SLOTS)
    assert (slots < 0).sum() == 20
    assert sorted(slots[slots >= 0].tolist()) == list(range(2 * LIMIT - 10))
    assert recall(interrupted) >= 0.95
    everything = interrupted.store.open().snapshot.search_dense(
        interrupted.embedder.embed_question("anything"), 3 * LIMIT, Filters()
    )
    assert len({each.row for each in everything}) == len(everything)
    fill(corpus, [*range(20, 2 * LIMIT), 9000])
    assert interrupted.build(corpus).published
    assert recall(interrupted) >= 0.95


@pytest.mark.parametrize("name", ["graph.faiss", "keys.npy", "complete.json"])
def test_a_saved_graph_that_is_damaged_is_of_no_use(
    interrupted: Builder, corpus: Corpus, name: str
) -> None:
    (saved,) = interrupted.store.folder.glob(f".building-*/graph-*/{name}")
    saved.write_bytes(saved.read_bytes()[:-3])
    assert rest_of_graph(interrupted, corpus) == 2 * LIMIT
    assert recall(interrupted) >= 0.95


def test_a_saved_graph_over_vectors_of_another_model_is_of_no_use(
    interrupted: Builder, corpus: Corpus
) -> None:
    interrupted.embedder.name = "another"  # type: ignore[misc]
    assert rest_of_graph(interrupted, corpus) == 2 * LIMIT


def test_a_build_interrupted_again_and_again_keeps_one_graph_and_comes_to_an_end(
    interrupted: Builder, corpus: Corpus
) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted.build(corpus, progress=end_at(150))
    assert [each.name for each in interrupted.store.folder.glob(".building-*/graph-*")] == [
        "graph-300"
    ]
    assert rest_of_graph(interrupted, corpus) == 100
    assert recall(interrupted) >= 0.95
