"""A file that is sent is read as one of the corpus is, and its articles written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa.types import Article, Published

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.service.fakes import FakeBuild

BRIDGE = b"""---
title: The bridge reopens
published: 2024-05-17
tags: [bridge]
desk: local
---

It reopened on Friday.
"""


def sent(client: TestClient, name: str, raw: bytes, **more: bool) -> Any:
    response = client.post(
        "/v1/articles:file",
        params={"name": name, **more},
        content=raw,
        headers={"Content-Type": "application/octet-stream"},
    )
    return response.status_code, response.json()


def test_a_markdown_file_becomes_its_article(writing: TestClient, build: FakeBuild) -> None:
    status, reply = sent(writing, "2024/bridge.md", BRIDGE)
    assert (status, reply["name"]) == (200, "2024/bridge.md")
    (taken,) = reply["articles"]
    assert (taken["status"], taken["id"], taken["error"]) == (201, "2024/bridge", None)
    assert build.corpus.read().articles == (
        Article(
            id="2024/bridge",
            title="The bridge reopens",
            text="It reopened on Friday.",
            published=Published(2024, 5, 17),
            tags=("bridge",),
            extra={"desk": "local"},
        ),
    )
    assert writing.get(f"/v1/jobs/{reply['job']}").status_code == 200


def test_what_a_file_does_not_state_is_inferred_and_said(writing: TestClient) -> None:
    _, reply = sent(writing, "2024-05-17-bridge.txt", "Die Brücke öffnete.".encode("cp1252"))
    (taken,) = reply["articles"]
    assert taken["title"] == "Bridge"
    assert set(taken["inferred"]) == {"title", "published", "encoding"}


def test_a_page_of_html_and_lines_of_json_are_read(writing: TestClient, build: FakeBuild) -> None:
    page = b"<title>Pier</title><body><p>The pier is made of oak and it is old.</p></body>"
    sent(writing, "pier.html", page)
    lines = [
        {"id": "a", "title": "A", "text": "One."},
        {"title": "B"},
        {"title": "C", "text": "3."},
    ]
    raw = "\n".join(map(json.dumps, lines)).encode()
    _, reply = sent(writing, "news.jsonl", raw)
    assert [(each["place"], each["status"], each["id"]) for each in reply["articles"]] == [
        ("line 1", 201, "a"),
        ("", 422, None),
        ("line 3", 201, "news/3"),
    ]
    assert reply["articles"][1]["error"] == "line 2: text must be there and be text"
    assert [each.id for each in build.corpus.read().articles] == ["a", "news/3", "pier"]


def test_an_article_that_is_there_is_replaced_only_when_told_to(writing: TestClient) -> None:
    sent(writing, "bridge.md", BRIDGE)
    _, again = sent(writing, "bridge.md", BRIDGE)
    assert (again["articles"][0]["status"], again["job"] is None) == (200, False)
    other = BRIDGE.replace(b"Friday", b"Monday")
    _, refused = sent(writing, "bridge.md", other)
    assert (refused["articles"][0]["status"], refused["job"]) == (409, None)
    assert refused["articles"][0]["title"] == "The bridge reopens"
    _, replaced = sent(writing, "bridge.md", other, replace=True)
    assert replaced["articles"][0]["status"] == 200


@pytest.mark.parametrize(
    ("name", "raw", "detail"),
    [
        ("bridge.pdf", BRIDGE, "not a kind of file that is read (.pdf)"),
        ("bridge", BRIDGE, "no suffix"),
        ("../bridge.md", BRIDGE, "cannot be an article's id"),
        ("a/.hidden.md", BRIDGE, "cannot be an article's id"),
        ("bridge.md", b"", "no text"),
        ("bridge.json", b"{", "not JSON"),
        (" ", BRIDGE, "name must not be blank"),
    ],
)
def test_a_file_that_cannot_be_taken_is_a_problem_and_writes_nothing(
    writing: TestClient, build: FakeBuild, name: str, raw: bytes, detail: str
) -> None:
    status, reply = sent(writing, name, raw)
    assert (status, detail in reply["detail"]) == (422, True)
    assert not build.corpus.folder.exists()


def test_jobs_are_listed_the_last_first_and_generations_as_they_describe_themselves(
    writing: TestClient,
) -> None:
    jobs = [
        sent(writing, f"{name}.md", BRIDGE.replace(b"It", name.encode()))[1]["job"] for name in "ab"
    ]
    listed = [each["id"] for each in writing.get("/v1/jobs").json()["jobs"]]
    assert listed == list(dict.fromkeys(reversed(jobs)))
    assert writing.get("/v1/index/generations").json() == {
        "generations": [
            {
                "generation": "000001",
                "current": True,
                "returns": False,
                "built_at": "",
                "articles": 1,
                "chunks": 2,
                "bytes": 3,
                "problem": None,
            }
        ]
    }
