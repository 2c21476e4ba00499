"""Dates in running text, as people write them: English, ISO and the Korean forms.

A date that could be taken for another (09/03/2023) or for a plain number is no mention.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.text.remembering import remembered
from qa.text.words import fold
from qa.types import Published

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""The name of a month in English, short or long, as the group `name` of a pattern."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = (
    r"(?:(?P<part>early(?: in)?|beginning of|start of|mid(?:dle(?: or later part)? of)?|late"
    r"|turn of|end of|first half of|second half of|(?:first|second|third|fourth|last) quarter of"
    r"|q[1-4](?: of)?|spring(?: of)?"
    r"|summer(?: of)?|autumn(?: of)?|fall of)[\s-]+(?:the\s+)?)?"
)
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)"
_BOUNDS = (r"(?<![\w.,/$€£₩+-])", r"(?![\w%/]|[.,]\d|-\d)")
_COUNTED = (  # what a number before it counts, so that it is no year
    r"(?!\s+(?:people|persons|men|women|children|students|pupils|members|miles?|km|kilomet\w+|met\w+"
    r"|feet|hours?|minutes?|seconds?|days?|weeks?|months?|years?|dollars?|euros?|pounds?|won|times"
    r"|copies|votes|points|pages|million|billion|thousand|percent|per cent)\b)"
)
_FORMS = tuple(
    re.compile(_BOUNDS[0] + form + _BOUNDS[1], re.IGNORECASE)
    for form in (
        _YEAR + r"-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?\s+" + MONTH + r",?\s+" + _YEAR,
        MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR,
        _PART + MONTH + r",?\s+(?:of\s+)?" + _YEAR,
        _YEAR + r"-(?P<month>\d{2})",
        _PART + _YEAR + _COUNTED,
    )
)
_KOREAN = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})\s?[년年](?:\s?(?P<month>\d{1,2})\s?[월月])?(?:\s?(?P<day>\d{1,2})\s?[일日])?"
    r"|(?<!\d)(?P<dotted>[12]\d{3}\.\s?\d{1,2}\.\s?\d{1,2})\.?(?!\d)"
)
_PARTS = {  # the months of a year that such words mean, and the thirds of a month
    "early": (1, 4),
    "beginning": (1, 3),
    "start": (1, 3),
    "mid": (5, 8),
    "middle": (5, 8),
    "middle or later": (5, 12),
    "late": (9, 12),
    "turn": (1, 2),
    "end": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that stands in a text at `[start, end)`: its period, as precise as it was said.

    `part` is empty or narrows the year or the month, as in "late 2023".
    """

    start: int
    end: int
    published: Published
    part: str = ""

    @property
    def first_day(self) -> date:
        """The earliest day that may be meant."""
        return self._days()[0]

    @property
    def last_day(self) -> date:
        """The latest day that may be meant."""
        return self._days()[1]

    def _days(self) -> tuple[date, date]:
        whole = self.published
        if not self.part:
            return whole.first_day, whole.last_day
        first, last = _PARTS[self.part]
        if whole.month is None:
            return date(whole.year, first, 1), Published(whole.year, last).last_day
        ends = monthrange(whole.year, whole.month)[1]
        days = (1, 10) if last <= 4 else (21, ends) if first >= 9 else (10, 20)
        return date(whole.year, whole.month, days[0]), date(whole.year, whole.month, days[1])


@remembered(4096)
def find_dates(text: str) -> tuple[Mention, ...]:
    """Return the dates that stand in `text`, in order, none within another.

    >>> [(str(each.published), each.part) for each in find_dates("late 2023, or 9 March 2024")]
    [('2023', 'late'), ('2024-03-09', '')]
    """
    taken: list[Mention] = []
    for mention in _all(text):
        if all(mention.end <= each.start or each.end <= mention.start for each in taken):
            taken.append(mention)
    return tuple(sorted(taken, key=lambda each: each.start))


def month_number(name: str) -> int:
    """Return the number of the month that `MONTH` matched.

    >>> month_number("Sept"), month_number("ſeptember")  # the long s matches "s" in Unicode
    (9, 9)
    """
    return _MONTHS.index(fold(name[:3])) + 1


def _all(text: str) -> Iterator[Mention]:
    """Yield every reading of a date, the most precise forms first."""
    if not any(map(str.isdigit, text)):  # most texts that are looked at hold none
        return
    for form in (_KOREAN, *_FORMS):
        for match in form.finditer(text):
            published = _published(match.groupdict())
            if published:
                part = (match.groupdict().get("part") or "").lower()
                yield Mention(match.start(), match.end(), published, _part(part))


def _part(words: str) -> str:
    return next(
        (part for part in sorted(_PARTS, key=len, reverse=True) if words.startswith(part)), ""
    )


def _published(parts: dict[str, str | None]) -> Published | None:
    if parts.get("dotted"):
        parts = dict(
            zip(("year", "month", "day"), re.findall(r"\d+", parts["dotted"] or ""), strict=True)
        )
    name = parts.get("name")
    month = month_number(name) if name else int(parts.get("month") or 0)
    try:
        return Published(int(parts["year"] or 0), month or None, int(parts.get("day") or 0) or None)
    except ValueError:
        return None
