"""Errors that go out over HTTP do not say where folders lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.places import Places
from qa.settings import Settings

if TYPE_CHECKING:
    import pytest


def test_folders_are_named_by_what_they_are() -> None:
    corpus, index = Path("/srv/articles"), Path("/srv/articles-index")
    places = Places(Settings(corpus=corpus, index=index, embedder="/srv/model"))
    for told, renamed in (
        (f"{corpus}/news/a.md: Input/output error", "corpus/news/a.md: Input/output error"),
        (f"{index}/.building-1: No space", "index/.building-1: No space"),
        (f"[Errno 13] Permission denied: '{index}'", "[Errno 13] Permission denied: 'index'"),
        ("/srv/model is not a model", "embedder is not a model"),
        (f"{corpus}.old stays, as does {index}2", f"{corpus}.old stays, as does {index}2"),
    ):
        assert places.rename(told) == renamed


def test_a_folder_is_known_by_each_of_its_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "index").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    places = Places(Settings())
    assert places.rename(f"{tmp_path}/index/a, {tmp_path}/real/b") == "index/a, index/b"
    assert places.rename("all-MiniLM-L6-v2 is not in index/models") == (
        "all-MiniLM-L6-v2 is not in index/models"
    )
