import asyncio
import logging

import pytest
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.types import Message

from qa.service.access import Access
from qa.service.app import LOOPBACK_HOSTS
from qa.service.guard import Guard, Rules, check_host, check_length, limit_body
from qa.service.metrics import Metrics
from tests.service.fakes import FakeIndex, make_app


@pytest.fixture
def local() -> TestClient:
    app = make_app(FakeIndex().live(), version="1", hosts=LOOPBACK_HOSTS)
    return TestClient(app)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LocalHost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"],
)
def test_a_server_on_this_machine_answers_to_its_own_names(local: TestClient, host: str) -> None:
    assert local.get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "localhost:", "", "[::1]x:1"],
)
def test_a_name_that_only_points_to_this_machine_is_a_421(local: TestClient, host: str) -> None:
    response = local.get("/livez", headers={"Host": host})
    assert response.status_code == 421
    assert response.json()["type"] == "urn:qa:problem:unknown-host"


def test_without_a_list_of_hosts_every_host_is_answered(client: TestClient) -> None:
    assert client.get("/livez", headers={"Host": "evil.example"}).status_code == 200


@pytest.mark.parametrize("length", ["", "0", "65536", "abc", "-5"])
def test_a_length_within_the_limit_passes(length: str) -> None:
    check_length(length, 65536)


@pytest.mark.parametrize("length", ["65537", "9" * 5000])
def test_a_length_beyond_the_limit_is_refused(length: str) -> None:
    with pytest.raises(HTTPException):
        check_length(length, 65536)


def test_the_port_of_a_host_is_free() -> None:
    check_host("localhost:1", ["localhost"])


@pytest.mark.parametrize("path", ["/", "/docs", "/page.js", "/livez", "/v1/index", "/nope"])
def test_every_reply_is_kept_from_being_misread(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_a_line_break_in_a_path_makes_no_second_line_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="qa")
    client.get("/a%0aGET /b")
    assert [record.getMessage().partition(" 404 ")[0] for record in caplog.records] == [
        "GET /a%0AGET%20/b"
    ]


def test_when_half_a_reply_is_out_the_connection_is_broken() -> None:
    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("too late")

    with pytest.raises(RuntimeError, match="too late"):
        TestClient(Guard(app, Rules(Access("")), Metrics())).get("/")


def receive_all(parts: list[bytes], pause: float, rate: int) -> bytes:
    """Receive a body that comes in parts after a pause each, at a rate it has to keep."""

    async def receive() -> Message:
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def collect() -> bytes:
        limited, body, more = limit_body(receive, 10**6, rate, 0.3), b"", True
        while more:
            message = await limited()
            body += message["body"]
            more = message["more_body"]
        return body

    return asyncio.run(collect())


def test_a_body_that_keeps_its_rate_may_take_long() -> None:
    assert len(receive_all([b"a" * 1000] * 10, 0.05, 10_000)) == 10_000


def test_a_body_that_trickles_is_a_408_however_short_its_pauses() -> None:
    with pytest.raises(HTTPException) as refusal:
        receive_all([b"a"] * 100, 0.01, 10_000)
    assert refusal.value.status_code == 408


def test_without_a_rate_only_the_pauses_count() -> None:
    assert receive_all([b"a"] * 40, 0.01, 0) == b"a" * 40


def test_time_in_which_nobody_waits_for_the_client_does_not_count() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def collect() -> None:
        limited = limit_body(receive, 10**6, 10_000, 0.1)
        for _ in range(10):
            await limited()
            await asyncio.sleep(0.03)

    asyncio.run(collect())
