"""What a question says about time, understood by rules and a clock that is given.

Only what limits the knowledge asked for becomes a limit ("as of March 2023", "reports since 2024").
A date in the question's subject ("Who won in 2024?") is no limit on when an article was published:
it is kept as `about`, which prefers and never excludes. What needs knowledge of the world ("before
season 1") is left alone.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from qa.answering.scopes import CARDINALS
from qa.text.dates import find_dates, month_number
from qa.types import Intent, Published, Understood

if TYPE_CHECKING:
    from datetime import date

    from qa.text.dates import Mention


_AS_OF = re.compile(r"\bas (?:of|at)(?: the)?(?: end of)?\s*$", re.IGNORECASE)
# A book too is "published in 1997": only what is plainly an article of the corpus is meant.
_REPORTS = r"\b(?:reports|articles|stories|news|updates)(?:\s+(?:published|written|from))?"
_KNOWN_BY = r"\b(?:known|said|told|reported|announced|published|believed|thought|expected)"
_LIMITS = (  # what may stand before a date, and what the date then is
    ("as_of", _AS_OF),
    (
        "as_of",
        re.compile(_KNOWN_BY + r"(?:\s+\w+){0,3}?\s+by(?: the)?(?: end of)?\s*$", re.IGNORECASE),
    ),
    ("since", re.compile(_REPORTS + r"\s+since\s*$", re.IGNORECASE)),
    ("after", re.compile(_REPORTS + r"\s+after\s*$", re.IGNORECASE)),
    (
        "since",
        re.compile(
            r"\b(?:changed|happened|said|reported|(?:what is|what's|anything) new)\b"
            r"(?:\s+\w+){0,5}?\s+since\s*$",
            re.IGNORECASE,
        ),
    ),
    ("until", re.compile(_REPORTS + r"\s+(?:until|till|up to)\s*$", re.IGNORECASE)),
    ("before", re.compile(_REPORTS + r"\s+(?:before|prior to)\s*$", re.IGNORECASE)),
    ("before", re.compile(_KNOWN_BY + r"(?:\s+\w+){0,3}?\s+before\s*$", re.IGNORECASE)),
    ("within", re.compile(_REPORTS + r"\s+(?:in|during|of|from)\s*$", re.IGNORECASE)),
    ("about", re.compile(r"\b(?:in|during|on|throughout|at)(?: the)?\s*$", re.IGNORECASE)),
)
_KOREAN_AS_OF = re.compile(r"^\s?(?:\d{1,2}일)?\s?(?:기준|현재|시점)")
_RELATIVE = (  # lower case: "Last Year" is a title
    ("year", -1, re.compile(r"(?<!\bthe )\blast year\b|\ba year ago\b|작년|지난해")),
    ("year", 0, re.compile(r"\bthis year\b|올해")),
    ("month", -1, re.compile(r"(?<!\bthe )\blast month\b|\ba month ago\b|지난달")),
    ("month", 0, re.compile(r"\bthis month\b|이번 달")),
    ("day", -1, re.compile(r"\byesterday\b|어제")),
    ("year", 1, re.compile(r"(?<!\bthe )\bnext year\b|내년")),
    ("month", 1, re.compile(r"(?<!\bthe )\bnext month\b|다음 달")),
)
_AGO = re.compile(
    rf"\b(?P<count>\d{{1,3}}|an?|{'|'.join(CARDINALS)})"
    r" (?P<unit>day|week|month|year|decade)s? ago\b"
)
_MONTH_ALONE = re.compile(
    r"(?P<before>\b(?:[Ii]n|[Ss]ince|[Ll]ast|[Dd]uring)\s+)(?P<name>January|February|March|April|May|June|July"
    r"|August|September|October|November|December)(?!\s+(?:of\s+)?(?:\d|[A-Z]))\b(?![’'-])"
)
"""A month without its year: the last one of that name."""

_INTENTS = (  # lower case: "Now" and "Today" with capitals belong to names
    (
        Intent.ORIGINAL,
        re.compile(
            r"\boriginally\b|\binitially\b|\bat first\b"
            r"|\boriginal (?:\w+ )?(?:dates?|prices?|plans?|estimates?|budget"
            r"|costs?|schedule|deadline)\b"
            r"|\bfirst (?:expected|planned|announced|reported|scheduled|supposed|due)\b"
            r"|원래|처음에|처음 (?:발표|보도|예정|예상|계획)"
        ),
    ),
    (
        Intent.LATEST,
        re.compile(r"\blatest\b|\bnewest\b|\bmost recent(?:ly)?\b|\bup[- ]to[- ]date\b|최신|최근"),
    ),
    (Intent.STILL, re.compile(r"\bstill\b|\b(?:any|no) ?longer\b|\bany ?more\b|아직|여전히")),
    (
        Intent.NOW,
        re.compile(
            r"\bnow\b(?! (?:known|called|named))|\bcurrently\b|\bcurrent\b|\btoday\b|\bnowadays\b"
            r"|\bat (?:present|the moment)\b|\bthese days\b|\bso far\b|\bto date\b|\byet\b"
            r"|현재|요즘|지금까지"
        ),
    ),
)


def understand(question: str, today: date) -> Understood:
    """Return what a question says about time; `today` is what "last year" counts from.

    >>> from datetime import date
    >>> str(understand("Who was in it as of March 2023?", date(2026, 1, 1)).as_of)
    '2023-03'
    """
    parts = _stated(question) | _relative(question, today)
    return Understood(
        as_of=parts.get("as_of"),
        since=parts.get("since"),
        until=parts.get("until"),
        about=parts.get("about"),
        intent=_intent(question),
    )


def _stated(question: str) -> dict[str, Published]:
    """Return what the dates of a question mean; the first date of a kind counts."""
    parts: dict[str, Published] = {}
    for mention in find_dates(question):
        kind = _kind(question, mention)
        if kind == "within":
            parts |= {"since": mention.published, "until": mention.published}
        elif kind == "before":
            parts.setdefault("until", _day(mention.first_day - timedelta(days=1)))
        elif kind == "after":
            parts.setdefault("since", _day(mention.last_day + timedelta(days=1)))
        elif kind:
            closes = kind in ("as_of", "until")
            parts.setdefault(kind, _end(mention) if closes else mention.published)
    return parts


def without_limits(question: str) -> str:
    """Return a question without the words that only say what may be known.

    >>> without_limits("Who led it as of March 2023?"), without_limits("As of 2023, who led it?")
    ('Who led it?', 'Who led it?')
    """
    for mention in reversed(find_dates(question)):
        kind = _kind(question, mention)
        if kind not in ("", "about"):
            limit = _AS_OF.search(question[: mention.start])
            start = limit.start() if limit and kind == "as_of" else mention.start
            question = question[:start].rstrip(" ,") + question[mention.end :]
    question = question.lstrip(" ,")
    return question[:1].upper() + question[1:]


def _kind(question: str, mention: Mention) -> str:
    """Return what a date is in its question, by the words around it; empty when nothing tells."""
    if _KOREAN_AS_OF.match(question[mention.end :]):
        return "as_of"
    if question[mention.end - 1] in "년월일年月日":
        return "about"
    return _limit_after(question[: mention.start])


def _limit_after(before: str) -> str:
    """Return what a date is behind these words; empty when they tell nothing."""
    return next((kind for kind, form in _LIMITS if form.search(before)), "")


def _end(mention: Mention) -> Published:
    """Return the period up to whose end a mention reaches: "early 2023" to the end of April."""
    last = mention.last_day
    if not mention.part:
        return mention.published
    return Published(last.year, last.month, last.day if mention.published.month else None)


def _relative(question: str, today: date) -> dict[str, Published]:
    text = _opened(question)
    for unit, step, form in _RELATIVE:
        match = form.search(text)
        if match:
            kind = "as_of" if _AS_OF.search(text[: match.start()]) else "about"
            return {kind: _moved(today, unit, step)}
    return _ago(text, today) or _last_of_that_name(question, today)


def _ago(text: str, today: date) -> dict[str, Published]:
    """Return the period that "two years ago" means; a week ago is a day, a decade ago a year."""
    match = _AGO.search(text)
    if match is None:
        return {}
    count = 1 if match["count"] in ("a", "an") else _number(match["count"])
    unit, times = {"week": ("day", 7), "decade": ("year", 10)}.get(
        match["unit"], (match["unit"], 1)
    )
    if unit == "year" and count * times >= today.year:
        return {}
    kind = "as_of" if _AS_OF.search(text[: match.start()]) else "about"
    return {kind: _moved(today, unit, -count * times)}


def _number(said: str) -> int:
    return CARDINALS.index(said) if said in CARDINALS else int(said)


def _last_of_that_name(question: str, today: date) -> dict[str, Published]:
    match = _MONTH_ALONE.search(question)
    if match is None:
        return {}
    month = month_number(match["name"])
    published = Published(today.year - (month > today.month), month)
    if not match["before"].lower().startswith("since"):
        return {"about": published}
    limits = _limit_after(question[: match.start("name")]) == "since"
    return {"since": published} if limits else {}


def _moved(today: date, unit: str, step: int) -> Published:
    """Return the year, month or day that lies `step` from today's."""
    if unit == "year":
        return Published(today.year + step)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return Published(months // 12, months % 12 + 1)
    return _day(today + timedelta(days=step))


def _day(day: date) -> Published:
    return Published(day.year, day.month, day.day)


def _intent(question: str) -> Intent | None:
    text = _opened(question)
    return next((intent for intent, form in _INTENTS if form.search(text)), None)


def _opened(question: str) -> str:
    """Return the question with its first letter small, and all of them where all are capitals."""
    text = question.strip()
    return text.lower() if text.isupper() else text[:1].lower() + text[1:]
