"""Who plays whom, found where a sentence says it outright, without a model: "A plays B".

A sentence about another season, year or hearsay says so too; what it says then counts for less, as
whatever else is found there does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.billing import (
    Side,
    as_words,
    billings,
    is_among,
    is_named_in,
    joined_over_marks,
)
from qa.answering.evidence import refutes
from qa.answering.performing import ASKED_PLAYER, asked_parts, bystanders, is_of_acting, side_asked
from qa.answering.sides import asks
from qa.answering.terms import joined_names, numbers
from qa.text.sounds import sound
from qa.text.units import units
from qa.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.answering.questions import Question
    from qa.types import Passage

_POSSESSIVE = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*['’]s\b")
_HEARSAY = re.compile(r"\b(?:whether|if|hoax|rumou?r\w*|wish|should|could|would)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def tells(asked: Question, passages: Sequence[Passage]) -> Callable[[Span], bool]:
    """Return what tells a span that is the actor, or the part, as its sentence says outright."""
    side, name = _sought(asked, passages)

    def told(span: Span) -> bool:
        return any(
            is_among(span.text, [as_words(each)]) or is_among(each, [as_words(span.text)])
            for each in _answers(asked, side, name, span.quote)
        )

    return told


def outright(asked: Question, passages: Sequence[Passage], support: float) -> list[Span]:
    """Return the actor, or the part, wherever a sentence of passages says outright who it is."""
    side, name = _sought(asked, passages)
    found: list[Span] = []
    for passage in passages if name else ():
        for unit in units(passage.text):
            sentence = passage.text[unit.start : unit.end]
            for answer in _answers(asked, side, name, sentence):
                start = passage.start + unit.start + _place_of(answer, sentence)
                quote = passage.start + unit.start, passage.start + unit.end
                found.append(Span(passage, start, start + len(answer), support, *quote))
    return found


def _place_of(name: str, sentence: str) -> int:
    """Return where a name stands, not as a part of another word."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
    return match.start() if match else sentence.index(name)


def _answers(asked: Question, side: Side | None, name: str, text: str) -> list[str]:
    """Return who plays a part of that name, or what one of that name plays, as a text says."""
    if not name or _HEARSAY.search(text) or asks(text) or refutes(text) or _is_of_then(asked, text):
        return []
    said = [each if side is Side.PLAYER else each[::-1] for each in billings(text)]
    return [answer for answer, other in said if is_named_in(name, other)]


def _is_of_then(asked: Question, text: str) -> bool:
    """Whether a text speaks of other years than the question does."""
    wanted = {each for each in asked.numbers if _YEAR.fullmatch(each)}
    told = {each for each in numbers(text) if _YEAR.fullmatch(each)}
    return bool(wanted and told) and not wanted & told


def _sought(asked: Question, passages: Sequence[Passage]) -> tuple[Side | None, str]:
    """Return which is asked for, and of whom; "" where that is not plain, or nobody acts.

    With two names beside each other ("On-jo and I-sak") nobody knows which of them is meant.
    """
    side = side_asked(asked)
    if side is None or not is_of_acting(asked, passages):
        return side, ""
    if side is Side.PART:
        match = ASKED_PLAYER.search(asked.text)
        return side, match["name"] if match else ""
    text = _POSSESSIVE.sub("", asked.text)  # "On-jo's father" is not On-jo
    named = [*(joined_names(text) & asked.names)] or [*asked_parts(asked.text)]
    aside = [joined_over_marks(each) for each in bystanders(asked.text)]
    named = [each for each in named if not any(joined_over_marks(each) in one for one in aside)]
    alike = {sound(joined_over_marks(each)): each for each in sorted(named)}
    return side, min(alike.values()) if len(alike) == 1 else ""
