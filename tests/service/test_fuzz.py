"""Whatever is sent, the service answers: never with an error of its own."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.service.fakes import FakeIndex, make_app

texts = st.text(st.characters(), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(texts, children, max_size=3),
    max_leaves=8,
)
dates = (
    st.sampled_from(["2022", "2022-02", "2022-02-30", "0000", "2022-02-09 ", "２０２２"]) | texts
)
likely = st.fixed_dictionaries(
    {"question": texts | values},
    optional={
        "top_k": st.integers(-1, 60) | values,
        "as_of": dates | values,
        "since": dates | values,
        "until": dates | values,
        "sources": st.lists(texts, max_size=3) | values,
        "tags": st.lists(texts, max_size=3) | values,
        "explain": st.booleans() | values,
    },
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app(FakeIndex().live(interval=60), version="1")) as client:
        yield client


@given(body=likely | values)
def test_any_json_is_answered(client: TestClient, body: object) -> None:
    check(client, json.dumps(body).encode())


@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(client: TestClient, body: bytes) -> None:
    check(client, body)


@given(path=st.text(st.characters(codec="utf-8", exclude_characters="?#"), max_size=30))
def test_any_article_id_is_answered(client: TestClient, path: str) -> None:
    response = client.get("/v1/articles/" + "".join(f"%{byte:02x}" for byte in path.encode()))
    assert response.status_code in {200, 404}


def check(client: TestClient, body: bytes) -> None:
    for route in ("/v1/ask", "/v1/search"):
        response = client.post(route, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code in {200, 400, 422}
        assert response.json()
