from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.meaning import agree, exclude, meaning_of

ANSWERS = [
    "2027",
    "the first half of 2027",
    "early 2027",
    "late 2023 or early 2024",
    "not before 2024",
    "2024, by implication",
    "28 January 2022",
    "January 28, 2022",
    "2022년 1월 28일",
    "19 February 2026",
    "560.78 million hours",
    "about 560 million hours",
    "12 episodes",
    "twelve",
    "89 per cent",
    "100%",
    "fourth place",
    "$500 million",
    "Park Ji-hu (박지후)",
    "박지후",
    "Park Ji-hu, Yoon Chan-young and Lomon",
    "Lee Jae-kyoo",
    "no release date has been announced",
    "Netflix has not confirmed",
    "a girls' school in Andong",
    "Season 2",
    "",
    "!",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28 January 2022", "2022-01-28"),
        ("28 January 2022", "January 28, 2022"),
        ("January 2022", "2022년 1월 28일"),
        ("early 2027", "the first half of 2027"),
        ("2027", "early 2027"),
        ("560.78 million hours", "560,780,000 hours"),
        ("560.78 million hours", "about 560 million"),
        ("12 episodes", "twelve episodes"),
        ("12 episodes", "12"),
        ("about an hour", "60 minutes"),
        ("a week", "one week"),
        ("fourth", "4th place"),
        ("$500 million", "500 million US dollars"),
        ("89 %", "89 per cent"),
        ("Lee Jae-kyoo", "Lee Jae-gyu"),
        ("Park Ji-hu (박지후)", "박지후"),
        ("Park Solomon (Lomon)", "Lomon"),
        ("Park Ji-hu and Lomon", "Lomon, Cho Yi-hyun and Park Ji-hoo"),
        ("a girls' school in Andong", "the second girls' school in Andong"),
        ("no date", "an official release date hasn't been announced"),
    ],
)
def test_the_same_in_another_form_agrees(one: str, other: str) -> None:
    assert agree(meaning_of(one), meaning_of(other))
    assert not exclude(meaning_of(one), meaning_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026", "2027"),
        ("late 2023 or early 2024", "2025"),
        ("18 February 2026", "19 February 2026"),
        ("361 million hours", "474.26 million hours"),
        ("12 episodes", "8 episodes"),
        ("about an hour", "two hours"),
        ("100 %", "89 %"),
        ("fifth", "third"),
        ("Roh Yoon-seo", "Kim Si-eun"),
        ("no date", "early 2027"),
        ("12", "none"),
        ("a year", "two years"),
    ],
)
def test_what_cannot_both_be_right_excludes_each_other(one: str, other: str) -> None:
    assert exclude(meaning_of(one), meaning_of(other))
    assert not agree(meaning_of(one), meaning_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 episodes", "72 minutes"),
        ("2022", "Netflix"),
        ("a mix of teen drama and horror", "stronger zombies"),
        ("Park Ji-hu", "Lomon and Cho Yi-hyun"),
        ("not before 2024", "12 episodes"),
    ],
)
def test_what_is_of_another_kind_neither_agrees_nor_excludes(one: str, other: str) -> None:
    assert not agree(meaning_of(one), meaning_of(other))
    assert not exclude(meaning_of(one), meaning_of(other))


def test_a_limit_is_another_answer_than_the_date_itself() -> None:
    assert exclude(meaning_of("not before 2024"), meaning_of("2024"))


texts = st.one_of(st.sampled_from(ANSWERS), st.text(max_size=40))


@given(texts)
def test_everything_agrees_with_itself(text: str) -> None:
    assert agree(meaning_of(text), meaning_of(text))


@given(texts, texts)
def test_agreeing_and_excluding_are_mutual_and_never_both(one: str, other: str) -> None:
    first, second = meaning_of(one), meaning_of(other)
    assert agree(first, second) == agree(second, first)
    assert exclude(first, second) == exclude(second, first)
    assert not (agree(first, second) and exclude(first, second))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("62 metres", "203 feet", True),
        ("7.8 km", "25,600 feet", True),
        ("90 minutes", "1.5 hours", True),
        ("3,100 million crowns", "3.1 billion crowns", True),
        ("\u00a35.2m", "5.2 million pounds", True),
        ("25 minutes", "25", True),
        ("62m", "62 metres", True),
        ("0.2 milligrams per litre", "50 micrograms per litre", False),
        ("10 km", "5 miles", False),
        ("20 minutes", "25 minutes", False),
    ],
)
def test_units_are_converted_as_far_as_figures_are_rounded(
    one: str, other: str, same: bool
) -> None:
    mine, theirs = meaning_of(one), meaning_of(other)
    assert (agree(mine, theirs), exclude(mine, theirs)) == (same, not same)
    assert agree(mine, theirs) is agree(theirs, mine)
