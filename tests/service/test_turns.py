"""Questions wait for their turn in order, hold no thread, and leave with their client."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import uvicorn

from qa.cli.serving import configure
from qa.service.access import Access
from qa.service.admission import Queue
from qa.service.app import create_app
from qa.service.guard import Rules
from qa.service.remembering import Asked
from qa.service.requests import AskRequest
from qa.service.turns import ClientGoneError, Turns
from tests.service.fakes import FakeEngine, FakeIndex, make_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import Message

    from qa.types import Passage
    from tests.service.fakes import FakeBuild


KNOWN = "Who plays Nam On-jo?"
"""A question that has been answered already."""


async def stays() -> Message:
    """Be a client that waits for its reply, however long it takes."""
    await asyncio.Event().wait()
    raise AssertionError


async def leaves() -> Message:
    """Be a client that goes away soon."""
    await asyncio.sleep(0.05)
    return {"type": "http.disconnect"}


@dataclass
class Work:
    """Work that ends when it is told to, and remembers in which order it was begun."""

    begun: list[int] = field(default_factory=list)
    most: int = 0
    open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    go_on: threading.Event = field(default_factory=threading.Event)

    def piece(self, number: int) -> Callable[[], int]:
        def do() -> int:
            with self.lock:
                self.begun.append(number)
                self.open += 1
                self.most = max(self.most, self.open)
            assert self.go_on.wait(20)
            with self.lock:
                self.open -= 1
            return number

        return do


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came about")


def test_so_many_work_at_once_and_the_others_follow_in_order() -> None:
    async def play() -> None:
        turns, work = Turns(2), Work()
        asked = []
        for number in range(8):
            asked.append(asyncio.create_task(turns.take(work.piece(number), stays)))
            await asyncio.sleep(0)
        await until(lambda: len(work.begun) == 2 and turns.waiting == 6)
        before = threading.active_count()
        work.go_on.set()
        assert await asyncio.gather(*asked) == list(range(8))
        assert threading.active_count() <= before
        assert (sorted(work.begun[:2]), work.most, turns.waiting) == ([0, 1], 2, 0)
        assert all(abs(number - at) < 2 for at, number in enumerate(work.begun))

    asyncio.run(play())


def test_one_that_leaves_while_it_waits_gives_up_its_place_at_once() -> None:
    async def play() -> None:
        turns, work = Turns(1), Work()
        first = asyncio.create_task(turns.take(work.piece(0), stays))
        await until(lambda: work.begun == [0])
        with pytest.raises(ClientGoneError):
            await turns.take(work.piece(1), leaves)
        assert turns.waiting == 0
        third = asyncio.create_task(turns.take(work.piece(2), stays))
        work.go_on.set()
        assert [*await asyncio.gather(first, third)] == [0, 2]
        assert work.begun == [0, 2]

    asyncio.run(play())


def test_work_that_was_begun_is_done_though_the_client_leaves() -> None:
    async def play() -> None:
        turns, work = Turns(1), Work()
        first = asyncio.create_task(turns.take(work.piece(0), stays))
        await until(lambda: work.begun == [0])
        second = asyncio.create_task(turns.take(work.piece(1), leaves))
        await until(lambda: turns.waiting == 1)
        work.go_on.set()
        assert [*await asyncio.gather(first, second)] == [0, 1]

    asyncio.run(play())


def test_one_that_is_cancelled_while_it_waits_gives_up_its_place() -> None:
    async def play() -> None:
        turns, work = Turns(1), Work()
        first = asyncio.create_task(turns.take(work.piece(0), stays))
        second = asyncio.create_task(turns.take(work.piece(1), stays))
        third = asyncio.create_task(turns.take(work.piece(2), stays))
        await until(lambda: turns.waiting == 2)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert turns.waiting == 1
        work.go_on.set()
        assert [*await asyncio.gather(first, third)] == [0, 2]
        assert work.begun == [0, 2]

    asyncio.run(play())


def test_work_that_fails_ends_its_turn_and_every_wait_is_told() -> None:
    def fail() -> None:
        raise ValueError("no")

    async def play() -> None:
        waited: list[float] = []
        turns = Turns(1, waited.append)
        for _ in range(3):
            with pytest.raises(ValueError, match="no"):
                await turns.take(fail, stays)
        assert await turns.take(lambda: "yes", stays) == "yes"
        assert len(waited) == 4
        assert all(0 <= each < 5 for each in waited)

    asyncio.run(play())


@dataclass
class Crowded:
    """A real server whose searches end when they are told to."""

    port: int
    work: Work
    engine: FakeEngine

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def get(self, path: str) -> str:
        with contextlib.closing(self.connection()) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode()

    def figure(self, name: str) -> float:
        lines = self.get("/metrics").splitlines()
        return sum(float(each.rpartition(" ")[2]) for each in lines if each.startswith(name))

    def ask(
        self, number: int, path: str = "/v1/search", question: str = ""
    ) -> http.client.HTTPConnection:
        connection = self.connection()
        body = json.dumps({"question": question or f"Who plays number {number}?"})
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        return connection

    def wait_until(self, name: str, figure: float) -> None:
        deadline = time.monotonic() + 20
        while self.figure(name) != figure:
            assert time.monotonic() < deadline, f"{name} is {self.figure(name)}"
            time.sleep(0.01)


@pytest.fixture
def crowded(build: FakeBuild) -> Iterator[Crowded]:
    index, work = FakeIndex(), Work()
    live = index.live(interval=60)
    live.refresh()
    engine = index.opened[-1]

    def search(question: str, **_: object) -> list[Passage]:
        number = int(question.rpartition(" ")[2].rstrip("?"))
        work.piece(number)()
        return []

    parts = make_parts(live, build, answers=3, turns=2)
    with live.engine() as lent:
        asked = Asked.of(lent, AskRequest(question=KNOWN))
    parts.remembered.find(asked)
    parts.remembered.keep(asked, engine.ask(KNOWN))
    engine.search = search  # type: ignore[method-assign]
    rules = Rules(Access(""), queue=Queue(12))
    server = uvicorn.Server(configure(create_app(parts, version="1", rules=rules)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield Crowded(listener.getsockname()[1], work, engine)
        finally:
            work.go_on.set()
            server.should_exit = True
            thread.join()


def statuses(asked: list[http.client.HTTPConnection]) -> list[int]:
    found = []
    for connection in asked:
        with contextlib.closing(connection):
            found.append(connection.getresponse().status)
    return found


def test_a_crowd_holds_two_threads_and_all_are_answered_in_order(crowded: Crowded) -> None:
    asked = [crowded.ask(number) for number in range(2)]
    crowded.wait_until("qa_requests_held", 2)
    threads = threading.active_count()
    for number in range(2, 12):
        asked.append(crowded.ask(number))
        crowded.wait_until("qa_questions_waiting", number - 1)
    assert threading.active_count() == threads
    assert "alive" in crowded.get("/livez")
    refused = crowded.ask(12)
    reply = refused.getresponse()
    assert (reply.status, reply.getheader("Retry-After")) == (503, "1")
    refused.close()
    crowded.work.go_on.set()
    assert statuses(asked) == [200] * 12
    assert (sorted(crowded.work.begun), crowded.work.most) == (list(range(12)), 2)
    assert all(abs(number - at) < 2 for at, number in enumerate(crowded.work.begun))
    assert crowded.figure("qa_questions_waiting") == crowded.figure("qa_requests_held") == 0
    assert crowded.figure('qa_stage_seconds_count{stage="wait"}') == 12


def test_clients_that_leave_make_room_before_anything_is_done_for_them(crowded: Crowded) -> None:
    held = [crowded.ask(number) for number in range(2)]
    crowded.wait_until("qa_requests_held", 2)
    for connection in [crowded.ask(number) for number in range(2, 12)]:
        connection.close()
    crowded.wait_until("qa_requests_held", 2)
    assert crowded.figure("qa_questions_waiting") == 0
    asked = [crowded.ask(number) for number in range(12, 22)]
    crowded.wait_until("qa_questions_waiting", 10)
    crowded.work.go_on.set()
    assert statuses([*held, *asked]) == [200] * 12
    assert sorted(crowded.work.begun) == [0, 1, *range(12, 22)]
    gone = 'qa_requests_total{method="POST",route="/v1/search",status="499"}'
    assert crowded.figure(gone) == 10


def test_answers_do_not_wait_for_searches(crowded: Crowded) -> None:
    asked = [crowded.ask(number) for number in range(4)]
    crowded.wait_until("qa_questions_waiting", 2)
    crowded.engine.search = FakeEngine().search  # type: ignore[method-assign]
    assert statuses([crowded.ask(5, "/v1/ask")]) == [200]
    assert crowded.figure("qa_questions_waiting") == 2
    crowded.work.go_on.set()
    assert statuses(asked) == [200] * 4


def test_what_was_answered_before_waits_for_nobody(crowded: Crowded) -> None:
    asked = [crowded.ask(number, "/v1/ask") for number in range(4)]
    crowded.wait_until("qa_questions_waiting", 2)
    assert statuses([crowded.ask(0, "/v1/ask", KNOWN)]) == [200]
    assert crowded.figure("qa_questions_waiting") == 2
    assert crowded.figure('qa_remembered_total{end="hit"}') == 1
    crowded.work.go_on.set()
    assert statuses(asked) == [200] * 4
    assert crowded.figure('qa_remembered_total{end="miss"}') == 1 + 4
