"""Publication dates as people write them; a date that is not certain is not read."""

from __future__ import annotations

import re

from qa.text.dates import MONTH, month_number
from qa.types import Published

_DATED_NAME = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)(?:[-_ .]+|$)", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+\d{1,2}:.*)?", re.ASCII)

_LONGEST = 60  # characters of a date with weekday and time
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_TIME = r"(?:[T,\s]+\d{1,2}:\d{2}.*)?"
_WRITTEN = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})\s?[./年년]\s?(?P<month>\d{1,2})\s?[./月월]\s?(?P<day>\d{1,2})\s?[.日일]?",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + MONTH + r",?\s+(?P<year>\d{4})",
        MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        MONTH + r",?\s+(?P<year>\d{4})",
        r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?",
    )
)


def read_exact(value: str) -> Published:
    """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an ISO date and time, whose day as written counts.

    Anything else is a ValueError.
    """
    day = _DAY.fullmatch(value.strip())
    if day is None:
        return Published.parse(value)
    return Published(*(int(part) for part in day.groups()))


def read_written(value: str) -> Published | None:
    """Read a date that is all there is in `value`, or None.

    Where day and month could be taken for each other (09/03/2023) it is not read.

    >>> str(read_written("Thursday, March 9, 2023"))
    '2023-03-09'
    """
    value = value.strip()
    matches = (form.fullmatch(value) for form in _WRITTEN if len(value) <= _LONGEST)
    match = next((each for each in matches if each), None)
    return _published(match.groupdict()) if match else None


def split_name(name: str) -> tuple[Published | None, str]:
    """Return the ISO date (year-month or day) that a file name begins with, and the rest.

    >>> split_name("2023-03-09-renewed")[1]
    'renewed'
    """
    match = _DATED_NAME.match(name)
    if match is None:
        return None, name
    published = read_written(match[1])
    return (published, name[match.end() :]) if published else (None, name)


def _published(parts: dict[str, str | None]) -> Published | None:
    name = parts.get("name")
    month = month_number(name) if name else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    try:
        return Published(int(parts["year"] or 0), month or None, day or None)
    except ValueError:
        return None
