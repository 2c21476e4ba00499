"""Who plays and who is played: an actor is no answer where the part is asked for, nor the reverse.

Articles about a film name both in one breath, with capitals, of one kind, and a reader takes one
for the other, or the actor of another part. Only sentences that say it outright are believed ("A
plays B", "B, played by A"): those of all passages on who is an actor and who a part, as one says it
and another answers; of whose part, only the sentence that answers.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from qa.answering.exact import NAME, WORD
from qa.answering.kinds import AnswerType
from qa.text.remembering import remembered
from qa.text.sounds import sound
from qa.text.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qa.answering.questions import Question
    from qa.types import Passage, Span

_TEXTS = 512
"""How many passages and sentences are remembered with whom they say to play whom."""

_PLAY = r"(?:play|portray|voice)"
_AS = r"(?:stars?|starred|appears?|appeared|acts?|acted) as"
_PLAYS = rf"(?:(?:play|portray)(?:s|ed)|voice[sd]|{_AS})"
_ALSO = r"(?P<also>(?: \([^()]*\))?)"
_PART = rf"(?P<part>{WORD}(?: {WORD})*)"
_BETWEEN = r"(?:(?!by |of |in |at |for |with )[a-z]+,? ){0,4}?"
_SAID = (
    re.compile(
        rf"(?P<player>{NAME}){_ALSO},?(?: who)?(?: also| first)? {_PLAYS} {_BETWEEN}{_PART}"
    ),
    re.compile(
        rf"{_PART}{_ALSO}[,(]* ?\(?(?:who )?(?:is |was )?"
        rf"(?:played|portrayed|voiced) by (?:the )?(?:[a-z]+ ){{0,2}}?(?P<player>{NAME})"
    ),
)
_ASKS_PART = re.compile(
    rf"\b(?:whom? (?:do|does|did) (?:.+ )?{_PLAY}\b|(?:which|what) (?:character|part|role)\b"
    rf"|{_PLAYS} (?:which|what) "
    rf"|(?:which|what) \w+ (?:do|does|did|is) (?:.+ )?{_PLAY}(?:ed|ing)?\b)",
    re.IGNORECASE,
)
_ASKS_PLAYER = re.compile(
    rf"\b(?:act(?:or|ress)|performer|cast as|{_PLAYS}|(?:is|was|been) {_PLAY}(?:ed|ing)"
    r"|(?:guy|one|man|woman|girl|boy) (?:playing|portraying|voicing|behind)"
    r"|(?:in|took|takes|has|had|got|plays?) the (?:part|role) of)\b",
    re.IGNORECASE,
)
_NAMED = rf"(?P<name>{WORD}(?: {WORD})*)(?![’'])"
_NAMED_PART = re.compile(
    rf"\b(?:{_PLAYS}|playing|portraying|voicing|cast as|(?:part|role|performer|actor|actress) of"
    rf"|(?:actor|actress) is|behind) {_BETWEEN}{_NAMED}"
    rf"|\b(?:is|was) {_BETWEEN}(?P<played>{WORD}(?: {WORD})*) (?:played|portrayed|voiced)\b"
    rf"|(?P<before>{WORD}(?: {WORD})*) (?:role|part)\b"
)
_NAMED_PLAYER = re.compile(
    rf"\b(?:do|does|did|is) {_NAMED} (?:{_PLAY}(?:ed|ing)?|have|get|take)\b"
    rf"|\b(?P<played>{WORD}(?: {WORD})*) {_PLAYS} (?:which|what)\b"
    rf"|\b(?:part|role) (?:of|for|went to|was given to) (?P<before>{WORD}(?: {WORD})*)"
)


class Side(Enum):
    """What is asked for of the two."""

    PLAYER = "player"
    PART = "part"


class Billing(NamedTuple):
    """That one plays another, as a sentence says it; `also` is what else the first is called."""

    player: str
    part: str
    also: str


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


@remembered(_TEXTS, longest=2000)
def billings(text: str) -> tuple[Billing, ...]:
    """Return who plays whom, as far as a text says it outright.

    >>> [each[:2] for each in billings("Ada Lind plays the queen. Ulf, played by Per Holm, dies.")]
    [('Per Holm', 'Ulf')]
    """
    found = (match for form in _SAID for match in form.finditer(text))
    return tuple(
        Billing(match["player"], match["part"], match["also"])
        for match in found
        if match["player"] != match["part"]
    )


def misses(asked: Question, passages: Iterable[Passage]) -> Callable[[Span], bool]:
    """Return what tells a span that cannot answer who plays, or is played, by what is said of it.

    That is a name known of the side that is not asked for, and of that side alone; and one whose
    own sentence says that it plays, or is played by, another than the one that is asked about.
    """
    side = side_asked(asked)
    if side is None:
        return lambda _: False
    known = [each for passage in passages for each in billings(passage.text)]
    right, wrong = _sides(known, side), _sides(known, _OTHER[side])
    named = list(_asked_about(asked.text, side))

    def miss(span: Span) -> bool:
        other_side = _among(span.text, wrong) and not _among(span.text, right)
        return other_side or _of_another(span, side, named)

    return miss


_OTHER = {Side.PLAYER: Side.PART, Side.PART: Side.PLAYER}


def _sides(known: Iterable[Billing], side: Side) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(_of(each, side))) for each in known)


def _of(billing: Billing, side: Side) -> str:
    return billing.player if side is Side.PLAYER else billing.part


def _among(name: str, known: Iterable[tuple[str, ...]]) -> bool:
    """Whether a name is one that is known, or a part of it: "So-ju" of "Nam So-ju"."""
    said = tuple(words(name))
    size = len(said)
    return size > 0 and any(
        said == each[at : at + size] for each in known for at in range(len(each) - size + 1)
    )


def _asked_about(question: str, side: Side) -> Iterator[str]:
    """Yield the names of the part, or of the player, that a question names outright.

    Whose father a part is names nobody's part, and what is not in Latin letters has no sound here.
    """
    form = _NAMED_PART if side is Side.PLAYER else _NAMED_PLAYER
    for match in form.finditer(question):
        name = _without_asking(next(filter(None, match.groups())))
        if sound(fold(name)) and not name.endswith(("'s", "’s", "'", "’")):
            yield name


def _without_asking(name: str) -> str:
    """Return a name without a first word that only begins the question: "Who Nora" is "Nora"."""
    first, _, rest = name.partition(" ")
    return rest if fold(first) in STOP_WORDS else name


def _of_another(span: Span, side: Side, named: Iterable[str]) -> bool:
    """Whether a span's sentence says that it plays, or is played by, nobody who is asked about."""
    said = tuple(words(span.text))
    own = [
        each for each in billings(span.quote) if _among(span.text, _sides([each], side)) and said
    ]
    meant = [
        same_name(name, _of(each, _OTHER[side])) or fold(name) in fold(each.also)
        for name in named
        for each in own
    ]
    return bool(meant) and not any(meant)


def same_name(one: str, other: str) -> bool:
    """Whether two names may be of one: all words of either sound like words of the other.

    >>> same_name("Gyeong-su", "Han Kyung-soo"), same_name("Gong Yoo", "Yoo In-soo")
    (True, False)
    """
    mine, others = ({sound(fold(word)) for word in name.split()} for name in (one, other))
    return mine <= others or others <= mine
