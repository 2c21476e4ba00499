"""Who plays and who is played: an actor is no answer where the part is asked for, nor the reverse.

Articles about a film name both in one breath, with capitals, of one kind, and a reader takes one
for the other, or the actor of another part. Only sentences that say it outright are believed ("A
plays B", "B, played by A"), and only where acting is spoken of, as finals are played, too. Those of
all passages tell who is an actor and who a part, as one says it and another answers; of whose part,
only the sentence that answers. What is not told is left to the reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.billing import (
    ACTED,
    ANY_NAME,
    OWNED,
    PLAY,
    PLAYS,
    Side,
    as_words,
    billings,
    is_among,
    is_named_in,
    may_be_named,
)
from qa.answering.kinds import AnswerType
from qa.answering.relations import RELATIVE
from qa.answering.terms import joined_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qa.answering.billing import Billing
    from qa.answering.questions import Question
    from qa.types import Passage, Span

_ACTING = re.compile(
    r"\b(?:act(?:s as|ing|ors?|ress(?:es)?)|performer|cast|roles?|characters?|films?|movies?"
    r"|dramas?|sitcoms?|episodes?|webtoons?|portray\w*|voice[sd]?)\b",
    re.IGNORECASE,
)
_ENOUGH = 0.25
"""Acting is spoken of where this part of the passages has a word of it, or the question has."""

_ASKS_PART = re.compile(
    rf"\bwhom? (?:do|does|did) (?:.+ )?{PLAY}\b"
    r"|\b(?:which|what|who is the) (?:character|part|role)\b"
    rf"|^who(?: is| was|'s) {ACTED} by\b|\b{PLAYS} (?:which|what)\b|\bplays role\b"
    rf"|\b(?:which|what) \w+ (?:do|does|did|is) (?:.+ )?{PLAY}(?:ed|ing)?\b",
    re.IGNORECASE,
)
_ASKS_PLAYER = re.compile(
    rf"^who(?: also| first| really)? (?:{PLAYS}|(?:is|was) playing)\b"
    rf"|\b(?:which|what) (?:actor|actress|performer)\b|\bby whom (?:is|was) .+ {ACTED}\b"
    r"|\b(?:actor|actress|performer) (?:behind|of|for|who)\b|\bwho is (?:his|her|the) performer\b"
    r"|\b(?:guy|one|man|woman|girl|boy) (?:playing|portraying|voicing)\b"
    r"|\b(?:actor|actress)(?:['’]?s)? name\b|^name the (?:actor|actress|performer)\b"
    r"|^who (?:took|takes|has|had|got|plays?) the (?:part|role) of\b"
    r"|^who .*\brole (?:plays )?(?:actor|actress)\b",  # as a Korean question is rendered
    re.IGNORECASE,
)
_NAMES = re.compile(r"name the\b", re.IGNORECASE)
_ASKED_PART = re.compile(
    rf"\b(?:{PLAYS}|playing|portraying|voicing|(?:part|role|performer) of) "
    r"(?:(?:the )?(?:(?!(?:as|at|by|for|from|in|of|on|the|to|with)\b)[a-z]+ ){1,3})?"
    rf"(?P<name>{ANY_NAME})(?= in\b|[?,.!]|$)"
    rf"|\b(?:is|was) (?P<played>{ANY_NAME}) {ACTED}\b"
    rf"|^[Ww]ho (?P<before>{ANY_NAME}) role\b"
)
"""A part that is named outright: not "the English teacher", nor "On-jo's father"."""

_OWNING = ("'s", "’s", "'", "’")

_DESCRIBED = re.compile(r"(?:an?|the|his|her|their|its) |(?:An?|The|His|Her|Their|Its) (?=[a-z])")
"""How words begin that describe somebody: an actor is told by name, and "The Weeknd" is one."""


ASKED_PLAYER = re.compile(
    rf"\b(?:do|does|did|will|is) (?P<name>{ANY_NAME}) (?:{PLAY}(?:ing)?|get|take|have)\b"
)
"""Whose part is asked for."""

_ANY_NAME = re.compile(ANY_NAME)
_KIN_OF = re.compile(rf"\b{RELATIVE}s? of (?:the )?$", re.IGNORECASE)
_KIN_BEHIND = re.compile(rf"\S{{2}}['’]? {RELATIVE}s?\b(?! of\b)", re.IGNORECASE)
_WITHIN_CLAUSE = re.compile(
    r"(?<!\b[Bb]y )\b(?:who|that|whose|whom)\b"
    r"(?:(?!\b(?:play|portray|voic|cast|role|part|character|perform|act(?:or|ress))\w*)[^,])*$"
)
"""A clause that says who is meant, and not by acting: "the bully who hunts ..."."""

_OF_ACTING = re.compile(rf"{_ACTING.pattern}|\b(?:{PLAY}|{PLAYS}|stars?|voices?)\b", re.IGNORECASE)
_WHO_IS = re.compile(rf"[Ww]ho(?: is|['’]s| was) {ANY_NAME}\W*$")
"""Who that is may be told by who plays it."""


def side_asked(asked: Question) -> Side | None:
    """Return which of the two a question asks for; None where its wording is not plain.

    >>> from qa.answering.questions import take_apart
    >>> side_asked(take_apart("Who plays On-jo?")), side_asked(take_apart("Who hears her?"))
    (<Side.PLAYER: 'player'>, None)
    >>> side_asked(take_apart("Who does Lomon play?"))
    <Side.PART: 'part'>
    """
    if _ASKS_PART.search(asked.text):
        return Side.PART
    person = asked.type is AnswerType.PERSON or _NAMES.match(asked.text)
    return Side.PLAYER if person and _ASKS_PLAYER.search(asked.text) else None


def misses(asked: Question, passages: Sequence[Passage]) -> Callable[[Span], bool]:
    """Return what tells a span that cannot answer who plays, or is played, by what is said of it.

    That is a name known of the side that is not asked for, and of that side alone; and an actor
    whose own sentence names another part, and not the one that is asked about.
    """
    side = side_asked(asked)
    if side is None and asked.type is AnswerType.PERSON and not _OF_ACTING.search(asked.text):
        return lambda span: _only_plays(asked, span)
    if side is None or not is_of_acting(asked, passages):
        return lambda _: False
    return _misses_side(asked, side, passages)


def _misses_side(
    asked: Question, side: Side, passages: Sequence[Passage]
) -> Callable[[Span], bool]:
    """Return what tells a span that is not of the side asked for, or another of that side."""
    known = [each for passage in passages for each in billings(passage.text)]
    players = {as_words(each.player) for each in known}
    parts = {as_words(each.part) for each in known}
    right, wrong = (players, parts) if side is Side.PLAYER else (parts, players)
    aside = bystanders(asked.text) if side is Side.PLAYER else []
    about = [*asked_parts(asked.text)] if side is Side.PLAYER else []
    playing = ASKED_PLAYER.search(asked.text)
    player = playing["name"] if playing else ""

    def miss(span: Span) -> bool:
        if is_among(span.text, wrong) and not is_among(span.text, right):
            return True
        if side is Side.PART:
            return bool(player) and _is_played_by_another(span.text, player, known)
        if _DESCRIBED.match(span.text):
            return True
        return _plays_one_of(span, aside) or (bool(about) and _plays_another(span, about))

    return miss


def is_of_acting(asked: Question, passages: Sequence[Passage]) -> bool:
    """Whether acting is spoken of, in a question or in enough of its passages."""
    spoken = sum(_ACTING.search(each.text) is not None for each in passages)
    return _ACTING.search(asked.text) is not None or spoken >= _ENOUGH * len(passages)


def _only_plays(asked: Question, span: Span) -> bool:
    """Whether a span plays a part that is asked about: he is not whom it meets, leads or loves."""
    if _WHO_IS.match(asked.text):
        return False
    named = joined_names(asked.text) & asked.names
    return any(may_be_named(name, each.part) for each in _played_by(span) for name in named)


def asked_parts(question: str) -> Iterator[str]:
    """Yield the parts that a question names outright."""
    for match in _ASKED_PART.finditer(question):
        name = next(filter(None, match.groups()))
        if not name.endswith(_OWNING):
            yield name


def bystanders(question: str) -> list[str]:
    """Return the names of those who only tell whose part is meant.

    >>> bystanders("Who plays the mother of Ada?"), bystanders("Who plays the boy who hit Ada?")
    (['Ada'], ['Ada'])
    >>> bystanders("Who plays Ada?"), bystanders("Which actor took the role of Ada?")
    ([], [])
    """
    return [
        OWNED.sub("", match.group())
        for match in _ANY_NAME.finditer(question)
        if _KIN_OF.search(question, 0, match.start())
        or _KIN_BEHIND.match(question, match.end() - 2)
        or _WITHIN_CLAUSE.search(question, 3, match.start())
    ]


def _plays_another(span: Span, parts: Iterable[str]) -> bool:
    """Whether a span's sentence says whom it plays, and none of some parts is named in it."""
    said = _played_by(span)
    rest = span.quote
    for each in said:
        rest = rest.replace(each.player, "…")
    return bool(said) and not any(may_be_named(part, rest) for part in parts)


def _plays_one_of(span: Span, names: Iterable[str]) -> bool:
    """Whether a span's sentence says that it plays one of some names, and not a relative of one."""
    return any(
        is_named_in(name, each.part) and not each.part.endswith(_OWNING)
        for each in _played_by(span)
        for name in names
    )


def _played_by(span: Span) -> list[Billing]:
    """Return what a span's sentence says that it plays."""
    return [each for each in billings(span.quote) if is_among(span.text, [as_words(each.player)])]


def _is_played_by_another(part: str, player: str, known: Iterable[Billing]) -> bool:
    """Whether a part is known to be played, and by nobody who has all words of a player's name."""
    players = [each.player for each in known if is_among(part, [as_words(each.part)])]
    return bool(players) and not any(is_named_in(player, each) for each in players)
