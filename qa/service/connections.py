"""Connections while no request is answered: how many there are, how slowly one may speak.

What goes wrong here has no request yet, so it never reaches the guard: too many connections,
headers that do not come or do not end, what is no HTTP. The user of uvicorn's protocol.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.service import problems
from qa.service.admission import BusyError
from qa.service.limits import BODY_RATE, CONNECTIONS, HEADER_SECONDS, REPLY_SECONDS

if TYPE_CHECKING:
    import asyncio

    from qa.service.problems import Problem


class Connection(H11Protocol):
    """Uvicorn's, with deadlines, and with problems where uvicorn has plain text.

    A client has HEADER_SECONDS for the headers of a request, and as long for what is left of a body
    that was refused. A connection that says nothing at all is closed without a word, and so is one
    on which a long reply is not taken at BODY_RATE.
    """

    _deadline: asyncio.TimerHandle | None = None
    _look: asyncio.TimerHandle | None = None
    _left = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            self._refuse(problems.of_error(BusyError()))
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._call_off()
        self._look_away()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to look whether the client takes the reply: it has more to take than is buffered.

        Else whoever asks for a long article and reads nothing would hold a place for ever.
        """
        super().pause_writing()
        self._left = self.transport.get_write_buffer_size()
        self._look = self.loop.call_later(REPLY_SECONDS, self._look_after)

    def resume_writing(self) -> None:
        """Look no longer: the client has taken nearly all of it."""
        self._look_away()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what h11 could not read, which is the error that uvicorn is handling."""
        hint = getattr(sys.exception(), "error_status_hint", 400)
        known = hint if hint in (431, 501) else 400
        self._refuse(problems.of_status(known) if known != 400 else problems.of_no_request())

    def _watch(self) -> None:
        """Set a deadline while the client has the word; one that is set is not put off."""
        began = self.cycle is not None  # uvicorn's annotation knows of no None, its code does
        answering = began and not self.cycle.response_complete
        if answering or self.transport.is_closing():
            self._call_off()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEADER_SECONDS, self._give_up)

    def _call_off(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _look_after(self) -> None:
        before, self._left = self._left, self.transport.get_write_buffer_size()
        if before - self._left < BODY_RATE * REPLY_SECONDS:
            self.transport.abort()
        else:
            self._look = self.loop.call_later(REPLY_SECONDS, self._look_after)

    def _look_away(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _give_up(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse(problems.of_status(408))
        else:
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Send a problem if nothing else was sent, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = problem.to_response()
            headers = [*response.raw_headers, (b"connection", b"close")]
            for event in (
                h11.Response(status_code=problem.status, headers=headers),
                h11.Data(data=bytes(response.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:  # whatever the application still says, nobody is there to hear
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()
