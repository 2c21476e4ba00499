"""A span with what its sentence tells: since when it is told, of what exactly, and who copied whom.

An article may recall what was said before it ("On 9 March 2023 Bolavip called ..."): what counts is
when a thing was told first hand, never later than the article itself. An article without a date
tells nothing about when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.meaning import Meaning, meaning_of
from qa.answering.measures import ORDINALS
from qa.answering.scopes import STRETCHES, scope_of
from qa.text.dates import find_dates
from qa.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from qa.types import Passage, Published, Span

_SHINGLE = 5
_COPIED, _RUNS = 0.5, 10
"""Two passages are copies when this part of the shorter one's shingles stands in the other, and so
many of them; shorter ones when they are the same."""

_TELL = (
    r"(?:said|says|wrote|writes|reported|reports|announced|announces|stated|told|tells|claimed"
    r"|claims|revealed|confirmed|published|according|hinted|implied|suggested|expected|estimated"
    r"|expects|speculated|predicted|guessed|mentioned|recalled|declared|listed|counted|called)"
)
_TELLS = re.compile(rf"\b{_TELL}\b", re.IGNORECASE)
_BEFORE_DATE = re.compile(
    rf"(?:\bas of(?: the)?|\b{_TELL}\b(?:\s+[\w’'-]+){{0,4}}?(?:\s+(?:on|in|of|at))?)\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[\s*_>|-]*(?:(?:On|In|By|At the end of|As of|During|Until)\s+)?(?:the\s+)?$")
_RECALLED = re.compile(
    r"\bhad\s+(?:\w+ly\s+|once\s+|not\s+)?(?:been\s+)?(?:named|expected|suggested|hinted|promised"
    r"|planned|thought|reported|announced|implied|said|hoped|claimed|predicted|scheduled|estimated"
    r"|listed|believed|pointed|considered|spoken|written|told|called|counted|put)\b"
    r"|\b(?:previously|originally|formerly|initially|at first|back then|used to)\b"
    r"|\brecall(?:s|ed|ing)?\b"
    r"|\b(?:an?|one|two|three|four|five|\d+) (?:day|week|month|year)s? (?:earlier|before)\b",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(r"\bno longer\b", re.IGNORECASE)
"""Said of its own clause only: "It no longer costs 8 dollars: it costs 9."."""

_FORMER = re.compile(
    r"\b(?:earlier|older|former|first|previous) (?:report|rumou?r|plan|estimate|claim|promise|date"
    r"|forecast|schedule|hint|window|version|article|story|edition)s?\b"
    r"|\b(?:belong|date|go(?:es)?)s? (?:back )?(?:to|from) the (?:first|early|earlier|opening) "
    r"(?:hour|day|week|month|year|season)s?\b",
    re.IGNORECASE,
)
_REFUTED = re.compile(
    r"\b(?:is|are|was|were|be|been|being|as|proved|turned out) (?:\w+ly )?(?:to be )?"
    r"(?:false|wrong|untrue|incorrect|mistaken|fake|an? (?:hoax|rumou?r|lie))\b"
    r"|\b(?:carr(?:y|ies|ied)|gives?|gave|states?|stated|prints?|printed|lists?|listed|spreads?)"
    r" (?:an? |the )?(?:false|wrong|incorrect) (?:\w+ ){0,2}?(?:dates?|figures?|reports?)\b"
    r"|\b(?:den(?:y|ies|ied|ying) that"
    r"|(?:den(?:y|ies|ied|ying)|refut\w+|debunk\w+|reject\w*|dismiss\w*) (?:\w+ ){0,2}?"
    r"(?:reports?|rumou?rs?|claims?))\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:in|during|for|over|throughout|(?:between|from)(?:\s+\S+){1,4}?\s+(?:and|to))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|since|before|until|by) the (?:end of the )?"
    rf"(?:{ORDINALS}) "
    r"(?:day|week|month|quarter|year)\b",
    re.IGNORECASE,
)
"""A day, not a stretch that a figure is counted over."""

_CLOSED = re.compile(
    r"\b(?:last|past|previous)\s+(?P<unit>season|year|quarter|month|week|spring|summer|autumn"
    r"|winter)\b"
    r"|\bthe (?P<just>season|year|quarter|month|week) (?:that has |which has )?just"
    r" (?:ended|gone|past)\b",
    re.IGNORECASE,
)
"""A stretch that was over when it was told of: what is measured over it belongs to it alone."""

_ALTERED = re.compile(
    r"\b(?:rais|lower|increas|reduc|chang|doubl|halv|put)\w* |\b(?:cut|set|rose|fell|grew|went) ",
    re.IGNORECASE,
)
"""What was altered then holds from then on."""

_CLAUSES = re.compile(r"[,;:–—]\s|\s(?:and|but|which|while|whereas)\s(?!\d)")
_TELLER = re.compile(rf"\s*,?\s*(?:has |had |also |have )?{_TELL}\b", re.IGNORECASE)
_TOLD_BY = re.compile(
    rf"\b(?:according to|told|(?:{_TELL}|reports?|articles?|story|stories|interviews?|reviews?)"
    r"\s+by)\s+(?:the\s+)?$|^\W*by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""A goal "scored by Weir" is his; a match "called by Weir" may be his too, and is left alone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span, what it means and what its sentence says of it.

    `told` is when it was told, None when that is not known; `recalled` says that the sentence
    speaks of it as of something past, and then only a day in that sentence tells when. `scope`
    holds what is counted or numbered around it, by noun.
    """

    span: Span
    meaning: Meaning
    told: Published | None
    recalled: bool
    scope: Mapping[str, frozenset[str]]


def evidence_of(span: Span) -> Evidence:
    """Return a span with what its sentence tells of it."""
    at = span.start - span.quote_start
    before, after = span.quote[:at], span.quote[at + len(span.text) :]
    rest = f"{before} … {after}" if (before + after).strip(" .") else span.quote
    clause = _CLAUSES.split(before)[-1] + "…" + _CLAUSES.split(after)[0]
    clause = clause if clause.strip(" .…") else span.quote
    recalled = any(
        form.search(where)
        for form, where in ((_RECALLED, span.quote), (_NO_LONGER, clause), (_FORMER, clause))
    )
    return Evidence(
        span=span,
        meaning=meaning_of(span.text),
        told=_told(rest, span.passage.published, recalled=recalled),
        recalled=recalled,
        scope=scope_of(rest),
    )


def period_of(span: Span) -> frozenset[str]:
    """Return the stretches of time that a figure is counted over, as its clause says."""
    sentence = clause_of(span)
    counted = {
        f"{number} {noun}"
        for noun, numbers in scope_of(_AFTER.sub("…", sentence)).items()
        if noun in STRETCHES
        for number in numbers
    }
    dated = {
        str(each.published)
        for each in find_dates(sentence)
        if _OVER.search(sentence[: each.start]) and not tells_when(sentence[: each.start])
    }
    told = span.passage.published
    closed = {
        f"{match['unit'] or match['just']} to {told.year if told else ''}"
        for match in _CLOSED.finditer(sentence)
        if not _ALTERED.search(sentence)
    }
    return frozenset(counted | dated | closed)


def clause_of(span: Span) -> str:
    """Return the clause that a span stands in, as far as marks and joining words show it."""
    at = span.start - span.quote_start
    before, after = span.quote[:at], span.quote[at + len(span.text) :]
    return _CLAUSES.split(before)[-1] + span.text + _CLAUSES.split(after)[0]


def independent(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Return the passages in groups that count once: copies of a text, and one publisher's own.

    Both groups and passages keep their order.
    """
    groups: list[list[tuple[Passage, frozenset[tuple[str, ...]]]]] = []
    for passage in passages:
        marked = (passage, _shingles(passage.text))
        group = next(
            (each for each in groups if any(_depend(marked, other) for other in each)), None
        )
        if group is None:
            groups.append([marked])
        else:
            group.append(marked)
    return [[passage for passage, _ in group] for group in groups]


def copied(one: str, other: str) -> bool:
    """Whether one text is mostly taken from the other, by shared runs of words (Broder 1997)."""
    return _copied(_shingles(one), _shingles(other))


def only_tells(span: Span) -> bool:
    """Whether a span is who tells, as in "Reuters reported" or "according to Reuters"."""
    before = span.quote[: span.start - span.quote_start]
    after = span.quote[span.end - span.quote_start :]
    return bool(_TELLER.match(after) or _TOLD_BY.search(before))


def refutes(sentence: str) -> bool:
    """Whether a sentence says of what it tells that it is not so.

    >>> refutes("The rumour that it opened in May is false."), refutes("It opened in May.")
    (True, False)
    >>> refutes("Two pages carry a wrong opening date: 4 and 9 May.")
    True
    """
    return _REFUTED.search(sentence) is not None


def names_period(text: str, period: Published) -> bool:
    """Whether a text names a date within the period, or the period itself."""
    return any(
        period.first_day <= mention.first_day and mention.last_day <= period.last_day
        for mention in find_dates(text)
    )


def _told(rest: str, published: Published | None, *, recalled: bool) -> Published | None:
    """Return when it was told: on a day that the sentence gives for that, else with the article."""
    if published is None:
        return None
    days = [
        mention.published
        for mention in find_dates(rest)
        if mention.last_day <= published.last_day and tells_when(rest[: mention.start])
    ]
    with_article = None if recalled else published
    return max(days, key=lambda each: (each.last_day, each.first_day), default=with_article)


def tells(text: str) -> bool:
    """Whether a text says that somebody tells something: "reported", "announced"."""
    return _TELLS.search(text) is not None


def is_when_told(before: str) -> bool:
    """Whether a date after these words is when somebody told so: "published by the Post in"."""
    return _BEFORE_DATE.search(before) is not None


def tells_when(before: str) -> bool:
    """Whether a date after these words says when its sentence was told; a row's first cell does."""
    in_first_cell = before.startswith("|") and "|" not in before[1:]
    return in_first_cell or bool(_BEFORE_DATE.search(before) or _OPENS.fullmatch(before))


def _depend(
    one: tuple[Passage, AbstractSet[tuple[str, ...]]],
    other: tuple[Passage, AbstractSet[tuple[str, ...]]],
) -> bool:
    publishers = {fold(one[0].source), fold(other[0].source)}
    same = one[0].article_id == other[0].article_id or (
        len(publishers) == 1 and "" not in publishers
    )
    return same or _copied(one[1], other[1])


def _copied(one: AbstractSet[tuple[str, ...]], other: AbstractSet[tuple[str, ...]]) -> bool:
    smaller, shared = min(len(one), len(other)), len(one & other)
    return shared > 0 and (one == other or (shared >= _RUNS and shared >= _COPIED * smaller))


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(words(text)))


def _runs(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    length = min(_SHINGLE, len(said))
    for at in range(len(said) - length + 1) if length else ():
        yield tuple(said[at : at + length])
