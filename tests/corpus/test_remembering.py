"""Files are read again when they changed, however they changed; and not when they did not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.corpus import reading, remembering
from qa.corpus.folder import Corpus
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.corpus.problems import Problem
    from qa.corpus.reading import Found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really opened; every file counts as settled at once."""
    opened: list[str] = []
    honest = reading.read_file

    def noting(root: Path, path: str) -> Iterator[Found | Problem]:
        opened.append(path)
        return honest(root, path)

    monkeypatch.setattr(remembering, "read_file", noting)
    monkeypatch.setattr(remembering, "SETTLED", 0)
    return opened


def texts(corpus: Corpus) -> dict[str, str]:
    return {each.id: each.text for each in corpus.read().articles}


def test_only_files_that_changed_are_opened_again(tmp_path: Path, read: list[str]) -> None:
    corpus = Corpus(tmp_path)
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"Text of {name}.")
    texts(corpus)
    read.clear()
    assert len(texts(corpus)) == 3
    assert read == []
    corpus.write(Article("b", "B", "Other text."))
    assert texts(corpus) == {"a": "Text of a.", "b": "Other text.", "c": "Text of c."}
    assert read == ["b.md"]


def test_a_change_of_the_same_size_and_time_is_noticed(tmp_path: Path, read: list[str]) -> None:
    corpus = Corpus(tmp_path)
    path = tmp_path / "a.md"
    path.write_text("Text one.")
    texts(corpus)
    kept = path.stat()
    path.write_text("Text two.")
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert texts(corpus) == {"a": "Text two."}
    path.with_name("b").write_text("Text six.")
    path.with_name("b").rename(path)
    assert texts(corpus) == {"a": "Text six."}


def test_what_is_gone_is_forgotten_and_what_comes_back_is_read(
    tmp_path: Path, read: list[str]
) -> None:
    corpus = Corpus(tmp_path)
    path = tmp_path / "a.md"
    path.write_text("Text one.")
    texts(corpus)
    path.rename(tmp_path / ".hidden")
    assert texts(corpus) == {}
    read.clear()
    (tmp_path / ".hidden").rename(path)
    assert texts(corpus) == {"a": "Text one."}
    assert read == ["a.md"]


def test_a_file_that_has_just_changed_is_not_trusted(tmp_path: Path) -> None:
    memory = remembering.Memory()
    (tmp_path / "a.md").write_text("Text one.")
    first, second = (memory.read(tmp_path, "a.md") for _ in range(2))
    assert first == second
    assert first is not second


def test_a_link_whose_target_changed_is_read_again(tmp_path: Path, read: list[str]) -> None:
    corpus = Corpus(tmp_path)
    (tmp_path / ".kept").write_text("Text one.")
    (tmp_path / "a.md").symlink_to(tmp_path / ".kept")
    assert texts(corpus) == {"a": "Text one."}
    (tmp_path / ".kept").write_text("Text two, longer.")
    assert texts(corpus) == {"a": "Text two, longer."}
