"""Misspelled questions are read in the spelling of their passages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.respelling import one_letter_off, respelled
from qa.models.reader import OnnxSpanModel
from qa.types import Passage

TEXT = "The Zwölftel Prize went to Gwi-nam's teacher, Amanda Brenner, for The Glass Harbour."


WORDS = {
    "which",
    "teachers",
    "wrote",
    "garden",
    "winners",
    "weight",
    "wide",
    "plays",
    "coops",
    "collar",
}
"""What is a word to the reader."""


def _read(question: str, *passages: Passage) -> str:
    return respelled(question, passages, WORDS.__contains__)


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
    assert _read(typed, _passage()) == read


def test_a_word_that_is_near_to_two_is_left_as_it_is() -> None:
    passage = _passage("Marian and Marina met.")
    assert _read("Who is Marinan?", passage) == "Who is Marinan?"


def test_a_short_name_typed_in_one_gets_its_hyphen_and_no_other_word_does() -> None:
    passages = [_passage("Nam On-jo is in a co-op. The coops are red. Su-ho's T-shirt is new.")]
    for typed, read in (
        ("does onjo turn", "does On-jo turn"),
        ("onjos dad", "On-jo's dad"),
        ("Where is Suho?", "Where is Su-ho?"),
        ("Which coops?", "Which coops?"),
        ("What is onj?", "What is onj?"),
    ):
        assert _read(typed, *passages) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who kiled the tutor", "who killed the tutor"),
        ("who visted the tutor", "who visited the tutor"),
        ("what colur is the scool", "what colour is the school"),
        ("What is his weight?", "What is his weight?"),
        ("how wide is it", "how wide is it"),
        ("where is hana", "where is hana"),
        ("how old is the collar", "how old is the collar"),
        ("where is hanan", "where is hanan"),
        ("Who is Kiled?", "Who is Kiled?"),
        ("where is the kiln", "where is the kiln"),
        ("wherr is it", "wherr is it"),
        ("who is joron", "who is joron"),
        ("who is jonri", "who is jonri"),
    ],
)
def test_a_word_of_five_letters_gets_back_a_letter_and_becomes_no_name_and_no_other_word(
    typed: str, read: str
) -> None:
    text = (
        "Hannan killed the wife. The colour, the height of the school: the order of a leader. "
        "They join where they were, and John joins."
    )
    assert _read(typed, _passage(text)) == read


def test_a_word_that_a_title_writes_with_a_capital_is_common_where_the_text_does_not() -> None:
    passage = replace(_passage("The colour is red."), title="Colour and Height")
    assert _read("what colur is it", passage) == "what Colour is it"
    assert _read("what colur is it", _passage("Colour is red.")) == "what color is it"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("how did heesoo get in", "how did Hee-su get in"),
        ("who plays su hyuk", "who plays Su-hyeok"),
        ("who plays Su Hyuk", "who plays Su-hyeok"),
        ("who is so young", "who is so young"),
        ("what is a hambee", "what is a Hambie"),
        ("who is duseok", "who is duseok"),
        ("who is Heesung", "who is Heesung"),
    ],
)
def test_a_name_that_only_sounds_like_one_of_the_passages_is_that_one(
    typed: str, read: str
) -> None:
    passages = [
        _passage("Here is Hee-su. Lee Su-hyeok left."),
        _passage("So-yeong, a Hambie, ran."),
    ]
    assert _read(typed, *passages) == read


def test_a_name_that_sounds_like_two_is_left_as_it_is() -> None:
    passages = [_passage("Here is Hee-su."), _passage("Hui-soo came.")]
    assert _read("where is heesoo", *passages) == "where is heesoo"


def test_what_a_word_is_the_shipped_reader_says() -> None:
    is_word = OnnxSpanModel.load(threads=1).is_word
    known = [word for word in ("school", "weight", "scool", "kiled", "hatet") if is_word(word)]
    assert known == ["school", "weight"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what hapened in episod 1", "what happened in Episode 1"),
        ("did he recieve it", "did he receive it"),
        ("how meny are there", "how many are there"),
        ("Did Recieve win?", "Did Recieve win?"),
        ("donde esta la casa verde", "donde esta la casa verde"),  # not English
        ("who is the hambies leader", "who is the hambies leader"),
    ],
)
def test_what_no_passage_holds_gets_the_spelling_of_a_lexicon_unless_it_is_a_name(
    typed: str, read: str
) -> None:
    assert _read(typed, _passage("In Episode 1 a hambie came.")) == read


def test_a_word_of_its_own_gets_no_hyphen() -> None:
    passage = _passage("He re-signed, and the re-sign was quick. Co-op and On-jo.")
    read = respelled("when did onjo resign", [passage], {"resign", "onjo"}.__contains__)
    assert read == "when did On-jo resign"


def test_short_names_are_never_taken_for_one_another() -> None:
    assert _read("Who plays Min-ja?", _passage("Min-ji is here.")) == "Who plays Min-ja?"


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
    _read(question, _passage(text))
