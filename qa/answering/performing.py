"""Who plays and who is played: an actor is no answer where the part is asked for, nor the reverse.

Articles about a film name both in one breath, with capitals, of one kind, and a reader takes one
for the other, or the actor of another part. Only sentences that say it outright are believed ("A
plays B", "B, played by A"), and only where acting is spoken of, as finals are played, too. Those of
all passages tell who is an actor and who a part, as one says it and another answers; of whose part,
only the sentence that answers. What is not told is left to the reader.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.answering.exact import NAME, WORD
from qa.answering.kinds import AnswerType
from qa.answering.respelling import one_letter_off
from qa.answering.terms import joined_names
from qa.text.remembering import remembered
from qa.text.sounds import sound
from qa.text.units import units
from qa.text.words import words
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qa.answering.questions import Question
    from qa.types import Passage

_TEXTS = 512
"""How many passages and sentences are remembered with whom they say to play whom."""

_FIRM = 5
"""Letters of a sound; of shorter ones a single letter makes another name."""

_ACTED = r"(?:played|portrayed|voiced)"
_PLAY = r"(?:play|portray|voice)"
_PLAYS = rf"(?:{_PLAY}s|{_ACTED}|(?:stars?|starred|appears?|appeared|acts?|acted) as)"
_NAME = rf"{WORD}(?: {WORD}){{0,5}}+"
_ACTING = re.compile(
    r"\b(?:act(?:s as|ing|ors?|ress(?:es)?)|performer|cast|roles?|characters?|films?|movies?"
    r"|dramas?|sitcoms?|episodes?|webtoons?|portray\w*|voice[sd]?)\b",
    re.IGNORECASE,
)
_ENOUGH = 0.25
"""Acting is spoken of where this part of the passages has a word of it, or the question has."""

_SAID = (
    re.compile(
        rf"(?<!and )(?P<player>{NAME}|{WORD}(?= \()|(?<![^.!?]\s){WORD}(?= plays ))(?: \([^()]*\))?"
        rf"(?:, whose [^.,;]{{1,60}},|,?(?: who)?(?: also| first)?) {_PLAYS} "
        rf"(?:(?!by |of |in |at |for |with )[a-z]+,? ){{0,4}}?(?P<part>{_NAME})(?! and [^\W\d_a-z])"
    ),
    re.compile(
        rf"(?<!and )(?P<part>{_NAME})(?: \([^()]*\))?[,(]* ?\(?(?:who )?(?:is |was )?"
        rf"{_ACTED} by (?:the )?(?:[a-z]+ ){{0,2}}?(?P<player>{NAME})(?! and [^\W\d_a-z])"
    ),
)
_ASKS_PART = re.compile(
    rf"\bwhom? (?:do|does|did) (?:.+ )?{_PLAY}\b"
    r"|\b(?:which|what|who is the) (?:character|part|role)\b"
    rf"|^who(?: is| was|'s) {_ACTED} by\b|\b{_PLAYS} (?:which|what)\b|\bplays role\b"
    rf"|\b(?:which|what) \w+ (?:do|does|did|is) (?:.+ )?{_PLAY}(?:ed|ing)?\b",
    re.IGNORECASE,
)
_ASKS_PLAYER = re.compile(
    rf"^who(?: also| first| really)? (?:{_PLAYS}|(?:is|was) playing)\b"
    rf"|\b(?:which|what) (?:actor|actress|performer)\b|\bby whom (?:is|was) .+ {_ACTED}\b"
    r"|\b(?:actor|actress|performer) (?:behind|of|for|who)\b|\bwho is (?:his|her|the) performer\b"
    r"|\b(?:guy|one|man|woman|girl|boy) (?:playing|portraying|voicing)\b"
    r"|\b(?:actor|actress)(?:['’]?s)? name\b|^name the (?:actor|actress|performer)\b"
    r"|^who (?:took|takes|has|had|got|plays?) the (?:part|role) of\b"
    r"|^who .*\brole (?:plays )?(?:actor|actress)\b",  # as a Korean question is rendered
    re.IGNORECASE,
)
_NAMES = re.compile(r"name the\b", re.IGNORECASE)
_ASKED_PART = re.compile(
    rf"\b(?:{_PLAYS}|playing|portraying|voicing|(?:part|role|performer) of) "
    r"(?:(?:the )?(?:(?!(?:as|at|by|for|from|in|of|on|the|to|with)\b)[a-z]+ ){1,3})?"
    rf"(?P<name>{_NAME})(?= in\b|[?,.!]|$)"
    rf"|\b(?:is|was) (?P<played>{_NAME}) {_ACTED}\b"
    rf"|^[Ww]ho (?P<before>{_NAME}) role\b"
)
"""A part that is named outright: not "the English teacher", nor "On-jo's father"."""


_DESCRIBED = re.compile(r"(?:an?|the|his|her|their|its) ", re.IGNORECASE)
"""How words begin that describe somebody: an actor is told by name."""


_ASKED_PLAYER = re.compile(
    rf"\b(?:do|does|did|will|is) (?P<name>{_NAME}) (?:{_PLAY}(?:ing)?|get|take|have)\b"
)


_OF_ACTING = re.compile(
    rf"{_ACTING.pattern}|\b(?:{_PLAY}|{_PLAYS}|stars?|voices?)\b", re.IGNORECASE
)
_WHO_IS = re.compile(rf"[Ww]ho(?: is|['’]s| was) {_NAME}\W*$")
"""Who that is may be told by who plays it."""


_POSSESSIVE = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*['’]s\b")


class Side(Enum):
    """What is asked for of the two."""

    PLAYER = "player"
    PART = "part"


_COLUMNS = (
    (Side.PLAYER, re.compile(r"(?:actor|actress|performer|cast|played by)\b", re.IGNORECASE)),
    (Side.PART, re.compile(r"(?:character|role|part)\b", re.IGNORECASE)),
)
_TABLE = re.compile(
    r"^(?P<header>\|[^\n]+\|)[ \t]*\n\|[ \t:|-]+\|[ \t]*\n(?P<rows>(?:\|[^\n]*\|[ \t]*(?:\n|\Z))+)",
    re.MULTILINE,
)
_FIRST_NAME = re.compile(_NAME)


class Billing(NamedTuple):
    """That one plays another, as a sentence says it."""

    player: str
    part: str


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


@remembered(_TEXTS, longest=2000)
def billings(text: str) -> tuple[Billing, ...]:
    """Return who plays whom, as far as a text says it outright; nothing where several share a verb.

    >>> billings("Ada Lind plays the queen. Ulf, played by Per Holm, dies.")
    (Billing(player='Per Holm', part='Ulf'),)
    """
    found = (match for form in _SAID for match in form.finditer(text))
    told = (Billing(match["player"], match["part"]) for match in found)
    return (*told, *_listed(text))


def _listed(text: str) -> Iterator[Billing]:
    """Yield who plays whom by the rows of a table with a column of actors and one of parts."""
    for table in _TABLE.finditer(text):
        columns = [_column(each) for each in _cells(table["header"])]
        if {Side.PLAYER, Side.PART} <= {*columns}:
            at = [columns.index(side) for side in (Side.PLAYER, Side.PART)]
            for row in table["rows"].splitlines():
                cells = _cells(row)
                names = [_FIRST_NAME.match(cells[each]) for each in at if each < len(cells)]
                if len(names) == 2 and names[0] and names[1]:
                    yield Billing(names[0].group(), names[1].group())


def _cells(row: str) -> list[str]:
    return [cell.strip(" *_") for cell in row.strip().strip("|").split("|")]


def _column(header: str) -> Side | None:
    """Return what a column of a table holds, by its header."""
    for side, form in _COLUMNS:
        if form.match(header):
            return side
    return None


def misses(asked: Question, passages: Sequence[Passage]) -> Callable[[Span], bool]:
    """Return what tells a span that cannot answer who plays, or is played, by what is said of it.

    That is a name known of the side that is not asked for, and of that side alone; and an actor
    whose own sentence names another part, and not the one that is asked about.
    """
    side = side_asked(asked)
    if side is None and asked.type is AnswerType.PERSON and not _OF_ACTING.search(asked.text):
        return lambda span: _only_plays(asked, span)
    if side is None or not _is_of_acting(asked, passages):
        return lambda _: False
    known = [each for passage in passages for each in billings(passage.text)]
    players = {_words(each.player) for each in known}
    parts = {_words(each.part) for each in known}
    right, wrong = (players, parts) if side is Side.PLAYER else (parts, players)
    about = [*_asked_parts(asked.text)] if side is Side.PLAYER else []
    playing = _ASKED_PLAYER.search(asked.text) if side is Side.PART else None

    def miss(span: Span) -> bool:
        if playing and _is_played_by_another(span.text, playing["name"], known):
            return True
        if _among(span.text, wrong) and not _among(span.text, right):
            return True
        if side is Side.PLAYER and _DESCRIBED.match(span.text):
            return True
        return bool(about) and _plays_another(span, about)

    return miss


def tells(asked: Question) -> Callable[[Span], bool]:
    """Return what tells a span that is the actor, or the part, as its sentence says outright."""
    side, name = side_asked(asked), _asked_of(asked)

    def told(span: Span) -> bool:
        return side is not None and any(
            _among(span.text, [_words(each)]) or _among(each, [_words(span.text)])
            for each in _answers(side, name, span.quote)
        )

    return told


def outright(asked: Question, passages: Sequence[Passage], support: float) -> list[Span]:
    """Return the actor, or the part, wherever a sentence of passages says outright who it is."""
    side, name = side_asked(asked), _asked_of(asked)
    found: list[Span] = []
    for passage in passages if side and name else ():
        for unit in units(passage.text):
            sentence = passage.text[unit.start : unit.end]
            for answer in _answers(side, name, sentence) if side else ():
                start = passage.start + unit.start + sentence.index(answer)
                quote = passage.start + unit.start, passage.start + unit.end
                found.append(Span(passage, start, start + len(answer), support, *quote))
    return found


def _answers(side: Side, name: str, text: str) -> list[str]:
    """Return who plays a part of that name, or what one of that name plays, as a text says."""
    said = [each if side is Side.PLAYER else each[::-1] for each in billings(text)] if name else []
    return [answer for answer, other in said if _is_all_named(name, other)]


def _asked_of(asked: Question) -> str:
    """Return whose actor, or whose part, is asked for; "" where that is not plain.

    With two names beside each other ("On-jo and I-sak") nobody knows which of them is meant.
    """
    if side_asked(asked) is Side.PART:
        match = _ASKED_PLAYER.search(asked.text)
        return match["name"] if match else ""
    text = _POSSESSIVE.sub("", asked.text)  # "On-jo's father" is not On-jo
    named = [*(joined_names(text) & asked.names)] or [*_asked_parts(asked.text)]
    alike = {sound("".join(words(each))): each for each in sorted(named)}
    return min(alike.values()) if len(alike) == 1 else ""


def _is_all_named(name: str, text: str) -> bool:
    """Whether a text may hold all words of a name."""
    return all(may_be_named(word, text) for word in name.split())


def _is_of_acting(asked: Question, passages: Sequence[Passage]) -> bool:
    spoken = sum(_ACTING.search(each.text) is not None for each in passages)
    return _ACTING.search(asked.text) is not None or spoken >= _ENOUGH * len(passages)


def _only_plays(asked: Question, span: Span) -> bool:
    """Whether a span plays a part that is asked about: he is not whom it meets, leads or loves."""
    if _WHO_IS.match(asked.text):
        return False
    return any(
        _among(span.text, [_words(each.player)])
        and any(may_be_named(name, each.part) for name in joined_names(asked.text) & asked.names)
        for each in billings(span.quote)
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def _among(name: str, known: Iterable[tuple[str, ...]]) -> bool:
    """Whether a name is one that is known, or a part of it: "So-ju" of "Nam So-ju"."""
    said = _words(name)
    size = len(said)
    return size > 0 and any(
        said == each[at : at + size] for each in known for at in range(len(each) - size + 1)
    )


def _asked_parts(question: str) -> Iterator[str]:
    """Yield the parts that a question names outright."""
    for match in _ASKED_PART.finditer(question):
        name = next(filter(None, match.groups()))
        if not name.endswith(("'s", "’s", "'", "’")):
            yield name


def _plays_another(span: Span, parts: Iterable[str]) -> bool:
    """Whether a span's sentence says whom it plays, and none of some parts is named in it."""
    said = [each for each in billings(span.quote) if _among(span.text, [_words(each.player)])]
    rest = span.quote
    for each in said:
        rest = rest.replace(each.player, "…")
    return bool(said) and not any(may_be_named(part, rest) for part in parts)


def _is_played_by_another(part: str, player: str, known: Iterable[Billing]) -> bool:
    """Whether a part is known to be played, and by nobody who has all words of a player's name."""
    players = [each.player for each in known if _among(part, [_words(each.part)])]
    return bool(players) and not any(_is_all_named(player, each) for each in players)


def may_be_named(name: str, text: str) -> bool:
    """Whether a text may hold a name, or a word of it, however either is spelled.

    >>> may_be_named("Gyeong su", "Han Kyung-soo ran."), may_be_named("Cheol-su", "Su-ji ran.")
    (True, False)
    """
    asked, held = _sounds(name), _sounds(text)
    return "" in asked or any(
        one == other or (min(len(one), len(other)) >= _FIRM and one_letter_off(one, other))
        for one in asked
        for other in held
    )


def _sounds(text: str) -> set[str]:
    """Return how the words of a text sound, joined over hyphens, and each two neighbours as one."""
    joined = ["".join(words(each)) for each in text.split()]
    return {sound(each) for each in (*joined, *map("".join, pairwise(joined)))}
