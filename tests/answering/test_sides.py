from __future__ import annotations

import pytest

from qa.answering.meaning import Sort
from qa.answering.questions import take_apart
from qa.answering.sides import asks_which_side, side_of


@pytest.mark.parametrize(
    ("question", "sentence", "side"),
    [
        ("Has filming begun?", "Filming had not started.", Sort.NONE),
        ("Has filming begun?", "Filming began in July.", Sort.AFFIRMED),
        ("Has filming begun?", "The filming, which no one saw, began in July.", Sort.AFFIRMED),
        ("Has Netflix set a date?", "Netflix itself has set no date.", Sort.NONE),
        ("Will Ji-hu return?", "Ji-hu will return, but not Lomon.", Sort.AFFIRMED),
        ("Will Ji-hu return?", "Lomon will return.", None),
        ("Has filming begun?", "The series has no budget.", None),
        ("Is there a date?", "", None),
    ],
)
def test_a_sentence_takes_a_side_on_what_it_speaks_of(
    question: str, sentence: str, side: Sort | None
) -> None:
    found = side_of(take_apart(question), sentence, "Report")
    assert (found.sort if found else None) is side


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it out?", True),
        ("has it begun", True),
        ("When is it out?", False),
        ("Is it in 2026 or 2027?", False),
        ("", False),
    ],
)
def test_yes_or_no_is_asked_for_by_the_first_word(question: str, expected: bool) -> None:
    assert asks_which_side(question) is expected
