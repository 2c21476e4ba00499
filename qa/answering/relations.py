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
_RELATIVE = (
    r"(?:(?:step|grand|half-|foster )?(?:mother|father|sister|brother|son|daughter)|mum|mom|dad"
    r"|grandma|grandpa|wife|husband|uncle|aunt|cousin|niece|nephew|boyfriend|girlfriend|widow"
    r"|widower|fianc[eé]e?)"
)
_ASKED = re.compile(rf"\b{_RELATIVE}\b", re.IGNORECASE)
_OWNS = re.compile(rf".{{0,2}}['’]s?\s+(?:[a-z]+ )?{_RELATIVE}\b")
"""What follows the one whose relative somebody is, from the last two letters of the words on, which
may hold the mark."""

_OWNED = re.compile(rf"(?P<owner>[\w-]+)['’]s (?:[a-z]+ )?(?P<who>{_RELATIVE})$")
_BEFORE = re.compile(rf"\b(?P<who>{_RELATIVE}),? $")
_AFTER = re.compile(
    rf"^,? (?:(?:his|her|their|the|a|[\w-]+['’]s) )(?:[a-z]+ )?(?P<who>{_RELATIVE})\b"
)


def is_another_relative(asked: Question, span: Span) -> bool:
    """Whether a span is another relative than the one asked for, or whose relative that is."""
    wanted = {_named(word) for word in _ASKED.findall(asked.text)}
    if len(wanted) != 1:
        return False
    at = span.quote_start
    before, after = span.quote[: span.start - at], span.quote[span.end - at :]
    text = span.text
    if _OWNS.match(text[-2:] + after):
        return True
    if owned := _OWNED.search(text):
        owner = owned["owner"].lower()
        return _named(owned["who"]) not in wanted or owner not in asked.text.lower()
    beside = [form.search(where) for form, where in ((_BEFORE, before), (_AFTER, after))]
    return any(match and _named(match["who"]) not in wanted for match in beside)


def _named(relative: str) -> str:
    return _CALLED.get(relative.lower(), relative.lower())
