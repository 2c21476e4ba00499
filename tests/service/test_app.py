"""What programs rely on: the shapes of requests and replies, as the contract words them."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from qa.answering import questions
from qa.answering.questions import LONGEST_QUESTION
from tests.service.fakes import ARTICLES, FakeIndex, make_app

ON_JO, INSOO, UNDATED = ARTICLES

CONTRACT = """
{"question": "...", "abstained": false, "reason": null, "confidence": 0.93,
 "answer": {"text": "Park Ji-hu", "citations": [1], "published": "2022-01-28", "sources": 1},
 "earlier": [{"text": "...", "published": "2023-03-09", "citations": [2]}],
 "changed": true, "conflict": false, "conflicting": [],
 "citations": [{"id": 1, "article_id": "...", "title": "...", "published": "...", "url": "...",
                "source": "...", "quote": "...", "start": 120, "end": 188}],
 "passages": [{"article_id": "...", "title": "...", "published": "...", "url": "...",
               "text": "...", "start": 0, "end": 640, "score": 0.81}],
 "understood": {"as_of": null, "since": null, "until": null, "about": null, "intent": null},
 "generation": "000007", "took_ms": 12.3}
"""
"""The reply of `POST /v1/ask` as the contract prints it."""


def without_time(reply: dict[str, object]) -> dict[str, object]:
    assert isinstance(reply.pop("took_ms"), float)
    return reply


def shape(value: object) -> object:
    """Keep keys and types, and of a list its first entry."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value)


def test_an_answer_has_the_contracts_shape_to_the_letter(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "Who plays Nam On-jo?"}).json()
    assert shape(reply) == shape(json.loads(CONTRACT))
    assert list(reply) == list(json.loads(CONTRACT))


def test_an_answer_carries_its_proof(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": " Who plays Nam On-jo? ", "top_k": 1})
    assert response.status_code == 200
    assert without_time(response.json()) == {
        "question": "Who plays Nam On-jo?",
        "abstained": False,
        "reason": None,
        "confidence": 0.93,
        "answer": {
            "text": "Park Ji-hu plays Nam On-jo.",
            "citations": [1],
            "published": "2022-01-28",
            "sources": 1,
        },
        "earlier": [],
        "changed": False,
        "conflict": False,
        "conflicting": [],
        "citations": [
            {
                "id": 1,
                "article_id": "cast/2022-01-28-on-jo",
                "title": "Park Ji-hu plays Nam On-jo",
                "published": "2022-01-28",
                "url": "https://example.org/on-jo",
                "source": "Example News",
                "quote": "Park Ji-hu plays Nam On-jo.",
                "start": 0,
                "end": 27,
            }
        ],
        "passages": [
            {
                "article_id": "cast/2022-01-28-on-jo",
                "title": "Park Ji-hu plays Nam On-jo",
                "published": "2022-01-28",
                "url": "https://example.org/on-jo",
                "text": ON_JO.text,
                "start": 0,
                "end": 49,
                "score": 0.4,
            }
        ],
        "understood": dict.fromkeys(("as_of", "since", "until", "about", "intent")),
        "generation": "000007",
    }


def test_what_was_understood_of_time_is_told(client: TestClient) -> None:
    body = {"question": "Who plays Nam On-jo?", "as_of": "2022-06"}
    assert client.post("/v1/ask", json=body).json()["understood"]["as_of"] == "2022-06"


def test_a_timeline_is_dated_and_cited(client: TestClient) -> None:
    asked = {"question": "Who plays?", "until": "2022-12"}
    reply = client.get("/v1/timeline", params=asked).json()
    assert [(each["text"], each["first"], each["citations"]) for each in reply["timeline"]] == [
        ("Park Ji-hu plays Nam On-jo.", "2022-01-28", [1]),
        ("유인수는 귀남을 연기한다.", "2022-02", [2]),
    ]
    assert [each["article_id"] for each in reply["citations"]] == [ON_JO.id, INSOO.id]
    assert reply["generation"] == "000007"


@pytest.mark.parametrize(
    "asked",
    [{}, {"question": " "}, {"question": "Who?", "as_of": "soon"}, {"question": "a", "x": 1}],
)
def test_a_timeline_of_a_wrong_request_says_what_is_wrong(
    client: TestClient, asked: dict[str, str]
) -> None:
    response = client.get("/v1/timeline", params=asked)
    assert response.status_code == 422
    assert response.json()["errors"]


def test_abstaining_is_a_reply_with_a_reason_and_the_closest_passages(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "zebra?", "top_k": 1}).json()
    assert {key: reply[key] for key in ("abstained", "reason", "confidence", "answer")} == {
        "abstained": True,
        "reason": "no article says anything about it",
        "confidence": 0.12,
        "answer": None,
    }
    assert [each["article_id"] for each in reply["passages"]] == [ON_JO.id]
    assert (reply["citations"], reply["earlier"]) == ([], [])


def test_explaining_adds_one_key(client: TestClient) -> None:
    body = {"question": "Who plays Nam On-jo?", "top_k": 1, "explain": True}
    reply = client.post("/v1/ask", json=body).json()
    place = {"article_id": ON_JO.id, "start": 0}
    assert reply["explain"] == {
        "read_as": "Who plays Nam On-jo?",
        "passages": [{**place, "end": 49, "score": 0.4, "dense": 0.2, "lexical": 4.0}],
        "spans": [
            {
                **place,
                "end": 27,
                "text": "Park Ji-hu plays Nam On-jo.",
                "support": 0.4,
                "signs": {"margin": 0.5},
            }
        ],
    }


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [ON_JO.id, INSOO.id]),
        ({"as_of": None, "sources": None, "tags": []}, [ON_JO.id, INSOO.id]),
        ({"as_of": "2022-01"}, [ON_JO.id]),
        ({"since": "2022-02", "until": " 2022 "}, [INSOO.id]),
        ({"sources": ["Example News"]}, [ON_JO.id]),
        ({"tags": ["cast", "odd"]}, [ON_JO.id]),
        ({"top_k": 1}, [ON_JO.id]),
    ],
)
def test_filters_reach_the_engine(
    client: TestClient, filters: dict[str, object], found: list[str]
) -> None:
    body = {"question": "Who plays Nam On-jo?", **filters}
    for route in ("/v1/ask", "/v1/search"):
        passages = client.post(route, json=body).json()["passages"]
        assert [each["article_id"] for each in passages] == found


def test_a_search_returns_passages_only(client: TestClient) -> None:
    response = client.post("/v1/search", json={"question": "유인수는 plays", "top_k": 1})
    assert "유인수는" in response.text
    assert without_time(response.json()) == {
        "question": "유인수는 plays",
        "passages": [
            {
                "article_id": "cast/유인수",
                "title": "유인수, 귀남 역",
                "published": "2022-02",
                "url": "",
                "text": INSOO.text,
                "start": 0,
                "end": len(INSOO.text),
                "score": 0.2,
            }
        ],
        "generation": "000007",
    }


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"order": "newest"}, ["cast/유인수", "cast/2022-01-28-on-jo", "undated"]),
        ({"order": "oldest", "limit": 1}, ["cast/2022-01-28-on-jo"]),
        ({"q": "ON-JO plays"}, ["cast/2022-01-28-on-jo"]),
        ({"q": "cast/", "since": "2022-02"}, ["cast/유인수"]),
        ({"tags": ["odd", "none"]}, ["undated"]),
        ({"sources": "Example News"}, ["cast/2022-01-28-on-jo"]),
        ({"q": "nothing like it"}, []),
    ],
)
def test_articles_are_found_by_words_dates_sources_and_tags(
    client: TestClient, asked: dict[str, object], ids: list[str]
) -> None:
    reply = client.get("/v1/articles", params=asked).json()  # type: ignore[arg-type]
    assert [each["id"] for each in reply["articles"]] == ids
    assert reply["total"] == (3 if "order" in asked else len(ids))


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"order": "random"}, "order must be 'id', 'newest' or 'oldest'"),
        ({"since": "soon"}, "since must be a date like 2022, 2022-02 or 2022-02-09"),
        ({"since": "2023", "until": "2022"}, "2022 is before `since`, 2023"),
        ({"q": "x" * 201}, "q may have at most 200 characters"),
        ({"query": "x"}, "query is not known"),
    ],
)
def test_a_list_that_cannot_be_says_why(
    client: TestClient, asked: dict[str, str], fault: str
) -> None:
    response = client.get("/v1/articles", params=asked)
    assert response.status_code == 422
    assert fault in response.json()["detail"]


def test_the_articles_are_listed_in_parts(client: TestClient) -> None:
    assert client.get("/v1/articles", params={"offset": 1, "limit": 1}).json() == {
        "articles": [
            {
                "id": "cast/유인수",
                "title": "유인수, 귀남 역",
                "published": "2022-02",
                "url": "",
                "source": "",
                "author": "",
                "tags": [],
                "lang": "",
                "characters": len(INSOO.text),
            }
        ],
        "total": 3,
        "offset": 1,
        "limit": 1,
        "generation": "000007",
    }


def test_one_article_comes_whole(client: TestClient) -> None:
    assert client.get("/v1/articles/cast/2022-01-28-on-jo").json() == {
        "id": "cast/2022-01-28-on-jo",
        "title": "Park Ji-hu plays Nam On-jo",
        "text": "Park Ji-hu plays Nam On-jo. She was born in 2003.",
        "published": "2022-01-28",
        "url": "https://example.org/on-jo",
        "source": "Example News",
        "author": "A. Writer",
        "tags": ["cast"],
        "lang": "en",
        "sources": [{"url": "https://example.org/a", "publisher": "Example", "date": "2022-01"}],
        "extra": {"facts": ["F001"]},
        "inferred": {"lang": "guessed from the text"},
        "generation": "000007",
    }


def test_an_id_in_hangul_with_a_slash_is_found_however_it_is_escaped(client: TestClient) -> None:
    for path in ("cast/유인수", "cast%2F%EC%9C%A0%EC%9D%B8%EC%88%98"):
        assert client.get(f"/v1/articles/{path}").json()["id"] == "cast/유인수"


def test_the_index_says_what_is_served(client: TestClient) -> None:
    assert client.get("/v1/index").json() == {
        "generation": "000007",
        "built_at": "2026-11-22T15:31:00+00:00",
        "articles": 3,
        "chunks": 3,
        "embedder": "letters",
        "refused": None,
    }


def test_a_refused_generation_is_named_by_readyz_and_the_index(index: FakeIndex) -> None:
    index.damaged = {"000008"}
    live = index.live()
    live.refresh()
    index.current = "000008"
    live.refresh()
    with TestClient(make_app(live, version="1")) as client:
        refused = client.get("/readyz").json()["refused"]
        assert client.get("/v1/index").json()["refused"] == refused
    assert refused["generation"] == "000008"
    assert "vectors.npy is 3 bytes short" in refused["reason"]


def test_health_is_told_apart_from_readiness() -> None:
    index = FakeIndex(None)
    live = index.live(interval=60)
    with TestClient(make_app(live, version="1")) as client:
        assert client.get("/livez").json() == {"status": "alive"}
        assert client.get("/readyz").status_code == 503
        index.current = "000001"
        live.refresh()
        assert client.get("/readyz").json() == {
            "status": "ready",
            "generation": "000001",
            "refused": None,
        }


def test_stopping_the_service_closes_the_engine(index: FakeIndex) -> None:
    with TestClient(make_app(index.live(), version="1")):
        pass
    assert [engine.closed for engine in index.opened] == [1]


def test_half_a_surrogate_pair_in_an_article_becomes_a_replacement_character() -> None:
    article = type(ON_JO)(id="odd", title="odd \ud83d", text="half \ud83d plays", extra={})
    with TestClient(make_app(FakeIndex(articles=[article]).live(), version="1")) as client:
        assert client.get("/v1/articles/odd").json()["text"] == "half \ufffd plays"
        assert client.get("/v1/articles").json()["articles"][0]["title"] == "odd \ufffd"
        passage = client.post("/v1/search", json={"question": "plays"}).json()["passages"][0]
        assert passage["text"] == "half \ufffd plays"


def test_the_contract_is_documented_with_its_errors(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert {path: sorted(routes) for path, routes in document["paths"].items()} == {
        "/v1/ask": ["post"],
        "/v1/search": ["post"],
        "/v1/timeline": ["get"],
        "/v1/articles": ["get", "post"],
        "/v1/articles/{article_id}": ["delete", "get", "put"],
        "/v1/articles:bulk": ["post"],
        "/v1/examples": ["get"],
        "/v1/facets": ["get"],
        "/v1/articles:file": ["post"],
        "/v1/index": ["get"],
        "/v1/index/build": ["post"],
        "/v1/index/generations": ["get"],
        "/v1/index/rollback": ["post"],
        "/v1/insight": ["get"],
        "/v1/insight/questions": ["get"],
        "/v1/jobs": ["get"],
        "/v1/jobs/{job_id}": ["get"],
        "/v1/jobs/{job_id}/events": ["get"],
        "/metrics": ["get"],
        "/livez": ["get"],
        "/readyz": ["get"],
    }
    ask = document["paths"]["/v1/ask"]["post"]
    assert ask["operationId"] == "ask"
    statuses = ["200", "400", "408", "413", "415", "422", "429", "503", "default"]
    assert sorted(ask["responses"]) == statuses
    assert list(ask["responses"]["422"]["content"]) == ["application/problem+json"]
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert named | {"AskRequest"} == set(document["components"]["schemas"])


def test_every_field_of_a_request_is_described(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for request in ("AskRequest", "SearchRequest"):
        assert all("description" in field for field in schemas[request]["properties"].values())


def test_service_and_engine_agree_on_the_longest_question() -> None:
    assert LONGEST_QUESTION == questions.LONGEST_QUESTION


def test_what_articles_can_be_filtered_by_is_told(client: TestClient) -> None:
    assert client.get("/v1/facets").json() == {
        "sources": [{"name": "Example News", "articles": 1}],
        "tags": [{"name": "cast", "articles": 1}, {"name": "odd", "articles": 1}],
        "first": "2022-01-28",
        "last": "2022-02",
        "generation": "000007",
    }


def test_questions_are_proposed_and_looked_for_once_a_generation(
    client: TestClient, index: FakeIndex
) -> None:
    proposed = {"examples": ["Who plays Nam On-jo?"], "generation": "000007"}
    assert client.get("/v1/examples").json() == proposed
    index.opened[-1].asked.clear()
    assert client.get("/v1/examples").json() == proposed
    assert index.opened[-1].asked == []
