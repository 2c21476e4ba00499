"""Articles come and go over HTTP: what is acknowledged is in the folder, and then found."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.corpus.folder import Corpus
from qa.service import batches
from qa.service.limits import BATCH_LINES
from qa.types import Article, Published, Source
from tests.service.fakes import FakeBuild

BRIDGE = {"title": "The bridge reopens", "text": "The bridge reopened on Friday."}


def files(build: FakeBuild) -> dict[str, str]:
    folder = build.corpus.folder
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_article_is_in_the_folder_and_found(writing: TestClient, build: FakeBuild) -> None:
    body = {**BRIDGE, "published": "2024-05-17", "tags": ["bridge"], "extra": {"desk": "local"}}
    response = writing.post("/v1/articles", params={"wait": True}, json=body)
    reply = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == "/v1/articles/2024-05-17-the-bridge-reopens"
    assert (reply["id"], reply["created"]) == ("2024-05-17-the-bridge-reopens", True)
    assert (reply["generation"], reply["reason"]) == ("000001", None)
    assert build.corpus.read().articles == (
        Article(
            id="2024-05-17-the-bridge-reopens",
            title="The bridge reopens",
            text="The bridge reopened on Friday.",
            published=Published(2024, 5, 17),
            tags=("bridge",),
            extra={"desk": "local"},
        ),
    )
    served = writing.get(response.headers["location"])
    assert served.headers["etag"] == response.headers["etag"] == f'"{reply["etag"]}"'


def test_without_waiting_the_job_tells_when_it_is_found(writing: TestClient) -> None:
    reply = writing.post("/v1/articles", json=BRIDGE).json()
    assert (reply["generation"], reply["reason"]) == (None, None)
    with writing.stream("GET", f"/v1/jobs/{reply['job']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = stream.read().decode().split("\n\n")
    kind, data = events[-2].split("\n")
    assert kind == "event: done"
    job = json.loads(data.removeprefix("data: "))
    assert job == writing.get(f"/v1/jobs/{reply['job']}").json()
    assert (job["state"], job["outcome"]["generation"]) == ("done", "000001")


def test_everything_an_article_has_is_kept(writing: TestClient, build: FakeBuild) -> None:
    body = {
        **BRIDGE,
        "id": "2024/bridge",
        "url": "https://example.org/bridge",
        "source": "Example Times",
        "author": "A. Writer",
        "lang": "en",
        "sources": [{"url": "https://example.org/a", "publisher": "Example", "date": "2024"}],
    }
    assert writing.post("/v1/articles", json=body).json()["id"] == "2024/bridge"
    assert build.corpus.find("2024/bridge") == Article(
        id="2024/bridge",
        title="The bridge reopens",
        text="The bridge reopened on Friday.",
        url="https://example.org/bridge",
        source="Example Times",
        author="A. Writer",
        lang="en",
        sources=(Source("https://example.org/a", "Example", "2024"),),
    )


def test_the_same_article_again_is_not_written_twice(writing: TestClient, build: FakeBuild) -> None:
    first, second = (writing.post("/v1/articles", json=BRIDGE) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json()["created"], second.json()["created"]) == (True, False)
    assert list(files(build)) == ["the-bridge-reopens.md"]


def test_another_article_of_the_same_title_gets_another_id(writing: TestClient) -> None:
    ids = [
        writing.post("/v1/articles", json={**BRIDGE, "text": text}).json()["id"]
        for text in ("One.", "Two.", "Three.")
    ]
    assert ids == ["the-bridge-reopens", "the-bridge-reopens-2", "the-bridge-reopens-3"]


def test_a_new_article_takes_no_id_that_is_taken(writing: TestClient) -> None:
    writing.put("/v1/articles/a", json=BRIDGE)
    response = writing.post("/v1/articles", json={**BRIDGE, "id": "a", "text": "Else."})
    assert response.status_code == 409
    assert response.json()["type"] == "urn:qa:problem:article-exists"


def test_a_request_sent_again_with_its_key_is_done_once(
    writing: TestClient, build: FakeBuild
) -> None:
    key = {"Idempotency-Key": "7c1e"}
    first = writing.post("/v1/articles", json=BRIDGE, headers=key).json()
    writing.put(f"/v1/articles/{first['id']}", json={**BRIDGE, "text": "Edited since."})
    again = writing.post("/v1/articles", json=BRIDGE, headers=key)
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert "Edited since." in files(build)["the-bridge-reopens.md"]
    writing.delete(f"/v1/articles/{first['id']}")
    writing.post("/v1/articles", json=BRIDGE, headers=key)
    assert files(build) == {}


def test_a_key_is_for_one_article(writing: TestClient) -> None:
    key = {"Idempotency-Key": "7c1e"}
    writing.post("/v1/articles", json=BRIDGE, headers=key)
    response = writing.post("/v1/articles", json={**BRIDGE, "text": "Else."}, headers=key)
    assert response.status_code == 422
    assert response.json()["type"] == "urn:qa:problem:idempotency-key-reused"


def test_putting_creates_then_replaces(writing: TestClient, build: FakeBuild) -> None:
    first = writing.put("/v1/articles/2024/bridge", params={"wait": True}, json=BRIDGE)
    body = {**BRIDGE, "text": "It closed again."}
    second = writing.put("/v1/articles/2024/bridge", params={"wait": True}, json=body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["generation"], second.json()["generation"]) == ("000001", "000002")
    assert writing.get("/v1/articles/2024/bridge").json()["text"] == "It closed again."
    assert list(files(build)) == ["2024/bridge.md"]


def test_no_update_is_lost(writing: TestClient) -> None:
    tag = writing.put("/v1/articles/a", json=BRIDGE).headers["etag"]
    mine = writing.put(
        "/v1/articles/a", json={**BRIDGE, "text": "Mine."}, headers={"If-Match": tag}
    )
    assert mine.status_code == 200
    for response in (
        writing.put(
            "/v1/articles/a", json={**BRIDGE, "text": "Theirs."}, headers={"If-Match": tag}
        ),
        writing.put("/v1/articles/a", json=BRIDGE, headers={"If-None-Match": "*"}),
        writing.put("/v1/articles/new", json=BRIDGE, headers={"If-Match": "*"}),
        writing.delete("/v1/articles/a", headers={"If-Match": tag}),
    ):
        assert response.status_code == 412
        assert response.json()["type"] == "urn:qa:problem:article-changed"
    tags = {"If-Match": f'"other", {mine.headers["etag"]}'}
    assert writing.delete("/v1/articles/a", headers=tags).status_code == 200


@pytest.mark.parametrize("tag", ['""', ",", '"*"', 'W/"x"', " , ", ""])
def test_a_tag_that_nothing_has_lets_no_change_through(
    writing: TestClient, build: FakeBuild, tag: str
) -> None:
    writing.put("/v1/articles/a", json=BRIDGE)
    theirs = {**BRIDGE, "text": "Theirs."}
    refusal = 412 if tag.strip() else 422
    for response in (
        writing.put("/v1/articles/a", json=theirs, headers={"If-Match": tag}),
        writing.delete("/v1/articles/a", headers={"If-Match": tag}),
    ):
        assert response.status_code == refusal
    found = build.corpus.find("a")
    assert found
    assert found.text == BRIDGE["text"]


def test_a_removed_article_is_found_no_more(writing: TestClient, build: FakeBuild) -> None:
    writing.put("/v1/articles/2024/bridge", params={"wait": True}, json=BRIDGE)
    response = writing.delete("/v1/articles/2024/bridge", params={"wait": True})
    assert response.json() == {
        "id": "2024/bridge",
        "etag": None,
        "created": False,
        "job": response.json()["job"],
        "generation": "000002",
        "reason": None,
    }
    assert files(build) == {}
    assert writing.get("/v1/articles/2024/bridge").status_code == 404
    assert writing.post("/v1/search", json={"question": "bridge"}).json()["passages"] == []
    assert writing.delete("/v1/articles/2024/bridge").status_code == 404


def test_an_article_that_says_what_another_says_is_stored_and_the_reason_told(
    writing: TestClient,
) -> None:
    writing.put("/v1/articles/a", params={"wait": True}, json=BRIDGE)
    reply = writing.put("/v1/articles/b", params={"wait": True}, json=BRIDGE).json()
    assert reply["generation"] is None
    assert reply["reason"] == "says the same as a: remove one of them"


def test_a_build_that_fails_is_told_and_the_article_is_found_once_it_succeeds(
    writing: TestClient, build: FakeBuild
) -> None:
    build.failures = 1
    reply = writing.post("/v1/articles", params={"wait": True}, json=BRIDGE).json()
    if reply["generation"] is None:  # else the second try was quicker than we looked
        assert "No space left on device" in reply["reason"]
    assert files(build)
    again = writing.post("/v1/articles", params={"wait": True}, json=BRIDGE).json()
    assert again["generation"]


@pytest.mark.parametrize(
    "body",
    [
        {"title": "No text"},
        {"title": "Blank", "text": " \n"},
        {"title": " ", "text": "No title."},
        {**BRIDGE, "published": "2022-02-30"},
        {**BRIDGE, "titel": "typo"},
        {**BRIDGE, "id": "../../etc/passwd"},
        {**BRIDGE, "extra": {"title": "twice"}},
        {**BRIDGE, "text": "half \ud83d a character"},
    ],
)
def test_what_is_no_article_is_refused_and_nothing_is_written(
    writing: TestClient, build: FakeBuild, body: dict[str, Any]
) -> None:
    response = writing.post("/v1/articles", content=json.dumps(body),
                            headers={"Content-Type": "application/json"})  # fmt: skip
    assert response.status_code == 422
    assert files(build) == {}


HOSTILE = [
    "..", "../x", "a/../../x", "/etc/passwd", "a//b", ".hidden", "a/.git/config", "~", "a~", "a\\b",
    "a/\x00", "%00", "a\nb", "a/", " ", "C:\\x", "x" * 300, "\u2028", "..%2f..%2fx", "....//x",
]  # fmt: skip


@pytest.mark.parametrize("article_id", HOSTILE)
def test_no_id_leads_out_of_the_folder(
    writing: TestClient, build: FakeBuild, tmp_path: Path, article_id: str
) -> None:
    (tmp_path / "x.md").write_text("secret")
    before = sorted(path for path in tmp_path.rglob("*") if "beside" not in path.parts)
    escaped = "".join(f"%{byte:02x}" for byte in article_id.encode())
    for response in (
        writing.put(f"/v1/articles/{escaped}", json=BRIDGE),
        writing.post("/v1/articles", json={**BRIDGE, "id": article_id}),
        writing.delete(f"/v1/articles/{escaped}"),
    ):
        if response.status_code in (200, 201):  # harmless as it stands, such as "%00"
            assert (
                (build.corpus.folder / f"{response.json()['id']}.md")
                .resolve()
                .is_relative_to(build.corpus.folder.resolve())
            )
        else:
            assert response.status_code in (404, 405, 422)
    outside = [path for path in tmp_path.rglob("*") if not path.is_relative_to(build.corpus.folder)]
    assert sorted(path for path in outside if "beside" not in path.parts) == before
    assert (tmp_path / "x.md").read_text() == "secret"


def test_no_link_is_followed_when_writing(
    writing: TestClient, build: FakeBuild, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_text("secret")
    build.corpus.folder.mkdir()
    (build.corpus.folder / "link").symlink_to(outside)
    (build.corpus.folder / "one.md").symlink_to(outside / "x.md")
    assert writing.put("/v1/articles/link/x", json=BRIDGE).status_code == 422
    assert writing.delete("/v1/articles/link/x").status_code in (404, 422)
    assert writing.put("/v1/articles/one", json=BRIDGE).status_code in (200, 201)
    assert (outside / "x.md").read_text() == "secret"
    assert sorted(path.name for path in outside.iterdir()) == ["x.md"]


def send_lines(writing: TestClient, *lines: object, **params: Any) -> list[Any]:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    headers = {"Content-Type": "application/x-ndjson"}
    response = writing.post("/v1/articles:bulk", content=body, headers=headers, params=params)
    assert response.status_code == 200
    return [json.loads(line) for line in response.text.splitlines()]


def test_each_line_of_a_batch_is_answered_and_one_build_does_them_all(
    writing: TestClient, build: FakeBuild
) -> None:
    *results, summary = send_lines(
        writing,
        {**BRIDGE, "id": "a"},
        "",
        "{not json",
        {"title": "No text"},
        {**BRIDGE, "id": "a", "text": "Later."},
        {**BRIDGE, "text": "No id."},
        wait=True,
    )
    assert [(each["line"], each["status"], each["id"]) for each in results] == [
        (1, 201, "a"),
        (2, 400, None),
        (3, 422, None),
        (4, 200, "a"),
        (5, 201, "the-bridge-reopens"),
    ]
    assert results[1]["error"] == "the body is no JSON in UTF-8"
    assert "/text is required" in results[2]["error"]
    assert (summary["lines"], summary["written"], summary["failed"]) == (5, 3, 2)
    assert summary["generation"] == "000001"
    assert "Later." in files(build)["a.md"]
    assert len(build.built) == 1


def test_a_batch_has_so_many_lines_and_the_one_it_stops_at_has_failed(
    writing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BATCH_LINES == 10_000
    monkeypatch.setattr(batches, "BATCH_LINES", 20)
    *results, summary = send_lines(writing, *["{}"] * 25)
    assert (results[-1]["line"], results[-1]["status"]) == (21, 413)
    assert summary["lines"] == summary["failed"] == len(results) == 21


def test_a_batch_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does(
    writing: TestClient,
) -> None:
    lines = (json.dumps({**BRIDGE, "id": name}) for name in ("a", "b"))
    body = b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    response = writing.post("/v1/articles:bulk", content=body, headers=headers)
    assert json.loads(response.text.splitlines()[-1])["written"] == 2


def test_an_id_is_the_same_however_it_is_composed(writing: TestClient) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    writing.put(f"/v1/articles/{decomposed}", params={"wait": True}, json=BRIDGE)
    for spelled in (composed, decomposed):
        assert writing.get(f"/v1/articles/{spelled}").json()["id"] == composed
    assert writing.delete(f"/v1/articles/{decomposed}").json()["id"] == composed


def test_a_folder_in_the_way_is_told_without_saying_where_the_corpus_lies(
    writing: TestClient, build: FakeBuild
) -> None:
    (build.corpus.folder / "held.md").mkdir(parents=True)
    (build.corpus.folder / "file").write_text("no folder")
    for name in ("held", "file/a"):
        response = writing.put(f"/v1/articles/{name}", json=BRIDGE)
        assert response.status_code == 422
        assert "is in the way" in response.json()["detail"]
        assert str(build.corpus.folder) not in response.text


def test_a_batch_is_json_lines(writing: TestClient) -> None:
    response = writing.post("/v1/articles:bulk", json=BRIDGE)
    assert response.status_code == 415
    assert "Content-Type: application/x-ndjson" in response.json()["detail"]


def test_an_article_may_be_large_but_not_that_large(writing: TestClient) -> None:
    large = {**BRIDGE, "text": "It reopened. " * 100_000}
    assert writing.post("/v1/articles", json=large).status_code == 201
    huge = {**BRIDGE, "text": "It reopened. " * 700_000}
    response = writing.post("/v1/articles", json=huge)
    assert (response.status_code, "8,388,608" in response.json()["detail"]) == (413, True)


def test_a_build_can_be_asked_for(writing: TestClient, build: FakeBuild) -> None:
    build.corpus.write(Article("a", "A", "Written by hand."))
    response = writing.post("/v1/index/build", json={"full": True})
    assert response.status_code == 202
    with writing.stream("GET", f"{response.headers['location']}/events") as stream:
        stream.read()
    job = writing.get(response.headers["location"]).json()
    assert (job["state"], job["full"], job["outcome"]["articles"]) == ("done", True, 1)
    assert build.built == [True]
    assert writing.post("/v1/index/build").status_code == 202
    assert writing.get("/v1/jobs/nope").status_code == 404
    assert writing.get("/v1/jobs/nope/events").status_code == 404


def test_a_rollback_says_where_it_leads(writing: TestClient) -> None:
    assert writing.post("/v1/index/rollback").json() == {"generation": "000001"}


def test_the_figures_hold_no_question(writing: TestClient) -> None:
    writing.post("/v1/articles", params={"wait": True}, json=BRIDGE)
    writing.post("/v1/search", json={"question": "secretword"})
    figures = writing.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    assert 'qa_requests_total{method="POST",route="/v1/search",status="200"} 1.0' in figures.text
    assert 'qa_stage_seconds_count{stage="search"} 1.0' in figures.text
    assert "qa_generation 1.0" in figures.text
    assert "secretword" not in figures.text


def test_a_full_disk_is_a_507_and_nothing_is_half_written(
    writing: TestClient, build: FakeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa.durable.os.fsync", refuse)
    response = writing.post("/v1/articles", json=BRIDGE)
    assert (response.status_code, response.json()["type"]) == (507, "urn:qa:problem:storage-full")
    monkeypatch.undo()
    assert files(build) == {}
    assert Corpus(build.corpus.folder).read().problems == ()
