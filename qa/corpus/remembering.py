"""Files as they were read last, so that only those that changed since are read again.

A file is told to be the same by the number, size and times that the system keeps of it. One that
changed within the last moments is read again all the same, since a clock has ticks, and so is one
whose times lie in the future, as after the clock went backwards.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from qa.corpus.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qa.corpus.problems import Problem
    from qa.corpus.reading import Found

Outcomes: TypeAlias = "tuple[Found | Problem, ...]"
_Stamp: TypeAlias = tuple[int, int, int, int]

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell any later change."""


class Memory:
    """What the files of one folder gave, by path."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Stamp, Outcomes]] = {}

    def read(self, root: Path, path: str) -> Outcomes:
        """Return what `read_file` gives, without reading when nothing changed."""
        stamp = _stamp(root / path)
        known = self._known.get(path)
        if stamp and known and known[0] == stamp:
            return known[1]
        outcomes = tuple(read_file(root, path))
        if stamp and _settled(stamp) and stamp == _stamp(root / path):
            self._known[path] = stamp, outcomes
        return outcomes

    def keep(self, paths: Collection[str]) -> None:
        """Forget all but these."""
        for path in self._known.keys() - set(paths):
            del self._known[path]


def _stamp(path: Path) -> _Stamp | None:
    """Return what the system keeps of the file a path leads to; None where that is nothing."""
    try:
        kept = path.stat()
    except OSError:
        return None
    return kept.st_ino, kept.st_size, kept.st_mtime_ns, kept.st_ctime_ns


def _settled(stamp: _Stamp) -> bool:
    return stamp[3] < time.time_ns() - SETTLED
