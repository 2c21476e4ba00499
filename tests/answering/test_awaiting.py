from __future__ import annotations

import pytest

from qa.answering.awaiting import (
    asks_for_date,
    awaits,
    dates_ahead,
    foretells,
    has_happened,
    has_no_date,
    set_right,
)
from qa.answering.questions import take_apart
from qa.types import Published
from tests.answering.spans import span

WHEN = take_apart("When will the second season be released?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When will it open?", True),
        ("When is it expected to open?", True),
        ("When was it supposed to open?", True),
        ("What is the expected release date?", True),
        ("When is it coming out?", True),
        ("When does it open?", True),
        ("When does the act take effect?", True),
        ("When is the story set?", False),
        ("When was it coming out?", False),
        ("When did it open?", False),
        ("Where will it open?", False),
    ],
)
def test_what_is_to_come_is_awaited(question: str, expected: bool) -> None:
    assert awaits(take_apart(question)) is expected


def test_a_date_is_asked_for_by_other_names_than_when() -> None:
    questions = ("What is the release date?", "What stage is it in?", "When is it?")
    assert [asks_for_date(take_apart(each)) for each in questions] == [True, False, True]


@pytest.mark.parametrize(
    ("marked", "published", "right"),
    [
        ("The season is released in [2027].", "2026-01-10", "2027"),
        ("The agency said in [January 2024] that it is due in 2025.", "2024-01-30", "2025"),
        ("It slipped from [late 2025] to 2026.", "2025-07-02", "2026"),
        ("The shoot is to be on [17 and 18 May 2026].", "2026-01-10", "17 and 18 May 2026"),
        ("[It] is due in late 2023 or early 2024.", "2022", "late 2023 or early 2024"),
        ("The newest hints, of [May 2026], name early 2027.", "2026-05-20", "early 2027"),
        ("It is expected [to end] by the middle of 2026.", "2026-01-10", "by the middle of 2026"),
        (
            "The season had no release date on [9 March 2023].",
            "2023-03-09",
            "The season had no release date on 9 March 2023.",
        ),
        ("The second season was released on [3 May 2024].", "2024-05-03", "3 May 2024"),
        ("The second season was seen on set in [September 2022].", "2023-03-09", None),
        ("The release of the second season moved between [2022 and 2026].", "2026-02-23", None),
        ("The second season comes [soon].", "2026-02-23", "soon"),
        ("The second season is ready. It was released in [2025].", "2026-02-23", "2025"),
        ("A second season is wanted. The series was released in [2025].", "2026-02-23", None),
    ],
)
def test_what_is_to_come_is_answered_by_a_date_ahead_or_by_there_being_none(
    marked: str, published: str, right: str | None
) -> None:
    found = set_right(WHEN, span(marked, published))
    assert (found.text if found else None) == right


def test_of_an_article_without_a_date_nothing_can_be_said() -> None:
    found = set_right(WHEN, span("The second season was seen in [September 2022].", None))
    assert found
    assert found.text == "September 2022"


def test_nobody_tells_of_a_thing_on_a_day_to_come() -> None:
    sentence = "It is expected to end by May 2026, she said in March 2026."
    found = [sentence[start:end] for start, end in dates_ahead(sentence, Published(2026, 3, 2))]
    assert found == ["by May 2026"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No date has been set.", True),
        ("A release date has not been announced.", True),
        ("It has no roof.", False),
        ("The date has been set.", False),
        ("The shoot ended in May, and no date has been set.", False),
    ],
)
def test_a_sentence_may_say_that_there_is_no_date(sentence: str, expected: bool) -> None:
    assert has_no_date(sentence) is expected


def test_the_month_of_may_foretells_nothing() -> None:
    sentences = ("It opened on 5 May 1970.", "It may open.", "Could it open?")
    assert [foretells(each) for each in sentences] == [False, True, True]


def test_what_has_been_is_asked_in_the_past() -> None:
    questions = (
        "When was it born?",
        "In which year did it open?",
        "When was it due?",
        "Who was it?",
    )
    assert [has_happened(take_apart(each)) for each in questions] == [True, True, False, False]


def test_a_denied_date_is_no_date_and_a_limit_denies_nothing() -> None:
    opens = take_apart("When will the pier open?")
    denied = set_right(opens, span("The pier will not open in [2023].", "2021-02-11"))
    assert denied
    assert denied.text == "The pier will not open in 2023."
    limited = set_right(opens, span("The pier will not open before [2023].", "2021-02-11"))
    assert limited
    assert limited.text == "before 2023"


def test_the_day_on_which_it_came_is_found_where_other_words_were_pointed_at() -> None:
    opens = take_apart("When will the pier open?")
    found = set_right(opens, span("[The pier] was opened on 3 May 2025.", "2025-05-04"))
    assert found
    assert found.text == "3 May 2025"


def test_what_somebody_expects_or_plans_is_to_come() -> None:
    plans = ["The council expects the bridge to reopen on 7 June.", "She plans to open it in May."]
    facts = ["Her plans were put to the council on 7 June.", "It opened in May, as he expects."]
    assert [foretells(each) for each in plans + facts] == [True, True, False, False]
