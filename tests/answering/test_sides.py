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
    assert (found.meaning.sort if found else None) is side
