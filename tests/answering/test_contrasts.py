from __future__ import annotations

import pytest

from qa.answering.contrasts import contrasted


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What is the limit in sea water?", "The limit in tap water is 2 grams.", True),
        ("What is the limit in sea water?", "The limit in sea water is 2 grams.", False),
        ("What is the limit in sea water?", "The limit for the water is 2 grams.", False),
        ("What is the toll for a lorry?", "The toll for a car is 5 crowns.", True),
        ("What is the toll for a lorry?", "The toll is 5 crowns for a car, 9 for a lorry.", False),
        ("Where is the canteen cafeteria?", "It is the school cafeteria.", False),
        ("What is the release date?", "The new date is in May.", False),
        ("What did he weigh after slimming down?", "He came down to 82 kg.", False),
    ],
)
def test_another_word_in_the_place_of_one_that_is_asked_tells_two_things_apart(
    question: str, sentence: str, expected: bool
) -> None:
    assert contrasted(question, sentence) is expected
