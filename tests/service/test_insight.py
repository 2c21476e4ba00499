"""What can be seen of index and use: counts for everyone, what was asked for who may change."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from qa.service.access import Access
from qa.service.app import create_app
from qa.service.guard import Rules
from qa.service.metrics import Durations, Metrics
from qa.service.unanswered import UnansweredQuestions
from qa.types import Published
from tests.service.fakes import NOON, FakeBuild, FakeIndex, make_parts

if TYPE_CHECKING:
    from qa.service.parts import Parts

KNOWN, UNKNOWN = "Who plays Nam On-jo?", "Where is Atlantis?"


def parts_of(build: FakeBuild, *, keep: int = 0) -> Parts:
    return make_parts(FakeIndex().live(interval=60), build, keep=keep)


def client_of(parts: Parts, *, key: str = "", host: str = "127.0.0.1") -> TestClient:
    parts.live.start()
    return TestClient(create_app(parts, version="1", rules=Rules(Access(key))), client=(host, 1))


def ask(client: TestClient, question: str, **more: object) -> None:
    assert client.post("/v1/ask", json={"question": question, **more}).status_code == 200


def test_the_index_is_told_in_numbers(build: FakeBuild) -> None:
    reply = client_of(parts_of(build)).get("/v1/insight").json()
    assert (reply["generation"], reply["articles"], reply["chunks"]) == ("000007", 3, 3)
    assert reply["months"] == [
        {"published": "2022-01", "articles": 1},
        {"published": "2022-02", "articles": 1},
    ]
    assert reply["undated"] == 1
    assert reply["started_at"] == NOON.isoformat().replace("+00:00", "Z")


def test_before_anything_was_asked_all_counts_are_zero(build: FakeBuild) -> None:
    reply = client_of(parts_of(build)).get("/v1/insight").json()
    told = {key: reply[key] for key in ("answered", "abstained", "reasons", "stages", "keeps")}
    assert told == {"answered": 0, "abstained": 0, "reasons": [], "stages": [], "keeps": 0}


def test_what_is_told_of_use_is_what_the_figures_say(build: FakeBuild) -> None:
    client = client_of(parts_of(build))
    for question in (KNOWN, UNKNOWN, UNKNOWN):
        ask(client, question)
    client.post("/v1/search", json={"question": KNOWN})
    reply = client.get("/v1/insight").json()
    assert (reply["answered"], reply["abstained"]) == (1, 2)
    (reason,) = reply["reasons"]
    assert reason["questions"] == 2
    figures = client.get("/metrics").text
    assert 'qa_answers_total{end="answered"} 1.0' in figures
    assert f'qa_answers_total{{end="{reason["reason"]}"}} 2.0' in figures
    assert {each["stage"]: each["count"] for each in reply["stages"]} == {"ask": 3, "search": 1}
    assert 'qa_stage_seconds_count{stage="ask"} 3.0' in figures
    for stage in reply["stages"]:
        assert 0 <= stage["median_ms"] <= stage["p95_ms"]


def test_by_default_no_question_is_kept(build: FakeBuild) -> None:
    client = client_of(parts_of(build))
    ask(client, UNKNOWN)
    assert client.get("/v1/insight/questions").json() == {"keeps": 0, "questions": []}


def test_questions_without_an_answer_are_kept_until_they_get_one(build: FakeBuild) -> None:
    parts = parts_of(build, keep=2)
    client = client_of(parts)
    for question in ("Where is Lemuria?", UNKNOWN, "Where is Mu?", "where is atlantis"):
        ask(client, question)
    ask(client, KNOWN)
    reply = client.get("/v1/insight/questions").json()
    assert reply["keeps"] == client.get("/v1/insight").json()["keeps"] == 2
    assert [(each["question"], each["times"]) for each in reply["questions"]] == [
        ("where is atlantis", 2),
        ("Where is Mu?", 1),
    ]
    assert reply["questions"][0] | {"question": ""} == {
        "question": "",
        "reason": "no article says anything about it",
        "confidence": 0.12,
        "times": 2,
        "last": "2026-01-02T12:00:00Z",
    }
    parts.unanswered.drop("Where is Mu?")
    assert [each.question for each in parts.unanswered.latest()] == ["where is atlantis"]


@pytest.mark.parametrize("more", [{"since": "2023"}, {"tags": ["none"]}, {"min_confidence": 0.99}])
def test_a_question_of_some_articles_or_for_sure_answers_only_is_not_kept(
    build: FakeBuild, more: dict[str, Any]
) -> None:
    client = client_of(parts_of(build, keep=5))
    ask(client, UNKNOWN, **more)
    assert client.get("/v1/insight/questions").json()["questions"] == []
    assert client.get("/v1/insight").json()["abstained"] == 1


@pytest.mark.parametrize(
    ("key", "host", "status"),
    [("", "127.0.0.1", 200), ("", "192.0.2.7", 403), ("k", "127.0.0.1", 401), ("k", "", 401)],
)
def test_counts_are_for_everyone_and_questions_for_who_may_change(
    build: FakeBuild, key: str, host: str, status: int
) -> None:
    client = client_of(parts_of(build, keep=5), key=key, host=host)
    ask(client, UNKNOWN)
    assert client.get("/v1/insight").json()["abstained"] == 1
    assert "Atlantis" not in client.get("/v1/insight").text + client.get("/metrics").text
    reply = client.get("/v1/insight/questions")
    assert (reply.status_code, "Atlantis" in reply.text) == (status, status == 200)
    shown = client.get("/v1/insight/questions", headers={"Authorization": "Bearer k"})
    assert ("Atlantis" in shown.text) == (key == "k" or status == 200)


def test_a_page_of_another_site_cannot_read_the_questions(build: FakeBuild) -> None:
    client = client_of(parts_of(build, keep=5))
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/v1/insight/questions", headers=headers).status_code == 403


@given(st.lists(st.sampled_from(["a?", "A", "b", "c", "🧟", "🦊"]), max_size=30), st.integers(0, 4))
def test_as_many_questions_are_kept_as_was_said_and_the_last_ones(
    asked: list[str], most: int
) -> None:
    kept = UnansweredQuestions(most, lambda: NOON)
    for question in asked:
        kept.note(question, "no_evidence", 0.1)
    spelled = [question.lower().rstrip("?") for question in reversed(asked)]
    expected = list(dict.fromkeys(spelled))[:most]
    assert [each.question.lower().rstrip("?") for each in kept.latest()] == expected


@given(st.lists(st.floats(0, 20), min_size=1), st.floats(0.01, 0.99))
def test_a_quantile_lies_in_the_bucket_of_the_exact_one(seconds: list[float], share: float) -> None:
    metrics = Metrics()
    for each in seconds:
        metrics.time_stage("ask", each)
    taken = metrics.stages()["ask"]
    exact = sorted(seconds)[max(0, math.ceil(share * len(seconds)) - 1)]
    bounds = [0.0, *(bound for bound, _ in taken.buckets)]
    low, high = next(
        (low, high)
        for low, high in itertools.pairwise(bounds)
        if exact <= high and (exact > low or low == 0)
    )
    assert taken.count == len(seconds)
    assert taken.seconds == pytest.approx(sum(seconds))
    assert low <= taken.quantile(share) <= (low if math.isinf(high) else high)


def test_nothing_timed_has_no_quantile() -> None:
    assert Durations(0, 0.0, ()).quantile(0.5) == 0.0


def test_a_month_is_written_as_precise_as_it_is_known(build: FakeBuild) -> None:
    index = FakeIndex()
    parts = make_parts(index.live(interval=60), build)
    client = client_of(parts)
    index.opened[-1].count_by_month = lambda: {Published(2022): 4}  # type: ignore[method-assign]
    reply = client.get("/v1/insight").json()
    assert (reply["months"], reply["undated"]) == ([{"published": "2022", "articles": 4}], 0)
