"""Who plays and who is played: an actor is no answer where the part is asked for, nor the reverse.

Articles about a film name both in one breath, with capitals, of one kind, and a reader takes one
for the other. Only sentences that say it outright are believed ("A plays B", "B, played by A"), of
all passages together, as one says it and another answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qa.answering.exact import NAME, WORD
from qa.answering.kinds import AnswerType
from qa.text.remembering import remembered
from qa.text.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qa.answering.questions import Question
    from qa.types import Passage

_PASSAGES = 256  # remembered with whom they say to play whom
_PLAY = r"(?:play|portray|voice)"
_PLAYS = (
    r"(?:plays|played|portrays|portrayed|voices|voiced|(?:stars?|starred|appears?|appeared) as)"
)
_PART = rf"(?P<part>{WORD}(?: {WORD})*)"
_A_PART = rf"(?:(?!by |of |in |at |for |with )[a-z]+ ){{0,4}}?{_PART}"
_SAID = (
    re.compile(
        rf"(?P<player>{NAME})(?: \([^()]*\))?,?(?: who)?(?: also| first)? {_PLAYS} {_A_PART}"
    ),
    re.compile(
        rf"{_PART}(?: \([^()]*\))?[,(]* ?\(?(?:who )?(?:is |was )?"
        rf"(?:played|portrayed|voiced) by (?:the )?(?:[a-z]+ ){{0,2}}?(?P<player>{NAME})"
    ),
)
_ASKS_PART = re.compile(
    rf"\b(?:who(?:m)? (?:do|does|did) (?:.+ )?{_PLAY}\b"
    r"|(?:which|what) (?:character|part|role)\b"
    rf"|{_PLAYS} (?:which|what) "
    rf"|(?:which|what) \w+ (?:do|does|did|is) (?:.+ )?{_PLAY}(?:ed|ing)?\b)",
    re.IGNORECASE,
)
_ASKS_PLAYER = re.compile(
    rf"\b(?:act(?:or|ress)|performer|cast as|{_PLAYS}|(?:is|was|been) {_PLAY}(?:ed|ing)"
    r"|(?:guy|one|man|woman|girl|boy) (?:playing|portraying|voicing|behind)"
    rf"|(?:in|took|takes|has|had|got|plays?) the (?:part|role) of)\b",
    re.IGNORECASE,
)


class Side(Enum):
    """What is asked for of the two."""

    PLAYER = "player"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Cast:
    """The names of those who play and of those who are played, as tuples of folded words."""

    players: frozenset[tuple[str, ...]]
    parts: frozenset[tuple[str, ...]]


def side_asked(asked: Question) -> Side | None:
    """Return which of the two a question asks for; None when it asks for something else.

    >>> from qa.answering.questions import take_apart
    >>> side_asked(take_apart("Who plays On-jo?")), side_asked(take_apart("Who wrote it?"))
    (<Side.PLAYER: 'player'>, None)
    >>> side_asked(take_apart("Who does Lomon play?"))
    <Side.PART: 'part'>
    """
    if _ASKS_PART.search(asked.text):
        return Side.PART
    if asked.type is AnswerType.PERSON and _ASKS_PLAYER.search(asked.text):
        return Side.PLAYER
    return None


def other_side(asked: Question, passages: Iterable[Passage]) -> Callable[[str], bool]:
    """Return what tells a name of the side that is not asked for, by what the passages say."""
    side = side_asked(asked)
    if side is None:
        return lambda _: False
    cast = cast_of(passages)
    return lambda name: on_other_side(side, name, cast)


def cast_of(passages: Iterable[Passage]) -> Cast:
    """Return whom the passages say to play, and to be played."""
    told = [pair for passage in passages for pair in _told(passage.text)]
    return Cast(frozenset(player for player, _ in told), frozenset(part for _, part in told))


def on_other_side(side: Side, name: str, cast: Cast) -> bool:
    """Whether a name is known of the side that is not asked for, and of that side alone.

    A name may be a part of the one that is known: who is played by "Nam So-ju" may be "So-ju".

    >>> cast = Cast(frozenset({("park", "ji", "hu")}), frozenset({("nam", "on", "jo")}))
    >>> on_other_side(Side.PLAYER, "On-jo", cast), on_other_side(Side.PLAYER, "Park Ji-hu", cast)
    (True, False)
    """
    said = tuple(words(name))
    as_player, as_part = (_among(said, known) for known in (cast.players, cast.parts))
    return as_part > as_player if side is Side.PLAYER else as_player > as_part


def _among(said: tuple[str, ...], known: Iterable[tuple[str, ...]]) -> bool:
    size = len(said)
    return size > 0 and any(
        said == name[at : at + size] for name in known for at in range(len(name) - size + 1)
    )


@remembered(_PASSAGES, longest=2000)
def _told(text: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(_pairs(text))


def _pairs(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield who plays whom in a text."""
    for form in _SAID:
        for match in form.finditer(text):
            player, part = tuple(words(match["player"])), tuple(words(match["part"]))
            if player != part:
                yield player, part
