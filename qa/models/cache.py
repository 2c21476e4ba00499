"""The folder of exported models: `<index>/models/<fingerprint>/`, each complete or not there.

An export is written beside its place, flushed to disk and renamed into it; every file is checked
by size and SHA-256 before it is used. This module knows files, not models: nothing is run here.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from filelock import FileLock, Timeout

from qa import durable
from qa.errors import ModelError
from qa.models.source import EXPORT_FORMAT, file_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CARD = "embedder.json"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"

Precision = Literal["int8", "fp32", "torch"]

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_PARTIAL = ".partial-"
_PATIENCE = 900.0  # seconds to wait for another process's export; one takes about 30


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model wants written before a question and before a passage; often nothing."""

    query: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a cached model: `embedder.json` as a value.

    `source` is the folder it was made from, `parity` the lowest cosines to sentence-transformers
    by precision, `note` why it is not int8 (empty when it is). With precision "torch" there are
    no model files: it says that the model cannot be exported, so that nobody tries again.
    """

    name: str
    fingerprint: str
    precision: Precision
    dimensions: int
    max_tokens: int
    inputs: tuple[str, ...]
    prompts: Prompts
    parity: Mapping[str, float]
    exported_with: Mapping[str, str]
    source: str
    note: str

    @property
    def embedder_name(self) -> str:
        """What the vectors are named by: equal names mean comparable vectors."""
        return f"{self.name}@{self.fingerprint}-{self.precision}"


def fingerprint_in(embedder_name: str) -> str:
    """Return the fingerprint in an embedder's name; ModelError when there is none.

    >>> fingerprint_in("all-MiniLM-L6-v2@0123456789abcdef-int8")
    '0123456789abcdef'
    """
    found = embedder_name.rpartition("@")[2].partition("-")[0]
    if not _FINGERPRINT.fullmatch(found):
        raise ModelError(f"{embedder_name!r} names no embedder: run `qa build --full`")
    return found


def read_card(folder: Path) -> ModelCard:
    """Return the card of a cached model, all of its files checked; ModelError names a bad one."""
    path = folder / CARD
    try:
        stored = json.loads(path.read_bytes())
        card = _parse(stored)
        files = {name: (entry["size"], entry["sha256"]) for name, entry in stored["files"].items()}
    except FileNotFoundError as error:
        raise ModelError(f"{path} is missing: {_way_out(folder)}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"{path} is damaged ({error}): {_way_out(folder)}") from error
    if card.fingerprint != folder.name:
        raise ModelError(f"{path} belongs to {card.fingerprint}: {_way_out(folder)}")
    for name, (size, sha256) in files.items():
        _check_file(folder / name, size, sha256)
    return card


def write_card(card: ModelCard, folder: Path) -> None:
    """Write the card of a model, with the size and SHA-256 of every file beside it."""
    files = {
        path.name: {"size": path.stat().st_size, "sha256": file_digest(path)}
        for path in sorted(folder.iterdir())
        if path.name != CARD
    }
    stored: dict[str, object] = {"format": EXPORT_FORMAT, **asdict(card), "files": files}
    stored["checksum"] = _checksum(stored)
    text = json.dumps(stored, indent=2, ensure_ascii=False)
    (folder / CARD).write_text(text, encoding="utf-8")


def folders_of(name: str, cache: Path) -> list[Path]:
    """Return the folders of the cached models recorded under a name, unchecked, sorted."""
    cards = sorted(cache.glob(f"*/{CARD}"))
    return [path.parent for path in cards if _name_in(path) == name]


@contextmanager
def locked(cache: Path) -> Iterator[None]:
    """Keep other exporters out, and clear away what a killed one left behind."""
    cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / ".lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise ModelError(f"another process has been exporting in {cache}: try again") from error
    try:
        for stray in cache.glob(f"{_PARTIAL}*"):
            shutil.rmtree(stray)
        yield
    finally:
        lock.release()


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes `folder` at the end, or vanishes on an error.

    Only under `locked`: whoever holds the lock takes other staged folders for strays.
    """
    stage = durable.make_aside(folder.parent, _PARTIAL)
    try:
        yield stage
        _flush(stage)
        stage.rename(folder)
        durable.sync_folder(folder.parent)
    finally:
        shutil.rmtree(stage, ignore_errors=True)  # after the rename there is nothing to remove


def _parse(stored: dict[str, object]) -> ModelCard:
    if stored.pop("checksum") != _checksum(stored):
        raise ValueError("its checksum differs")
    if stored["format"] != EXPORT_FORMAT:
        raise ValueError(f"format {stored['format']}, not {EXPORT_FORMAT}")
    fields = {key: value for key, value in stored.items() if key not in {"format", "files"}}
    fields["prompts"] = Prompts(**fields["prompts"])  # type: ignore[arg-type]
    fields["inputs"] = tuple(fields["inputs"])  # type: ignore[arg-type]
    return ModelCard(**fields)  # type: ignore[arg-type]


def _checksum(stored: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()


def _check_file(path: Path, size: int, sha256: str) -> None:
    if not path.is_file():
        raise ModelError(f"{path} is missing: {_way_out(path.parent)}")
    if path.stat().st_size != size or file_digest(path) != sha256:
        raise ModelError(f"{path} is damaged: {_way_out(path.parent)}")


def _way_out(folder: Path) -> str:
    return f"delete the folder {folder} and run `qa build`, which exports the model again"


def _name_in(path: Path) -> str | None:
    try:
        stored = json.loads(path.read_bytes())
        return str(stored["name"])
    except (OSError, ValueError, TypeError, KeyError):
        return None  # damaged or going away: not found by name


def _flush(folder: Path) -> None:
    for path in folder.iterdir():
        durable.sync_file(path)
    durable.sync_folder(folder)
