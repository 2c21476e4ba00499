"""Of whom a sentence speaks: one that opens with another name tells nothing of the one asked about.

"How many cars does the Gannet carry?" is not answered by "The Kittiwake carries 32 cars", however
well all the rest of it fits. Only what a sentence opens with is taken for whom it speaks of, and
only where it has none of the names that are asked about, as names stand in for each other: a ship
for her line, an actor for his part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.billing import may_be_named
from qa.answering.strangers import names_by_capitals
from qa.answering.terms import held, terms
from qa.answering.trimming import NO_NAMES
from qa.text.words import STOP_WORDS, fold

if TYPE_CHECKING:
    from qa.answering.questions import Question
    from qa.types import Span

_WORD = r"[^\W\d_a-z][\w’'-]*"
_SHORT = re.compile(r"\b[A-Z]{2,}\b")
"""Letters that are short for words, which a sentence may spell out."""

_OPENS = re.compile(rf"(?P<the>The )?(?P<name>{_WORD}(?: {_WORD})*)")


def speaks_of_another(asked: Question, span: Span) -> bool:
    """Whether a span's sentence opens with another name, and has none of those asked about."""
    short = {fold(word) for word in _SHORT.findall(asked.text)}
    wanted = asked.names - NO_NAMES - short - held(span.passage.title)
    if not wanted or wanted & held(span.quote):
        return False
    match = _OPENS.match(span.quote)
    if match is None or span.quote.isupper() or not _is_name(match, span):
        return False
    if not names_by_capitals(asked.text):
        return False
    answers = match.start("name") <= span.start - span.quote_start < match.end()
    asked_about = bool(terms(match["name"]) & asked.terms)
    named = any(may_be_named(each, span.quote) for each in wanted)
    return not (answers or asked_about or named)


def _is_name(match: re.Match[str], span: Span) -> bool:
    """Whether a sentence's first words are a name: any first word has a capital."""
    name = match["name"]
    if fold(name) in STOP_WORDS | NO_NAMES:
        return False
    if match["the"] or " " in name or "-" in name:
        return True
    return re.search(rf"(?<=[a-z,] ){re.escape(name)}\b", span.passage.text) is not None
