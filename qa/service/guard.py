"""What every request passes on its way in and out, whatever its route.

The host it asks for, the size of its body, the headers of its reply, a line in the log (without
the query, which may hold a question), and a net under errors that nobody expected.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from qa.service import problems
from qa.service.limits import BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """The outermost layer of the service.

    With `allowed_hosts` only requests that name one of them in `Host` are answered, so that no
    web page can reach a server on this machine by pointing a name of its own at it.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str] | None) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, and its reply back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reply = _Reply(scope, send)
        try:
            await self._admit(scope, receive, reply)
        except HTTPException as refusal:
            await problems.of_status(refusal.status_code).to_response()(scope, receive, reply.send)
        except Exception as error:
            problem = problems.of_unexpected(error)
            if reply.status:
                raise  # half a reply is out: only breaking the connection tells the client
            await problem.to_response()(scope, receive, reply.send)
        finally:
            reply.log()

    async def _admit(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        headers = Headers(scope=scope)
        if self.allowed_hosts is not None:
            check_host(headers.get("host", ""), self.allowed_hosts)
        check_length(headers.get("content-length", ""))
        await self.app(scope, limit_body(receive), reply.send)


class _Reply:
    """The reply to one request on its way out: it gets its headers and is logged."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.status = 0
        self._scope = scope
        self._send = send
        self._began = time.perf_counter()

    async def send(self, message: Message) -> None:
        """Pass on a part of the reply."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)

    def log(self) -> None:
        """Write one line: method, path without query, status, time."""
        took = (time.perf_counter() - self._began) * 1000
        path = quote(self._scope["path"], errors="replace")
        logger.info("%s %s %d %.1f ms", self._scope["method"], path, self.status, took)


def check_host(host: str, allowed: Sequence[str]) -> None:
    """Refuse (421) a `Host` header that names none of the allowed hosts; its port is free."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or not port.isdecimal():
        name = host.lower()
    if name not in allowed:
        raise HTTPException(421)


def check_length(length: str) -> None:
    """Refuse (413) a `Content-Length` beyond what is read."""
    if length.isdecimal() and (len(length) > 9 or int(length) > BODY_BYTES):
        raise HTTPException(413)


def limit_body(receive: Receive) -> Receive:
    """Refuse (413) a body that grows beyond what is read, however it is sent."""
    received = 0

    async def receive_some() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > BODY_BYTES:
            raise HTTPException(413)
        return message

    return receive_some
