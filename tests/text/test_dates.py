from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.dates import find_dates
from qa.types import Published


def found(text: str) -> list[tuple[str, str]]:
    return [(str(each.published), text[each.start : each.end]) for each in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was on 9 March 2023, a Thursday.", [("2023-03-09", "9 March 2023")]),
        ("Mar. 9th, 2023 and 2023-03-10", [("2023-03-09", "Mar. 9th, 2023"), ("2023-03-10",) * 2]),
        ("the 9th of March 2023", [("2023-03-09", "9th of March 2023")]),
        ("in March 2023", [("2023-03", "March 2023")]),
        ("since 2019-07.", [("2019-07", "2019-07")]),
        ("Who won in 2024?", [("2024", "2024")]),
        ("2023년 3월 9일 기준", [("2023-03-09", "2023년 3월 9일")]),
        ("2023년 3월", [("2023-03", "2023년 3월")]),
        ("2023. 3. 9.", [("2023-03-09", "2023. 3. 9.")]),
    ],
)
def test_dates_are_found_as_precisely_as_they_are_said(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "09/03/2023",
        "2,000 hours",
        "2000 people",
        "1500 km",
        "$2020",
        "the 1920s",
        "B2022x",
        "12022",
        "3.2022",
        "2022.5",
        "9 March",
        "may I?",
    ],
)
def test_what_may_be_no_date_is_not_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("early 2024", date(2024, 1, 1), date(2024, 4, 30)),
        ("mid-2022", date(2022, 5, 1), date(2022, 8, 31)),
        ("late 2023", date(2023, 9, 1), date(2023, 12, 31)),
        ("the first half of 2027", date(2027, 1, 1), date(2027, 6, 30)),
        ("the end of January 2024", date(2024, 1, 21), date(2024, 1, 31)),
        ("mid-February 2026", date(2026, 2, 10), date(2026, 2, 20)),
    ],
)
def test_words_before_a_date_narrow_it(text: str, first: date, last: date) -> None:
    mention = find_dates(text)[0]
    assert (mention.first_day, mention.last_day) == (first, last)


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y"]))
def test_a_day_that_is_written_out_is_found_again(day: date, form: str) -> None:
    text = f"Seen on {day.strftime(form)}, at noon."
    assert [each.published for each in find_dates(text)] == [
        Published(day.year, day.month, day.day)
    ]


@given(st.text(alphabet="0123456789 -./,년월일earlymdMarchof", max_size=60))
def test_mentions_are_in_order_and_apart_and_mean_a_period(text: str) -> None:
    mentions = find_dates(text)
    ends = [0] + [each.end for each in mentions]
    assert all(end <= each.start for end, each in zip(ends, mentions, strict=False))
    assert all(each.first_day <= each.last_day for each in mentions)
