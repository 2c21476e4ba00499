"""Rows of a table: each speaks for itself, where sentences refer back to what stood before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.terms import held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

_ROW = re.compile(r"\|[^\n]*\|")
_CELL = re.compile(r"[^|\s](?:[^|]*[^|\s])?")


def is_row(text: str) -> bool:
    """Whether a sentence is a row of a Markdown table.

    >>> is_row("| Lomon | Su-hyeok |"), is_row("Lomon plays Su-hyeok.")
    (True, False)
    """
    return bool(_ROW.fullmatch(text))


def cell_of(row: str, start: int, end: int) -> tuple[int, int]:
    """Return what of `row[start:end]` lies in the cell that holds most of it.

    >>> row = "| Lomon | Lee Su-hyeok |"
    >>> [row[a:b] for a, b in (cell_of(row, 4, 22), cell_of(row, 7, 9))]
    ['Lee Su-hyeok', '']
    """
    within = [
        (max(start, cell.start()), min(end, cell.end()))
        for cell in _CELL.finditer(row)
        if cell.start() < end and start < cell.end()
    ]
    return max(within, key=lambda part: part[1] - part[0], default=(start, start))


def rows_meant(asked: AbstractSet[str], sentences: Sequence[str]) -> Sequence[bool]:
    """Return which of neighbouring sentences a question can mean, as far as rows tell.

    Of rows those that hold most of its terms: a model that reads them one after the other easily
    takes the last cell of one for the next one's. Whatever is no row can be meant.

    >>> rows_meant({"oak"}, ["| Elm | Ada |", "| Oak | Ulf |", "It rains."])
    [False, True, True]
    """
    rows = [is_row(each) for each in sentences]
    shared = [
        len(asked & held(each)) if row else 0 for each, row in zip(sentences, rows, strict=True)
    ]
    most = max(shared, default=0)
    return [not row or count == most for row, count in zip(rows, shared, strict=True)]
