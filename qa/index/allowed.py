"""Which articles and rows a search may use, decided before anything is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.index.contents import Contents
    from qa.types import Filters


class Allowed(NamedTuple):
    """Which rows pass, bool of shape (rows,), and the slots of the articles that do, int32."""

    rows: NDArray[np.bool_]
    slots: NDArray[np.int32]


def allowed_by(filters: Filters, contents: Contents) -> Allowed | None:
    """Return what passes the filters; None when everything does because nothing is filtered."""
    if not filters.active:
        return None
    mask = allowed_articles(filters, contents)
    slots = contents.article_slots[mask]
    return Allowed(mask[contents.article_of_row], slots[slots >= 0])


def allowed_articles(filters: Filters, contents: Contents) -> NDArray[np.bool_]:
    """Return which articles pass the filters, bool of shape (articles,)."""
    table = contents.articles
    mask = np.ones(len(table), np.bool_)
    for end in (filters.as_of, filters.until):
        if end:
            mask &= (table["last_day"] <= end.last_day.toordinal()) & (table["last_day"] > 0)
    if filters.since:
        mask &= table["first_day"] >= filters.since.first_day.toordinal()
    for names, facet in ((filters.sources, contents.sources), (filters.tags, contents.tags)):
        if names:
            mask &= _members(names, facet, len(table))
    return mask


def _members(
    names: Iterable[str], facet: Mapping[str, Sequence[int]], articles: int
) -> NDArray[np.bool_]:
    """Return the articles under any of the names, as a mask; an unknown name adds none."""
    mask = np.zeros(articles, np.bool_)
    for name in names:
        mask[list(facet.get(fold(name), ()))] = True
    return mask
