"""The values that flow through `qa`, in the order in which they appear.

    Article -> Chunk -> Hit -> Candidate -> Passage -> Span -> Citation -> Answer

All are frozen. Offsets are half-open `[start, end)` and count code points of `Article.text`. They
are imported from here, whichever module of this package holds them.
"""

from qa.types.answers import Answer, Citation, Entry, Extraction, Marked, Span, Statement, Timeline
from qa.types.articles import Article, Published, Source
from qa.types.passages import Candidate, Chunk, Facet, Facets, Hit, Passage, Row, Summary
from qa.types.questions import Filters, Intent, Understood

__all__ = [
    "Answer",
    "Article",
    "Candidate",
    "Chunk",
    "Citation",
    "Entry",
    "Extraction",
    "Facet",
    "Facets",
    "Filters",
    "Hit",
    "Intent",
    "Marked",
    "Passage",
    "Published",
    "Row",
    "Source",
    "Span",
    "Statement",
    "Summary",
    "Timeline",
    "Understood",
]
