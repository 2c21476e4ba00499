"""Answers that know what day it is, from question to reply, over a small real index.

The reader here is a plain one: of every sentence that speaks of what is asked it extracts the year
or the phrase that is marked below. What is tested is what becomes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa.answering.engine import Engine
from qa.answering.retrieving import Retriever
from qa.text.units import units
from qa.types import Article, Filters, Intent, Passage, Published, Span
from tests.building import built
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa.index.snapshot import Snapshot
    from qa.types import Answer

WHEN = "When is the second season due?"
DUE = {
    "2022-06-10": "A second season is due 2023.",
    "2023-03-09": "For the second season no date is due to be announced.",
    "2024-01-30": "The second season is due in 2024.",
    "2025-07-23": "The second season is due in 2026.",
    "2026-02-23": "The second season is due in 2027, people say.",
}
"""What an article of each day tells; by support alone the oldest, the plainest, would win."""

_ANSWER = re.compile(r"no date is due|\b20\d\d\b")


@dataclass(frozen=True)
class YearReader:
    """Implements `Reader`; the shorter the sentence, the better supported."""

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return what is told of the season, the plainest first."""
        spans = [span for passage in passages for span in _spans(passage)]
        return sorted(spans, key=lambda span: -span.support)


def _spans(passage: Passage) -> list[Span]:
    return [
        Span(
            passage,
            passage.start + unit.start + match.start(),
            passage.start + unit.start + match.end(),
            1 - (unit.end - unit.start) / 400,
            passage.start + unit.start,
            passage.start + unit.end,
        )
        for unit in units(passage.text)
        if "season" in passage.text[unit.start : unit.end]
        for match in list(_ANSWER.finditer(passage.text[unit.start : unit.end]))[-1:]
    ]


def _articles(told: dict[str, str]) -> list[Article]:
    return [
        Article(f"news/{day}", f"News of {day}", text, Published.parse(day))
        for day, text in told.items()
    ]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return built(tmp_path_factory.mktemp("time"), _articles(DUE))


def clock(day: date) -> Callable[[], date]:
    return lambda: day


def engine_over(snapshot: Snapshot, today: date = date(2026, 11, 25)) -> Engine:
    return Engine(snapshot, Retriever(WordEmbedder(), snapshot), YearReader(), clock(today))


@pytest.fixture(scope="module")
def engine(snapshot: Snapshot) -> Engine:
    return engine_over(snapshot)


def told(answer: Answer) -> tuple[str, list[str]]:
    assert answer.answer
    return answer.answer.text, [each.text for each in answer.earlier]


@pytest.mark.parametrize(
    ("as_of", "answer", "earlier"),
    [
        ("2022-07-01", "2023", []),
        ("2023-04-01", "no date is due", ["2023"]),
        ("2024-02-01", "2024", ["no date is due", "2023"]),
        ("2025-08-01", "2026", ["2024", "no date is due", "2023"]),
        (None, "2027", ["2026", "2024", "no date is due", "2023"]),
    ],
)
def test_the_same_question_is_answered_as_of_the_day(
    engine: Engine, as_of: str | None, answer: str, earlier: list[str]
) -> None:
    filters = Filters(as_of=Published.parse(as_of) if as_of else None)
    assert told(engine.ask(WHEN, filters=filters)) == (answer, earlier)


def test_without_dates_the_best_supported_answer_would_have_been_another(
    tmp_path: Path,
) -> None:
    undated = [replace(each, published=None) for each in _articles(DUE)]
    answer = engine_over(built(tmp_path, undated)).ask(WHEN)
    assert told(answer) == ("2023", [])
    assert answer.answer
    assert answer.answer.published is None


def test_words_say_when_as_an_option_does(engine: Engine) -> None:
    answer = engine.ask("As of March 2023, when is the second season due?")
    assert told(answer) == ("no date is due", ["2023"])
    assert str(answer.understood.as_of) == "2023-03"


def test_a_limit_in_the_request_wins_over_the_words(engine: Engine) -> None:
    asked = "As of March 2023, when is the second season due?"
    answer = engine.ask(asked, filters=Filters(as_of=Published(2025, 8, 1)))
    assert told(answer)[0] == "2026"
    assert str(answer.understood.as_of) == "2025-08-01"


def test_last_year_is_the_one_before_the_clocks(snapshot: Snapshot) -> None:
    asked = "When was the second season due last year?"
    answers = {
        year: told(engine_over(snapshot, date(year, 6, 1)).ask(asked))[0] for year in (2024, 2025)
    }
    assert answers == {2024: "no date is due", 2025: "2024"}


def test_the_clock_changes_nothing_where_nothing_is_said_of_it(snapshot: Snapshot) -> None:
    answers = [engine_over(snapshot, date(year, 1, 1)).ask(WHEN) for year in (1999, 2099)]
    assert told(answers[0]) == told(answers[1])


def test_originally_asks_for_the_oldest_answer(engine: Engine) -> None:
    answer = engine.ask("When was the second season originally due?")
    assert told(answer) == ("2023", [])
    assert answer.understood.intent is Intent.ORIGINAL


def test_an_answer_says_of_what_day_it_is_and_cites_each_day(engine: Engine) -> None:
    answer = engine.ask(WHEN)
    assert answer.answer
    assert (answer.answer.published, answer.changed) == (Published(2026, 2, 23), True)
    cited = [answer.citations[each.citations[0] - 1].published for each in answer.earlier]
    assert [str(each) for each in cited] == ["2025-07-23", "2024-01-30", "2023-03-09", "2022-06-10"]


def test_a_timeline_tells_it_all_oldest_first(engine: Engine) -> None:
    timeline = engine.timeline(WHEN)
    assert [(str(each.first), each.text) for each in timeline.entries] == [
        ("2022-06-10", "2023"),
        ("2023-03-09", "no date is due"),
        ("2024-01-30", "2024"),
        ("2025-07-23", "2026"),
        ("2026-02-23", "2027"),
    ]
    until = engine.timeline(WHEN, filters=Filters(until=Published(2023)))
    assert [each.text for each in until.entries] == ["2023", "no date is due"]
    assert engine.timeline("Who?", filters=Filters(until=Published(1999))).entries == []


def test_a_later_article_that_names_the_day_is_read_and_one_that_does_not_is_not(
    tmp_path: Path,
) -> None:
    filed = {
        "2018-02-20": "As of 31 December 2017 the second season was due in 2019.",
        "2019-02-20": "As of 31 December 2018 the second season was due in 2020.",
    }
    engine = engine_over(built(tmp_path, _articles(filed)))
    answer = engine.ask("When was the second season due as of 31 December 2017?")
    assert told(answer) == ("2019", [])
    strict = engine.ask(WHEN, filters=Filters(as_of=Published(2017, 12, 31)))
    assert (strict.abstained, strict.reason) == (True, "outside_dates")
