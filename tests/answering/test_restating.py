from __future__ import annotations

from qa.answering.questions import LONGEST_QUESTION
from qa.answering.restating import restate
from qa.types import Passage

TEXT = (
    "Ada Brandt plays On-jo in the webtoon film. The webtoon ran. Her agency sells the webtoon. "
    "A season began."
)
PASSAGES = [Passage("a", "The webtoon", None, "", "", TEXT, 0, len(TEXT), 1.0, 0.6, 4.0)]


def known(word: str) -> bool:
    return word in {"comic", "agency", "actress", "began", "comics"}


def test_a_question_is_spelled_worded_and_named_as_its_passages_are() -> None:
    asked = "When was the comc of the On-jo actress out?"
    assert restate(asked, PASSAGES, known) == (
        "When was the comic webtoon of Ada Brandt out?",
        True,
    )


def test_a_question_in_their_words_is_read_as_it_stands() -> None:
    asked = "When was the webtoon out?"
    assert restate(asked, PASSAGES, known) == (asked, False)


def test_a_korean_question_is_sought_again_only_for_an_actor() -> None:
    assert restate("온조의 나이는?", PASSAGES, known) == ("what On-jo age?", False)
    assert restate("온조 역 배우의 나이는?", PASSAGES, known) == ("what Ada Brandt age?", True)


def test_a_question_that_would_grow_too_long_is_left_as_it_stands() -> None:
    asked = ("comic " * 200)[: LONGEST_QUESTION - 1]
    assert restate(asked, PASSAGES, known) == (asked, False)
    text = "Anna Maria Josefa Carolina Eleonora Brandt-Feldkirch plays On-jo in the film."
    passages = [Passage("a", "Cast", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)]
    asked = ("Where is the On-jo actress of" + " all" * 300)[:LONGEST_QUESTION].strip()
    assert restate(asked[:60], passages, known).seek
    assert restate(asked, passages, known) == (asked, False)
