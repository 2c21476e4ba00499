"""The read path as one method: retrieve, read, decide. An engine answers from one generation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.changes import history_of
from qa.answering.dating import understand, without_limits
from qa.answering.deciding import OUTSIDE_DATES, THRESHOLD, Inquiry, decide
from qa.answering.periods import admit, spread, told_by_then
from qa.answering.questions import take_apart
from qa.answering.rereading import MOST, read_twice
from qa.answering.restating import restate
from qa.answering.telling import Citations, tell_timeline
from qa.answering.timing import untimed
from qa.errors import QuestionError
from qa.types import Filters, Timeline, Understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from qa.answering.questions import Question
    from qa.answering.retrieving import Retriever
    from qa.answering.timing import Timed
    from qa.protocols import Order, Reader, Searcher
    from qa.types import Answer, Article, Facets, Passage, Published, Span

MOST_PASSAGES = 50
"""The largest `top_k`."""

LOOKED_AT = 24
"""How many passages are looked at for what was told on other days."""

PLACES = 15
"""How many places a timeline reads again."""

MOST_FACETS = 200
"""How many sources, and how many tags, are offered to filter by."""

_EVERYTHING = Filters()


def _is_spelled(word: str) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class Engine:
    """A retriever and a reader over one searcher; safe to ask from several threads.

    What `is_word` says is none may be mistyped; left out, all is spelled well.
    """

    searcher: Searcher
    retriever: Retriever
    reader: Reader
    today: Callable[[], date]
    refused: tuple[tuple[str, str], ...] = ()
    timed: Timed = untimed
    is_word: Callable[[str], bool] = _is_spelled

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
        inquiry = Inquiry(asked, understand(asked.text, self.today()), min_confidence)
        answer = self._answer(inquiry, top_k, filters)
        ever = replace(filters, as_of=None, since=None, until=None)
        if not answer.abstained or inquiry.understood.limit(filters) == ever:
            return answer
        always = replace(inquiry, understood=Understood())
        told_ever = not self._answer(always, top_k, ever).abstained
        return replace(answer, reason=OUTSIDE_DATES) if told_ever else answer

    def timeline(self, question: str, *, filters: Filters = _EVERYTHING) -> Timeline:
        """Return how the answer changed, oldest first; QuestionError as for `ask`."""
        asked = _checked(question, 1, filters)
        inquiry = Inquiry(asked, understand(asked.text, self.today()), THRESHOLD)
        readable, passages = self._found(inquiry, MOST_PASSAGES, filters)
        found = spread(passages, LOOKED_AT)
        spans = self._spans(readable, found, filters, most=PLACES)
        known = bool(spans) and spans[0].support >= THRESHOLD
        citations = Citations()
        with self.timed("decide"):
            history = history_of(readable.asked, spans, inquiry.understood) if known else []
            entries = tell_timeline(history, citations)
        return Timeline(
            question=asked.text,
            entries=entries,
            citations=citations.all,
            understood=inquiry.understood.under(filters),
            generation=self.generation,
        )

    def _answer(self, inquiry: Inquiry, top_k: int, filters: Filters) -> Answer:
        readable, passages = self._found(inquiry, max(top_k, LOOKED_AT), filters)
        spans = self._spans(readable, passages[:LOOKED_AT], filters)
        with self.timed("decide"):
            answer = decide(readable, spans, passages[:top_k], self.generation)
        understood = inquiry.understood.under(filters)
        text, read_as = inquiry.asked.text, readable.asked.text
        return replace(answer, question=text, understood=understood, read_as=read_as)

    def _found(
        self, inquiry: Inquiry, limit: int, filters: Filters
    ) -> tuple[Inquiry, Sequence[Passage]]:
        """Return the inquiry in words that can be read beside its passages, and these.

        What was mistyped, or said in other words than theirs, is sought once more as they say it.
        """
        passages = self._passages(inquiry, limit, filters)
        text = without_limits(inquiry.asked.text)
        restated = restate(text, passages, self.is_word)
        if restated.text == text:
            return inquiry, passages
        readable = replace(inquiry, asked=take_apart(restated.text))
        return readable, self._passages(readable, limit, filters) if restated.seek else passages

    def _passages(self, inquiry: Inquiry, limit: int, filters: Filters) -> Sequence[Passage]:
        """Return the passages found within the limits of the request and of the question."""
        text, understood = inquiry.asked.text, inquiry.understood
        within = self._retrieve(text, limit, understood.limit(filters))
        if understood.as_of is None or filters.as_of:
            return within
        return admit(self._retrieve(text, limit, filters), within, understood.as_of)[:limit]

    def _spans(
        self, inquiry: Inquiry, passages: Sequence[Passage], filters: Filters, most: int = MOST
    ) -> Sequence[Span]:
        """Return the spans of passages that the question's own limit admits."""
        asked = replace(inquiry.asked, text=without_limits(inquiry.asked.text))
        with self.timed("read"):
            spans = read_twice(self.reader, asked, passages, most=most)
        if inquiry.understood.as_of is None or filters.as_of:
            return spans
        return told_by_then(spans, inquiry.understood.as_of)

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

    def find_articles(
        self, sought: str = "", filters: Filters = _EVERYTHING, order: Order = "id"
    ) -> Sequence[str]:
        """Return the ids of the articles that pass and whose title or id holds all words sought."""
        return self.searcher.find_articles(sought, filters, order)

    def count_by_month(self) -> Mapping[Published | None, int]:
        """Return how many articles each month has, or year where that is all known."""
        return self.searcher.count_by_month()

    def facets(self) -> Facets:
        """Return what articles can be filtered by: the most frequent sources and tags."""
        return self.searcher.facets(most=MOST_FACETS)

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
