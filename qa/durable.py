"""Files that survive: written aside, flushed to the disk, renamed into place."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def write_file(path: Path, content: bytes) -> None:
    """Replace `path` by `content` so that a reader, or a crash, sees the old or the new, whole.

    The parent folder is made when it is missing. A file that is replaced keeps its permissions; a
    new one has those that the process gives (its umask). When this returns, it is on the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _unused(path.parent, ".writing-")
    handle = os.open(aside, _NEW, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            _permit_as(path, file.fileno())
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_aside(parent: Path, prefix: str) -> Path:
    """Make an empty folder of an unused name, which whoever may read the process's others may.

    That of `tempfile.mkdtemp` is for its owner alone, also once it was renamed into place.
    """
    folder = _unused(parent, prefix)
    folder.mkdir()
    return folder


def sync_file(path: Path) -> None:
    """Flush what was written to `path` to the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, so that a rename or an unlink in it lasts."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _unused(parent: Path, prefix: str) -> Path:
    return parent / f"{prefix}{token_hex(8)}"


def _permit_as(path: Path, handle: int) -> None:
    """Give an open file the permissions of the one at `path`, if there is one."""
    with suppress(FileNotFoundError):
        known = path.lstat().st_mode
        if stat.S_ISREG(known):
            os.fchmod(handle, known & 0o777)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
