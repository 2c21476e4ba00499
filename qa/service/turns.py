"""Questions take turns: as many are computed at once as the machine can, the others wait in line.

With a thread for each, all would compete for the cores and for the interpreter, and whatever the
event loop has to do meanwhile would come last.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

from anyio import CancelScope, CapacityLimiter, to_thread

from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive

_T = TypeVar("_T")


class ClientGoneError(QAError):
    """Whoever asked has closed the connection before the turn came."""

    def __init__(self) -> None:
        super().__init__("the client has gone")


class Turns:
    """Gives `most` pieces of work a thread at once, in the order in which they came.

    Who waits holds no thread. Used by the event loop only, so it needs no lock. `waited` is told
    the seconds that each piece of work waited.
    """

    def __init__(self, most: int, waited: Callable[[float], None] = lambda _: None) -> None:
        self._limiter = CapacityLimiter(most)
        self._waited = waited

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._limiter.statistics().tasks_waiting

    async def take(self, work: Callable[[], _T], receive: Receive) -> _T:
        """Return what `work` returns in a thread when its turn has come.

        ClientGoneError, and nothing is done, when `receive` tells before that the client has gone.
        """
        asked = time.perf_counter()

        def do() -> _T:
            self._waited(time.perf_counter() - asked)
            return work()

        if self._limiter.available_tokens:
            return await to_thread.run_sync(do, limiter=self._limiter)
        with CancelScope() as waiting:
            watch = asyncio.create_task(_end_with_client(waiting, receive))
            try:
                return await to_thread.run_sync(do, limiter=self._limiter)
            finally:
                watch.cancel()
        raise ClientGoneError


async def _end_with_client(waiting: CancelScope, receive: Receive) -> None:
    """End the wait once the client has gone; work that was begun is done to its end."""
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.cancel()
