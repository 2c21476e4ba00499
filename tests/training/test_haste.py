"""Ways of typing that are drawn once for all that is asked of one question."""

from __future__ import annotations

import random

from training.haste import CARELESS, CLIPPED, haste

ASKED = "Who designed the longest bridge at Aarburg?"


def _draw(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a fixed draw, not a secret


def test_one_way_of_typing_makes_the_same_slips_in_the_same_question() -> None:
    for seed in range(40):
        typed = haste(0.9, _draw(seed))
        assert typed(ASKED) == typed(ASKED)


def test_most_questions_stay_as_they_are_and_as_many_are_hasty_as_is_said() -> None:
    draw = _draw(1)
    typed = [haste(CARELESS, draw)(ASKED) for _ in range(2000)]
    changed = sum(each != ASKED for each in typed) / len(typed)
    assert CLIPPED < changed < CLIPPED + CARELESS + 0.02  # a careless one may come out right
