from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.dating import understand
from qa.types import Filters, Intent, Published, Understood

TODAY = date(2026, 11, 25)


def said(question: str, today: date = TODAY) -> dict[str, str]:
    understood = understand(question, today)
    values = {field.name: getattr(understood, field.name) for field in fields(understood)}
    return {
        name: value.value if isinstance(value, Intent) else str(value)
        for name, value in values.items()
        if value is not None
    }


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is there a release date as of March 2023?", {"as_of": "2023-03"}),
        ("As of 9 March 2023, who returns?", {"as_of": "2023-03-09"}),
        ("AS OF 2014 WHO LED IT", {"as_of": "2014"}),
        ("How many members were there as of early 2023?", {"as_of": "2023-04"}),
        ("Who led it as of last year?", {"as_of": "2025"}),
        ("2023년 3월 기준 출시일은?", {"as_of": "2023-03"}),
        ("What has changed in the cast since 2024?", {"since": "2024"}),
        ("What do articles after 2024-05 say?", {"since": "2024-06-01"}),
        ("What do reports before 2023 say?", {"until": "2022-12-31"}),
        ("What do reports until 2023 say?", {"until": "2023"}),
        ("Who led it as of Q2 2023?", {"as_of": "2023-06"}),
        ("What was known by the end of 2023?", {"as_of": "2023-12"}),
        ("What has changed since September?", {"since": "2026-09"}),
        ("What has changed since December?", {"since": "2025-12"}),
        ("What do articles from March 2023 say?", {"since": "2023-03", "until": "2023-03"}),
    ],
)
def test_a_limit_on_what_was_known_is_understood(question: str, expected: dict[str, str]) -> None:
    assert said(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who won in 2024?", {"about": "2024"}),
        ("What was announced on 23 July 2025?", {"about": "2025-07-23"}),
        ("Which book was published in 1997?", {"about": "1997"}),
        ("Who won last year?", {"about": "2025"}),
        ("What came out last month?", {"about": "2026-10"}),
        ("What happened yesterday?", {"about": "2026-11-24"}),
        ("Who led it two years ago?", {"about": "2024"}),
        ("What did it cost 3 months ago?", {"about": "2026-08"}),
        ("What is planned for next year?", {"about": "2027"}),
        ("Who led it in the summer of 2021?", {"about": "2021"}),
        ("Who led it in March?", {"about": "2026-03"}),
        ("What did May say?", {}),
        ("When may it open?", {}),
        ("Who won the 2024 Olympics?", {}),
        ("What was the limit before 5 May 2022?", {}),
        ("2024년에 누가 이겼나?", {"about": "2024"}),
        ("When was it filmed between 2009 and 2011?", {}),
        ("Which party has governed since 2010?", {}),
        ("What was the last year they won?", {}),
        ("Who was cast before season 1?", {}),
        ("Who sings Last Year?", {}),
        ("How many people came, 2000 people or more?", {}),
    ],
)
def test_a_date_in_the_subject_is_no_limit_on_what_was_known(
    question: str, expected: dict[str, str]
) -> None:
    assert said(question) == expected


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("What is the latest estimate?", "latest"),
        ("Who is the director now?", "now"),
        ("Has it come out yet?", "now"),
        ("현재 감독은 누구인가?", "now"),
        ("Is he still in the cast?", "still"),
        ("When was it originally expected?", "original"),
        ("When was it first announced?", "original"),
        ("시즌2 제작은 언제 처음 발표됐나요?", "original"),
    ],
)
def test_which_of_several_answers_is_wanted_is_understood(question: str, intent: str) -> None:
    assert said(question) == {"intent": intent}


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote Now at Our School?",
        "What did India Today report?",
        "What is now known as Istanbul?",
        "지금 우리 학교는 누가 만들었나?",
        "Who plays Nam On-jo?",
    ],
)
def test_a_title_says_nothing_about_time(question: str) -> None:
    assert said(question) == {}


def test_the_clock_is_the_one_that_is_given() -> None:
    assert [said("Who won last year?", date(year, 1, 1)) for year in (2000, 2024)] == [
        {"about": "1999"},
        {"about": "2023"},
    ]
    assert said("What came out last month?", date(2024, 1, 31)) == {"about": "2023-12"}


def test_the_limits_of_a_request_win() -> None:
    understood = Understood(as_of=Published(2023), until=Published(2022))
    asked = Filters(as_of=Published(2025), tags=("cast",))
    assert understood.limit(asked) == Filters(
        as_of=Published(2025), until=Published(2022), tags=("cast",)
    )
    assert Understood().limit(asked) == asked


@given(st.text(max_size=80), st.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_any_text_at_any_time_is_understood_or_left_alone(question: str, today: date) -> None:
    assert understand(question, today) == understand(question, today)
