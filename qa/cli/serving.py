"""`qa serve`: one process, one port, the service until it is told to stop."""

from __future__ import annotations

import ipaddress
import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

from qa import wiring
from qa.errors import QAError
from qa.service.app import LOOPBACK_HOSTS, create_app
from qa.service.live import LiveEngine

if TYPE_CHECKING:
    from qa.settings import Settings

GRACE = 10
"""Seconds that requests have to end in once the server is told to stop."""

_BACKLOG = 2048


def is_loopback(host: str) -> bool:
    """Whether a server that listens on `host` can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def open_live(settings: Settings) -> LiveEngine:
    """Return an engine that follows the index folder, opened already if there is an index."""
    opener = wiring.EngineOpener(settings)
    live = LiveEngine(open_engine=opener.open, current=lambda: wiring.current_generation(settings))
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


def run(live: LiveEngine, listener: socket.socket, *, host: str, version: str) -> None:
    """Serve until SIGINT or SIGTERM; requests on their way may end.

    A server that only this machine can reach answers to no name but this machine's.
    """
    hosts = sorted({*LOOPBACK_HOSTS, host.lower()}) if is_loopback(host) else None
    app = create_app(live, version=version, allowed_hosts=hosts)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    config = uvicorn.Config(
        app,
        access_log=False,  # uvicorn's would hold the query, and so questions; the guard logs
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])
