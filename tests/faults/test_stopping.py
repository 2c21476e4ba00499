"""SIGTERM: what was asked is answered, nothing new is begun, and the server ends as done."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
import pytest

from qa.types import Article
from tests.faults.conftest import end

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Place, Server

LONG = [pytest.mark.faults, pytest.mark.timeout(3000)]
IN_FLIGHT = 20


@pytest.mark.parametrize("stops", [1, pytest.param(50, marks=LONG)])
def test_a_server_that_is_told_to_stop_answers_what_was_asked(
    place: Place, stops: int, tell: Callable[[str, str], None]
) -> None:
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    slowest = 0.0
    for _ in range(stops):
        slowest = max(slowest, stop_while_asked(place))
    assert slowest <= 10
    tell(
        "SIGTERM with 20 questions in flight",
        f"{stops} times, {stops * IN_FLIGHT} of {stops * IN_FLIGHT} answered, exit code 0, "
        f"at most {slowest:.1f} s",
    )


def stop_while_asked(place: Place) -> float:
    """Stop a server that is being asked; return how long that took."""
    held = f"qa_requests_held {IN_FLIGHT}.0"
    # Ten at a time: what waits for its turn is in flight too.
    served = place.served("--no-watch", QA_TEST_DELAY="2", QA_TEST_TURNS="10")
    with served as server, ThreadPoolExecutor(IN_FLIGHT) as pool:
        asked = [pool.submit(ask, server, number) for number in range(IN_FLIGHT)]
        server.wait_until(lambda: held in server.client.get("/metrics").text)
        began = time.monotonic()
        assert end(server.process) == 0
        took = time.monotonic() - began
        assert [each.result() for each in asked] == [200] * IN_FLIGHT
    return took


@pytest.mark.parametrize(
    "end_within", ["3", pytest.param("9.5", marks=[pytest.mark.faults])], ids=["short", "real"]
)
def test_questions_that_do_not_end_are_cut_off_in_time_and_that_is_said(
    place: Place, end_within: str, tell: Callable[[str, str], None]
) -> None:
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    served = place.served("--no-watch", QA_TEST_DELAY="40", QA_TEST_END=end_within)
    with served as server, ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask, server, number) for number in range(3)]
        server.wait_until(lambda: "qa_requests_held 3.0" in server.client.get("/metrics").text)
        began = time.monotonic()
        assert end(server.process) == 1
        took = time.monotonic() - began
        assert [each.result() for each in asked] == [503] * 3
    assert float(end_within) - 1 < took < 10
    log = (place.folder / "server.log").read_text()
    assert f"ended by force after {end_within} s" in log
    assert "Traceback" not in log
    tell("SIGTERM with questions of 40 s in flight", f"cut off after {took:.1f} s, exit code 1")


def ask(server: Server, number: int) -> int:
    body = {"question": f"Where does it rain {number}?"}
    return server.client.post("/v1/search", json=body).status_code


def test_who_waits_for_a_build_or_follows_one_does_not_hold_up_the_end(place: Place) -> None:
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    with place.store.lock(), place.served("--no-watch") as server, ThreadPoolExecutor(1) as pool:
        job = server.put("b", "It snows in Farwick.").json()["job"]
        with server.client.stream("GET", f"/v1/jobs/{job}/events") as stream:
            following = stream.iter_lines()
            assert next(following) == "event: progress"
            waiting = pool.submit(server.put, "c", "It hails in Farwick.", wait="true")
            server.wait_until(lambda: place.corpus.find("c") is not None)
            began = time.monotonic()
            assert end(server.process) == 0
            assert time.monotonic() - began < 5
            assert "event: done" not in list(following)
        assert waiting.result().status_code == 201
        assert waiting.result().json()["generation"] is None
        assert "the next start builds it" in waiting.result().json()["reason"]
    with place.served() as server:
        server.wait_until(lambda: server.client.get("/v1/articles/c").status_code == 200)


def test_a_build_that_does_not_heed_the_end_is_killed_and_does_not_hold_it_up(place: Place) -> None:
    with place.served("--no-watch") as server:
        server.put("a", "It rains in Farwick.", wait="true")
        (building,) = psutil.Process(server.process.pid).children()
        building.suspend()
        job = f"/v1/jobs/{server.put('b', 'It snows in Farwick.').json()['job']}"
        server.wait_until(lambda: server.client.get(job).json()["state"] == "running")
        began = time.monotonic()
        assert end(server.process) == 0
        assert time.monotonic() - began < 8
    assert not building.is_running()
