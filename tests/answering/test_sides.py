from __future__ import annotations

import pytest

from qa.answering.meaning import Sort
from qa.answering.questions import take_apart
from qa.answering.sides import side_of


@pytest.mark.parametrize(
    ("question", "sentence", "side"),
    [
        ("Has filming begun?", "Filming had not started.", Sort.NONE),
        ("Has filming begun?", "Filming began in July.", Sort.AFFIRMED),
        ("Has filming begun?", "The filming, which no one saw, began in July.", Sort.AFFIRMED),
        ("Has Netflix set a date?", "Netflix itself has set no date.", Sort.NONE),
        ("Is another season planned?", "No other season is planned.", Sort.NONE),
        ("Did any other film win?", "No other film won.", Sort.NONE),
        ("Is there a date?", "Two pages carry a wrong date.", None),
        ("Will Ji-hu return?", "Ji-hu will return, but not Lomon.", Sort.AFFIRMED),
        ("Will Ji-hu return?", "Lomon will return.", None),
        ("Has filming begun?", "The series has no budget.", None),
        ("Is there a date?", "", None),
        ("Is there a date?", "Is there a date yet?", None),
        ("Is there a date?", "Find out what the date is.", None),
        ("Is there a date?", "Read on for the cast, including the date.", None),
        ("Is there a date?", "We had a call, including the date and more.", None),
        ("Is there a date?", "The date: everything we know about it.", None),
        ("Is there a date?", "The team knows the date.", Sort.AFFIRMED),
        ("Is a date set?", "The director was asked whether a date is set.", None),
        ("Is season 2 out?", "Season 1 is out.", None),
        ("Is season 2 out?", "Seasons 1 and 2 came out in May.", Sort.AFFIRMED),
    ],
)
def test_a_sentence_takes_a_side_on_what_it_speaks_of(
    question: str, sentence: str, side: Sort | None
) -> None:
    found = side_of(take_apart(question), sentence, "Report")
    assert (found.meaning.sort if found else None) is side
