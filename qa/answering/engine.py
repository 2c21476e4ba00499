"""The read path as one method: retrieve, read, decide. An engine answers from one generation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.deciding import OUTSIDE_DATES, THRESHOLD, decide
from qa.answering.questions import take_apart
from qa.answering.sentences import READ
from qa.errors import QuestionError
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.questions import Question
    from qa.answering.retrieving import Retriever
    from qa.protocols import Reader, Searcher
    from qa.types import Answer, Article, Passage

MOST_PASSAGES = 50
"""The largest `top_k`."""

_EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Engine:
    """A retriever and a reader over one searcher; safe to ask from several threads."""

    searcher: Searcher
    retriever: Retriever
    reader: Reader
    refused: tuple[tuple[str, str], ...] = ()

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = _EVERYTHING,
        min_confidence: float = THRESHOLD,
    ) -> Answer:
        """Answer a question with citations, or abstain; `top_k` passages are shown either way.

        An answer less likely to be right than `min_confidence` is withheld. QuestionError when the
        question is blank or too long, or the filters contradict themselves.
        """
        asked = _checked(question, top_k, filters)
        answer = self._answer(asked, top_k, filters, min_confidence)
        ever = replace(filters, as_of=None, since=None, until=None)
        if not answer.abstained or ever == filters:
            return answer
        told_ever = not self._answer(asked, top_k, ever, min_confidence).abstained
        return replace(answer, reason=OUTSIDE_DATES) if told_ever else answer

    def _answer(
        self, asked: Question, top_k: int, filters: Filters, min_confidence: float
    ) -> Answer:
        passages = self._retrieve(asked.text, max(top_k, READ), filters)
        spans = self.reader.read(asked.text, passages[:READ])
        return decide(
            asked, spans, passages[:top_k], threshold=min_confidence, generation=self.generation
        )

    def search(
        self, question: str, *, top_k: int = 5, filters: Filters = _EVERYTHING
    ) -> Sequence[Passage]:
        """Return the best `top_k` passages, best first; QuestionError as for `ask`."""
        return self._retrieve(_checked(question, top_k, filters).text, top_k, filters)

    def _retrieve(self, asked: str, limit: int, filters: Filters) -> Sequence[Passage]:
        if not any(char.isalnum() for char in asked):  # emoji alone: every passage is as far off
            return []
        return self.retriever.retrieve(asked, limit, filters)

    def article(self, article_id: str) -> Article:
        """Return an article as it was built; ArticleMissingError when there is none."""
        return self.searcher.article(article_id)

    def articles(self, *, offset: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` articles from position `offset`, sorted by id."""
        return self.searcher.articles(offset=offset, limit=limit)

    @property
    def generation(self) -> str:
        """The generation that every answer comes from."""
        return self.searcher.summary.generation

    @property
    def article_count(self) -> int:
        """How many articles can be cited."""
        return self.searcher.summary.articles

    @property
    def chunk_count(self) -> int:
        """How many chunks are searched."""
        return self.searcher.summary.chunks

    @property
    def embedder_name(self) -> str:
        """The embedder that the generation was built with."""
        return self.searcher.summary.embedder

    @property
    def built_at(self) -> str:
        """When the generation was built, ISO 8601 in UTC."""
        return self.searcher.summary.built_at

    def close(self) -> None:
        """Do nothing: the generation's files are unmapped with the last reference to them."""


def _checked(question: str, top_k: int, filters: Filters) -> Question:
    """Return the question taken apart when everything asked makes sense."""
    if not 1 <= top_k <= MOST_PASSAGES:
        raise QuestionError(f"top_k is {top_k}: ask for 1 to {MOST_PASSAGES} passages")
    if filters.since and filters.until and filters.since.first_day > filters.until.last_day:
        raise QuestionError(
            f"nothing can be published since {filters.since} and until {filters.until}: "
            "swap the two dates"
        )
    return take_apart(question)
