"""The event loop is never blocked: whatever computes, reads or writes does so in other threads.

How long the loop stands still under load is measured by `benchmarks.serving`.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from qa.service.access import Access
from qa.service.app import create_app
from qa.service.guard import Rules
from tests.service.fakes import FakeEngine, FakeIndex, make_app, make_parts

if TYPE_CHECKING:
    from fastapi import FastAPI

    from tests.service.fakes import FakeBuild

ASKED = {"question": "Who plays Nam On-jo?"}
ARTICLE = {"title": "New", "text": "Something new."}
JSON_LINE = {"content-type": "application/x-ndjson"}
REQUESTS: dict[str, dict[str, Any]] = {
    "POST /v1/ask": {"json": ASKED},
    "POST /v1/search": {"json": ASKED},
    "GET /v1/timeline": {"params": ASKED},
    "GET /v1/articles": {},
    "GET /v1/articles/undated": {},
    "GET /v1/facets": {},
    "GET /v1/examples": {},
    "GET /v1/index": {},
    "GET /v1/index/generations": {},
    "GET /v1/insight": {},
    "GET /v1/insight/questions": {},
    "GET /livez": {},
    "GET /readyz": {},
    "GET /metrics": {},
    "POST /v1/articles": {"json": ARTICLE},
    "POST /v1/articles:bulk": {"content": b'{"title": "a", "text": "b"}\n', "headers": JSON_LINE},
    "POST /v1/articles:file": {"content": b"# One\n\nText.", "params": {"name": "one.md"}},
    "PUT /v1/articles/new": {"json": ARTICLE},
    "DELETE /v1/articles/new": {},
    "GET /v1/jobs": {},
    "GET /v1/jobs/1": {},
    "GET /v1/jobs/1/events": {},
    "POST /v1/index/build": {},
    "POST /v1/index/rollback": {},
}


class Watched:
    """Passes on whatever is called, and notes what is called where the event loop should turn."""

    def __init__(self, part: object, blocking: list[str]) -> None:
        self._part = part
        self._blocking = blocking

    def __getattr__(self, name: str) -> object:
        found = getattr(self._part, name)
        if not callable(found):
            return found

        def call(*given: object, **named: object) -> object:
            with contextlib.suppress(RuntimeError):  # no loop runs in the threads of routes
                asyncio.get_running_loop()
                self._blocking.append(name)
            return found(*given, **named)

        return call


COMPUTES = ("ask", "search", "timeline", "article", "articles", "find_articles", "facets")


@pytest.fixture
def blocking() -> list[str]:
    """What was called in the thread of an event loop."""
    return []


@pytest.fixture
def watched(build: FakeBuild, blocking: list[str]) -> FastAPI:
    index = FakeIndex()
    live = index.live(interval=60)
    live.refresh()
    engine = index.opened[-1]
    for name in COMPUTES:
        setattr(engine, name, getattr(Watched(engine, blocking), name))
    parts = make_parts(live, build, answers=3)
    whole = Watched(parts, blocking)
    changes = {"writer": Watched(parts.writer, blocking)}
    changes |= {name: getattr(whole, name) for name in ("roll_back", "generations")}
    return create_app(replace(parts, **cast("Any", changes)), version="1", rules=Rules(Access("")))


async def request(app: FastAPI, line: str, **options: Any) -> int:
    """Make a request from this machine; return the status of its reply."""
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        method, path = line.split()
        return (await client.request(method, path, **options)).status_code


def test_every_endpoint_is_tried() -> None:
    described = make_app(FakeIndex().live()).openapi()["paths"]
    tried = [each.partition(" ")[::2] for each in REQUESTS]
    for path, operations in described.items():
        form = re.compile(re.sub(r"\\{[^}]+\\}", "[^:]+", re.escape(path)))
        for method in operations:
            assert any(verb == method.upper() and form.fullmatch(way) for verb, way in tried), path


@pytest.mark.parametrize("line", REQUESTS)
def test_no_endpoint_computes_or_writes_in_the_event_loop(
    watched: FastAPI, blocking: list[str], line: str
) -> None:
    status = asyncio.run(request(watched, line, **REQUESTS[line]))
    assert status < 300 or (status == 404 and "/jobs/" in line) or "/articles/new" in line
    assert blocking == []


def test_an_endpoint_that_blocked_would_be_found(watched: FastAPI, blocking: list[str]) -> None:
    engine = Watched(FakeEngine(), blocking)

    async def ask() -> str:
        return str(engine.search("Who plays?"))  # type: ignore[operator]

    watched.add_api_route("/blocking", ask)
    assert asyncio.run(request(watched, "GET /blocking")) == 200
    assert blocking == ["search"]
