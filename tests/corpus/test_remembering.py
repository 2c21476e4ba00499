"""Files are read again when they changed, however they changed; and not when they did not."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from qa.corpus import loading, reading, remembering
from qa.corpus.folder import Corpus
from qa.corpus.reading import read_file
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


def fill(folder: Path, articles: int) -> None:
    """Write Markdown files of one article, and two JSONL files with articles in turns."""
    for n in range(articles):
        (folder / f"m{n:02}.md").write_text(
            f"---\ntitle: M{n}\n---\nText {n} of its own. 비가 온다."
        )
    for half in (0, 1):
        lines = [
            json.dumps({"id": f"j{n:02}", "title": f"J{n}", "text": f"Text {n} among others."})
            for n in range(half, articles, 2)
        ]
        (folder / f"{half}.jsonl").write_text("\n".join(lines))


def test_texts_beyond_a_bound_are_not_held_and_read_again_where_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 20)
    everything = Corpus(tmp_path).read()
    monkeypatch.setattr(remembering, "HELD", 300)
    monkeypatch.setattr(remembering, "SETTLED", 0)
    corpus = Corpus(tmp_path)
    for _ in range(2):  # as read, and as remembered
        bounded = corpus.read()
        held = [each for each in bounded.entries if each.article]
        assert 0 < sum(each.size for each in held) <= 300
        assert bounded.articles == everything.articles
        assert (
            bounded.digests
            == everything.digests
            == {each.id: each.digest for each in everything.articles}
        )
        assert bounded.problems == everything.problems == ()
    assert corpus.find("j19") == everything.articles[19]


def test_a_file_of_many_articles_is_read_again_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 20)
    monkeypatch.setattr(remembering, "HELD", 0)
    reading = Corpus(tmp_path).read()
    opened: list[str] = []

    def noting(root: Path, path: str) -> Iterator[Found | Problem]:
        opened.append(path)
        return read_file(root, path)

    monkeypatch.setattr(loading, "read_file", noting)
    assert len(reading.articles) == 40
    assert sorted(opened) == sorted({each.path for each in reading.entries})


def test_what_changed_since_it_was_read_is_loaded_as_it_is_and_what_went_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 4)
    monkeypatch.setattr(remembering, "HELD", 0)
    reading = Corpus(tmp_path).read()
    (tmp_path / "m01.md").write_text("Another text.")
    (tmp_path / "m02.md").unlink()
    (tmp_path / "0.jsonl").write_text('{"id": "j02", "title": "J2", "text": "Shorter."}')
    loaded = {article.id: (article, digest) for article, digest in reading.load(reading.entries)}
    assert list(loaded) == ["j01", "j02", "j03", "m00", "m01", "m03"]
    assert [loaded[each][0].text for each in ("j02", "m01")] == ["Shorter.", "Another text."]
    assert all(article.digest == digest for article, digest in loaded.values())


def test_a_bound_holds_while_files_change_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "HELD", 100)
    monkeypatch.setattr(remembering, "SETTLED", 0)
    corpus = Corpus(tmp_path)
    for number in range(8):
        (tmp_path / "a.md").write_text("x" * (40 + number))
        (tmp_path / f"b{number}.md").write_text("y" * 30)
        (tmp_path / f"b{number - 1}.md").unlink(missing_ok=True)
        held = [each.size for each in corpus.read().entries]
        assert held == [40 + number, 30]  # what is gone no longer counts
