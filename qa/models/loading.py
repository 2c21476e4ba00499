"""Chooses how a model runs: from its export, by exporting it first, or in torch."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from qa.errors import ModelError
from qa.models.cache import fingerprint_in, folders_of, read_card
from qa.models.embedder import OnnxEmbedder
from qa.models.source import ModelMissingError, find_model, fingerprint, model_name

if TYPE_CHECKING:
    from pathlib import Path

    from qa.models.cache import ModelCard
    from qa.models.source import ModelSource
    from qa.protocols import Embedder, Progress

_LOG = logging.getLogger("qa")


def load_embedder(
    name: str, folder: Path, *, threads: int, progress: Progress | None = None
) -> Embedder:
    """Open the model of this name for a build, exporting it into `folder` when that is not done.

    When its own files are not on this machine, an export of that name in `folder` serves.
    """
    try:
        source = find_model(name)
    except ModelMissingError as missing:
        return _open(_only_export_of(name, folder, missing), threads)
    cached = folder / fingerprint(source)
    if not cached.exists():
        cached = _export(source, folder, progress)
    return _open(cached, threads)


def load_exported(embedder_name: str, folder: Path, *, threads: int) -> Embedder:
    """Open exactly the embedder an index was built with; ModelError when it is not in `folder`."""
    cached = folder / fingerprint_in(embedder_name)
    if not cached.exists():
        raise ModelError(f"the embedder {embedder_name} is not in {folder}: run `qa build`")
    embedder = _open(cached, threads)
    if embedder.name != embedder_name:
        raise ModelError(f"{folder} holds {embedder.name}, not {embedder_name}: run `qa build`")
    return embedder


def _open(cached: Path, threads: int) -> Embedder:
    card = read_card(cached)
    if card.precision == "torch":
        return _open_in_torch(card, threads)
    return OnnxEmbedder(card, cached, threads=threads)


def _open_in_torch(card: ModelCard, threads: int) -> Embedder:
    from qa.models.custom import SentenceTransformerEmbedder

    _LOG.warning(
        "%s runs in torch, several times slower, because it cannot be exported: %s",
        card.name,
        card.note,
    )
    return SentenceTransformerEmbedder.load(card, threads=threads)


def _export(source: ModelSource, folder: Path, progress: Progress | None) -> Path:
    from qa.models.custom import record_torch
    from qa.models.export import NotExportableError, export

    try:
        return export(source, folder, progress)
    except NotExportableError as error:
        return record_torch(source, folder, str(error))


def _only_export_of(name: str, folder: Path, missing: ModelMissingError) -> Path:
    found = folders_of(model_name(name), folder)
    if not found:
        raise missing
    if len(found) > 1:
        raise ModelError(f"{folder} holds {len(found)} exports of {name}: delete all but one")
    return found[0]
