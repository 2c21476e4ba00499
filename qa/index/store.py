"""The index folder: numbered generations, the pointer CURRENT, the lock, and what is cleaned up.

A build writes aside into `.building-*`, renames it to its number, then replaces `CURRENT`. A
process that dies in between leaves either a stray, which the next build removes, or a complete
generation that nothing points to, which is as good as any other older one. A rollback points to an
older one, and notes in `LEFT` what it left.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import filelock

from qa import durable
from qa.errors import GenerationError, IndexLockedError, IndexMissingError, RollbackError
from qa.index import manifest, strays
from qa.index.checking import Checked
from qa.index.contents import Contents
from qa.index.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index.checkpoints import Checkpoint
    from qa.index.manifest import Manifest
    from qa.index.parts import Part

KEPT = 3
"""How many generations stay after a publish, the current one among them."""

_CURRENT, _LEFT = "CURRENT", "LEFT"
_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class GenerationCheck:
    """What verifying one generation found; `problem` is None when it is intact."""

    generation: str
    current: bool
    problem: str | None
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Generation:
    """What a generation says of itself; its files are not checked.

    `problem` is why it says nothing, else None. `returns` marks the one to which a rollback goes,
    if it is intact. `bytes` is its size on disk.
    """

    generation: str
    current: bool
    returns: bool = False
    built_at: str = ""
    articles: int = 0
    chunks: int = 0
    bytes: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot to serve, and the newer generations that were refused, with the reason."""

    snapshot: Snapshot
    refused: tuple[tuple[str, str], ...]


class Store:
    """One index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked = Checked()

    def current(self) -> str | None:
        """Return the generation that CURRENT names; None before the first build.

        Where CURRENT is missing or garbled, as after a kill within the very first publish, it is
        the newest generation that exists.
        """
        return self._read_name(_CURRENT) or next(reversed(self.generations()), None)

    def generations(self) -> list[str]:
        """Return the generations that exist, oldest first."""
        if not self.folder.is_dir():
            return []
        names = (entry.name for entry in self.folder.iterdir() if entry.is_dir())
        return sorted((name for name in names if _NUMBER.fullmatch(name)), key=int)

    def describe(self) -> list[Generation]:
        """Return what each generation says of itself, newest first."""
        current = self.current()
        before = self._before(current) if current else []
        return [
            self._describe(name, current=name == current, returns=name in before[:1])
            for name in reversed(self.generations())
        ]

    def path(self, generation: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / generation

    def open(self) -> Opened:
        """Open the current generation, or the newest before it that is intact.

        IndexMissingError when nothing was built; the current one's GenerationError when no
        generation is intact.
        """
        current = self.current()
        candidates = [name for name in reversed(self.generations()) if _not_after(name, current)]
        if current and current not in candidates:
            candidates.insert(0, current)
        refused: list[GenerationError] = []
        for name in candidates:
            try:
                snapshot = Snapshot(self.path(name), self._checked)
            except GenerationError as error:
                refused.append(error)
            else:
                return Opened(snapshot, tuple((each.generation, each.reason) for each in refused))
        raise refused[0] if refused else IndexMissingError(self.folder)

    def open_contents(self) -> tuple[Manifest, Contents] | None:
        """Return an intact generation's manifest and rows, for reuse; None without one.

        The current one is preferred, since what a build reports is what changes for a reader.
        """
        current = self.current()
        for name in sorted(self.generations(), key=lambda each: (each != current, -int(each))):
            with contextlib.suppress(GenerationError):
                return self._open_contents(name)
        return None

    def open_left(self) -> Contents | None:
        """Return the rows of the newest generation that a rollback left; None when none stands."""
        left = self._left()
        with contextlib.suppress(GenerationError):
            return self._open_contents(left)[1] if left else None
        return None

    def forget_left(self) -> None:
        """Let nothing count as left by a rollback: something else is asked for, or said."""
        (self.folder / _LEFT).unlink(missing_ok=True)

    def read_current(self) -> Manifest | None:
        """Return what the current generation says of itself; None where it says nothing."""
        current = self.current()
        with contextlib.suppress(GenerationError):
            return manifest.read(self.path(current)) if current else None
        return None

    def verify(self) -> list[GenerationCheck]:
        """Check every file of every generation, newest first."""
        current = self.current()
        names = self.generations()
        if current and current not in names:
            names.append(current)
        return [self._check(name, current=name == current) for name in reversed(names)]

    def roll_back(self) -> str:
        """Make the newest intact generation before the current one current; return its name.

        RollbackError when there is none, IndexMissingError when nothing was built.
        """
        with self.lock():
            current = self.current()
            if current is None:
                raise IndexMissingError(self.folder)
            for name in self._before(current):
                if self._check(name, current=False).problem is None:
                    # First, as nothing tells what was left from what a killed build did not get to.
                    left = self._left() or current
                    durable.write_file(self.folder / _LEFT, f"{left}\n".encode("ascii"))
                    self._point_to(name)
                    return name
        raise RollbackError(current)

    @contextlib.contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Hold the folder against other builders.

        IndexLockedError when one is still at work after `wait` seconds. The lock dies with its
        process, so a killed build blocks nobody.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self.folder / ".lock", timeout=wait):
                yield
        except filelock.Timeout:
            raise IndexLockedError(self.folder) from None

    @contextlib.contextmanager
    def writing(self, wait: float = 30) -> Iterator[None]:
        """Hold off other writers of the corpus, in this process and in others.

        It is apart from `lock`, so that nobody who writes has to wait for a build.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self.folder / ".writing.lock", timeout=wait):
                yield
        except filelock.Timeout:
            raise IndexLockedError(self.folder) from None

    @contextlib.contextmanager
    def stage(self) -> Iterator[Path]:
        """Lend an empty folder to build in; it is removed unless `publish` took it away.

        When something other than an error ends the build, such as Ctrl-C, it stays, as it does
        when the process is killed: the next build finds what is complete of it with `leavings`.
        """
        strays.sweep(self.folder, all_of_it=False)
        folder = durable.make_aside(self.folder, strays.STRAY)
        try:
            yield folder
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        strays.sweep(self.folder, all_of_it=True)

    def leavings(self, embedder: str) -> list[Part]:
        """Return the parts with vectors of `embedder` that killed builds left."""
        return strays.leavings(self.folder, embedder)

    def checkpoints(self, embedder: str) -> list[Checkpoint]:
        """Return the graphs over vectors of `embedder` that killed builds were at."""
        return strays.checkpoints(self.folder, embedder)

    def next_generation(self) -> str:
        """Return the number that the next published generation will carry."""
        known = [int(name) for name in self.generations()]
        current = self.current()
        return f"{max([*known, int(current) if current else 0]) + 1:06}"

    def publish(self, staged: Path, generation: str) -> None:
        """Make a staged generation current, durably, and drop those no longer kept."""
        strays.flush(staged)
        staged.rename(self.path(generation))
        durable.sync_folder(self.folder)
        self._point_to(generation)
        self._collect(generation)

    def _open_contents(self, name: str) -> tuple[Manifest, Contents]:
        read = manifest.read(self.path(name))
        manifest.check(self.path(name), read, self._checked)
        return read, Contents(self.path(name), read)

    def _read_name(self, file: str) -> str | None:
        """Return the generation that a file of the index folder names, if it names one."""
        try:
            name = (self.folder / file).read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        return name if _NUMBER.fullmatch(name) else None

    def _left(self) -> str | None:
        """Return the generation that the last rollback left, unless a build went forward since."""
        left, current = self._read_name(_LEFT), self.current()
        return left if left and current and int(left) > int(current) else None

    def _point_to(self, generation: str) -> None:
        durable.write_file(self.folder / _CURRENT, f"{generation}\n".encode("ascii"))

    def _before(self, current: str) -> list[str]:
        """Return the generations to go back to, nearest first.

        First those that were each current before the next, then what else is older; so one that
        was rolled back from comes last.
        """
        path: list[str] = []
        name = current
        while name and name not in path:
            path.append(name)
            try:
                name = manifest.read(self.path(name)).previous
            except GenerationError:
                break
        there = self.generations()
        others = [each for each in reversed(there) if int(each) < int(current)]
        return list(dict.fromkeys([*(each for each in path[1:] if each in there), *others]))

    def _collect(self, current: str) -> None:
        """Remove all but the last generations; a server that holds one keeps its open files."""
        kept = {current, *self._before(current)[: KEPT - 1]}
        for name in self.generations():
            if name not in kept:
                # Renamed first: a kill during the removal must not leave half a generation.
                doomed = self.folder / f"{strays.OLD}{name}"
                self.path(name).rename(doomed)
                shutil.rmtree(doomed, ignore_errors=True)

    def _describe(self, name: str, *, current: bool, returns: bool) -> Generation:
        try:
            said = manifest.read(self.path(name))
        except GenerationError as error:
            return Generation(name, current, returns, problem=error.reason)
        return Generation(
            name,
            current,
            returns,
            said.built_at,
            said.articles,
            said.chunks,
            said.bytes,
        )

    def _check(self, name: str, *, current: bool) -> GenerationCheck:
        folder = self.path(name)
        try:
            read = manifest.read(folder)
            files = manifest.check(folder, read)
        except GenerationError as error:
            return GenerationCheck(name, current, error.reason, 0, 0)
        return GenerationCheck(name, current, None, files, read.bytes)


def _not_after(name: str, current: str | None) -> bool:
    """Whether `name` may be served: with a readable CURRENT, nothing newer than it is."""
    return current is None or int(name) <= int(current)
