"""`qa serve` in a process of its own, and clients that ask it over loopback.

Server and clients share the machine's cores, as they would in a demonstration; a server alone on
its machine does better.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"

_PATIENCE = 60.0
_POLL = 0.01


@dataclass(frozen=True, slots=True)
class Server:
    """A server that has answered its first question, `seconds` after it was started."""

    port: int
    pid: int
    seconds: float

    def memory(self) -> float:
        """Return its resident memory now, in MB."""
        return float(psutil.Process(self.pid).memory_info().rss) / 1e6

    def latencies(self, path: str, questions: Sequence[str]) -> list[float]:
        """Ask one question after the other; return the seconds that each took."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_PATIENCE)
        with contextlib.closing(connection):
            return [_ask(connection, path, question) for question in questions]

    def throughput(self, path: str, questions: Sequence[str], *, clients: int) -> float:
        """Ask all questions from so many clients at once; return requests a second."""
        shares = [questions[at::clients] for at in range(clients)]
        began = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            done = list(
                itertools.chain(*pool.map(lambda share: self.latencies(path, share), shares))
            )
        return len(done) / (time.perf_counter() - began)


@contextlib.contextmanager
def serving(corpus: str, index: str, question: str, *options: str) -> Iterator[Server]:
    """Start a server over an index and wait until it answers; it is stopped with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "qa", "serve", "--host", HOST, "--port", str(port)]
    command += ["--corpus", corpus, "--index", index, *options]
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            _wait(process, port, question)
            yield Server(port, process.pid, time.perf_counter() - began)
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, question: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE)
        with contextlib.closing(connection), contextlib.suppress(ConnectionError):
            _ask(connection, "/v1/ask", question)
            return
        time.sleep(_POLL)
    raise TimeoutError(f"no answer from port {port}: run `qa serve` by hand to see why")


def _ask(connection: http.client.HTTPConnection, path: str, question: str) -> float:
    body = json.dumps({"question": question})
    began = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    text = reply.read()
    seconds = time.perf_counter() - began
    if reply.status != http.HTTPStatus.OK:
        raise ValueError(f"{path} answered {reply.status}: {text[:300]!r}")
    return seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
