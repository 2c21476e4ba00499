from __future__ import annotations

import pytest

from qa.answering.questions import take_apart
from qa.answering.subject import (
    happenings,
    named_in,
    of_another_happening,
    setting_of,
    spoken_of,
    spoken_with,
    subject_of,
)
from tests.answering.spans import span


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("When is season 2 expected to be released?", {"season", "2", "release!"}),
        ("When will season 2 come out?", {"season", "2", "release!"}),
        ("As of March 2023, when was season 2 due?", {"season", "2"}),
        ("How many hours was it watched?", {"hour", "watch"}),
        ("Who plays Dae-su?", {"daesu", "plai"}),
    ],
)
def test_a_subject_is_what_is_left_without_hedges_and_limits(
    question: str, subject: set[str]
) -> None:
    assert subject_of(take_apart(question)) == subject


def test_a_question_of_hedges_alone_is_about_all_its_words() -> None:
    asked = take_apart("What is the latest estimate?")
    assert subject_of(asked) == asked.terms


def test_a_word_with_hyphens_is_no_name_unless_it_is_written_as_one() -> None:
    asked = take_apart("What rank has Dae-su among the most-watched people?")
    assert named_in(asked) >= {"daesu"}
    assert "mostwatched" not in named_in(asked) | subject_of(asked)


def test_happenings_are_one_in_all_their_words_and_dates_are_none() -> None:
    assert happenings("It premiered when the shoot began.") == {"release", "begin"}
    assert happenings("It is due at the end of 2022.") == set()


def test_a_sentence_of_another_happening_is_about_something_else() -> None:
    asked = "When will it be released?"
    assert of_another_happening(asked, "Filming ends in May.")
    assert not of_another_happening(asked, "It launches when filming ends.")
    assert not of_another_happening(asked, "It is due in May.")
    assert not of_another_happening("Who is in it?", "Filming ends in May.")


@pytest.mark.parametrize(
    ("asked", "sentence", "spoken"),
    [("sold", "They sell vans.", "sold"), ("sell", "They sold vans.", "sell")],
)
def test_irregular_verbs_meet(asked: str, sentence: str, spoken: str) -> None:
    subject = subject_of(take_apart(f"Which vans are {asked}?"))
    assert spoken_of(subject, sentence) == {spoken, "van"}


def test_a_sentence_is_read_with_what_it_refers_back_to() -> None:
    text = "The bridge at Ormond is old. It was painted. The engineer is [Ugo Baum]."
    place = span(text, "2024")
    assert setting_of(place.passage, place.quote_start) == (
        "Report The bridge at Ormond is old. It was painted."
    )


def test_what_it_refers_back_to_counts_for_a_sentence_that_speaks_of_the_matter() -> None:
    asked = take_apart("Who is the engineer of the Ormond bridge?")
    subject, named = subject_of(asked), named_in(asked)
    setting = "The bridge at Ormond is old."
    assert spoken_with(subject, named, "The engineer is Ugo Baum.", setting) == subject
    assert spoken_with(subject, named, "Ugo Baum likes it.", setting) == set()
