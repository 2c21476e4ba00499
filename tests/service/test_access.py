"""Who may change anything, and how much one client and one server take on."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from qa.service.access import Access
from qa.service.admission import BusyError, Queue, Rate, TooOftenError
from qa.service.app import create_app
from qa.service.guard import Rules
from tests.service.fakes import FakeBuild, FakeIndex, make_app, make_parts

KEY = "correct-horse"


def clients(build: FakeBuild, key: str) -> tuple[TestClient, TestClient]:
    """Return a client on this machine and one on another, of one service."""
    app = create_app(
        make_parts(build.index.live(interval=60), build), version="1", rules=Rules(Access(key))
    )
    return TestClient(app, client=("127.0.0.1", 1)), TestClient(app, client=("192.0.2.7", 1))


def changes(client: TestClient) -> list[tuple[str, str]]:
    """Return every method and path that is not for everyone: changes, and what others asked."""
    paths = client.get("/openapi.json").json()["paths"]
    return [
        (method.upper(), path.format(article_id="a", job_id="j"))
        for path, methods in paths.items()
        for method in methods
        if (method != "get" and path not in ("/v1/ask", "/v1/search"))
        or path == "/v1/insight/questions"
    ]


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {KEY}", KEY, f"Bearer {KEY}x",
     f"Bearer {KEY[:-1]}", "Bearer \xff"],
)  # fmt: skip
def test_every_change_needs_the_key(build: FakeBuild, authorization: str | None) -> None:
    headers: list[tuple[bytes, bytes]] = []
    if authorization is not None:
        headers = [(b"Authorization", authorization.encode("latin-1"))]
    for client in clients(build, KEY):
        asked = changes(client)
        assert len(asked) == 8
        for method, path in asked:
            response = client.request(method, path, headers=headers, content=b"{}")
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.json()["type"] == "urn:qa:problem:key-missing"
    assert not build.corpus.folder.exists()


def test_with_the_key_changes_are_made_from_anywhere(build: FakeBuild) -> None:
    for number, client in enumerate(clients(build, KEY)):
        body = {"title": "T", "text": f"Text {number}."}
        for scheme in ("Bearer", "bearer"):
            headers = {"Authorization": f"{scheme} {KEY}"}
            assert client.put(f"/v1/articles/{number}", json=body, headers=headers).is_success


def test_without_a_key_set_only_this_machine_changes_anything(build: FakeBuild) -> None:
    here, elsewhere = clients(build, "")
    assert here.put("/v1/articles/a", json={"title": "T", "text": "x"}).status_code == 201
    for method, path in changes(elsewhere):
        response = elsewhere.request(method, path, headers={"Authorization": "Bearer "})
        assert response.status_code == 403
        assert "QA_API_KEY" in response.json()["detail"]


def test_reading_and_asking_need_no_key() -> None:
    client = TestClient(make_app(FakeIndex().live(), key=KEY), client=("192.0.2.7", 1))
    with client:
        for path in ("/", "/v1/articles", "/v1/index", "/readyz", "/livez", "/metrics"):
            assert client.get(path).status_code == 200
        assert client.post("/v1/ask", json={"question": "Who?"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost:3000", "Host": "localhost:8000"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(build: FakeBuild, headers: dict[str, str]) -> None:
    here, _ = clients(build, "")
    assert here.post("/v1/index/build", headers=headers).status_code == 403
    assert build.built == []


def test_our_own_page_may(build: FakeBuild) -> None:
    here, _ = clients(build, "")
    headers = {"Origin": "http://localhost:8000", "Host": "localhost:8000"}
    headers["Sec-Fetch-Site"] = "same-origin"
    assert here.post("/v1/index/build", headers=headers).status_code == 202


def test_a_client_may_come_in_a_burst_and_then_as_often_as_it_may() -> None:
    now = [0.0]
    rate = Rate(10, lambda: now[0])
    for _ in range(20):
        rate.check("a")
    with pytest.raises(TooOftenError) as refused:
        rate.check("a")
    assert refused.value.seconds == 1
    rate.check("b")
    now[0] += 0.1
    rate.check("a")
    with pytest.raises(TooOftenError):
        rate.check("a")
    now[0] -= 100  # a clock that goes backwards locks nobody out for longer
    with pytest.raises(TooOftenError):
        rate.check("a")
    now[0] += 0.11
    rate.check("a")


def test_clients_beyond_number_are_forgotten() -> None:
    rate = Rate(1, lambda: 0.0)
    for number in range(10_100):
        rate.check(str(number))
    assert len(rate._buckets) == 10_000


def test_coming_too_often_is_a_429_that_says_when_to_come_again(build: FakeBuild) -> None:
    rules = Rules(Access(""), rate=Rate(0.5, lambda: 0.0), rate_local=True)
    app = create_app(make_parts(build.index.live(), build), version="1", rules=rules)
    client = TestClient(app)
    assert client.get("/livez").status_code == 200
    response = client.get("/livez")
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert response.json()["type"] == "urn:qa:problem:too-many-requests"


def test_the_rate_of_programs_on_this_machine_is_their_own_affair(build: FakeBuild) -> None:
    rules = Rules(Access(""), rate=Rate(0.5, lambda: 0.0))
    app = create_app(make_parts(build.index.live(), build), version="1", rules=rules)
    here, elsewhere = TestClient(app, client=("::1", 1)), TestClient(app, client=("192.0.2.7", 1))
    assert [here.get("/livez").status_code for _ in range(5)] == [200] * 5
    assert [elsewhere.get("/livez").status_code for _ in range(2)] == [200, 429]


def test_a_queue_has_so_many_places() -> None:
    queue = Queue(2)
    with queue.place(), queue.place():
        with pytest.raises(BusyError), queue.place():
            pass
        assert queue.held == 2
    with queue.place():
        assert queue.held == 1
    assert queue.held == 0


def test_a_full_queue_is_a_503_but_health_is_told_all_the_same(build: FakeBuild) -> None:
    app = create_app(
        make_parts(build.index.live(), build),
        version="1",
        rules=Rules(Access(""), queue=Queue(0)),
    )
    client = TestClient(app)
    response = client.get("/v1/articles")
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["type"] == "urn:qa:problem:busy"
    assert client.get("/livez").status_code == 200
    assert 'qa_refusals_total{problem="busy"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    "headers", [[(f"x-{number}", "1") for number in range(120)], [("x", "y" * 20_000)]]
)
def test_headers_beyond_measure_are_a_431(
    client: TestClient, headers: list[tuple[str, str]]
) -> None:
    response = client.get("/livez", headers=headers)
    assert response.status_code == 431
    assert response.json()["type"] == "urn:qa:problem:headers-too-large"


@pytest.mark.parametrize("address", ["/v1/articles?q={}", "/{}"])
def test_an_address_beyond_measure_is_a_414(writing: TestClient, address: str) -> None:
    long, longest = (address.format("a" * size) for size in (16_000, 17_000))
    assert writing.get(long).status_code in (404, 422)
    response = writing.get(longest)
    assert response.status_code == 414
    assert response.json()["type"] == "urn:qa:problem:address-too-long"
