from __future__ import annotations

import pytest

from qa.answering.questions import take_apart
from qa.answering.succession import goes, successor
from tests.answering.spans import span

WHO = take_apart("Who is the head of Sund?")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Ada Kwan] is no longer head of Sund.", True),
        ("[Ada Kwan] has left Sund.", True),
        ("Tom Reyl, who succeeded [Ada Kwan] in May, spoke.", True),
        ("Sund has parted company with its head [Ada Kwan].", True),
        ("[Tom Reyl], who succeeded Ada Kwan in May, spoke.", False),
        ("[Tom Reyl] replaced Ada Kwan.", False),
        ("[Ada Kwan] is the head of Sund.", False),
    ],
)
def test_one_who_goes_is_told_from_one_who_comes(marked: str, expected: bool) -> None:
    assert goes(WHO, span(marked, "2024-01-01")) is expected


def test_who_asks_who_went_gets_the_one_who_went() -> None:
    assert not goes(take_apart("Who left Sund?"), span("[Ada Kwan] has left Sund.", "2024-01-01"))


@pytest.mark.parametrize(
    "marked",
    [
        "[Ada Kwan] is no longer head of Sund: Tom Reyl took over in May.",
        "[Ada Kwan] was replaced by Tom Reyl.",
    ],
)
def test_the_one_who_comes_is_the_answer_where_both_are_named(marked: str) -> None:
    assert successor(WHO, span(marked, "2024-01-01")).text == "Tom Reyl"


def test_no_other_name_is_taken_for_a_successor() -> None:
    left = span("[Ada Kwan] has left Sund, said Tom Reyl.", "2024-01-01")
    assert successor(WHO, left) == left
