"""How numbers, dates and strangers' text are put for a reader at a terminal: values to text."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qa.types import Published

CONFIDENCE = (
    (0.9, "very likely right"),
    (0.7, "probably right"),
    (0.4, "uncertain"),
    (0.0, "a weak guess"),
)
"""From which probability on a confidence is called what; the page (words.js) says the same."""

REASONS = {
    "no_words": "The question holds no words to look for.",
    "no_evidence": "Nothing in the articles has to do with it.",
    "unknown_name": "The articles do not know the name that it asks about.",
    "type_mismatch": "The articles touch on it, but not on what kind of thing it asks for.",
    "outside_dates": "The articles answer it, but not those of the dates that were asked for.",
    "low_confidence": "The articles touch on it, but none says it clearly enough.",
}
"""Why there is no answer, in words; the page says the same."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SIZES = ("B", "kB", "MB", "GB", "TB")


def plain(text: str) -> str:
    r"""Replace what a terminal would obey or cannot print, as in a title that moves the cursor.

    >>> plain("red \x1b[31m")
    'red �[31m'
    """
    return _CONTROL.sub("\ufffd", text)


def describe_confidence(probability: float) -> str:
    """Say a probability in words and per cent.

    >>> describe_confidence(0.934)
    'very likely right (93 %)'
    """
    words = next(words for least, words in CONFIDENCE if probability >= least)
    return f"{words} ({probability:.0%})".replace("%", " %")


def describe_reason(reason: str) -> str:
    """Say why there is no answer; a reason without words of its own is said as it is."""
    return REASONS.get(reason, reason)


def describe_date(published: Published | None) -> str:
    """Say a date as precisely as it is known: `undated`, `2022`, `February 2022`."""
    if published is None:
        return "undated"
    month = calendar.month_name[published.month] if published.month else ""
    return " ".join(str(part) for part in (published.day, month, published.year) if part)


def describe_age(published: Published, today: date) -> str:
    """Say how long ago something was published, in days, months or years as far as known."""
    years = today.year - published.year
    months = years * 12 + today.month - (published.month or 1)
    days = (today - published.first_day).days
    if not published.month or abs(months) >= 18:
        return _ago(years, "year")
    if not published.day or abs(days) >= 45:
        return _ago(months, "month")
    return _ago(days, "day")


def describe_size(size: int) -> str:
    """Say a number of bytes with a unit that fits.

    >>> describe_size(999), describe_size(15_230_000)
    ('999 B', '15.2 MB')
    """
    scaled = float(size)
    for unit in _SIZES:
        if scaled < 1000 or unit == _SIZES[-1]:
            break
        scaled /= 1000
    return f"{scaled:.0f} {unit}" if unit == "B" else f"{scaled:.1f} {unit}"


def count(number: int, noun: str) -> str:
    """Say a number of things.

    >>> count(1, "article"), count(2000, "chunk")
    ('1 article', '2,000 chunks')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shorten(text: str, length: int = 220) -> str:
    """Put a text on one line and cut it after a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"


def list_few(ids: Sequence[str], *, most: int = 5) -> str:
    """Name a few and count the rest; empty when there is none."""
    named = ", ".join(ids[:most])
    return named if len(ids) <= most else f"{named} and {len(ids) - most:,} more"


def _ago(number: int, unit: str) -> str:
    if number == 0:
        return "today" if unit == "day" else f"this {unit}"
    return f"{count(number, unit)} ago" if number > 0 else f"in {count(-number, unit)}"
