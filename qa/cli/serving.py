"""`qa serve`: one process, one port, the service until it is told to stop."""

from __future__ import annotations

import ipaddress
import logging
import os
import signal
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import uvicorn

from qa import wiring
from qa.cli.builder import BuilderProcess
from qa.cli.places import Places
from qa.errors import QAError
from qa.service.access import Access
from qa.service.admission import Rate
from qa.service.app import LOOPBACK_HOSTS, create_app
from qa.service.builds import Builds, Counted
from qa.service.connections import Connection
from qa.service.guard import Rules
from qa.service.limits import HEADER_BYTES, IDLE_SECONDS
from qa.service.live import LiveEngine
from qa.service.metrics import Metrics
from qa.service.parts import Parts
from qa.service.unanswered import UnansweredQuestions
from qa.service.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from qa.settings import Settings

logger = logging.getLogger(__name__)

GRACE = 8
"""Seconds that requests have to end in once the server is told to stop."""

LONGEST_END = 9.5
"""Seconds after which it stops in any case: service managers kill after ten, and tell nobody."""

RATE = 50.0
"""Requests a second that each client on another machine may make, unless told otherwise."""

_BACKLOG = 2048


def is_loopback(host: str) -> bool:
    """Whether a server that listens on `host` can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def open_live(settings: Settings, metrics: Metrics) -> LiveEngine:
    """Return an engine that follows the index folder, opened already if there is an index."""
    opener = wiring.EngineOpener(settings, metrics.timed)
    live = LiveEngine(
        open_engine=opener.open,
        current=lambda: wiring.current_generation(settings),
        rename=Places(settings).rename,
    )
    live.refresh()
    return live


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections from now on; a port that is taken is a QAError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        message = f"cannot listen on {host} port {port} ({error.strerror}): choose another --port"
        raise QAError(message) from error
    return listener


def describe_address(listener: socket.socket) -> str:
    """Return the address at which a browser finds the server."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_parts(settings: Settings, *, watch: bool) -> Parts:
    """Return what the server is made of; with `watch` it builds what changes in the corpus."""
    metrics = Metrics()
    live = open_live(settings, metrics)
    process = BuilderProcess(settings)
    builds = Builds(Counted(process, metrics), after=live.refresh, stop=process.close)
    return Parts(
        live=live,
        writer=wiring.open_writer(settings),
        builds=builds,
        roll_back=lambda: wiring.roll_back(settings),
        generations=lambda: wiring.describe_generations(settings),
        unanswered=UnansweredQuestions(settings.keep_questions, _now),
        started_at=_now(),
        watcher=Watcher(settings.corpus, builds.notice) if watch else None,
        metrics=metrics,
        keep_answers=settings.keep_answers,
        searches=settings.threads,
        answers=settings.threads,
    )


def make_rules(host: str, key: str, rate: float | None) -> Rules:
    """Return what the guard goes by.

    A server that only this machine can reach answers to no name but this machine's. Programs on
    this machine are counted only when a rate was asked for.
    """
    hosts = sorted({*LOOPBACK_HOSTS, host.lower()}) if is_loopback(host) else None
    per_second = RATE if rate is None else rate
    return Rules(
        access=Access(key),
        hosts=hosts,
        rate=Rate(per_second, time.monotonic) if per_second else None,
        rate_local=rate is not None,
    )


class _Server(uvicorn.Server):
    """Uvicorn, which ends in time, and tells the service that it will as soon as it is told."""

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self._parts = parts

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self._parts.live.draining:
            self._parts.live.drain()
            for act, after in ((self._parts.builds.close, 0), (self._stop_hard, LONGEST_END)):
                timer = threading.Timer(after, act)
                timer.daemon = True
                timer.start()
        super().handle_exit(sig, frame)

    @staticmethod
    def _stop_hard() -> None:
        """End the process whatever its threads are at; what was acknowledged is on the disk."""
        logger.error("ended by force after %g s, as some work went on", LONGEST_END)
        logging.shutdown()
        os._exit(1)


def run(parts: Parts, listener: socket.socket, rules: Rules, *, version: str) -> None:
    """Serve until SIGINT or SIGTERM; requests on their way may end, builds may not.

    SIGTERM is how a server is told to stop, so that ends it as done (exit code 0), unless some work
    did not end and had to be cut off (1).
    """
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises the signal again once it has stopped
    config = configure(create_app(parts, version=version, rules=rules))
    _Server(config, parts).run(sockets=[listener])


def configure(app: Callable[..., object]) -> uvicorn.Config:
    """Return how uvicorn serves `app`."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        access_log=False,  # uvicorn's would hold the query, and so questions; the guard logs
        log_config=None,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=2 * HEADER_BYTES,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _end(*_: object) -> None:
    raise SystemExit(0)
