"""A real server, over sockets, as what is tested here comes before any request."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn

from qa.cli import serving
from qa.service import connections, guard, limits
from qa.types import Article
from tests.service.fakes import FakeIndex, make_app

Connect = Callable[[], socket.socket]
DEADLINES = (0.5, 2.0, 8.0)
"""Seconds: where the machine is too busy for the test itself to keep one, the next is tried."""

ALIVE = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
QUESTION = b'{"question": "Who?"}'


@pytest.fixture(scope="module")
def long_article() -> Article:
    """Longer than all buffers between a server and a client."""
    return Article("long", "Long", "It rains. " * 3_000_000)


@pytest.fixture
def connect(long_article: Article) -> Iterator[Connect]:
    """Lend a way to reach a server that runs in a thread."""
    with serve(FakeIndex(articles=(long_article,))) as connect:
        yield connect


@contextlib.contextmanager
def serve(index: FakeIndex) -> Iterator[Connect]:
    """Serve in a thread for a while."""
    server = uvicorn.Server(serving.configure(make_app(index.live())))
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        stack.callback(thread.join)
        stack.callback(lambda: setattr(server, "should_exit", True))
        address = listener.getsockname()
        yield lambda: stack.enter_context(socket.create_connection(address, timeout=20))


@pytest.mark.parametrize("path", ["/livez", "/v1/articles", "/", "/metrics"])
def test_head_tells_the_headers_of_get_and_no_body(connect: Connect, path: str) -> None:
    client = http.client.HTTPConnection("localhost")
    client.sock = connect()
    told = []
    for method in ("GET", "HEAD", "GET"):  # what came after a HEAD would be read as a body
        client.request(method, path)
        reply = client.getresponse()
        body = reply.read()
        changing = {"date"} | ({"content-length"} if path == "/metrics" else set())
        headers = {name.lower(): value for name, value in reply.getheaders()}
        told.append((reply.status, {each: headers[each] for each in headers.keys() - changing}))
        assert bool(body) == (method == "GET")
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("path", "status"), [("/v1/articles/none", 404), (f"/livez?{'x' * limits.ADDRESS_BYTES}", 414)]
)
def test_a_refused_head_has_no_body_either(connect: Connect, path: str, status: int) -> None:
    client = http.client.HTTPConnection("localhost")
    client.sock = connect()
    for method in ("HEAD", "GET"):
        client.request(method, path)
        reply = client.getresponse()
        assert (reply.status, bool(reply.read())) == (status, method == "GET")


def test_a_head_is_counted_as_one(connect: Connect) -> None:
    client = http.client.HTTPConnection("localhost")
    client.sock = connect()
    client.request("HEAD", "/livez")
    client.getresponse().read()
    client.request("GET", "/metrics")
    told = client.getresponse().read().decode()
    assert 'qa_requests_total{method="HEAD",route="/livez",status="200"} 1.0' in told


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/jobs/1/events"])
def test_head_is_no_way_to_ask_or_to_follow(connect: Connect, path: str) -> None:
    client = http.client.HTTPConnection("localhost")
    client.sock = connect()
    client.request("HEAD", path)
    assert client.getresponse().status == 405


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> float:
    """Shorten the time that a client has."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)
    return 0.5


def reply_of(client: socket.socket) -> tuple[int, str]:
    """Return status and body of the next reply."""
    response = http.client.HTTPResponse(client)
    response.begin()
    return response.status, response.read().decode()


def status_of(client: socket.socket) -> int:
    """Return the status of the next reply, and read it to its end."""
    return reply_of(client)[0]


def read_all(client: socket.socket) -> bytes:
    """Return what comes until the server closes the connection."""
    return b"".join(iter(lambda: client.recv(65536), b""))


def trickle(client: socket.socket, parts: bytes, until: float) -> None:
    """Send a byte at a time for `until` seconds, or until nobody takes any more."""
    began = time.monotonic()
    with contextlib.suppress(OSError):
        while time.monotonic() - began < until:
            client.sendall(parts)
            time.sleep(0.05)


def problem_of(reply: bytes) -> tuple[int, str]:
    """Return status and type of a reply that must be a problem and close the connection."""
    head, _, body = reply.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert b"content-type: application/problem+json" in lines
    assert b"connection: close" in lines
    problem = json.loads(body)
    assert lines[0].startswith(b"http/1.1 %d " % problem["status"])
    return problem["status"], problem["type"].removeprefix("urn:qa:problem:")


def test_headers_that_do_not_end_are_a_408(connect: Connect, hasty: float) -> None:
    client = connect()
    client.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    began = time.monotonic()
    trickle(client, b"a", until=10 * hasty)
    assert problem_of(read_all(client)) == (408, "request-timeout")
    assert time.monotonic() - began >= hasty


def test_a_connection_that_says_nothing_is_closed_without_a_word(
    connect: Connect, hasty: float
) -> None:
    assert read_all(connect()) == b""


def test_the_headers_of_a_second_request_have_a_deadline_too(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect()
    client.sendall(ALIVE)
    assert status_of(client) == 200
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)
    client.sendall(ALIVE[:20])
    assert problem_of(read_all(client)) == (408, "request-timeout")


def test_a_client_that_speaks_in_time_is_kept(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in DEADLINES:
        monkeypatch.setattr(connections, "HEADER_SECONDS", seconds)
        client = connect()
        if all(speaks_in_time(client, seconds) for _ in range(3)):
            return
    pytest.fail("the test itself did not speak in time")


def speaks_in_time(client: socket.socket, seconds: float) -> bool:
    """Ask in two halves with a pause, and check the reply; False when that took too long."""
    began = time.monotonic()
    with contextlib.suppress(OSError):
        client.sendall(ALIVE[:20])
        time.sleep(seconds / 2)
        client.sendall(ALIVE[20:])
    if time.monotonic() - began >= seconds:
        return False
    assert status_of(client) == 200
    return True


def test_an_idle_connection_is_kept_longer_than_clients_and_proxies_use_one_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert limits.IDLE_SECONDS > 60
    monkeypatch.setattr(serving, "IDLE_SECONDS", 1)
    with serve(FakeIndex()) as connect:
        client = connect()
        client.sendall(ALIVE)
        assert status_of(client) == 200
        began = time.monotonic()
        assert read_all(client) == b""
        assert time.monotonic() - began >= 0.9


def test_the_rest_of_a_body_that_was_refused_is_not_read_for_ever(
    connect: Connect, hasty: float
) -> None:
    client = connect()
    head = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n"
    client.sendall(head)
    assert status_of(client) == 413
    began = time.monotonic()
    trickle(client, b"a", until=20 * hasty)
    assert time.monotonic() - began < 20 * hasty


def test_a_body_that_trickles_in_is_a_408_and_holds_no_place(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.limit_body, "__defaults__", (0, 0.5))
    head = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    slow = [connect() for _ in range(70)]  # more than there are places
    for client in slow:
        client.sendall(head + b"Content-Length: 100\r\n\r\n{")
    asking = connect()
    asking.sendall(head + b"Content-Length: %d\r\n\r\n%b" % (len(QUESTION), QUESTION))
    assert status_of(asking) == 200
    trickle(slow[0], b" ", until=1)
    assert status_of(slow[0]) == 408


@pytest.mark.parametrize("size", [20_000, 40_000, 400_000])
def test_long_headers_are_a_431_whether_or_not_they_end(connect: Connect, size: int) -> None:
    for ending in (b"\r\n\r\n", b""):
        if size < 2 * 16384 and not ending:
            continue  # these may still end in time
        client = connect()
        with contextlib.suppress(OSError):
            client.sendall(ALIVE[:-2] + b"X-Long: " + b"a" * size + ending)
        status, body = reply_of(client)
        assert status == 431
        assert json.loads(body)["type"] == "urn:qa:problem:headers-too-large"


@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01\x02\x00\x01\x00\x01", b"HELO"])
def test_what_is_no_http_is_a_400(connect: Connect, nonsense: bytes) -> None:
    client = connect()
    client.sendall(nonsense + b"\r\n\r\n")
    assert problem_of(read_all(client)) == (400, "malformed-request")


def test_a_body_in_broken_chunks_ends_the_connection_and_nothing_else(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (b"/v1/ask", b"/v1/articles:bulk"):
        client = connect()
        client.sendall(
            b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n" % path
        )
        read_all(client)
    client = connect()
    client.sendall(ALIVE)
    assert status_of(client) == 200
    assert not [each for each in caplog.records if each.exc_info]


def test_one_connection_too_many_is_a_503(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "CONNECTIONS", 3)
    held = [connect() for _ in range(3)]
    for client in held:
        client.sendall(ALIVE)
        assert status_of(client) == 200
    assert problem_of(read_all(connect())) == (503, "busy")
    held[0].close()
    deadline = time.monotonic() + 20
    while (status := status_of_next(connect())) == 503:  # until the server has noticed
        assert time.monotonic() < deadline
    assert status == 200


def status_of_next(client: socket.socket) -> int:
    """Return the status of a request on a connection that may be one too many."""
    with contextlib.suppress(OSError), client:
        client.sendall(ALIVE)
        return status_of(client)
    return 503


def test_who_asks_for_much_and_takes_nothing_is_cut_off_and_who_takes_it_gets_it_all(
    connect: Connect, long_article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = b"GET /v1/articles/long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for seconds in DEADLINES:
        monkeypatch.setattr(connections, "REPLY_SECONDS", seconds)
        idle, reading = connect(), connect()
        idle.sendall(asking)
        reading.sendall(asking)
        received, longest = read_slowly(reading, pause=seconds / 10)
        if longest < seconds / 2:
            assert received > len(long_article.text)
            assert len(read_all(idle)) < len(long_article.text)  # what was on its way, and no more
            return
    pytest.fail("the test itself did not read in time")


def read_slowly(client: socket.socket, pause: float) -> tuple[int, float]:
    """Read all that comes, slower than the server sends; return its size and the longest pause."""
    received, longest = len(client.recv(1)), 0.0
    at = time.monotonic()
    with contextlib.suppress(OSError):
        while part := client.recv(1 << 20):
            received += len(part)
            time.sleep(pause)
            at, before = time.monotonic(), at
            longest = max(longest, at - before)
    return received, longest


def test_an_upgrade_to_websockets_is_answered_as_a_plain_request(connect: Connect) -> None:
    client = connect()
    client.sendall(ALIVE[:-2] + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert status_of(client) == 200
