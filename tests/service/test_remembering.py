"""The same question again: answered from memory, and only when nothing an answer follows from
has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from qa.service.access import Access
from qa.service.app import create_app
from qa.service.guard import Rules
from qa.service.metrics import Metrics
from qa.service.remembering import MOST_PASSAGES, Asked, RememberedAnswers
from qa.service.requests import AskRequest
from tests.service.fakes import ARTICLES, FakeEngine, FakeIndex, as_engine, make_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.service.live import LiveEngine
    from tests.service.fakes import FakeBuild

QUESTION = {"question": "Who plays Nam On-jo?"}


class Service:
    def __init__(self, build: FakeBuild, answers: int) -> None:
        self.index = FakeIndex("000001", ARTICLES)
        self.live: LiveEngine = self.index.live(interval=60)
        parts = make_parts(self.live, build, answers=answers)
        app = create_app(parts, version="1", rules=Rules(Access("")))
        self.client = TestClient(app, raise_server_exceptions=False)

    def ask(self, **asked: object) -> dict[str, object]:
        reply: dict[str, object] = self.client.post("/v1/ask", json=QUESTION | asked).json()
        reply.pop("took_ms", None)
        return reply

    @property
    def computed(self) -> int:
        return sum(len(engine.asked) for engine in self.index.opened)

    def figure(self, name: str) -> float:
        lines = self.client.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


@pytest.fixture
def service(build: FakeBuild) -> Iterator[Service]:
    service = Service(build, answers=3)
    with service.client:
        yield service


def test_the_same_question_is_computed_once_and_answered_alike(service: Service) -> None:
    first, second = service.ask(), service.ask()
    assert first == second
    assert service.computed == 1


def test_hits_and_misses_are_counted_and_every_answer_is(service: Service) -> None:
    for _ in range(3):
        service.ask()
    assert service.figure('qa_remembered_total{end="hit"}') == 2
    assert service.figure('qa_remembered_total{end="miss"}') == 1
    assert service.figure('qa_answers_total{end="answered"}') == 3
    assert service.figure('qa_stage_seconds_count{stage="ask"}') == 1  # what was not done took none


def test_what_explains_an_answer_is_remembered_with_it(service: Service) -> None:
    assert "explain" not in service.ask()
    assert service.ask(explain=True)["explain"]
    assert service.computed == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"question": "Who plays Nam On-jo"},
        {"top_k": 1},
        {"as_of": "2022-06"},
        {"since": "2022"},
        {"until": "2022-06"},
        {"sources": ["Example News"]},
        {"tags": ["cast"]},
        {"min_confidence": 0.9},
    ],
)
def test_whatever_is_asked_otherwise_is_computed(
    service: Service, asked: dict[str, object]
) -> None:
    service.ask()
    service.ask(**asked)
    assert service.computed == 2


def test_another_generation_answers_for_itself(service: Service) -> None:
    before = service.ask()
    service.index.current, service.index.articles = "000002", ARTICLES[1:]
    service.live.refresh()
    after = service.ask()
    assert (before["generation"], after["generation"]) == ("000001", "000002")
    assert before["answer"] != after["answer"]


def test_an_index_made_anew_under_the_same_number_answers_for_itself(service: Service) -> None:
    service.ask()
    service.index.opened[-1].built_at = "2026-11-23T00:00:00+00:00"
    service.ask()
    assert service.computed == 2


def test_another_day_answers_for_itself(service: Service) -> None:
    service.ask()
    service.index.opened[-1].day += timedelta(days=1)
    service.ask()
    assert service.computed == 2


def test_an_answer_over_midnight_is_nobodys(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = FakeEngine.ask

    def ask(engine: FakeEngine, question: str, **how: object) -> object:
        answer = plain(engine, question, **how)  # type: ignore[arg-type]
        engine.day += timedelta(days=1)
        return answer

    monkeypatch.setattr(FakeEngine, "ask", ask)
    service.ask()
    monkeypatch.undo()
    service.index.opened[-1].day -= timedelta(days=1)
    service.ask()
    assert service.computed == 2


def test_what_failed_is_tried_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(FakeEngine, "ask", ask)
    assert service.ask()["status"] == 500
    monkeypatch.undo()
    assert service.ask()["answer"]


def test_the_one_asked_for_longest_ago_is_forgotten(service: Service) -> None:
    for question in ("one", "two", "one", "three", "four", "one", "two"):
        service.ask(question=f"Who plays {question}?")
    assert service.index.opened[-1].asked == [
        f"Who plays {each}?" for each in ("one", "two", "three", "four", "two")
    ]


def test_with_none_to_remember_all_is_computed(build: FakeBuild) -> None:
    service = Service(build, answers=0)
    with service.client:
        service.ask()
        service.ask()
        assert service.computed == 2
        assert service.figure("qa_remembered_total") == 0


def test_long_replies_are_not_kept(service: Service) -> None:
    for _ in range(2):
        service.ask(top_k=MOST_PASSAGES + 1)
    assert service.computed == 2


def test_a_generation_that_was_replaced_leaves_nothing_behind() -> None:
    remembered = RememberedAnswers(3, Metrics())
    old, new = FakeEngine("000001"), FakeEngine("000002")
    request = AskRequest.model_validate(QUESTION)
    late, now = (Asked.of(as_engine(each), request) for each in (old, new))
    remembered.find(late)
    remembered.find(now)  # a request of the new one comes while the old one still computes
    remembered.keep(late, old.ask(late.question))
    assert len(remembered) == 0
    remembered.keep(now, new.ask(now.question))
    assert (remembered.find(now), len(remembered)) == (new.ask(now.question), 1)
