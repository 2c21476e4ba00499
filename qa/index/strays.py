"""Folders that are being built, and what killed builds left of them."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

from qa import durable
from qa.index.checkpoints import PREFIX, find_checkpoints
from qa.index.parts import COMPLETE, PARTS, open_complete

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.checkpoints import Checkpoint
    from qa.index.parts import Part

STRAY, OLD = ".building-", ".building-old-"


def leavings(index: Path, embedder: str) -> list[Part]:
    """Return the parts with vectors of `embedder` that killed builds left."""
    folders = sorted(index.glob(f"{STRAY}*/{PARTS}/*"))
    found = (open_complete(folder, embedder) for folder in folders)
    return [part for part in found if part]


def checkpoints(index: Path, embedder: str) -> list[Checkpoint]:
    """Return the graphs over vectors of `embedder` that killed builds were at."""
    strays = sorted(index.glob(f"{STRAY}*"))
    return [each for stray in strays for each in find_checkpoints(stray, embedder)]


def sweep(index: Path, *, all_of_it: bool) -> None:
    """Remove what killed builds left, or only what is of no use; call it with the lock held."""
    for stray in index.glob(f"{STRAY}*"):
        complete = (stray.glob(f"{each}/{COMPLETE}") for each in (f"{PARTS}/*", f"{PREFIX}*"))
        useful = any(any(each) for each in complete)
        if all_of_it or not useful or stray.name.startswith(OLD):
            shutil.rmtree(stray, ignore_errors=True)
    for stray in index.glob(".writing-*"):
        stray.unlink(missing_ok=True)


def flush(staged: Path) -> None:
    """Flush every file and folder of a staged generation, and let all read it who may the folder.

    What is linked was flushed with the generation it is from.
    """
    allowed = staged.stat().st_mode & 0o777
    for path in [*staged.rglob("*"), staged]:
        kept = path.stat()
        if stat.S_ISDIR(kept.st_mode):
            durable.sync_folder(path)
        elif kept.st_nlink == 1:
            if kept.st_mode & 0o777 != allowed & 0o666:  # tantivy writes for its owner alone
                path.chmod(allowed & 0o666)
            durable.sync_file(path)
