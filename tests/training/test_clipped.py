"""Questions as keywords."""

from __future__ import annotations

import random

import pytest

from training.clipped import clipped


def _clipped(question: str) -> set[str]:
    draws = (random.Random(seed) for seed in range(60))  # noqa: S311 - fixed draws, no secrets
    return {clipped(question, draw).rstrip("?") for draw in draws}


def test_small_words_go_what_asks_leads_and_the_end_may_come_first() -> None:
    assert _clipped("By whom was the organ of Tarsholm repaired?") == {
        "whom organ Tarsholm repaired",
        "organ Tarsholm repaired",
        "whom repaired organ Tarsholm",
        "repaired organ Tarsholm",
        "whom Tarsholm repaired organ",
        "Tarsholm repaired organ",
    }


def test_what_is_counted_stays_with_the_word_that_asks() -> None:
    found = {each for each in _clipped("How many pupils came in 1912?") if "many" in each}
    assert found
    assert all(each.startswith("how many ") for each in found)


@pytest.mark.parametrize("word", ["before", "not", "first", "only"])
def test_small_words_that_tell_what_is_meant_are_kept(word: str) -> None:
    assert all(word in each for each in _clipped(f"Who came {word} to the old mill?"))


def test_a_question_of_which_too_little_is_left_stays_as_it_is() -> None:
    assert _clipped("Who is it?") == {"Who is it"}
