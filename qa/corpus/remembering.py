"""Files as they were read last, so that only those that changed since are read again.

A file is told to be the same by the number, size and times that the system keeps of it. One that
changed within the last moments is read again all the same, since a clock has ticks, and so is one
whose times lie in the future, as after the clock went backwards.
"""

from __future__ import annotations

import os
import struct
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from qa.corpus.problems import Problem
from qa.corpus.reading import precedence, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from qa.corpus.reading import Found
    from qa.types import Article

HELD = 64 << 20
"""So many characters of text stay in memory; articles beyond them are read again when needed."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell any later change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of an article that was found: enough to plan with.

    `said` is the same for those that say the same, `inferred` as in the article. `article` is
    None where its text is not held: `qa.corpus.loading.Reading.load` reads it again.
    """

    id: str
    digest: str
    said: bytes
    inferred: tuple[tuple[str, str], ...]
    path: str
    number: int
    place: str
    article: Article | None

    @property
    def precedence(self) -> tuple[int, str, int]:
        """Of those with the same id the smallest is taken."""
        return precedence(self.path, self.number)

    @property
    def size(self) -> int:
        """How many characters of text it holds."""
        return len(self.article.text) if self.article else 0


Outcomes: TypeAlias = "tuple[Entry | Problem, ...]"


class Memory:
    """What the files of one folder gave, by path; of texts no more than `HELD` characters."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, Outcomes]] = {}
        self._held = 0  # characters of text in what is known
        self._lent = 0  # and in what was given away since the last `keep` but is not known

    def read(self, root: Path, path: str) -> Outcomes:
        """Return what `read_file` gives, without reading when nothing changed."""
        place = f"{root}/{path}"  # many files are looked at, and a Path takes longer than the look
        stamp = _stamp(place)
        known = self._known.get(path)
        if stamp and known and known[0] == stamp:
            return known[1]
        self._forget(path)
        outcomes = tuple(self._remembered(read_file(root, path)))
        size = _size(outcomes)
        if stamp and _settled(stamp) and stamp == _stamp(place):
            self._known[path] = stamp, outcomes
            self._held += size
        else:
            self._lent += size
        return outcomes

    def keep(self, paths: Collection[str]) -> None:
        """Forget all but these."""
        self._lent = 0
        for path in self._known.keys() - set(paths):
            self._forget(path)

    def _remembered(self, outcomes: Iterable[Found | Problem]) -> Iterable[Entry | Problem]:
        free = HELD - self._held - self._lent
        for each in outcomes:
            if isinstance(each, Problem):
                yield each
                continue
            entry = _entry(each)
            free -= entry.size
            yield entry if free >= 0 else replace(entry, article=None)

    def _forget(self, path: str) -> None:
        known = self._known.pop(path, None)
        self._held -= _size(known[1]) if known else 0


def _entry(found: Found) -> Entry:
    article = found.article
    return Entry(
        id=article.id,
        digest=article.digest,
        said=found.said,
        inferred=tuple(article.inferred.items()),
        path=found.path,
        number=found.number,
        place=found.place,
        article=article,
    )


def _size(outcomes: Outcomes) -> int:
    return sum(each.size for each in outcomes if isinstance(each, Entry))


def _stamp(place: str) -> bytes | None:
    """Return what the system keeps of the file a path leads to; None where that is nothing."""
    try:
        kept = os.stat(place)  # noqa: PTH116
    except OSError:
        return None
    return struct.pack("Q3q", kept.st_ino, kept.st_size, kept.st_mtime_ns, kept.st_ctime_ns)


def _settled(stamp: bytes) -> bool:
    changed: int = struct.unpack("Q3q", stamp)[3]
    return changed < time.time_ns() - SETTLED
