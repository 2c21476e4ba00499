"""Who came after whom: a sentence may name the one who goes and the one who comes.

Only plain wordings are read: what a sentence does not say outright is left to the reader.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.exact import NAME
from qa.answering.kinds import AnswerType
from qa.answering.trimming import whole_name

if TYPE_CHECKING:
    from qa.answering.questions import Question
    from qa.types import Span

_HAS = r"(?:(?:has|have|had|is|was|are|were|will be|been|being)\s+)*(?:now\s+|also\s+)?"
_GOES = re.compile(
    rf",?\s*(?:who\s+|which\s+)?{_HAS}(?:left|leaves?|leaving|resign(?:s|ed|ing)?|quits?|quitting"
    r"|step(?:s|ped|ping)? down|stood down|stands? down|retir(?:es|ed|ing)|departs|departed"
    r"|no longer"
    r"|(?:sack|dismiss|fir|oust|remov|replac|succeed|follow)ed\b(?! [A-Z]))\b"
)
"""What follows the name of one who goes; "replaced Bell" is said of one who comes."""

_GONE = re.compile(
    r"\b(?:part(?:s|ed)? (?:company|ways) with|sack(?:s|ed)|dismiss(?:es|ed)|fir(?:es|ed)"
    r"|oust(?:s|ed)"
    r"|end(?:s|ed) (?:its|their|the) contract with|replac(?:es?|ed|ing)|succeed(?:s|ed|ing)?"
    r"|tak(?:es?|ing|en) over from|took over from|follow(?:s|ed|ing) on from|successor (?:to|of)"
    r"|former|ex-|predecessor)(?:\s+(?:the|its|their|as|long-serving))*"
    r"(?:\s+[a-z]+(?:[ -][a-z]+)?,?)?\s*$",
)
"""What stands before the name of one who goes, with a word for what that one was."""

_COMES = re.compile(
    rf"(?P<name>{NAME})\s*,?\s*(?:who\s+)?{_HAS}(?:tak(?:es?|ing|en) over|took over|succeed(?:s|ed)"
    r"|replac(?:es?|ed|ing)(?! by))\b"
)
_BY = re.compile(
    rf"\b(?:replaced|succeeded|followed) by (?:(?:the|its|their) )?(?:[a-z]+ )?(?P<name>{NAME})"
)
_ASKED = re.compile(
    r"\b(?:left|leaves?|leaving|resign\w*|quit|retire\w*|depart\w*|sack\w*|dismiss\w*|fired|oust\w*"
    r"|remov\w*|replac\w*|succe\w*|predecessor|former|previous|before|used to|no longer|follow\w*"
    r"|took over|step\w* down)\b",
    re.IGNORECASE,
)


def goes(asked: Question, span: Span) -> bool:
    """Whether a span names one who goes, in words that say so; never where that is asked about."""
    if asked.type is not AnswerType.PERSON or _ASKED.search(asked.text):
        return False
    at = span.quote_start
    first, last = whole_name(span.quote, span.start - at, span.end - at)
    return _one_goes(span.quote, first, last)


def successor(asked: Question, span: Span) -> Span:
    """Return the one who comes, where a span names one who goes and its sentence both.

    Any other span is left as it is.
    """
    if not goes(asked, span):
        return span
    for form in (_COMES, _BY):
        for match in form.finditer(span.quote):
            if match["name"] != span.text:
                start, end = match.span("name")
                return replace(span, start=span.quote_start + start, end=span.quote_start + end)
    return span


def says_goes(sentence: str, name: str) -> bool:
    """Whether a sentence says of one that it names that this one goes.

    >>> says_goes("Ada Kwan leaves; the new head is Tomasz Reyl.", "Ada Kwan")
    True
    >>> says_goes("Ada Kwan and Tomasz Reyl lead it.", "Ada Kwan")
    False
    """
    at = sentence.find(name)
    if at < 0:
        return False
    return _one_goes(sentence, at, at + len(name))


def _one_goes(sentence: str, first: int, last: int) -> bool:
    """Whether the words around a name in a sentence say that this one goes."""
    return bool(_GOES.match(sentence[last:]) or _GONE.search(sentence[:first]))
