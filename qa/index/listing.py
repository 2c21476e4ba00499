"""The articles of a generation as a list: found by words of their names, sorted, and counted.

Dates come from the table of articles, where each is its first and last day; no text is read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from qa.index.contents import title_of
from qa.text.words import fold
from qa.types import Published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qa.index.contents import Contents
    from qa.protocols import Order

_LONGEST_MONTH = 31


def names_of(contents: Contents) -> list[str]:
    """Return what each article can be found by in a list: its folded title and id, by number."""
    titles = (title_of(contents.line(number)) for number in range(len(contents.ids)))
    return [
        f"{fold(title)}\n{fold(each)}" for title, each in zip(titles, contents.ids, strict=True)
    ]


def with_words(
    words: Sequence[str], names: Sequence[str], numbers: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return those of the articles `numbers` in whose names every word occurs, in their order."""
    folded = [fold(word) for word in words]
    return np.array(
        [number for number in numbers if all(word in names[number] for word in folded)], np.int64
    )


def in_order(
    order: Order, table: NDArray[np.void], numbers: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the articles `numbers` sorted; those without a date come last, ties stay as they are.

    A date counts as its first day, so 2022 comes before 2022-01-02.
    """
    if order == "id":
        return numbers
    days = table["first_day"][numbers].astype(np.int64)
    undated = days == 0
    keys = np.where(undated, np.iinfo(np.int64).max, -days if order == "newest" else days)
    sorted_numbers: NDArray[np.int64] = numbers[np.argsort(keys, kind="stable")]
    return sorted_numbers


def count_by_month(table: NDArray[np.void]) -> Mapping[Published | None, int]:
    """Return how many articles each month has, or year of which no month is known, oldest first."""
    spans = np.stack([table["first_day"], table["last_day"]], axis=1)
    kinds, counts = np.unique(spans, axis=0, return_counts=True)  # a row for each date there is
    months: dict[Published | None, int] = {}
    for (first, last), count in zip(kinds.tolist(), counts.tolist(), strict=True):
        month = _month(first, last)
        months[month] = months.get(month, 0) + count
    return {month: months[month] for month in sorted(months, key=_age)}


def _month(first: int, last: int) -> Published | None:
    if not first:
        return None
    day = date.fromordinal(first)
    return Published(day.year, day.month if last - first < _LONGEST_MONTH else None)


def _age(month: Published | None) -> tuple[int, int]:
    return (month.year, month.month or 0) if month else (date.max.year + 1, 0)
