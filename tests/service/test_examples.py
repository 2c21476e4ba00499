"""Proposed questions are looked for by one request, and no other waits for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from qa.service.examples import Examples
from qa.types import Article
from tests.service.fakes import FakeEngine, as_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.types import Answer

ADA = Article("ada", "Ada", "Ada Brunt leads the museum of Farwick.")
BAS = Article("bas", "Bas", "Bas Korten keeps the bees of Osel.")
CLEO = Article("cleo", "Cleo", "Cleo Dorn built the clock of Farwick.")
WHO = {
    "ada": "Who leads the museum of Farwick?",
    "bas": "Who keeps the bees of Osel?",
    "cleo": "Who built the clock of Farwick?",
}


class HeldEngine(FakeEngine):
    """Answers no question until it is let."""

    def __init__(self, generation: str, *articles: Article) -> None:
        super().__init__(generation, articles)
        self.begun, self.let = Event(), Event()

    def ask(self, question: str, **options: object) -> Answer:
        self.begun.set()
        assert self.let.wait(20)
        return super().ask(question)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_the_first_to_come_looks_and_the_others_get_what_still_holds(
    pool: ThreadPoolExecutor,
) -> None:
    examples = Examples()
    before = as_engine(FakeEngine("000001", [ADA, BAS]))
    assert sorted(examples.of(before)) == [WHO["bas"], WHO["ada"]]
    rewritten = Article("bas", "Bas", "Bas Korten keeps the goats of Osel.")
    after = HeldEngine("000002", ADA, rewritten, CLEO)
    looking = pool.submit(examples.of, as_engine(after))
    assert after.begun.wait(20)
    assert examples.of(as_engine(after)) == [WHO["ada"]]
    gone = as_engine(FakeEngine("000002", [CLEO]))
    assert examples.of(gone) == []
    after.let.set()
    goats = "Who keeps the goats of Osel?"
    assert sorted(looking.result(20)) == sorted([WHO["ada"], WHO["cleo"], goats])
    after.asked.clear()
    assert sorted(examples.of(as_engine(after))) == sorted([WHO["ada"], WHO["cleo"], goats])
    assert after.asked == []


def test_a_look_that_fails_leaves_the_next_to_look_again() -> None:
    examples = Examples()
    engine = FakeEngine("000001", [ADA])
    engine.close()
    with pytest.raises(RuntimeError):
        examples.of(as_engine(engine))
    assert examples.of(as_engine(FakeEngine("000001", [ADA]))) == [WHO["ada"]]
