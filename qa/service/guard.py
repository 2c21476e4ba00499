"""What every request passes on its way in and out, whatever its route.

Who asks, how often and how much, for which host; the headers of the reply, a line in the log
(without the query, which may hold a question), the figures, and a net under unexpected errors.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from qa.errors import QAError
from qa.service import limits, problems
from qa.service.access import Access, is_local
from qa.service.admission import Queue, Rate, too_many_headers
from qa.service.live import NotReadyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.service.metrics import Metrics

logger = logging.getLogger(__name__)

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_STOPPING: Final = problems.of_error(NotReadyError("the server is stopping"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard of one server goes by.

    With `hosts` only requests that name one of them in `Host` are answered, so that no web page
    can reach a server on this machine by pointing a name of its own at it. `rate` counts all
    clients, or with `rate_local` False those on other machines only; None counts nobody.
    """

    access: Access
    hosts: Sequence[str] | None = None
    rate: Rate | None = None
    rate_local: bool = False
    queue: Queue = field(default_factory=lambda: Queue(limits.QUEUE))
    streams: Queue = field(default_factory=lambda: Queue(limits.STREAMS))


class Guard:
    """The outermost layer of the service."""

    def __init__(self, app: ASGIApp, rules: Rules, metrics: Metrics) -> None:
        self.app = app
        self.rules = rules
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, and its reply back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reply = _Reply(scope, send)
        scope = as_get(scope)
        try:
            await self._admit(scope, receive, reply)
        except (HTTPException, QAError) as refusal:
            problem = problems.of_refusal(refusal)
            self.metrics.count_refusal(problem.kind)
            await problem.to_response()(scope, receive, reply.send)
        except asyncio.CancelledError:  # by uvicorn, once requests had their time to end in
            if not reply.status:
                await _STOPPING.to_response()(scope, receive, reply.send)
        except Exception as error:
            problem = problems.of_unexpected(error)
            if reply.status:
                raise  # half a reply is out: only breaking the connection tells the client
            await problem.to_response()(scope, receive, reply.send)
        finally:
            self._note(scope, reply)

    async def _admit(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        headers = Headers(scope=scope)
        most = limits.body_bytes(scope["method"], scope["path"])
        self._check(scope, headers)
        check_length(headers.get("content-length", ""), most)
        incoming = limit_body(receive, most, limits.body_rate(scope["method"], scope["path"]))
        if most == limits.BODY_BYTES:
            incoming = await read_ahead(incoming)  # who sends slowly holds no place meanwhile
        with self._place(scope["path"]):
            await self.app(scope, incoming, reply.send)

    def _check(self, scope: Scope, headers: Headers) -> None:
        check_address(scope)
        if too_many_headers(scope["headers"]):
            raise HTTPException(431)
        if self.rules.hosts is not None:
            check_host(headers.get("host", ""), self.rules.hosts)
        if self.rules.rate and (self.rules.rate_local or not is_local(scope)):
            self.rules.rate.check(scope["client"][0] if scope.get("client") else "")
        self.rules.access.check(scope, headers)

    def _place(self, path: str) -> AbstractContextManager[None]:
        if is_stream(path):
            return self.rules.streams.place()
        return self.rules.queue.place() if path.startswith("/v1/") else nullcontext()

    def _note(self, scope: Scope, reply: _Reply) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self.metrics.count_request(reply.method, route, reply.status, reply.seconds)
        reply.log()


class _Reply:
    """The reply to one request on its way out: it gets its headers and is logged."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.status = 0
        self._scope = scope
        self._send = send
        self._began = time.perf_counter()

    @property
    def method(self) -> str:
        """The method of the request as it came."""
        said: str = self._scope["method"]
        return said

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self._began

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
        said = {
            "method": self.method,
            "path": quote(self._scope["path"], errors="replace"),
            "status": self.status,
            "ms": round(self.seconds * 1000, 1),
        }
        logger.info("%(method)s %(path)s %(status)d %(ms).1f ms", said, extra={"said": said})


def is_stream(path: str) -> bool:
    """Whether what stands at a path lasts as long as a build."""
    return path.startswith("/v1/jobs/") and path.endswith("/events")


def as_get(scope: Scope) -> Scope:
    """Return a HEAD request as the GET whose headers it asks for (RFC 9110, 9.3.2).

    The body is made and then left out by the server, which knows the request as it came. What
    lasts as long as a build is not begun for it.
    """
    if scope["method"] != "HEAD" or is_stream(scope["path"]):
        return scope
    return {**scope, "method": "GET"}


def check_host(host: str, allowed: Sequence[str]) -> None:
    """Refuse (421) a `Host` header that names none of the allowed hosts; its port is free."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or not port.isdecimal():
        name = host.lower()
    if name not in allowed:
        raise HTTPException(421)


def check_address(scope: Scope) -> None:
    """Refuse (414) a path and query that are longer than any honest ones."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > limits.ADDRESS_BYTES:
        raise HTTPException(414)


def check_length(length: str, most: int) -> None:
    """Refuse (413) a `Content-Length` beyond what is read."""
    if length.isdecimal() and (len(length) > 12 or int(length) > most):
        raise problems.BodyTooLargeError(most)


def limit_body(
    receive: Receive, most: int, rate: int = 0, seconds: float = limits.BODY_SECONDS
) -> Receive:
    """Refuse (413) a body that grows beyond `most`, (408) one that comes too slowly.

    Each part must come within `seconds`, and with a `rate` all of them within that and a second
    for each `rate` bytes. Only the time in which the client is waited for counts.
    """
    received = 0
    waited = 0.0
    complete = False

    async def receive_some() -> Message:
        nonlocal received, waited, complete
        if complete:
            return await receive()  # what comes now is that the client has gone
        began = time.monotonic()
        left = seconds + received / rate - waited if rate else seconds
        try:
            async with asyncio.timeout(min(left, seconds)):  # wait_for would make a task of it
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        waited += time.monotonic() - began
        received += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if received > most:
            raise problems.BodyTooLargeError(most)
        return message

    return receive_some


async def read_ahead(receive: Receive) -> Receive:
    """Wait for the whole body, and return what gives it in one part."""
    parts = []
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    ahead = [{"type": "http.request", "body": b"".join(parts), "more_body": more}]

    async def receive_once() -> Message:
        return ahead.pop() if ahead else await receive()

    return receive_once
