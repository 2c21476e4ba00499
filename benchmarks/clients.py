"""Clients that ask over HTTP, closed or at a fixed rate, and what they had to wait.

Closed: each client asks again once it has its answer, so a slow server is asked less. At a fixed
rate: questions are due at set times whatever happens, and what one waits counts from the time at
which it was due, also while all connections are taken (Tene's coordinated omission).
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients met: the seconds each request took, and all of them together."""

    seconds: Sequence[float]
    whole: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.whole

    def percentile(self, share: float) -> float:
        """Return within how many milliseconds that many in a hundred were answered."""
        return float(np.percentile(self.seconds, share)) * 1000


def connect(port: int) -> http.client.HTTPConnection:
    """Return a connection to a server on this machine, which is opened by its first request."""
    return http.client.HTTPConnection(HOST, port, timeout=_PATIENCE)


def ask(connection: http.client.HTTPConnection, path: str, question: str) -> float:
    """Return the seconds until a question was answered; ValueError when it was not."""
    body = json.dumps({"question": question})
    began = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    text = reply.read()
    seconds = time.perf_counter() - began
    if reply.status != http.HTTPStatus.OK:
        raise ValueError(f"{path} answered {reply.status}: {text[:300]!r}")
    return seconds


def closed(port: int, path: str, questions: Sequence[str], *, clients: int) -> Load:
    """Ask all questions from so many clients, each one after the other."""

    def ask_all(mine: Sequence[str]) -> list[float]:
        with contextlib.closing(connect(port)) as connection:
            return [ask(connection, path, question) for question in mine]

    shares = [questions[at::clients] for at in range(clients)]
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        taken = list(itertools.chain(*pool.map(ask_all, shares)))
    return Load(taken, time.perf_counter() - began)


def at_rate(
    port: int, path: str, questions: Sequence[str], *, rate: float, clients: int = 32
) -> Load:
    """Ask `rate` questions a second over up to `clients` connections, whatever happens."""
    waiting = enumerate(questions)
    lock = threading.Lock()
    began = time.perf_counter()

    def ask_some() -> list[float]:
        taken: list[float] = []
        with contextlib.closing(connect(port)) as connection:
            while True:
                with lock:
                    number, question = next(waiting, (-1, ""))
                if number < 0:
                    return taken
                due = began + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                ask(connection, path, question)
                taken.append(time.perf_counter() - due)

    with ThreadPoolExecutor(clients) as pool:
        futures = [pool.submit(ask_some) for _ in range(clients)]
        every = [seconds for future in futures for seconds in future.result()]
    return Load(every, time.perf_counter() - began)


@contextlib.contextmanager
def probing(port: int, seconds: list[float], every: float = 0.02) -> Iterator[None]:
    """Ask `GET /livez`, which needs nothing but the event loop, again and again meanwhile."""
    ended = threading.Event()

    def probe() -> None:
        with contextlib.closing(connect(port)) as connection:
            while not ended.wait(every):
                began = time.perf_counter()
                connection.request("GET", "/livez")
                connection.getresponse().read()
                seconds.append(time.perf_counter() - began)

    thread = threading.Thread(target=probe)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
