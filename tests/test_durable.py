"""Who may read what is written: as with every other program of whoever runs it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from qa import durable
from qa.corpus.folder import Corpus
from qa.types import Article
from tests.building import builder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("mask", "file", "folder"),
    [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700), (0o002, 0o664, 0o775)],
)
def test_what_is_new_may_be_read_by_whom_the_umask_lets(
    tmp_path: Path, mask: int, file: int, folder: int
) -> None:
    corpus, index = Corpus(tmp_path / "corpus"), tmp_path / "index"
    with umask(mask):
        corpus.write(Article("news/a", "A", "It rains in Farwick."))
        builder(index).build(corpus)
        corpus.write(Article("news/b", "B", "It snows in Farwick."))
        builder(index).build(corpus)
    written = [*corpus.folder.rglob("*"), *index.rglob("*")]
    own = [path for path in written if not path.name.endswith(".lock")]
    files = {str(path.relative_to(tmp_path)): mode(path) for path in own if path.is_file()}
    assert files == dict.fromkeys(files, file)
    folders = {str(path.relative_to(tmp_path)): mode(path) for path in own if path.is_dir()}
    assert folders == dict.fromkeys(folders, folder)
    assert len(files) > 10


def test_what_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    durable.write_file(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o640)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    durable.write_file(path, b"newer")
    assert (path.read_bytes(), path.is_symlink()) == (b"newer", False)


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        durable.write_file(tmp_path / "taken", b"text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_folder_aside_is_empty_and_no_two_are_one(tmp_path: Path) -> None:
    one, other = (durable.make_aside(tmp_path, ".building-") for _ in range(2))
    assert one != other
    assert not [*one.iterdir(), *other.iterdir()]
    assert {one, other} == set(tmp_path.glob(".building-*"))
