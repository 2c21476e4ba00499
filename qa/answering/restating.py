"""A question in the words of the passages found for it, so that both can be read together.

Spelled as it was meant, with the passages' own nouns beside its own, in English where it is Korean,
and with those who are called by their parts by their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.answering.casting import with_players
from qa.answering.questions import LONGEST_QUESTION, take_apart
from qa.answering.rendering import in_latin, is_latin
from qa.answering.respelling import respelled, text_of
from qa.answering.sentences import READ
from qa.answering.wording import in_their_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.types import Passage


class Restated(NamedTuple):
    """What is read instead of a question, and whether its passages are to be sought once more.

    What a Korean question means in English finds no more than the question itself did, but for the
    names of actors.
    """

    text: str
    seek: bool


def restate(question: str, passages: Sequence[Passage], is_word: Callable[[str], bool]) -> Restated:
    """Return a question as it is read beside passages; as it stands where that grew too long."""
    best, texts = passages[:READ], [text_of(each) for each in passages]
    latin = is_latin(question)
    if latin:
        spelled = respelled(question, best, is_word)
        read = in_their_words(spelled, texts[:READ])
    else:
        read = in_latin(question, best)
    if len(read) > LONGEST_QUESTION:
        return Restated(question, seek=False)
    named = with_players(take_apart(read), texts)
    if len(named) > LONGEST_QUESTION:
        named = read
    return Restated(named, seek=named != question and (latin or named != read))
