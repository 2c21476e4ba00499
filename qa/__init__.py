"""Ask a folder of articles; get the answer with exact, dated, checkable citations.

Importing this package loads nothing heavy: only the values and the errors.
"""

from qa.errors import QAError
from qa.types import Answer, Article, Citation, Filters, Passage, Published

__all__ = ["Answer", "Article", "Citation", "Filters", "Passage", "Published", "QAError"]
