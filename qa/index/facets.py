"""What the articles of a generation can be filtered by, counted once it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.text.words import fold
from qa.types import Facet, Facets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qa.index.contents import Contents
    from qa.types import Article, Published


def count_facets(contents: Contents, most: int) -> Facets:
    """Return the `most` sources and tags that most articles have, and the first and last date."""
    return Facets(
        sources=_count(contents, contents.sources, _sources, most),
        tags=_count(contents, contents.tags, lambda article: iter(article.tags), most),
        first=_date(contents, "first_day", np.argmin),
        last=_date(contents, "last_day", np.argmax),
    )


def _count(
    contents: Contents,
    facet: Mapping[str, Sequence[int]],
    names: Callable[[Article], Iterator[str]],
    most: int,
) -> tuple[Facet, ...]:
    """Names are stored folded; how one is written is what its first article says."""
    ranked = sorted(facet, key=lambda name: (-len(facet[name]), name))[:most]
    return tuple(
        Facet(
            next(
                name for name in names(contents.article(facet[folded][0])) if fold(name) == folded
            ),
            len(facet[folded]),
        )
        for folded in ranked
    )


def _sources(article: Article) -> Iterator[str]:
    yield article.publisher
    yield from (source.publisher for source in article.sources)


def _date(contents: Contents, column: str, best: Callable[..., np.intp]) -> Published | None:
    dated = np.flatnonzero(contents.articles["last_day"] > 0)
    if not len(dated):
        return None
    return contents.article(int(dated[best(contents.articles[column][dated])])).published
