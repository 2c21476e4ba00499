from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.correcting import SHORTEST, corrected
from qa.text.lexicon import frequency


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("happend", "happened"),  # a letter left out
        ("hoouse", "house"),  # one doubled
        ("agian", "again"),  # two swapped
        ("protekt", "protect"),  # one that sounds alike
        ("definate", "definite"),
        ("seperate", "separate"),
        ("recieve", "receive"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("house", "a word"),
        ("hxxses", "two slips from all that is common"),
        ("xouse", "its first letter is wrong"),
        ("hxuse", "x is typed for nothing that sounds like it"),
        ("hyuk", "near to nothing"),
        ("mutex", "too short to have a letter too many"),
        ("noona", "too short to have a letter too many"),
        ("teh", "too short"),
        ("café", "letters of another alphabet"),
        ("r2d2", "not only letters"),
        ("", "nothing"),
    ],
)
def test_what_is_no_sure_slip_is_left_alone(typed: str, why: str) -> None:
    assert corrected(typed) is None, why


def test_where_two_words_are_as_likely_neither_is_meant() -> None:
    assert min(frequency("play"), frequency("place")) > 0
    assert corrected("plae") is None


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_a_correction_is_a_word_and_begins_alike(typed: str) -> None:
    meant = corrected(typed)
    if meant is not None:
        assert frequency(meant) > 0 == frequency(typed)
        assert meant[0] == typed[0]
        assert len(meant) >= SHORTEST
        assert abs(len(meant) - len(typed)) <= 1
        assert corrected(meant) is None


def test_the_lexicon_knows_words_and_how_often_they_are_written() -> None:
    assert frequency("the") > frequency("quilt") > 0
    assert frequency("kiled") == frequency("Killed") == 0
