"""Spans of made-up articles: one sentence each, with the answer marked by brackets."""

from __future__ import annotations

from qa.text.units import units
from qa.types import Passage, Published, Span


def span(
    marked: str,
    published: str | None,
    *,
    support: float = 0.8,
    article: str = "",
    source: str = "",
) -> Span:
    """Return the span between [brackets] in a text, in an article of that date.

    The article's id is its date unless another is given.
    """
    at, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    passage = Passage(
        article_id=article or str(published),
        title="Report",
        published=Published.parse(published) if published else None,
        url="",
        source=source,
        text=text,
        start=100,
        end=100 + len(text),
        score=1.0,
        dense=0.7,
        lexical=9.0,
    )
    unit = next(each for each in units(text) if each.start <= at < each.end)
    low, high = unit.start, max(unit.end, end)
    return Span(passage, 100 + at, 100 + end, support, 100 + low, 100 + high)
