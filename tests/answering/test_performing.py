"""Who plays and who is played."""

from __future__ import annotations

import pytest

from qa.answering.performing import Side, cast_of, on_other_side, other_side, side_asked
from qa.answering.questions import take_apart
from qa.types import Passage

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
    cast = cast_of([_passage(SHOW)])
    assert cast.players == {
        ("ada", "brandt"), ("tom", "lind"), ("kari", "moe"), ("per", "holm"),
    }  # fmt: skip
    assert cast.parts == {("nora", "falk"), ("ulf",), ("eva",), ("ulf", "sund")}


@pytest.mark.parametrize(
    ("name", "player_asked", "part_asked"),
    [
        ("Nora Falk", True, False),
        ("Nora", True, False),
        ("Ada Brandt", False, True),
        ("Brandt", False, True),
        ("Jon Berg", False, False),
        ("the doctor", False, False),
        ("", False, False),
    ],
)
def test_a_name_known_of_the_other_side_is_told(
    name: str, *, player_asked: bool, part_asked: bool
) -> None:
    cast = cast_of([_passage(SHOW)])
    assert on_other_side(Side.PLAYER, name, cast) is player_asked
    assert on_other_side(Side.PART, name, cast) is part_asked


def test_who_plays_himself_is_on_both_sides() -> None:
    cast = cast_of(
        [_passage("Tom Lind plays Tom Lind. Kari Moe plays Eva, Eva Moe plays Kari Moe.")]
    )
    assert not on_other_side(Side.PLAYER, "Kari Moe", cast)
    assert not on_other_side(Side.PART, "Tom Lind", cast)


def test_nothing_is_told_where_neither_is_asked_for() -> None:
    passages = [_passage(SHOW)]
    assert not other_side(take_apart("Who saves Ulf?"), passages)("Nora Falk")
    assert other_side(take_apart("Who plays the doctor?"), passages)("Nora Falk")
