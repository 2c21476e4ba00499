"""The manifest of a generation: what it holds, what made it, and a checksum of every file."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qa.errors import GenerationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMAT = 3
"""Raised when a generation written by older code can no longer be read."""

NAME = "manifest.json"

_SETTLED = 2_000_000_000  # nanoseconds after which a file's time tells any later change
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation says of itself.

    `recipe` numbers the code that cuts and indexes; `previous` is the generation that was current
    before, "" when none was. `parts` are the folders that hold articles and rows; `slots` is how
    many slots were given out up to now, here and before. `articles` maps each id, sorted, to its
    digest; `files` each path below the folder to its check.
    """

    generation: str
    built_at: str
    embedder: str
    dimensions: int
    chunk_words: int
    chunk_overlap: int
    recipe: int
    previous: str
    chunks: int
    parts: Sequence[str]
    slots: int
    articles: Mapping[str, str]
    files: Mapping[str, FileCheck]
    format: int = FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation that is not published yet."""
    (folder / NAME).write_bytes(_serialise(manifest))


def read(folder: Path) -> Manifest:
    """Return the manifest; GenerationError when it is missing, damaged or of another format.

    Only what is wrong with the files is damage: an OSError that may pass (too many open files, no
    permission) goes through, here and in `check`.

    The bytes must be exactly those that writing the parsed manifest gives, so that no flipped
    bit goes unnoticed.
    """
    name = folder.name
    try:
        content = (folder / NAME).read_bytes()
        record = json.loads(content)
        written_format = record["format"]
    except (FileNotFoundError, NotADirectoryError):
        raise GenerationError(name, f"its {NAME} is missing") from None
    except (ValueError, KeyError, TypeError) as error:
        raise GenerationError(name, f"its {NAME} cannot be read ({error})") from None
    if written_format != FORMAT:
        raise GenerationError(name, f"it has format {written_format!r}, this qa reads {FORMAT}")
    return _parse(name, record, content)


class Checked:
    """Files that were read and found intact, told by number, size and time of their last change.

    Generations share large files, which need not be read again each time one is opened. A file
    that changed within the last moments is not remembered, as a clock has ticks.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int, int], str] = {}

    def check_file(self, path: Path) -> FileCheck:
        """Return the size and SHA-256 of a file, as it is now or was when it was read."""
        kept = path.stat()
        stamp = kept.st_dev, kept.st_ino, kept.st_size, kept.st_mtime_ns
        if stamp in self._known:
            return FileCheck(kept.st_size, self._known[stamp])
        found = check_file(path)
        if kept.st_mtime_ns < time.time_ns() - _SETTLED:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[stamp] = found.sha256
        return found


def check(folder: Path, manifest: Manifest, checked: Checked | None = None) -> None:
    """Compare every file with the manifest; GenerationError names the first that differs."""
    take = checked.check_file if checked else check_file
    for path, expected in manifest.files.items():
        try:
            actual = take(folder / path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise GenerationError(folder.name, f"{path}: {error.strerror}") from None
        if actual.size != expected.size:
            raise GenerationError(
                folder.name, f"{path} has {actual.size} bytes instead of {expected.size}"
            )
        if actual.sha256 != expected.sha256:
            raise GenerationError(folder.name, f"{path} does not match its checksum")


def check_file(path: Path) -> FileCheck:
    """Return the size and SHA-256 of a file as it is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileCheck(file.tell(), digest)


def _parse(name: str, record: dict[str, object], content: bytes) -> Manifest:
    try:
        record.pop("checksum")
        checks = record.pop("files")
        manifest: Manifest | None = Manifest(
            files={path: FileCheck(**entry) for path, entry in checks.items()},  # type: ignore[attr-defined]
            **record,  # type: ignore[arg-type]
        )
    except (KeyError, TypeError, AttributeError):
        manifest = None
    if manifest is None or _serialise(manifest) != content:
        raise GenerationError(name, f"its {NAME} does not match its checksum")
    return manifest


def _serialise(manifest: Manifest) -> bytes:
    record = asdict(manifest)
    body = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    record["checksum"] = hashlib.sha256(body).hexdigest()
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
