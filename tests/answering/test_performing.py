"""Who plays and who is played."""

from __future__ import annotations

import pytest

from qa.answering.billing import Side, billings
from qa.answering.outright import outright, tells
from qa.answering.performing import bystanders, misses, side_asked
from qa.answering.questions import take_apart
from qa.types import Passage
from tests.answering.spans import span

SHOW = (
    "Ada Brandt (born 1990) plays the young doctor Nora Falk in the film. Nora Falk saves Ulf, "
    "played by Tom Lind. In the sequel, Kari Moe also stars as Eva, and the dog (voiced by Per "
    "Holm) is back. Ida Ek, who first appeared as Bo, is gone. Jon Berg is seen in the pilot as "
    "well. Ida Ek played for Malmo before."
)

FILM = "It is a film of two hours."


def _passage(text: str) -> Passage:
    return Passage("show", "A show", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("Who plays Nora?", Side.PLAYER),
        ("Who is playing Nora?", Side.PLAYER),
        ("Which actor is seen as the doctor?", Side.PLAYER),
        ("Who is the actress behind the doctor?", Side.PLAYER),
        ("By whom is Nora portrayed?", Side.PLAYER),
        ("Who is the guy playing Ulf?", Side.PLAYER),
        ("Who took the part of Eva?", Side.PLAYER),
        ("Ulf of the film: who is his performer?", Side.PLAYER),
        ("Name the actress of the doctor.", Side.PLAYER),
        ("doctor Nora actress name", Side.PLAYER),
        ("who Ulf role plays actor?", Side.PLAYER),  # a Korean question, rendered
        ("Who does Kari Moe play?", Side.PART),
        ("Kari Moe plays which doctor?", Side.PART),
        ("What part does Kari Moe get?", Side.PART),
        ("Which doctor is Kari Moe playing?", Side.PART),
        ("Who is played by Tom Lind?", Side.PART),
        ("Who is the character that Tom Lind plays?", Side.PART),
        ("who Kari Moe plays role?", Side.PART),  # a Korean question, rendered
        ("who Kari Moe plays?", None),  # in Korean either may come first
        ("Who kills the man played by Ada Brandt?", None),
        ("Who saves Ulf?", None),
        ("Where does Tom Lind play?", None),
        ("Did Tom Lind play Ulf?", None),
        ("When was the play written?", None),
        ("In which show did the actor of Ulf begin?", None),
    ],
)
def test_which_of_the_two_is_asked_for(question: str, side: Side | None) -> None:
    assert side_asked(take_apart(question)) is side


def test_who_plays_whom_is_what_sentences_say_outright() -> None:
    assert {*billings(SHOW)} == {
        ("Ada Brandt", "Nora Falk"),
        ("Tom Lind", "Ulf"),
        ("Kari Moe", "Eva"),
        ("Ida Ek", "Bo"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt and Tom Lind starred as Nora Falk and Ulf Sund.",
        "Nora and Ulf, played by Ada Brandt and Tom Lind, flee.",
        "Tom Lind plays Ulf Sund and Olaf Sund.",
    ],
)
def test_several_that_share_a_verb_tell_nothing(text: str) -> None:
    assert billings(text) == ()


def _missed(question: str, marked: str, *more: str) -> bool:
    """Return whether what is marked by [brackets] in a sentence misses what is asked."""
    each = span(marked, "2024")
    return misses(take_apart(question), [each.passage, *map(_passage, more or [FILM])])(each)


@pytest.mark.parametrize(
    ("marked", "player_missed", "part_missed"),
    [
        ("Then [Nora Falk] smiles.", True, False),
        ("Then [Nora] smiles.", True, False),
        ("Then [Ada Brandt] smiles.", False, True),
        ("Then [Brandt] smiles.", False, True),
        ("Then [Jon Berg] smiles.", False, False),
        ("Then [the doctor] smiles.", True, False),  # a description, no name
        ("Then [Their friend] smiles.", True, False),
        ("Then [!] smiles.", False, False),
    ],
)
def test_a_name_that_is_known_of_the_other_side_is_missed(
    marked: str, *, player_missed: bool, part_missed: bool
) -> None:
    assert _missed("Who plays the doctor?", marked, SHOW) is player_missed
    assert _missed("What part is the best paid?", marked, SHOW) is part_missed
    assert not _missed("Who saves the doctor?", marked, SHOW)


def test_who_plays_and_is_played_is_on_both_sides() -> None:
    told = "In the film Kari Moe plays Eva Lind. In the last part Eva Lind plays Kari Moe."
    assert not _missed("Who plays the queen?", "Then [Kari Moe] smiles.", told)
    assert not _missed("What part is the best paid?", "Then [Kari Moe] smiles.", told)


def test_who_played_against_whom_is_another_thing() -> None:
    final = "Rafael Nadal played Roger Federer on the centre court."
    marked = "Then [Federer] smiles."
    assert not _missed("Who played the champion in the final?", marked, final)
    assert _missed("Which actor played the champion in the final?", marked, final)


@pytest.mark.parametrize(
    ("question", "marked", "missed"),
    [
        ("Who plays Cheol-su?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("Who plays the boy Cheol-su in the film?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("By whom is Cheol-su portrayed?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("By whom is Eun-ji portrayed?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("who Cheol-su role actor?", "[Oh Hye-soo] plays Min Eun-ji.", True),
        ("who Eun-ji role actor?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Un-jee?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # it sounds so
        ("Who plays Eun ji?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Eun-ji?", "[Oh Hye-soo] plays Min Eun Ji.", False),
        ("Who plays Min Eun-jim?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # a letter off
        ("Who plays the victim?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # may be she
        ("Who plays the CEO?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays the English teacher?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Ms Min?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays the lead in Deep Water?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays Cheol-su's mother?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays James' mother?", "[Oh Hye-soo] plays Min Eun-ji.", False),
        ("Who plays 은지?", "[Oh Hye-soo] plays Min Eun-ji.", False),  # cannot be told
        ("Who plays Cheol-su?", "[Oh Hye-soo] is in it.", False),  # may be he
        ("Who plays Batman?", "[Christian Bale] plays Bruce Wayne (Batman).", False),
        ("Who plays Olaf?", "[Tom Lind] plays Ulf Sund and his twin Olaf.", False),
    ],
)
def test_who_plays_another_is_missed(question: str, marked: str, *, missed: bool) -> None:
    assert _missed(question, marked) is missed


@pytest.mark.parametrize(
    ("question", "marked", "told"),
    [
        ("Who plays Nora Falk?", "[Ada Brandt] plays Nora Falk.", True),
        ("Who plays Nora Falk?", "The doctor [Ada Brandt (born 1990)] plays Nora Falk.", True),
        ("Who plays Nora Falk?", "Ada Brandt plays [Nora Falk].", False),
        ("Who plays Nora Falk?", "[Ada Brandt] plays Ulf Falk.", False),
        ("Who plays Nora Falk?", "[Ada Brandt] met Nora Falk.", False),
        ("Who plays On-jo?", "Nam On-jo, played by [Ada Brandt], left.", True),
        ("Who plays On-jo's friend I-sak?", "[Ada Brandt] plays Nam On-jo.", False),  # of two
        ("Who does Ada Brandt play?", "Ada Brandt plays [Nora Falk, a doctor].", True),
        ("What part does Ada Brandt get?", "Ada Brandt plays [Nora Falk].", True),
        ("What part does Ida Brandt get?", "Ada Brandt plays [Nora Falk].", False),
        ("What part is the best?", "Ada Brandt plays [Nora Falk].", False),
        ("Who saves Nora Falk?", "[Ada Brandt] plays Nora Falk.", False),
    ],
)
def test_what_is_told_outright_is_told_by_the_sentence_itself(
    question: str, marked: str, *, told: bool
) -> None:
    passages = [_passage(f"{SHOW} {FILM}")]
    assert tells(take_apart(question), passages)(span(marked, None)) is told


def test_a_part_that_somebody_else_plays_is_missed() -> None:
    passages = [_passage(f"{SHOW} {FILM}")]
    of_another = misses(take_apart("Which role does Gong Brandt play in the film?"), passages)
    assert of_another(span("Then [Nora Falk] smiles.", None))
    assert not of_another(span("Then [Jon Berg] smiles.", None))
    assert not misses(take_apart("Which role does Ada Brandt play?"), passages)(
        span("Then [Nora Falk] smiles.", None)
    )


def test_tables_tell_who_plays_whom_by_their_headers() -> None:
    rows = "|---|---|\n| Ada Brandt | Nora, a doctor |\n| Tom | Ulf |\n| 12 | Bo |"
    assert billings(f"Cast:\n\n| Actor | Character |\n{rows}\n") == (
        ("Ada Brandt", "Nora"),
        ("Tom", "Ulf"),
    )
    assert billings(f"| Guest | Character |\n{rows}") == ()
    assert billings("| Actor | Character |") == ()


def test_an_actor_of_one_name_is_known_by_what_follows_it() -> None:
    text = "Lomon (로몬), whose birth name is Park Solomon, plays Lee Su-hyeok. Uma plays Eva."
    assert billings(text) == (("Lomon", "Lee Su-hyeok"), ("Uma", "Eva"))


def test_an_actor_is_not_whom_his_part_meets() -> None:
    passages = [_passage("Tom Lind plays Ulf Bo-ra. Ida Ek leads the office.")]
    told = "[Tom Lind] plays Ulf Bo-ra."
    for question, missed in (
        ("Who is the superior of Ulf Bo-ra?", True),
        ("Who is Bo-ra?", False),  # an actor may tell who that is
        ("Who will play Bo-ra?", False),
        ("Who is the actor that loves Bo-ra?", False),
    ):
        assert misses(take_apart(question), passages)(span(told, None)) is missed, question


def test_an_actor_whose_own_name_sounds_like_the_part_plays_another_one() -> None:
    told = "[Kim Jin-young] plays Kim Ji-min in the film."
    missed = misses(take_apart("Who portrays Joon-yeong?"), [_passage(told.strip("[]"))])
    assert missed(span(told, None))


def test_what_is_told_outright_is_found_wherever_it_stands() -> None:
    passages = [
        _passage(SHOW),
        _passage("It is known that Kim Eun-ho plays Han Bo-ra (born 1990)."),
    ]
    for question, found in (
        ("Who plays Nora Falk?", ["Ada Brandt"]),
        ("Who plays Bo-ra?", ["Kim Eun-ho"]),
        ("Who's the performer of Bo-ra, sometimes typed Bo-la?", ["Kim Eun-ho"]),
        ("Which actor appears as Bo-ra's father?", []),
        ("Who plays Bo-ra and Min-ho?", []),
        ("What part does Tom Lind get?", ["Ulf"]),
        ("Who saves Nora Falk?", []),
    ):
        spans = outright(take_apart(question), passages, 0.7)
        assert [each.text for each in spans] == found, question
        assert all(each.support == 0.7 and each.text in each.quote for each in spans)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who plays 온조?", "Tom Cruise plays Ethan Hunt in the film."),
        ("Who plays Анна?", "Tom Cruise plays Ethan Hunt in the film."),
        ("Who does Rafa Nadal play in the final?", "Rafa Nadal played Tomas Berdych in the final."),
        ("Who played Wembley in 1985?", "Deep Purple played Wembley in the film of 1971."),
        ("Who plays Ada?", "It was a hoax that Kim Lee plays Ada in the film."),
        ("Who plays Ada?", "Fans ask whether Kim Lee plays Ada in the film."),
    ],
)
def test_what_is_not_said_of_acting_or_of_the_one_asked_about_is_not_told_outright(
    question: str, told: str
) -> None:
    assert outright(take_apart(question), [_passage(told)], 0.7) == []


def test_a_name_is_found_alone_and_where_it_stands() -> None:
    asked = take_apart("Who plays Eva?")
    (found,) = outright(asked, [_passage("In March Kim Lee plays Eva in the film.")], 0.7)
    assert found.text == "Kim Lee"
    (found,) = outright(
        asked, [_passage("Hannah of the film said that Hanna (30) plays Eva.")], 0.7
    )
    assert found.start == 29


def test_a_stage_name_with_an_article_is_a_name() -> None:
    missed = misses(take_apart("Who plays Eva?"), [_passage(f"{SHOW} {FILM}")])
    assert not missed(span("[The Weeknd] is the voice of Eva.", None))
    assert missed(span("It is [the YouTuber Kim].", None))


@pytest.mark.parametrize(
    ("question", "aside"),
    [
        ("Who plays Nora's mother?", ["Nora"]),
        ("Which actress plays the mother of Nora?", ["Nora"]),
        ("who plays Nora father?", ["Nora"]),  # a Korean question, rendered
        ("Which actor is the man who hunts Nora?", ["Nora"]),
        ("Who plays the boy that Nora kisses?", ["Nora"]),
        ("Who plays Nora, the friend of Ulf?", []),
        ("Who is the actress who plays Nora?", []),
        ("By whom is Nora portrayed?", []),
        ("Who took the part of Nora?", []),
        ("Who is the actress who was cast as Nora?", []),
        ("Who is the performer who originally played Nora?", []),
        ("Which actor who was in Fog plays Nora?", []),
        ("Which actress is the one whose role is Nora?", []),
        ("Who plays Nora, mother of Ulf?", []),
    ],
)
def test_some_names_only_tell_whose_part_is_meant(question: str, aside: list[str]) -> None:
    assert [each for each in bystanders(question) if each == "Nora"] == aside


@pytest.mark.parametrize(
    "question", ["Who plays the mother of Nora?", "Which actress is the woman who hunts Nora?"]
)
def test_whoever_plays_another_is_not_taken_for_the_one_that_is_meant(question: str) -> None:
    asked, passage = take_apart(question), _passage(f"{SHOW} {FILM}")
    assert outright(asked, [passage], 0.7) == []
    assert misses(asked, [passage])(span("[Ada Brandt] plays the young doctor Nora Falk.", None))


def test_who_plays_a_relative_of_the_one_that_is_named_is_no_bystander() -> None:
    family = (
        "Ada Brandt plays Nora Falk in the film. Eva Moe plays Nora's mother. Liv Dahl plays Nora "
        "Falk's aunt. Per Holm plays Ulf Falk, the father of Nora Falk."
    )
    asked = take_apart("Who plays the father of Nora Falk?")
    missed = misses(asked, [_passage(family)])
    assert missed(span("[Ada Brandt] plays Nora Falk in the film.", None))
    assert not missed(span("[Eva Moe] plays Nora's mother.", None))
    assert not missed(span("[Liv Dahl] plays Nora Falk's aunt.", None))
    assert not missed(span("[Per Holm] plays Ulf Falk, the father of Nora Falk.", None))
