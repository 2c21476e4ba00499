"""Questions during builds: none fails, each sees one generation, what is deleted stays away."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Place, Server

LONG = [pytest.mark.faults, pytest.mark.timeout(3000)]
ARTICLES = 60


def write_round(place: Place, number: int) -> None:
    """Make every article name the round; so what a reply says tells which corpus it is from."""
    place.write(
        *(
            Article(f"a{n}", f"Day {n}", f"Round{number} saw the rain of day {n} in Farwick.")
            for n in range(ARTICLES)
        )
    )


def rounds(reply: Any) -> set[str]:
    return set(re.findall(r"Round\d+", " ".join(each["text"] for each in reply["passages"])))


def ask(client: httpx.Client, number: int, seen: dict[str, set[str]]) -> float:
    """Ask one question, and note which rounds its generation showed; return how long it took."""
    began = time.perf_counter()
    response = client.post("/v1/search", json={"question": f"rain of day {number % ARTICLES}"})
    took = time.perf_counter() - began
    assert response.status_code == 200, response.text
    reply = response.json()
    assert len(reply["passages"]) == 5
    seen.setdefault(reply["generation"], set()).update(rounds(reply))
    return took


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


@pytest.mark.parametrize(("queries", "builds"), [(300, 2), pytest.param(10_000, 20, marks=LONG)])
def test_questions_during_builds_all_succeed_and_see_one_generation_each(
    each_place: Place, queries: int, builds: int, tell: Callable[[str, str], None]
) -> None:
    place = each_place
    write_round(place, 0)
    place.build()
    seen: dict[str, set[str]] = {}
    with place.served("--no-watch") as server, httpx.Client(base_url=server.address) as client:
        server.wait_until(server.ready)
        rebuild(server)  # the building process starts with the first build
        idle = [ask(client, number, {}) for number in range(queries // 4)]
        busy: list[float] = []
        for number in range(1, builds + 1):
            write_round(place, number)
            with ThreadPoolExecutor(1) as pool:
                built = pool.submit(rebuild, server)
                busy += [ask(client, at, seen) for at in range(queries // builds)]
                built.result()
        assert server.client.get("/readyz").json()["generation"] == f"{builds + 2:06}"
    assert all(len(each) == 1 for each in seen.values()), seen
    assert len(busy) == queries // builds * builds
    kind = "with a graph" if place.graphed() else "without a graph"
    tell(
        "questions during builds",
        f"{len(busy):,} questions, {builds} builds {kind}, 0 failed, "
        f"{len(seen)} generations seen, each reply from one; p95 {1000 * p95(busy):.1f} ms, "
        f"idle {1000 * p95(idle):.1f} ms (ratio {p95(busy) / p95(idle):.2f})",
    )


def rebuild(server: Server) -> None:
    """Build everything anew, and wait for it."""
    job = server.client.post("/v1/index/build", json={"full": True}).headers["location"]
    server.wait_until(lambda: bool(server.client.get(job).json()["state"] == "done"))


def test_what_is_deleted_is_in_no_reply_once_that_is_said(place: Place) -> None:
    place.write(Article("keep", "Kept", "The lighthouse is blue."))
    told = "The zanzibar file names Orlo Quint."
    with place.served() as server:
        reply = server.put("zanzibar", told, wait="true").json()
        assert reply["generation"], reply
        question = {"question": "Who is in the zanzibar file?"}
        assert "Orlo Quint" in server.client.post("/v1/ask", json=question).text
        deleted = server.client.delete("/v1/articles/zanzibar", params={"wait": "true"}).json()
        assert deleted["generation"] > reply["generation"]
        for response in (
            server.client.post("/v1/ask", json={**question, "explain": True, "top_k": 50}),
            server.client.post("/v1/search", json={**question, "top_k": 50}),
            server.client.get("/v1/articles"),
            server.client.get("/v1/articles/zanzibar"),
            server.client.get("/v1/index"),
            server.client.get("/metrics"),
        ):
            assert "Orlo" not in response.text
            assert "zanzibar" not in response.text.replace("Who is in the zanzibar file?", "") or (
                response.status_code == 404
            )


def test_a_rollback_stays_until_the_articles_say_something_else(place: Place) -> None:
    place.write(Article("first", "First", "The first article."))
    place.build()
    place.write(Article("second", "Second", "The second article."))
    place.build()

    def generation(server: Server) -> str:
        return str(server.client.get("/readyz").json()["generation"])

    def noticed(server: Server, builds: int) -> bool:
        jobs = server.client.get("/v1/jobs").json()["jobs"]
        return len(jobs) >= builds and all(each["state"] == "done" for each in jobs)

    with place.served() as server:
        server.wait_until(lambda: noticed(server, 1))
        assert server.client.post("/v1/index/rollback").json() == {"generation": "000001"}
        file = next(place.corpus.folder.glob("second*"))
        file.write_bytes(file.read_bytes())
        server.wait_until(lambda: noticed(server, 2))
        assert generation(server) == "000001"
    with place.served() as server:
        server.wait_until(lambda: noticed(server, 1))
        assert generation(server) == "000001"
        file.write_text(file.read_text("utf-8") + "It goes on.\n", "utf-8")
        server.wait_until(lambda: generation(server) == "000003")
        assert set(place.served_texts()) == {"first", "second"}


def test_two_servers_and_a_command_change_one_folder_and_nothing_is_lost(
    place: Place, tell: Callable[[str, str], None]
) -> None:
    place.write(Article("first", "First", "The first article."))
    extra = place.folder / "by-hand.md"
    extra.write_text("# By hand\n\nThe command added this.\n")
    with place.served() as one, place.served() as other:
        with ThreadPoolExecutor(3) as pool:
            puts = [
                pool.submit(server.put, f"{name}/{number}", f"Text {number} by {name}.")
                for number in range(8)
                for name, server in (("one", one), ("other", other))
            ]
            added = pool.submit(place.run, "add", str(extra))
            assert all(each.result().status_code == 201 for each in puts)
            assert added.result().returncode == 0, added.result().stderr
        for server in (one, other):
            assert server.put("last", "The last article.", wait="true").json()["generation"]
        expected = {each.id: each.text for each in place.corpus.read().articles}
        assert len(expected) == 1 + 16 + 1 + 1
        for server in (one, other):
            server.wait_until(lambda server=server: listed(server) == set(expected))  # type: ignore[misc]
        assert one.client.get("/v1/index").json() == other.client.get("/v1/index").json()
    assert place.served_texts() == expected
    tell("two servers and a command at once", "17 changes, 0 lost, both serve the same generation")


def listed(server: Server) -> set[str]:
    reply = server.client.get("/v1/articles", params={"limit": 500}).json()
    return {each["id"] for each in reply.get("articles", ())}


def test_of_two_writers_who_read_the_same_one_is_told(place: Place) -> None:
    with place.served("--no-watch") as one, place.served("--no-watch") as other:
        wins = []
        for number in range(10):
            tag = one.put("page", f"Round {number} begins.").headers["etag"]
            start = threading.Barrier(2)

            def write(
                server: Server, name: str, tag: str = tag, start: threading.Barrier = start
            ) -> int:
                start.wait()
                body = {"title": "Page", "text": f"{name} wrote this."}
                headers = {"If-Match": tag}
                return server.client.put(
                    "/v1/articles/page", json=body, headers=headers
                ).status_code

            with ThreadPoolExecutor(2) as pool:
                statuses = sorted(pool.map(write, (one, other), ("One", "Other")))
            wins.append(statuses)
        assert wins == [[200, 412]] * 10


def test_a_file_that_is_dropped_in_is_found_and_one_that_is_taken_out_is_not(place: Place) -> None:
    dropped = place.corpus.folder / "news" / "dropped.md"
    with place.served() as server:
        server.put("first", "The first article.", wait="true")
        dropped.parent.mkdir()
        dropped.write_text("# Dropped\n\nThis was dropped in.\n")
        server.wait_until(lambda: "news/dropped" in listed(server))
        dropped.write_text("# Dropped\n\nThis was edited in place.\n")
        url = "/v1/articles/news/dropped"
        server.wait_until(lambda: "edited" in server.client.get(url).text)
        dropped.unlink()
        server.wait_until(lambda: "news/dropped" not in listed(server))


def test_what_changed_while_no_server_ran_is_built_when_one_starts(place: Place) -> None:
    with place.served() as server:
        server.put("first", "The first article.", wait="true")
    place.write(Article("second", "Second", "Written while nobody looked."))
    with place.served() as server:
        server.wait_until(lambda: listed(server) == {"first", "second"})
