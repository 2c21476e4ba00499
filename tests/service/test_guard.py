import logging

import pytest
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from qa.service.access import Access
from qa.service.app import LOOPBACK_HOSTS
from qa.service.guard import Guard, Rules, check_host, check_length
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
