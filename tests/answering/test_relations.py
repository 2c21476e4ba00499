from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.questions import take_apart
from qa.answering.relations import is_another_relative
from tests.answering.spans import span


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is Ada's father?", "Ada's mother [Ida] left."),
        ("Who is Ada's dad?", "Her mum [Ida] left."),
        ("Who is the sister of Ada?", "Ada's younger brother, [Per], left."),
        ("Who is Ada's father?", "[Ida], the mother of Ada, left."),
        ("Who is Ada's father?", "[Ida], Ada's mother, left."),
        ("Who is Ada's mother?", "They met [Ada]'s mother."),
        ("Who is Ada's mother?", "They met [Per's] mother."),
        ("Who is Ada's mother?", "They met [Per’s mother]."),
        ("Who is Ada's father?", "They met [Ada's mother]."),
        ("Who is Ada's sister?", "The known sister is Ada, whose brother is [Per]."),
        ("Who is Ada's sister?", "This makes Ida the sister of [Ada]."),
        ("Who is Jon's mother?", "Jon's father, the teacher [Per Holm], left."),
        ("What is the name of Ada's mother?", "Her [father] runs the shop."),
        ("What is the name of Ada's mother?", "They met [the boys'] mother."),
    ],
)
def test_another_relative_is_told_by_what_stands_beside_a_name(question: str, told: str) -> None:
    assert is_another_relative(take_apart(question), span(told, None))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is Ada's mother?", "Ada's mother [Ida] left."),
        ("Who is Ada's mum?", "[Ida], the mother of Ada, left."),
        ("Who is Ada's mother?", "They met [Ada's mother]."),
        ("Who is Ada's mother?", "[Ida] runs the shop."),
        ("Is Ada's mother ill?", "[Ada's brother left.]"),  # a sentence, not who it is
        ("Who killed Hamlet's father?", "His uncle [Claudius] killed him."),  # spoken of only
        ("Where was his wife born?", "His wife was born in [Paris], his mother in Rome."),
        ("How old is her brother?", "Her brother is [12], her sister 14."),
        ("Who wrote Dombey and Son?", "[Charles Dickens], the father of ten, wrote it."),
        ("Who is Luke's father?", "[Vader], the husband of Padme, is Luke's father."),
        ("Who is Elizabeth's mother?", "[Anne]'s daughter Elizabeth is queen."),
        ("Who left?", "Ada's mother [Ida] left."),  # no relative is asked for
        ("Are Ada's mother and father here?", "Her brother [Per] is."),  # nor one alone
        ("Who is Ada's mother?", "The father met [Ida] there."),  # nothing beside it
        ("How tall is Ada's mother?", "She is [six feet] tall."),
    ],
)
def test_what_is_not_told_so_is_left_to_the_reader(question: str, told: str) -> None:
    assert not is_another_relative(take_apart(question), span(told, None))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_words_can_be_asked_about(before: str, after: str) -> None:
    text = f"{before}[Ida]{after}".replace("\n", " ")
    if text.count("[") == text.count("]") == 1:
        is_another_relative(take_apart("Who is Ada's mother?"), span(text, None))
