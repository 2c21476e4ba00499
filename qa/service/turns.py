"""Questions take turns: as many are computed at once as the machine can, the others wait in line.

With a thread for each, all would compete for the cores and for the interpreter, and whatever the
event loop has to do meanwhile would come last.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

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
        self._most = most
        self._waited = waited
        self._pool = ThreadPoolExecutor(most, "turn")  # its threads start when first needed
        self._held = 0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return max(0, self._held - self._most)

    async def take(self, work: Callable[[], _T], receive: Receive) -> _T:
        """Return what `work` returns in a thread when its turn has come.

        ClientGoneError, and nothing is done, when `receive` tells before that the client has gone.
        """
        asked = time.perf_counter()

        def do() -> _T:
            self._waited(time.perf_counter() - asked)
            return work()

        at_once = self._held < self._most
        self._held += 1
        try:
            place = self._pool.submit(do)
            done = asyncio.wrap_future(place)
            return await (done if at_once else _unless_gone(done, place, receive))
        finally:
            self._held -= 1


async def _unless_gone(done: asyncio.Future[_T], place: Future[_T], receive: Receive) -> _T:
    """Wait for the work unless the client goes first; work that was begun is done to its end."""
    watch = asyncio.create_task(_leave(receive))
    try:
        await asyncio.wait((done, watch), return_when=asyncio.FIRST_COMPLETED)
        if not done.done() and place.cancel():
            raise ClientGoneError
        return await done
    finally:
        watch.cancel()
        place.cancel()


async def _leave(receive: Receive) -> None:
    """Return once the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
