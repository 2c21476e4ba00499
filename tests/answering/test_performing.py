"""Who plays and who is played."""

from __future__ import annotations

import pytest

from qa.answering.performing import Side, billings, misses, side_asked
from qa.answering.questions import take_apart
from qa.types import Passage
from tests.answering.spans import span

SHOW = (
    "Ada Brandt (born 1990) plays the young doctor Nora Falk. Nora Falk saves Ulf, played by Tom "
    "Lind. In the sequel, Kari Moe stars as Eva, and Ulf Sund (voiced by Per Holm) is back. Jon "
    "Berg is seen in the pilot as well. Ida Ek played for Malmo before."
)


def _passage(text: str) -> Passage:
    return Passage("show", "A show", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("Who plays Nora?", Side.PLAYER),
        ("Which actor is seen as the doctor?", Side.PLAYER),
        ("By whom is Nora portrayed?", Side.PLAYER),
        ("Who is the guy playing Ulf?", Side.PLAYER),
        ("Who took the part of Eva?", Side.PLAYER),
        ("Who does Kari Moe play?", Side.PART),
        ("Kari Moe plays which doctor?", Side.PART),
        ("What part does Kari Moe get?", Side.PART),
        ("Which doctor is Kari Moe playing?", Side.PART),
        ("Who saves Ulf?", None),
        ("Where does Tom Lind play?", None),
        ("Did Tom Lind play Ulf?", None),
        ("When was the play written?", None),
    ],
)
def test_which_of_the_two_is_asked_for(question: str, side: Side | None) -> None:
    assert side_asked(take_apart(question)) is side


def test_who_plays_whom_is_what_sentences_say_outright() -> None:
    assert {each[:2] for each in billings(SHOW)} == {
        ("Ada Brandt", "Nora Falk"),
        ("Tom Lind", "Ulf"),
        ("Kari Moe", "Eva"),
        ("Per Holm", "Ulf Sund"),
    }


def _missed(question: str, marked: str, *more: str) -> bool:
    """Return whether what is marked by [brackets] in a sentence misses what is asked."""
    each = span(marked, "2024")
    return misses(take_apart(question), [each.passage, *map(_passage, more)])(each)


@pytest.mark.parametrize(
    ("marked", "player_missed", "part_missed"),
    [
        ("Then [Nora Falk] smiles.", True, False),
        ("Then [Nora] smiles.", True, False),
        ("Then [Ada Brandt] smiles.", False, True),
        ("Then [Brandt] smiles.", False, True),
        ("Then [Jon Berg] smiles.", False, False),
        ("Then [the doctor] smiles.", False, False),
    ],
)
def test_a_name_that_is_known_of_the_other_side_is_missed(
    marked: str, *, player_missed: bool, part_missed: bool
) -> None:
    assert _missed("Who plays the doctor?", marked, SHOW) is player_missed
    assert _missed("What part is the best paid?", marked, SHOW) is part_missed
    assert not _missed("Who saves the doctor?", marked, SHOW)


def test_who_plays_and_is_played_is_on_both_sides() -> None:
    told = "Kari Moe plays Eva Lind. In the last part Eva Lind plays Kari Moe."
    assert not _missed("Who plays the queen?", "Then [Kari Moe] smiles.", told)
    assert not _missed("What part is the best paid?", "Then [Kari Moe] smiles.", told)


@pytest.mark.parametrize(
    ("question", "marked", "missed"),
    [
        ("Who plays Cheol-su?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("Who plays Eun-ji?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Un-jee?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # spelled otherwise
        ("Who Cheol-su role actor?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("Who Eun-ji role actor?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays the victim?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # may be she
        ("Which actor appears as Cheol-su's mother?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Cheol-su?", "[Oh Hye-soo] is in it.", False),  # may be he
        ("Which part does Gong Yoo play?", "Yoo In-soo plays [Yoon Gwi-nam].", True),
        ("Which part does In-soo Yoo play?", "Yoo In-soo plays [Yoon Gwi-nam].", False),
        ("Whom does 유인수 play?", "Yoo In-soo plays [Yoon Gwi-nam].", False),  # cannot be told
        ("Which part does Lomon play?", "Park Solomon (Lomon) plays [Lee Su-hyeok].", False),
        ("Which part does Lomon play?", "Park Solomon plays [the tall pupil].", False),
    ],
)
def test_who_plays_another_is_missed(question: str, marked: str, *, missed: bool) -> None:
    assert _missed(question, marked) is missed
