"""Fixtures: the real model, exported once, and a guard against touching the network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.models.embedder import OnnxEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFAULT_CACHE = Path(__file__).parents[2] / ".pytest_cache" / "qa-models"


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> OnnxEmbedder:
    return OnnxEmbedder.load(model_folder, threads=2)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random BERT with prompts that pools its first token."""
    from tests.models import tiny  # torch: 8 s that most tests do not need

    return tiny.save_transformer(
        tmp_path_factory.mktemp("tiny"),
        pooling="cls",
        prompts={"query": "query: ", "passage": "passage: "},
    )


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that cannot be exported."""
    from tests.models import tiny

    return tiny.save_static(tmp_path_factory.mktemp("static"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test during which anything tried to reach a host."""
    tried: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        tried.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert tried == []
