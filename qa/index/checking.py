"""Checksums of files: taken, remembered, and listed for a folder that never changes again."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIST = "files.json"
"""The list of a part's files, in its folder."""

_SETTLED = 2_000_000_000  # nanoseconds after which a file's time tells any later change
_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


def check_file(path: Path) -> FileCheck:
    """Return the size and SHA-256 of a file as it is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileCheck(file.tell(), digest)


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


def write_list(folder: Path, known: Mapping[str, FileCheck]) -> FileCheck:
    """List every file below `folder` with its check; return the check of the list itself.

    What is `known`, by its path below `folder`, is not read again.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    checks = {name: asdict(known.get(name) or check_file(path)) for name, path in names.items()}
    content = json.dumps(checks, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    (folder / LIST).write_bytes(content)
    return check_bytes(content)


def parse_list(content: bytes) -> Mapping[str, FileCheck]:
    """Return what a list says whose bytes were found to be those that were written."""
    return {name: FileCheck(**each) for name, each in json.loads(content).items()}


def check_bytes(content: bytes) -> FileCheck:
    """Return the size and SHA-256 of what a file holds."""
    return FileCheck(len(content), hashlib.sha256(content).hexdigest())
