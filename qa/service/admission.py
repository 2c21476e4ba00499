"""How much one server takes on at a time, and how often one client may come."""

from __future__ import annotations

import math
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.service.limits import HEADER_BYTES, HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CLIENTS = 10_000


class BusyError(QAError):
    """As many requests as may wait are waiting already."""

    def __init__(self) -> None:
        super().__init__("the server is busy: try again in a moment")


class TooOftenError(QAError):
    """One client asks more often than it may."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many requests from this address: try again in {seconds} s")
        self.seconds = seconds


class Queue:
    """Lets `room` requests in at a time. Used by the event loop only, so it needs no lock."""

    def __init__(self, room: int) -> None:
        self._room = room
        self.held = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for as long as a request takes; BusyError when there is none."""
        if self.held >= self._room:
            raise BusyError
        self.held += 1
        try:
            yield
        finally:
            self.held -= 1


class Rate:
    """Lets each client come `per_second` times a second on average, and twice that in a burst."""

    def __init__(self, per_second: float, clock: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = max(1.0, 2 * per_second)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Count one request of a client; TooOftenError when it came too often."""
        now = self._clock()
        left, at = self._buckets.pop(client, (self._burst, now))
        left = min(self._burst, left + max(0.0, now - at) * self._per_second)
        allowed = left >= 1
        self._buckets[client] = (left - allowed, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooOftenError(math.ceil((1 - left) / self._per_second))


def too_many_headers(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the headers of a request are more, or longer, than any honest one's."""
    return len(headers) > HEADERS or sum(len(k) + len(v) for k, v in headers) > HEADER_BYTES
