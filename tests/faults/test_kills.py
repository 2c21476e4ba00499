"""kill -9 at any moment: of a build, and of a server right after it acknowledged a change."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.types import Article
from tests.faults.doomed import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Place, Server

LONG = [pytest.mark.faults, pytest.mark.timeout(3000)]


def change(place: Place, number: int) -> dict[str, str]:
    """Write a new text for some articles, another or none for others; return what is there now."""
    for name in range(6):
        article_id = f"a{name}"
        if (name + number) % 4 or place.corpus.find(article_id) is None:
            place.write(
                Article(article_id, f"About {name}", f"Round {number} of {name}. It rains.")
            )
        else:
            place.corpus.remove([article_id])
    return {each.id: each.text for each in place.corpus.read().articles}


def build(place: Place, *steps: str) -> subprocess.Popen[bytes]:
    folders = str(place.corpus.folder), str(place.store.folder)
    command = [sys.executable, "-m", "tests.faults.doomed", *folders, *steps]
    return subprocess.Popen(command, env=place.environ(), stderr=subprocess.DEVNULL)


def check_whole(place: Place, *allowed: dict[str, str]) -> dict[str, str]:
    """Check that every generation is intact, and that what is served is one of `allowed`."""
    assert [each.problem for each in place.store.verify() if each.problem] == []
    served = place.served_texts()
    assert served in allowed
    return served


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=LONG)])
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new(
    each_place: Place, kills: int, tell: Callable[[str, str], None]
) -> None:
    place = each_place
    choose = random.Random(7)  # noqa: S311 - a fixed draw, not a secret
    served = new = change(place, 0)
    began = time.monotonic()
    assert build(place).wait(60) == 0
    whole = time.monotonic() - began
    killed = 0
    for number in range(1, kills + 1):
        new = change(place, number)
        doomed = build(place)
        time.sleep(choose.uniform(0.4 * whole, whole))
        killed += doomed.poll() is None
        doomed.kill()
        doomed.wait(60)
        served = check_whole(place, served, new)
    place.build()
    check_whole(place, new)
    assert not list(place.store.folder.glob(".building-*"))
    assert killed
    kind = "with a graph" if place.graphed() else "without a graph"
    tell(
        "a build killed at a random moment",
        f"{kills} builds {kind}, {killed} of them killed, 0 mixed",
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_a_step_leaves_the_old_or_the_new(graphed: Place, step: str) -> None:
    place = graphed
    served: dict[str, str] = {}
    for number in range(3):  # from the fourth on there is something to collect
        served = change(place, number)
        place.build()
    assert place.graphed()
    new = change(place, 3)
    assert build(place, step).wait(60) == -9
    check_whole(place, served, new)
    place.build()
    check_whole(place, new)
    assert not list(place.store.folder.glob(".building-*"))


class Oracle:
    """What was acknowledged of some articles that one thread alone changes."""

    def __init__(self, server: Server, names: range, known: dict[str, str]) -> None:
        self.server = server
        self.names = names
        self.known = {name: known.get(name) for name in map(self.id, names)}
        self.pending: dict[str, str | None] = {}
        self.acknowledged = 0

    @staticmethod
    def id(name: int) -> str:
        return f"w/{name}"

    def change_until_it_dies(self, seed: int) -> None:
        choose = random.Random(seed)  # noqa: S311
        while True:
            article_id = self.id(choose.choice(self.names))
            text = None if choose.random() < 0.3 else f"Written {choose.random()} of {article_id}."
            if text is None and self.known[article_id] is None:
                continue
            self.pending = {article_id: text}
            try:
                self._send(article_id, text)
            except httpx.TransportError:
                return
            self.known[article_id] = text
            self.pending = {}
            self.acknowledged += 1

    def _send(self, article_id: str, text: str | None) -> None:
        if text is None:
            response = self.server.client.delete(f"/v1/articles/{article_id}")
        else:
            response = self.server.put(article_id, text)
        assert response.is_success, response.text

    def check(self, found: dict[str, str]) -> None:
        for article_id, text in self.known.items():
            allowed = {text, self.pending.get(article_id, text)}
            assert found.get(article_id) in allowed, article_id


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=LONG)])
def test_what_was_acknowledged_survives_kill_9(
    place: Place, kills: int, tell: Callable[[str, str], None]
) -> None:
    choose = random.Random(11)  # noqa: S311
    acknowledged = 0
    found: dict[str, str] = {}
    for kill in range(kills):
        with place.served("--no-watch") as server:
            oracles = [Oracle(server, range(n, n + 5), found) for n in (0, 5, 10)]
            threads = [
                threading.Thread(target=each.change_until_it_dies, args=(kill * 10 + number,))
                for number, each in enumerate(oracles)
            ]
            for thread in threads:
                thread.start()
            wanted = choose.randint(1, 12)
            server.wait_until(lambda o=oracles, n=wanted: sum(each.acknowledged for each in o) >= n)  # type: ignore[misc]
            server.process.kill()
            for thread in threads:
                thread.join(60)
        reading = place.corpus.read()
        assert reading.problems == ()
        found = {each.id: each.text for each in reading.articles}
        for oracle in oracles:
            oracle.check(found)
            acknowledged += oracle.acknowledged
    assert acknowledged >= kills
    tell(
        "acknowledged changes of a server that is killed",
        f"{kills} kills, {acknowledged:,} changes acknowledged, 0 lost, 0 back again",
    )
    place.build()
    assert place.served_texts() == found
