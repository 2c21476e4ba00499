"""The lexical indexes of several parts shown as one: tantivy's segments do not know each other."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PREFIX = "qa-lexical-"
_META = "meta.json"  # tantivy's list of segments
_TRIES, _WAIT = 20, 0.01


@contextlib.contextmanager
def gathered(folders: Sequence[Path]) -> Iterator[Path]:
    """Lend a folder that holds links to the segments of all, and one list of them.

    tantivy makes a lock file beside what it opens, and nothing may be written into a generation.
    """
    with _lent() as lent:
        told = [json.loads((folder / _META).read_bytes()) for folder in folders]
        together = told[0] | {"segments": [each for one in told for each in one["segments"]]}
        (lent / _META).write_text(json.dumps(together))
        for path in (path for folder in folders for path in folder.iterdir()):
            if not path.name.startswith((".", _META)):
                (lent / path.name).symlink_to(path.resolve())
        yield lent


@contextlib.contextmanager
def _lent() -> Iterator[Path]:
    """Lend an empty folder, and remove those of processes that were killed while they had one.

    It is locked while it is lent, and the lock dies with its process: one without is a stray.
    """
    for stray in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with _locked(stray) as ours:
            if ours:
                shutil.rmtree(stray, ignore_errors=True)
    for _ in range(_TRIES):
        lent = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with _locked(lent) as ours:
            if ours:
                try:
                    yield lent
                finally:
                    _discard(lent)
                return  # else another process took it for a stray before we locked it
    raise BlockingIOError(f"no folder in {tempfile.gettempdir()} could be locked")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for a while; False where it is gone, another user's, or locked already."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        yield False
        return
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    found = os.fstat(handle)
    return found.st_nlink > 0 and found.st_uid == os.geteuid()


def _discard(lent: Path) -> None:
    """Remove the lent folder, in which the reader that `open` starts may be making its lock yet."""
    for _ in range(_TRIES):
        shutil.rmtree(lent, ignore_errors=True)
        if not lent.exists():
            return
        time.sleep(_WAIT)
