from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.casting import with_players
from qa.answering.questions import take_apart

TOLD = (
    "Ada Brandt plays Nora Falk in the film. Ulf Falk, played by Tom Lind, dies. "
    "Per Holm plays Eva in one version.",
    "| Part | Actor |\n|:-:|---|\n| Bo, the cook | Ida Ek | 33 |\n| Nora | Ada Brandt |\n",
    "Kari Moe plays Eva in the other.",
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which agency managed the Nora actress?", "Which agency managed Ada Brandt?"),
        ("Was Nora's actress known before?", "Was Ada Brandt known before?"),
        ("Where did the actor of Bo study?", "Where did Ida Ek study?"),
        ("Where does the actor who plays Bo study?", "Where does Ida Ek study?"),
        ("When was the performer behind Nora Falk born?", "When was Ada Brandt born?"),
        ("Did the two actors of Nora and Bo meet?", "Did Ada Brandt and Ida Ek meet?"),
        ("Where are both Nora's and Bo's actors?", "Where are Ada Brandt and Ida Ek?"),
        ("what Nora role actor first debut?", "what Ada Brandt first debut?"),  # from Korean
    ],
)
def test_who_is_called_by_a_part_is_asked_about_by_name(question: str, asked: str) -> None:
    assert with_players(take_apart(question), TOLD) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Who is the actor of Nora?",  # he is what is asked for
        "What is the Nora actress name?",
        "Which actor of Bo is it?",
        "Where did the actor of Eva study?",  # told of two
        "How old is the new Bo actor?",  # which of them, nobody knows
        "Where did the Falk Star actress study?",  # one word of a name is none
        "Did the two actors of Bo and Nora's band meet?",
        "Where did the 온조 actor study?",
        "Where did the actor of Uma study?",  # told of nobody
        "Did the actors of Nora and Uma meet?",
        "Which season 1 actors return?",
        "Was the actor ill?",
        "Where is Nora?",
    ],
)
def test_a_question_is_left_alone_where_no_one_name_is_told(question: str) -> None:
    assert with_players(take_apart(question), TOLD) == question


_PIECES = (
    "Ada",
    "Brandt",
    "On-jo",
    "온조",
    "Анна",
    "'s",
    "plays",
    "actor",
    "the",
    "and",
    "of",
    "|",
)


@given(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8),
    st.lists(st.sampled_from(_PIECES), max_size=12),
)
def test_only_a_name_that_a_text_holds_is_put_in(question: list[str], text: list[str]) -> None:
    asked, told = " ".join(question), " ".join(text)
    named = with_players(take_apart(asked), [told])
    if named != asked:
        assert "actor" in asked
        assert set(named.split()) <= {*asked.split(), *told.split()}
