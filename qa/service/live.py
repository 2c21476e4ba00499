"""The engine that serves now, replaced by itself when another generation becomes current.

A request holds one engine from its first line to its last; an engine that was replaced is
closed when the last request that holds it ends. Nothing here knows HTTP.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from qa.errors import GenerationError, QAError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.answering.engine import Engine

logger = logging.getLogger(__name__)


class NotReadyError(QAError):
    """There is no engine to ask, for the reason given."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A generation that could not be opened, and why."""

    generation: str
    reason: str


class _Lease:
    """One open engine, counted out to requests; closed once replaced and given back by all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = Lock()
        self._holders = 1  # the LiveEngine itself, until it replaces this engine

    def take(self) -> None:
        with self._lock:
            self._holders += 1

    def give_back(self) -> None:
        with self._lock:
            self._holders -= 1
            unused = self._holders == 0
        if unused:
            self.engine.close()


class LiveEngine:
    """Hands out the engine of the current generation; thread-safe.

    `current` is asked every `interval` seconds for the name of the current generation; when that
    changes, `open_engine` opens it beside the old one, which serves until then. A generation that
    cannot be opened, or instead of which an older one was opened, is refused and the older one
    serves on. A damaged generation stays refused, as it never changes; any other failure (a
    missing model, no memory) is tried again after `retry` seconds. Why it was refused is told as
    `rename` says it.
    """

    def __init__(
        self,
        *,
        open_engine: Callable[[], Engine],
        current: Callable[[], str | None],
        interval: float = 0.25,
        retry: float = 30.0,
        rename: Callable[[str], str] = str,
    ) -> None:
        self._open_engine = open_engine
        self._rename = rename
        self._read_current = current
        self._interval = interval
        self._retry = retry
        self._closed = Event()
        self._draining = Event()
        self._swapping = Lock()  # guards _lease; held for a moment only, as every request needs it
        self._lease: _Lease | None = None
        self._refreshing = Lock()  # guards the fields below; held while an engine is opened
        self._refused: Refusal | None = None
        self._seen: str | None = None
        self._retry_at: float | None = None
        self._thread: Thread | None = None

    @property
    def refused(self) -> Refusal | None:
        """The current generation, if it could not be opened."""
        return self._refused

    @property
    def draining(self) -> bool:
        """Whether the server was told to stop: what is asked is answered, but nothing new begun."""
        return self._draining.is_set()

    def drain(self) -> None:
        """Say from now on that the server is about to stop."""
        self._draining.set()

    def read_number(self) -> int:
        """Return the number of the generation served; 0 without one."""
        with self._swapping:
            return int(self._lease.engine.generation) if self._lease else 0

    @property
    def absence(self) -> str | None:
        """Why there is no engine to ask; None when there is one."""
        if self._lease is not None:
            return None
        if self._closed.is_set():
            return "the server is shutting down"
        if self._refused is None:
            return "nothing has been built yet: run `qa build`"
        generation, reason = self._refused.generation, self._refused.reason
        return f"generation {generation} is refused: {reason}; `qa build` makes a new one"

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Lend the engine for one request; NotReadyError when there is none."""
        lease = self._take_lease()
        try:
            yield lease.engine
        finally:
            lease.give_back()

    def start(self) -> None:
        """Open the current generation, if there is one, and watch for others from now on."""
        self.refresh()
        if self._thread is None:
            self._thread = Thread(target=self._watch, name="qa-live-engine", daemon=True)
            self._thread.start()

    def refresh(self) -> None:
        """Open the current generation now, unless it serves already or was refused."""
        with self._refreshing:
            if self._closed.is_set():
                return
            try:
                current = self._read_current()
            except Exception as error:  # noqa: BLE001 - whatever it is, the watch must go on
                self._seen = "CURRENT"  # no generation's name: the next one read is news
                self._refuse("CURRENT", error)
            else:
                self._follow(current)

    def close(self) -> None:
        """Lend no engine any more; engines that requests hold are closed when these end."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
        with self._refreshing:
            self._replace(None)

    def _watch(self) -> None:
        while not self._closed.wait(self._interval):
            self.refresh()

    def _follow(self, current: str | None) -> None:
        due = self._retry_at is not None and time.monotonic() >= self._retry_at
        if current == self._seen and not due:
            return
        self._seen, self._retry_at = current, None
        if current is not None:
            self._open(current)

    def _open(self, generation: str) -> None:
        try:
            engine = self._open_engine()
        except Exception as error:  # noqa: BLE001 - whatever it is, the watch must go on
            self._refuse(generation, error)
            if not isinstance(error, GenerationError):
                self._retry_at = time.monotonic() + self._retry
            return
        self._replace(_Lease(engine))
        if not engine.refused:
            self._seen = engine.generation  # CURRENT may have moved on while it was opened
        logger.info("serving generation %s", engine.generation)
        self._note(Refusal(*engine.refused[0]) if engine.refused else None)

    def _refuse(self, generation: str, error: Exception) -> None:
        if isinstance(error, GenerationError):
            reason = error.reason
        else:
            reason = (
                str(error) if isinstance(error, QAError) else f"{type(error).__name__}: {error}"
            )
        self._note(Refusal(generation, reason))

    def _note(self, refused: Refusal | None) -> None:
        if refused:
            refused = Refusal(refused.generation, self._rename(refused.reason))
        if refused and refused != self._refused:
            logger.error("generation %s is refused: %s", refused.generation, refused.reason)
        self._refused = refused

    def _replace(self, lease: _Lease | None) -> None:
        with self._swapping:
            old, self._lease = self._lease, lease
        if old is not None:
            old.give_back()

    def _take_lease(self) -> _Lease:
        with self._swapping:
            if self._lease is None:
                raise NotReadyError(self.absence)
            self._lease.take()
            return self._lease
