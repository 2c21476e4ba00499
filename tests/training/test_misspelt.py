"""Questions as people type them."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from training.misspelt import carelessly, misspelt

ASKED = "When was season 2 of Kingdom Harbour announced in 2024?"


def _draw(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a fixed draw, not a secret


@pytest.mark.parametrize("seed", range(30))
def test_one_letter_of_one_long_word_goes_wrong(seed: int) -> None:
    typed = misspelt(ASKED, _draw(seed))
    changed = [
        (one, other)
        for one, other in zip(ASKED.split(), typed.split(), strict=True)
        if one != other
    ]
    assert len(changed) <= 1
    for one, other in changed:
        assert len(one) >= 5
        assert one[0] == other[0]
        assert SequenceMatcher(None, one, other).ratio() > 0.7


def test_numbers_and_short_words_are_left_alone() -> None:
    assert all(misspelt("Who won in 2024?", _draw(seed)) == "Who won in 2024?" for seed in range(9))


def test_some_questions_lose_capitals_and_mark_and_some_a_letter() -> None:
    typed = {carelessly(ASKED, _draw(seed)) for seed in range(40)}
    assert ASKED.lower().rstrip("?") in typed
    assert any(each.endswith("?") and each != ASKED for each in typed)
