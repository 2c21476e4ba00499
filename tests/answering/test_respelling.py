"""Misspelled questions are read in the spelling of their passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.respelling import one_letter_off, respelled
from qa.types import Passage

TEXT = "The Zwölftel Prize went to Gwi-nam's teacher, Amanda Brenner, for The Glass Harbour."


def _passage(text: str = TEXT) -> Passage:
    return Passage("prize", "A prize", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Who is Gwinaam's teacher?", "Who is Gwi-nam's teacher?"),
        ("who is gwi-nam's techer", "who is gwi-nam's teacher"),
        ("What did Amnada Brenner win?", "What did Amanda Brenner win?"),
        ("the glass harbuor?", "the glass Harbour?"),
        ("Who won the Zwolftel Prize?", "Who won the Zwolftel Prize?"),
        ("Which teachers won?", "Which teachers won?"),
        ("Who wrote The Glass Garden?", "Who wrote The Glass Garden?"),
        ("Who is Amy Benner?", "Who is Amy Brenner?"),
        ("Did 2024 winners meet?", "Did 2024 winners meet?"),
        ("who is gwinam", "who is Gwi-nam"),
        ("Gwinams teacher?", "Gwi-nam's teacher?"),
        ("what did gwina do", "what did gwina do"),
    ],
)
def test_one_letter_is_mended_and_other_words_are_left_alone(typed: str, read: str) -> None:
    assert respelled(typed, [_passage()]) == read


def test_a_word_that_is_near_to_two_is_left_as_it_is() -> None:
    passage = _passage("Marian and Marina met.")
    assert respelled("Who is Marinan?", [passage]) == "Who is Marinan?"


def test_a_short_name_typed_in_one_gets_its_hyphen_and_no_other_word_does() -> None:
    passages = [_passage("Nam On-jo is in a co-op. The coops are red. Su-ho's T-shirt is new.")]
    for typed, read in (
        ("does onjo turn", "does On-jo turn"),
        ("onjos dad", "On-jo's dad"),
        ("Where is Suho?", "Where is Su-ho?"),
        ("Which coops?", "Which coops?"),
        ("What is onj?", "What is onj?"),
    ):
        assert respelled(typed, passages) == read


def test_short_names_are_never_taken_for_one_another() -> None:
    assert respelled("Who plays Min-ja?", [_passage("Min-ji is here.")]) == "Who plays Min-ja?"


@given(st.text(alphabet="abc", min_size=1, max_size=6), st.text(alphabet="abc", max_size=7))
def test_one_letter_off_is_what_one_change_can_make(one: str, other: str) -> None:
    letters = "abc"
    changed = {one}
    for at in range(len(one) + 1):
        changed |= {one[:at] + letter + one[at:] for letter in letters}
        changed |= {one[:at] + letter + one[at + 1 :] for letter in letters if at < len(one)}
        changed.add(one[:at] + one[at + 1 :])
        if at + 1 < len(one):
            changed.add(one[:at] + one[at + 1] + one[at] + one[at + 2 :])
    assert one_letter_off(one, other) == (other in changed)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_asked_of_any_text(question: str, text: str) -> None:
    respelled(question, [_passage(text)])
