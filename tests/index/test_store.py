"""The index folder: publishing, refusing, cleaning up, going back."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest

from qa.corpus.folder import Corpus
from qa.errors import GenerationError, IndexLockedError, IndexMissingError, RollbackError
from qa.index.manifest import FORMAT
from qa.index.store import KEPT, Store
from qa.types import Article, Filters
from tests.building import builder

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "corpus"
    folder.mkdir()
    corpus = Corpus(folder)
    corpus.write(Article("first", "First", "Park Ji-hu plays On-jo. She lives."))
    return corpus


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "index")


def _build(corpus: Corpus, store: Store, times: int = 1) -> None:
    for number in range(times):
        corpus.write(Article("last", "Last", f"Build {number} came last."))
        builder(store.folder).build(corpus)


def test_an_index_that_was_never_built_says_how_to_build_it(store: Store) -> None:
    with pytest.raises(IndexMissingError, match="run `qa build`"):
        store.open()
    assert store.current() is None
    assert store.generations() == []
    assert store.verify() == []


def test_generations_are_numbered_and_the_last_three_are_kept(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=5)
    assert store.current() == "000005"
    assert store.generations() == ["000003", "000004", "000005"]
    assert len(store.generations()) == KEPT
    assert all(check.problem is None for check in store.verify())


def test_nothing_but_generations_pointer_and_lock_remains(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=4)
    assert sorted(path.name for path in store.folder.iterdir()) == [
        ".lock", "000002", "000003", "000004", "CURRENT",
    ]  # fmt: skip


def test_rolling_back_returns_to_the_generation_before(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=3)
    assert store.roll_back() == "000002"
    assert store.open().snapshot.article("last").text == "Build 1 came last."
    assert store.roll_back() == "000001"
    with pytest.raises(RollbackError, match="000001 stays: no intact generation is older"):
        store.roll_back()


def test_generations_tell_what_they_hold_and_which_one_a_rollback_returns_to(
    corpus: Corpus, store: Store
) -> None:
    assert store.describe() == []
    _build(corpus, store, times=3)
    (store.path("000001") / "manifest.json").write_text("{")
    store.roll_back()
    third, second, first = store.describe()
    assert (third.generation, third.current, third.returns) == ("000003", False, False)
    assert (second.generation, second.current, second.articles) == ("000002", True, 2)
    assert second.bytes == sum(
        path.stat().st_size
        for path in store.path("000002").rglob("*")
        if path.is_file() and path.name != "manifest.json"
    )
    assert (first.generation, first.returns, first.articles) == ("000001", True, 0)
    assert first.problem


def test_a_build_after_a_rollback_gets_a_new_number(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=3)
    store.roll_back()
    _build(corpus, store)
    assert store.current() == "000004"


def test_a_rollback_does_not_lead_to_what_was_rolled_back_from(
    corpus: Corpus, store: Store
) -> None:
    _build(corpus, store, times=3)
    store.roll_back()
    _build(corpus, store)
    assert (store.current(), store.generations()) == ("000004", ["000001", "000002", "000004"])
    assert store.roll_back() == "000002"


def test_a_generation_that_has_gone_takes_no_place_of_those_that_are_kept(
    corpus: Corpus, store: Store
) -> None:
    _build(corpus, store, times=5)
    assert store.generations() == ["000003", "000004", "000005"]
    store.roll_back()
    store.roll_back()
    _build(corpus, store)
    assert store.generations() == ["000003", "000005", "000006"]


def test_a_kill_within_the_first_publish_leaves_a_generation_that_counts(
    corpus: Corpus, store: Store
) -> None:
    _build(corpus, store)
    (store.folder / "CURRENT").unlink()
    assert store.current() == "000001"
    assert [(check.current, check.problem) for check in store.verify()] == [(True, None)]


def test_a_fault_that_may_pass_is_not_taken_for_damage(
    corpus: Corpus, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(corpus, store, times=2)

    def fail(_: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("qa.index.checking.check_file", fail)
    with pytest.raises(OSError, match="Too many open files"):
        store.open()


def test_all_is_flushed_before_it_is_renamed_and_the_folder_after(
    corpus: Corpus, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    rename, replace, fsync = Path.rename, Path.replace, os.fsync

    def flush(handle: int) -> None:
        steps.append(f"flush {Path(f'/proc/self/fd/{handle}').readlink().name}")
        fsync(handle)

    def note(move: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def moved(source: Path, target: Path) -> Path:
            steps.append(f"move to {Path(target).name}")
            return move(source, target)

        return moved

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(Path, "rename", note(rename))
    monkeypatch.setattr(Path, "replace", note(replace))
    builder(store.folder).build(corpus)
    published, pointed = steps.index("move to 000001"), steps.index("move to CURRENT")
    written = {each.name for each in store.path("000001").rglob("*")}
    assert {f"flush {name}" for name in written} <= set(steps[:published])
    assert steps[published + 1] == f"flush {store.folder.name}"
    assert steps[pointed - 1].startswith("flush .writing-")
    assert steps[pointed + 1] == f"flush {store.folder.name}"


def test_rolling_back_skips_a_damaged_generation(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=3)
    (store.path("000002") / "parts" / "000002-0000" / "vectors.npy").unlink()
    assert store.roll_back() == "000001"


def test_a_second_builder_is_told_to_wait(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    with filelock.FileLock(store.folder / ".lock"), pytest.raises(IndexLockedError, match="wait"):
        builder(store.folder).build(corpus)


def test_what_killed_builds_left_is_removed_by_the_next(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    (store.folder / ".building-dead").mkdir()
    (store.folder / ".building-dead" / "vectors.npy").write_bytes(b"half")
    (store.folder / ".writing-dead").write_bytes(b"half")
    _build(corpus, store, times=2)
    assert not list(store.folder.glob(".building-*")) + list(store.folder.glob(".writing-*"))


def test_a_damaged_generation_is_refused_by_name_and_the_one_before_served(
    corpus: Corpus, store: Store
) -> None:
    _build(corpus, store, times=2)
    vectors = store.path("000002") / "parts" / "000002-0000" / "vectors.npy"
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    vectors.write_bytes(content)
    opened = store.open()
    assert opened.snapshot.generation == "000001"
    assert opened.refused == (
        ("000002", "parts/000002-0000/vectors.npy does not match its checksum"),
    )


def test_when_no_generation_is_intact_the_error_says_the_way_out(
    corpus: Corpus, store: Store
) -> None:
    _build(corpus, store)
    (store.path("000001") / "manifest.json").write_text("{}")
    with pytest.raises(GenerationError, match=r"000001 cannot be used: .*run `qa build`"):
        store.open()
    assert store.verify()[0].problem is not None


def test_a_build_over_a_damaged_index_makes_it_whole(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    shutil.rmtree(store.path("000001") / "parts" / "000001-0000" / "lexical")
    builder(store.folder).build(corpus)
    assert store.current() == "000002"
    assert store.open().refused == ()


def test_a_lost_pointer_serves_the_newest_intact_generation(corpus: Corpus, store: Store) -> None:
    _build(corpus, store, times=2)
    (store.folder / "CURRENT").write_bytes(b"\xff garbage")
    assert store.open().snapshot.generation == "000002"


def test_a_generation_in_another_format_is_refused(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    manifest = store.path("000001") / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    with pytest.raises(GenerationError, match=f"format 99, this qa reads {FORMAT}"):
        store.open()


def test_every_flipped_bit_and_every_truncation_is_noticed(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    choose = random.Random(11)  # noqa: S311 - a fixed draw, not a secret
    folder = store.path("000001")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        damaged = [whole[: choose.randrange(len(whole))] for _ in range(3) if whole]
        for _ in range(25 if whole else 0):
            at, bit = choose.randrange(len(whole)), choose.randrange(8)
            damaged.append(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        for content in damaged:
            path.write_bytes(content)
            with pytest.raises(GenerationError):
                store.open()
        path.write_bytes(whole)
    assert store.open().refused == ()


def test_an_open_snapshot_outlives_its_generation(corpus: Corpus, store: Store) -> None:
    _build(corpus, store)
    snapshot = store.open().snapshot
    _build(corpus, store, times=4)
    assert not store.path("000001").exists()
    vector = builder(store.folder).embedder.embed_question("On-jo")
    assert snapshot.search_dense(vector, 5, Filters())
    assert snapshot.search_lexical("On-jo", 5, Filters())
    assert snapshot.article("first").text == "Park Ji-hu plays On-jo. She lives."
