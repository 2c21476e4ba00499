from __future__ import annotations

import pytest

from qa.answering.branches import branches_in, same_branch
from qa.answering.questions import take_apart
from tests.answering.spans import span


@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("petra lind is the coach of sund fc women.", {"women"}),
        ("the coach of the women's team of sund fc", {"women"}),
        ("the under-19 side of sund fc", {"youth"}),
        ("sund's reserves won", {"reserve"}),
        ("women came to sund", set()),
        ("the first woman to coach sund fc", set()),
        ("the women's team", set()),
    ],
)
def test_a_branch_is_one_of_the_body_that_is_named(text: str, branches: set[str]) -> None:
    assert branches_in(text, {"sund"}) == branches


@pytest.mark.parametrize(
    ("question", "sentence", "same"),
    [
        ("Who is the coach of Sund FC?", "Petra Lind coaches Sund Women.", False),
        ("Who is the coach of Sund Women?", "Petra Lind coaches Sund Women.", True),
        ("Who is the coach of Sund FC?", "Ivo Strand coaches Sund FC.", True),
        ("Who wrote Little Women?", "Louisa Alcott wrote Little Women.", True),
        ("How many people does Toll Park hold?", "The women\u2019s team play at Toll Park.", True),
    ],
)
def test_what_is_told_of_a_branch_is_not_told_of_the_whole(
    question: str, sentence: str, same: bool
) -> None:
    assert same_branch(take_apart(question), span(f"[{sentence}]", "2024-01-01")) is same
