"""Who plays whom, as texts say it outright: "A plays B", "B, played by A", or a row of a table.

Nothing else is believed, and nothing where several share a verb.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.answering.exact import NAME, WORD
from qa.answering.respelling import one_letter_off
from qa.answering.trimming import NO_NAMES
from qa.text.remembering import remembered
from qa.text.sounds import sound
from qa.text.spelling import romanised
from qa.text.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TEXTS = 512
"""How many passages and sentences are remembered with whom they say to play whom."""

_FIRM = 5
"""Letters of a sound; of shorter ones a single letter makes another name."""

ACTED = r"(?:played|portrayed|voiced)"
PLAY = r"(?:play|portray|voice)"
PLAYS = rf"(?:{PLAY}s|{ACTED}|(?:stars?|starred|appears?|appeared|acts?|acted) as)"
ANY_NAME = rf"{WORD}(?: {WORD}){{0,5}}+"
OWNED = re.compile(r"['’]s$")
"""The end of a name to which something belongs."""

_SAID = (
    re.compile(
        rf"(?<!and )(?P<player>{NAME}|{WORD}(?= \()|(?<![^.!?]\s){WORD}(?= plays ))(?: \([^()]*\))?"
        rf"(?:, whose [^.,;]{{1,60}},|,?(?: who)?(?: also| first)?) {PLAYS} "
        rf"(?:(?!by |of |in |at |for |with )[a-z]+,? ){{0,4}}?(?P<part>{ANY_NAME})"
        r"(?! and [^\W\d_a-z])"
    ),
    re.compile(
        rf"(?<!and )(?P<part>{ANY_NAME})(?: \([^()]*\))?[,(]* ?\(?(?:who )?(?:is |was )?"
        rf"{ACTED} by (?:the )?(?:[a-z]+ ){{0,2}}?(?P<player>{NAME})(?! and [^\W\d_a-z])"
    ),
)


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
_FIRST_NAME = re.compile(ANY_NAME)


class Billing(NamedTuple):
    """That one plays another, as a sentence says it."""

    player: str
    part: str


@remembered(_TEXTS, longest=2000)
def billings(text: str) -> tuple[Billing, ...]:
    """Return who plays whom, as far as a text says it outright; nothing where several share a verb.

    >>> billings("Ada Lind plays the queen. Ulf, played by Per Holm, dies.")
    (Billing(player='Per Holm', part='Ulf'),)
    """
    found = (match for form in _SAID for match in form.finditer(text))
    told = (Billing(_name_alone(match["player"]), match["part"]) for match in found)
    return (*told, *_listed(text))


def _name_alone(name: str) -> str:
    """Return a name without what may stand before it with a capital: "In March Kim Lee"."""
    first, _, rest = name.partition(" ")
    leads = fold(first) in STOP_WORDS or fold(first) in NO_NAMES
    return _name_alone(rest) if rest and leads else name


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


def as_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded."""
    return tuple(words(name))


def joined_over_marks(name: str) -> str:
    """Return a name as one word, folded: what is compared by its sound."""
    return "".join(words(name))


def is_among(name: str, known: Iterable[tuple[str, ...]]) -> bool:
    """Whether a name is one that is known, or a part of it: "So-ju" of "Nam So-ju"."""
    said = as_words(name)
    size = len(said)
    return size > 0 and any(
        said == each[at : at + size] for each in known for at in range(len(each) - size + 1)
    )


def is_named_in(name: str, text: str) -> bool:
    """Whether a text holds all words of a name, however either is spelled.

    >>> is_named_in("Kyung-soo", "Han Gyeong-su"), is_named_in("온조", "Nam On-jo")
    (True, True)
    >>> is_named_in("Gong Yoo", "Yoo In-soo"), is_named_in("Анна", "Anna")
    (False, False)
    """
    return all("" not in sounds_of(word) and may_be_named(word, text) for word in name.split())


def may_be_named(name: str, text: str) -> bool:
    """Whether a text may hold a name, or a word of it; what has no sound in Latin letters may.

    >>> may_be_named("Gyeong su", "Han Kyung-soo ran."), may_be_named("Cheol-su", "Su-ji ran.")
    (True, False)
    """
    return heard_among(name, sounds_of(text))


def heard_among(name: str, heard: set[str]) -> bool:
    """Whether a name, or a word of it, may be among what sounds so (as `sounds_of` has it)."""
    asked = sounds_of(name)
    return "" in asked or any(
        one == other or (min(len(one), len(other)) >= _FIRM and one_letter_off(one, other))
        for one in asked
        for other in heard
    )


def sounds_of(text: str) -> set[str]:
    """Return how the words of a text sound, joined over hyphens, and each two neighbours as one."""
    joined = [joined_over_marks(each) for each in romanised(text).split()]
    return {sound(each) for each in (*joined, *map("".join, pairwise(joined)))}
