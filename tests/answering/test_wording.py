from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.wording import in_their_words

TOLD = [
    "The webtoon began. A webtoon! A Lorry left; the trucks stayed.",
    "The webtoon, a comic, ended. Webtoons!",
]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who drew the comic?", "Who drew the comic webtoon?"),
        ("Who drew the comics?", "Who drew the comics webtoon?"),
        ("Who drew the manga?", "Who drew the manga webtoon?"),
        ("Who drew the webtoon?", "Who drew the webtoon?"),  # as they say it
        ("Who drew the comic webtoon?", "Who drew the comic webtoon?"),
        ("Who drew the Comic?", "Who drew the Comic?"),  # may be a name
        ("Where is the lorry?", "Where is the lorry?"),  # they say both
        ("Where is the automobile?", "Where is the automobile?"),  # they say neither
        ("Who told the comic's end?", "Who told the comic webtoon's end?"),
    ],
)
def test_the_word_that_passages_use_far_more_often_is_added(question: str, asked: str) -> None:
    assert in_their_words(question, TOLD) == asked


def test_a_synonym_of_several_words_is_counted_whole() -> None:
    told = ["The police officer came, the other police officer left: a police officer!"]
    assert in_their_words("Who is the cop?", told) == "Who is the cop police officer?"
    assert in_their_words("Who is the cop?", ["Police came. An officer. Police. Officer."]) == (
        "Who is the cop?"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_are_only_added(question: str, text: str) -> None:
    asked = in_their_words(question, [text])
    assert len(asked) >= len(question)
