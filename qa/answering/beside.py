"""Two things at once for a question that comes alone, one after the other when many come."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_A = TypeVar("_A")
_B = TypeVar("_B")


class Both(Protocol):
    """Does two things that do not need each other."""

    def __call__(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        """Return what both return; what either raises is raised, the first's if both do."""


def in_turn(first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
    """Do one after the other."""
    return first(), second()


class Beside:
    """Implements `Both` with a second thread as long as fewer questions than cores are at it.

    A question alone is answered sooner for it. When many are, the cores are taken anyway, and
    another thread would only get in the way: a tenth fewer questions a second.
    """

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._pool = ThreadPoolExecutor(cores, "beside")  # its threads start when first needed
        self._lock = threading.Lock()
        self._under_way = 0

    def __call__(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        """Return what both return; `first` is done in the thread that calls.

        Nothing goes on once this has returned or raised.
        """
        with self._lock:
            self._under_way += 1
            idle = self._under_way < self._cores
        try:
            return self._at_once(first, second) if idle else in_turn(first, second)
        finally:
            with self._lock:
                self._under_way -= 1

    def _at_once(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        begun = self._pool.submit(second)
        try:
            return first(), begun.result()
        finally:
            if not begun.cancel():
                wait((begun,))
            del begun  # its error would hold this frame, and so what is searched, in a circle
