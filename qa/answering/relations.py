"""Relatives: "Who is Ada's father?" is not answered with her mother, nor with somebody else's.

Only what stands right beside a name is believed: "her mother Ida", "Ida, the mother of", "Ida's
mother". What is not told so is left to the reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.kinds import AnswerType

if TYPE_CHECKING:
    from qa.answering.questions import Question
    from qa.types import Span

_CALLED = {
    "mum": "mother",
    "mom": "mother",
    "dad": "father",
    "grandma": "grandmother",
    "grandpa": "grandfather",
}
_RELATIVE = (
    r"(?:(?:step|grand|half-|foster )?(?:mother|father|sister|brother|son|daughter)|mum|mom|dad"
    r"|grandma|grandpa|wife|husband|uncle|aunt|cousin|niece|nephew|boyfriend|girlfriend|widow"
    r"|widower|fianc[eé]e?)"
)
_ASKED = re.compile(rf"\b{_RELATIVE}\b", re.IGNORECASE)
_OWNS = re.compile(rf".{{0,2}}['’]s?\s+(?:[a-z]+ )?{_RELATIVE}\b")
"""What follows the one whose relative somebody is, from the last two letters of the words on, which
may hold the mark."""

_ALONE = re.compile(rf"(?:(?:the|his|her|their|a) )?(?P<who>{_RELATIVE})", re.IGNORECASE)
_OWNED = re.compile(rf"(?P<owner>[\w-]+)['’]s (?:[a-z]+ )?(?P<who>{_RELATIVE})$")
_BEFORE = re.compile(rf"\b(?P<who>{_RELATIVE}),? $")
_AFTER = re.compile(
    rf"^,? (?:(?:his|her|their|the|a|[\w-]+['’]s) )(?:[a-z]+ )?(?P<who>{_RELATIVE})\b"
)


def is_another_relative(asked: Question, span: Span) -> bool:
    """Whether a span is another relative than the one asked for, or whose relative that is."""
    wanted = {_named(word) for word in _ASKED.findall(asked.text)}
    if len(wanted) != 1 or asked.type is AnswerType.YES_NO:
        return False
    return _owns(span) or _is_another(wanted, asked, span.text) or _beside_another(wanted, span)


def _owns(span: Span) -> bool:
    """Whether a span is the one whose relative somebody is."""
    return _OWNS.match(span.text[-2:] + span.quote[span.end - span.quote_start :]) is not None


def _is_another(wanted: set[str], asked: Question, text: str) -> bool:
    """Whether a text says of itself that it is another relative."""
    if only := _ALONE.fullmatch(text):
        return _named(only["who"]) not in wanted
    owned = _OWNED.search(text)
    if owned is None:
        return False
    return _named(owned["who"]) not in wanted or owned["owner"].lower() not in asked.text.lower()


def _beside_another(wanted: set[str], span: Span) -> bool:
    """Whether another relative stands right before a span or right behind it."""
    before = span.quote[: span.start - span.quote_start]
    after = span.quote[span.end - span.quote_start :]
    beside = (_BEFORE.search(before), _AFTER.search(after))
    return any(match and _named(match["who"]) not in wanted for match in beside)


def _named(relative: str) -> str:
    return _CALLED.get(relative.lower(), relative.lower())
