"""Every error is an RFC 9457 problem that says what to do and repeats nothing it should not."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from qa.errors import GenerationError, IndexLockedError, IndexMissingError, ModelError, QAError
from qa.service import problems
from qa.types import Filters
from tests.service.fakes import FakeEngine, FakeIndex, make_app

JSON = {"Content-Type": "application/json"}


def problem(response: Response) -> dict[str, object]:
    """Check what all problems have in common, and return the problem."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert body["status"] == response.status_code
    assert str(body["type"]).startswith("urn:qa:problem:")
    return body


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("/question", "is required")]),
        ({"question": " \t "}, [("/question", "must not be blank")]),
        ({"question": None}, [("/question", "must be a string")]),
        ({"question": "x" * 1001}, [("/question", "may have at most 1000 characters")]),
        ({"top_k": 0}, [("/top_k", "must be 1 or more")]),
        ({"top_k": 51}, [("/top_k", "must be 50 or less")]),
        ({"top_k": "5"}, [("/top_k", "must be a whole number")]),
        ({"top_k": True}, [("/top_k", "must be a whole number")]),
        ({"top_k": 1.5}, [("/top_k", "must be a whole number")]),
        ({"as_of": "soon"}, [("/as_of", "must be a date like 2022, 2022-02 or 2022-02-09")]),
        ({"since": 2022}, [("/since", "must be a string")]),
        (
            {"until": "2022-02-30"},
            [("/until", "'2022-02-30' is not a date: day is out of range for month")],
        ),
        (
            {"since": "2023", "until": "2022-12"},
            [("/until", "2022-12 is before `since`, 2023: nothing can lie between")],
        ),
        ({"sources": "Netflix"}, [("/sources", "must be a list")]),
        ({"sources": ["a", ""]}, [("/sources/1", "must not be blank")]),
        ({"tags": ["a"] * 51}, [("/tags", "may have at most 50 entries")]),
        ({"tags": ["a" * 201]}, [("/tags/0", "may have at most 200 characters")]),
        ({"explain": 1}, [("/explain", "must be true or false")]),
        ({"topk": 3}, [("/topk", "is not known: did you mean top_k?")]),
        ({"q": "Who?"}, [("/q", "is not known")]),  # another request knows it, this one does not
        ({"a/b~c": 3}, [("/a~1b~0c", "is not known")]),
    ],
)
def test_a_wrong_request_is_answered_with_where_and_what(
    client: TestClient, body: dict[str, object], errors: list[tuple[str, str]]
) -> None:
    question = {} if not body else {"question": "Who?"}
    found = problem(client.post("/v1/ask", json={**question, **body}))
    assert found == {
        "type": "urn:qa:problem:invalid-request",
        "title": "Invalid request",
        "status": 422,
        "detail": "1 thing is wrong with the request: "
        + "; ".join(f"{pointer} {detail}" for pointer, detail in errors),
        "errors": [{"pointer": pointer, "detail": detail} for pointer, detail in errors],
    }


def test_all_that_is_wrong_is_said_at_once(client: TestClient) -> None:
    found = problem(client.post("/v1/ask", json={"question": "", "top_k": 0, "nope": 1}))
    assert found["detail"] == (
        "3 things are wrong with the request: /question must not be blank; /top_k must be 1 or "
        "more; /nope is not known"
    )


def test_what_a_build_may_be_told_is_known_too(writing: TestClient) -> None:
    found = problem(writing.post("/v1/index/build", json={"ful": True}))
    assert found["errors"] == [{"pointer": "/ful", "detail": "is not known: did you mean full?"}]


def test_a_wrong_query_names_the_parameter(client: TestClient) -> None:
    found = problem(client.get("/v1/articles?limit=0&ofset=3"))
    assert found["errors"] == [
        {"parameter": "limit", "detail": "must be 1 or more"},
        {"parameter": "ofset", "detail": "is not known: did you mean offset?"},
    ]


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"question": "\xff"}', b"[" * 60_000])
def test_a_body_that_is_no_json_is_a_400(client: TestClient, body: bytes) -> None:
    found = problem(client.post("/v1/ask", content=body, headers=JSON))
    assert (found["status"], found["type"]) == (400, "urn:qa:problem:malformed-body")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_does_not_say_it_is_json_is_a_415(client: TestClient, media_type: str) -> None:
    response = client.post(
        "/v1/ask", content=b'{"question": "Who?"}', headers={"Content-Type": media_type}
    )
    assert problem(response)["type"] == "urn:qa:problem:unsupported-media-type"


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"text"'])
def test_a_body_that_is_no_object_is_a_422(client: TestClient, body: bytes) -> None:
    found = problem(client.post("/v1/ask", content=body, headers=JSON))
    assert (found["status"], found["type"]) == (422, "urn:qa:problem:invalid-request")


def test_half_a_surrogate_pair_is_no_question(client: TestClient) -> None:
    body = b'{"question": "a \\ud83d", "\\ud83d": 1}'
    assert problem(client.post("/v1/ask", content=body, headers=JSON))["status"] == 422


def test_a_body_beyond_the_limit_is_a_413_by_its_declared_length(client: TestClient) -> None:
    found = problem(client.post("/v1/ask", content=b" " * 65_537, headers=JSON))
    assert (found["status"], found["type"]) == (413, "urn:qa:problem:body-too-large")


def test_a_body_beyond_the_limit_is_a_413_when_it_comes_in_chunks(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(65):
            yield b" " * 1024

    assert problem(client.post("/v1/ask", content=chunks(), headers=JSON))["status"] == 413


def test_a_body_at_the_limit_is_read(client: TestClient) -> None:
    body = b'{"question": "Who plays?"}'.ljust(65_536)
    assert client.post("/v1/ask", content=body, headers=JSON).status_code == 200


def test_an_unknown_address_is_a_404(client: TestClient) -> None:
    for path in ("/nope", "/v1/ask/", "/v1", "/page/index.html", "/..%2f..%2fetc/passwd"):
        assert problem(client.get(path))["type"] == "urn:qa:problem:no-such-address"


def test_an_unknown_article_is_a_404_that_names_it(client: TestClient) -> None:
    for path in ("nope", "", "cast/2022-01-28-on-jo/"):
        found = problem(client.get(f"/v1/articles/{path}"))
        assert found["type"] == "urn:qa:problem:article-missing"
        assert repr(path) in str(found["detail"])


def test_a_wrong_method_is_a_405_that_says_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/ask")
    assert problem(response)["type"] == "urn:qa:problem:method-not-allowed"
    assert response.headers["allow"] == "POST"


def test_without_an_index_every_route_that_needs_one_is_a_503() -> None:
    app = make_app(FakeIndex(None).live(), version="1")
    with TestClient(app) as client:
        responses = [
            client.post("/v1/ask", json={"question": "Who?"}),
            client.post("/v1/search", json={"question": "Who?"}),
            client.get("/v1/articles"),
            client.get("/v1/articles/a"),
            client.get("/v1/index"),
            client.get("/readyz"),
        ]
    for response in responses:
        assert response.headers["retry-after"] == "5"
        assert problem(response) == {
            "type": "urn:qa:problem:not-ready",
            "title": "Not ready",
            "status": 503,
            "detail": "nothing has been built yet: run `qa build`",
        }


class _FailingEngine(FakeEngine):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def search(self, question: str, *, top_k: int = 5, filters: Filters = Filters()) -> list[None]:  # type: ignore[override] # noqa: B008
        raise self.error


def ask_failing(error: Exception) -> Response:
    index = FakeIndex()
    live = index.live()
    live._open_engine = lambda: _FailingEngine(error)  # type: ignore[assignment,return-value]
    with TestClient(make_app(live, version="1"), raise_server_exceptions=False) as client:
        return client.post("/v1/ask", json={"question": "a secret question"})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (GenerationError("000007", "it vanished"), "generation-unusable"),
        (ModelError("no model"), "model-unusable"),
    ],
)
def test_an_error_of_ours_says_its_way_out(error: QAError, kind: str) -> None:
    found = problem(ask_failing(error))
    assert found == {
        "type": f"urn:qa:problem:{kind}",
        "title": kind.replace("-", " ").capitalize(),
        "status": 503,
        "detail": str(error),
    }


@pytest.mark.parametrize("error", [RuntimeError("a secret question"), QAError("a secret question")])
def test_an_unexpected_error_is_a_500_that_gives_nothing_away(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="qa")
    found = problem(ask_failing(error))
    assert found["type"] == "urn:qa:problem:internal-error"
    assert "secret" not in json.dumps(found)
    assert "secret" not in caplog.text
    assert f"{found['instance']}: {type(error).__name__} at test_problems.py:" in caplog.text


def test_no_line_of_the_log_repeats_what_was_asked(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/v1/ask", json={"question": "a secret question"})
    client.post("/v1/ask", json={"question": "a secret question", "secret": 1})
    client.get("/", params={"q": "a secret question"})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("qa.")]
    assert [line.split(" ")[:3] for line in lines] == [
        ["POST", "/v1/ask", "200"],
        ["POST", "/v1/ask", "422"],
        ["GET", "/", "200"],
    ]
    assert "secret" not in " ".join(lines)


@pytest.mark.parametrize("error", [IndexMissingError, IndexLockedError])
def test_no_problem_says_where_a_folder_lies(
    error: type[IndexMissingError] | type[IndexLockedError],
) -> None:
    found = problems.of_error(error(Path("/srv/secret/index")))
    assert (found.status, "/srv" in found.detail) == (503, False)
