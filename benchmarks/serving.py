"""Servers in processes of their own, ours and the plain way's, until they have answered.

Server and clients share the machine's cores, as they would in a demonstration; a server alone on
its machine does better. The answers that `qa` remembers are switched off.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks.clients import HOST, ask, closed, connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.contenders import Case

QA = (sys.executable, "-m", "qa")
"""The command."""

_PATIENCE = 180.0  # torch, on a busy machine
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

    def latencies(self, path: str, questions: Sequence[str]) -> Sequence[float]:
        """Ask one question after the other; return the seconds that each took."""
        return closed(self.port, path, questions, clients=1).seconds

    def throughput(self, path: str, questions: Sequence[str], *, clients: int) -> float:
        """Ask all questions from so many clients at once; return requests a second."""
        return closed(self.port, path, questions, clients=clients).rate


@contextlib.contextmanager
def serving(
    corpus: str,
    index: str,
    question: str,
    *options: str,
    variables: Mapping[str, str] | None = None,
    command: Sequence[str] = QA,
) -> Iterator[Server]:
    """Start a server over an index and wait until it answers; it is stopped with the block."""
    port = _free_port()
    whole = [*command, "serve", "--host", HOST, "--port", str(port)]
    whole += ["--corpus", corpus, "--index", index, *options]
    environment = {"QA_KEEP_ANSWERS": "0", **(variables or {})}
    with _running(whole, port, question, environment) as server:
        yield server


@contextlib.contextmanager
def serving_plain(case: Case, question: str) -> Iterator[Server]:
    """Do the same with the plain way (benchmarks/plain.py), which answers under the same paths."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.plain_server", case.model, case.flat, case.texts]
    with _running([*command, str(port)], port, question, {"HF_HUB_OFFLINE": "1"}) as server:
        yield server


@contextlib.contextmanager
def _running(
    command: Sequence[str], port: int, question: str, environment: Mapping[str, str]
) -> Iterator[Server]:
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=quiet, stderr=quiet, env={**os.environ, **environment}
    ) as process:
        try:
            _wait(process, port, question)
            yield Server(port, process.pid, time.perf_counter() - began)
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, question: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = connect(port)
        with contextlib.closing(connection), contextlib.suppress(ConnectionError):
            ask(connection, "/v1/ask", question)
            return
        time.sleep(_POLL)
    raise TimeoutError(f"no answer from port {port}: start {process.args!r} by hand to see why")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
