"""Relatives: "Who is Ada's father?" is not answered with her mother, nor with somebody else's.

Only what stands right beside a name is believed: "her mother Ida", "Ida, the mother of", "Ida's
mother". What is not told so is left to the reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
RELATIVE = (
    r"(?:(?:step|grand|half-|foster )?(?:mother|father|sister|brother|son|daughter)|mum|mom|dad"
    r"|grandma|grandpa|wife|husband|uncle|aunt|cousin|niece|nephew|boyfriend|girlfriend|widow"
    r"|widower|fianc[eé]e?)"
)
_RELATIVES = re.compile(rf"\b{RELATIVE}\b", re.IGNORECASE)
_WANTED = (
    re.compile(
        rf"^who(?:['’]s| is| was) (?:the )?(?:\S+ ){{0,4}}?(?P<who>{RELATIVE})\W*$", re.IGNORECASE
    ),
    re.compile(
        rf"^who(?:['’]s| is| was) (?:the )?(?:[a-z]+ )?(?P<who>{RELATIVE}) of\b", re.IGNORECASE
    ),
    re.compile(rf"\bname of (?:\S+ ){{0,3}}?(?P<who>{RELATIVE})\b", re.IGNORECASE),
    re.compile(rf"^what (?:\S+ ){{0,3}}?(?P<who>{RELATIVE}) name\b", re.IGNORECASE),
)
"""A relative who is asked for, not only spoken of; the last as a Korean question is rendered."""

_OWNS = re.compile(rf".{{0,2}}['’]s?\s+(?:[a-z]+ )?(?P<who>{RELATIVE})\b")
"""What follows the one whose relative somebody is, from the last two letters of the words on, which
may hold the mark."""

_ALONE = re.compile(rf"(?:(?:the|his|her|their|a) )?(?P<who>{RELATIVE})", re.IGNORECASE)
_OWNED = re.compile(rf"(?P<owner>[\w-]+)['’]s (?:[a-z]+ )?(?P<who>{RELATIVE})$")
_BEFORE = re.compile(rf"\b(?P<who>{RELATIVE})(?:, the(?: [a-z]+){{1,2}}| is)?,? $")
_OF = re.compile(rf"\b(?P<who>{RELATIVE}) of (?:the )?$")
_AFTER = re.compile(
    rf"^,? (?:(?:his|her|their|the|a|[\w-]+['’]s) )(?:[a-z]+ )?(?P<who>{RELATIVE})\b"
)


def is_another_relative(asked: Question, span: Span) -> bool:
    """Whether a span is another relative than the one asked for, or whose relative that is."""
    match = next(filter(None, (form.search(asked.text) for form in _WANTED)), None)
    if match is None:
        return False
    wanted = _named(match["who"])
    another = _is_another(wanted, asked, span.text) or _beside_another(wanted, span)
    return another or _owns(wanted, span)


def _owns(wanted: str, span: Span) -> bool:
    """Whether a span is the one whose relative of that kind somebody is."""
    before = span.quote[: span.start - span.quote_start]
    behind = _OWNS.match(span.text[-2:] + span.quote[span.end - span.quote_start :])
    return any(each and _named(each["who"]) == wanted for each in (behind, _OF.search(before)))


def _is_another(wanted: str, asked: Question, text: str) -> bool:
    """Whether a text says of itself that it is another relative."""
    if only := _ALONE.fullmatch(text):
        return _named(only["who"]) != wanted
    owned = _OWNED.search(text)
    if owned is None:
        return False
    return _named(owned["who"]) != wanted or owned["owner"].lower() not in asked.text.lower()


def _beside_another(wanted: str, span: Span) -> bool:
    """Whether another relative stands right before a span, or behind it where none is as asked."""
    before = _BEFORE.search(span.quote[: span.start - span.quote_start])
    if before:
        return _named(before["who"]) != wanted
    told = {_named(word) for word in _RELATIVES.findall(span.quote)}
    after = _AFTER.search(span.quote[span.end - span.quote_start :])
    return after is not None and wanted not in told and _named(after["who"]) != wanted


def _named(relative: str) -> str:
    return _CALLED.get(relative.lower(), relative.lower())
