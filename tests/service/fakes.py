"""An engine in memory, and an index folder of such engines; both keep the real one's promises."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from fastapi import FastAPI

from qa.answering.deciding import THRESHOLD
from qa.corpus.folder import Corpus
from qa.errors import ArticleMissingError, GenerationError, QuestionError
from qa.index.receipts import Receipts
from qa.index.store import Generation, Store
from qa.indexing.writing import Writer
from qa.service.access import Access
from qa.service.app import create_app
from qa.service.builds import BuildFailedError, Builds, Outcome
from qa.service.guard import Rules
from qa.service.live import LiveEngine
from qa.service.parts import Parts
from qa.service.unanswered import UnansweredQuestions
from qa.types import (
    Answer,
    Article,
    Citation,
    Entry,
    Facet,
    Facets,
    Filters,
    Passage,
    Published,
    Source,
    Span,
    Statement,
    Timeline,
    Understood,
)

if TYPE_CHECKING:
    from qa.answering.engine import Engine
    from qa.protocols import Order, Progress

ARTICLES = (
    Article(
        id="cast/2022-01-28-on-jo",
        title="Park Ji-hu plays Nam On-jo",
        text="Park Ji-hu plays Nam On-jo. She was born in 2003.",
        published=Published(2022, 1, 28),
        url="https://example.org/on-jo",
        source="Example News",
        author="A. Writer",
        tags=("cast",),
        lang="en",
        sources=(Source("https://example.org/a", "Example", "2022-01"),),
        extra={"facts": ["F001"]},
        inferred={"lang": "guessed from the text"},
    ),
    Article(
        id="cast/유인수",
        title="유인수, 귀남 역",
        text="유인수는 귀남을 연기한다. 🧟 He plays Gwi-nam.",
        published=Published(2022, 2),
    ),
    Article(
        id="undated",
        title="<script>alert(1)</script>",
        text="Nobody knows when this was written.",
        tags=("odd",),
    ),
)

ALL = Filters()


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {"who", "is", "the", "a", "of", "in", "was"}


class FakeEngine:
    """Finds by common words and answers with the first sentence; unusable once closed."""

    def __init__(self, generation: str = "000007", articles: Sequence[Article] = ARTICLES) -> None:
        self.generation = generation
        self.article_count = len(articles)
        self.chunk_count = len(articles)
        self.embedder_name = "letters"
        self.built_at = "2026-11-22T15:31:00+00:00"
        self.refused: tuple[tuple[str, str], ...] = ()
        self.closed = 0
        self.asked: list[str] = []
        self.day = NOON.date()
        self._articles = {article.id: article for article in articles}

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = ALL,
        min_confidence: float = THRESHOLD,
    ) -> Answer:
        self.asked.append(question)
        passages = self.search(question, top_k=top_k, filters=filters)
        if not passages:
            return Answer(
                question=question,
                answer=None,
                reason="no article says anything about it",
                confidence=0.12,
                citations=(),
                passages=[_passage(each, 0.0) for each in list(self._articles.values())[:top_k]],
                generation=self.generation,
            )
        spans = [
            Span(each, 0, each.text.index(".") + 1, each.score, signs={"margin": 0.5})
            for each in passages
        ]
        return Answer(
            question=question,
            answer=Statement(spans[0].text, (1,), passages[0].published),
            reason=None,
            confidence=0.93,
            citations=[_citation(number, span) for number, span in enumerate(spans, start=1)],
            passages=passages,
            generation=self.generation,
            understood=Understood(as_of=filters.as_of),
            changed=len(spans) > 1,
            earlier=[
                Statement(span.text, (number,), span.passage.published)
                for number, span in enumerate(spans[1:], start=2)
            ],
            spans=spans,
        )

    def today(self) -> date:
        return self.day

    def timeline(self, question: str, *, filters: Filters = ALL) -> Timeline:
        passages = [each for each in self.search(question, filters=filters) if each.published]
        spans = [
            Span(each, 0, each.text.index(".") + 1, each.score, signs={"margin": 0.5})
            for each in passages
        ]
        return Timeline(
            question=question,
            entries=[
                Entry(span.text, (number,), published, published, 1)
                for number, span in enumerate(spans, start=1)
                if (published := span.passage.published)
            ],
            citations=[_citation(number, span) for number, span in enumerate(spans, start=1)],
            understood=Understood(as_of=filters.as_of),
            generation=self.generation,
        )

    def search(self, question: str, *, top_k: int = 5, filters: Filters = ALL) -> Sequence[Passage]:
        self._check_open()
        if not question.strip():
            raise QuestionError("the question is blank")
        found = [
            _passage(article, len(words(question) & words(article.text)) / 10)
            for article in self._articles.values()
            if _allowed(article, filters)
        ]
        ranked = sorted((each for each in found if each.score), key=lambda each: -each.score)
        return ranked[:top_k]

    def article(self, article_id: str) -> Article:
        self._check_open()
        if article_id not in self._articles:
            raise ArticleMissingError(article_id)
        return self._articles[article_id]

    def articles(self, *, offset: int, limit: int) -> Sequence[Article]:
        self._check_open()
        return sorted(self._articles.values(), key=lambda each: each.id)[offset : offset + limit]

    def find_articles(
        self, sought: str = "", filters: Filters = ALL, order: "Order" = "id"
    ) -> Sequence[str]:
        self._check_open()
        found = [
            each
            for each in sorted(self._articles.values(), key=lambda each: each.id)
            if _allowed(each, filters)
            and all(part in f"{each.title}\n{each.id}".lower() for part in sought.lower().split())
        ]
        if order != "id":
            found.sort(key=lambda each: _age(each.published, newest=order == "newest"))
        return [each.id for each in found]

    def count_by_month(self) -> Mapping[Published | None, int]:
        self._check_open()
        dates = [each.published for each in self._articles.values()]
        months = [date and Published(date.year, date.month) for date in dates]
        return {
            month: months.count(month)
            for month in sorted(set(months), key=lambda each: _age(each, newest=False))
        }

    def facets(self) -> Facets:
        self._check_open()
        articles = list(self._articles.values())
        dated = sorted(
            (article.published for article in articles if article.published),
            key=lambda published: published.first_day,
        )
        return Facets(
            sources=_count(article.publisher for article in articles if article.publisher),
            tags=_count(tag for article in articles for tag in article.tags),
            first=dated[0] if dated else None,
            last=dated[-1] if dated else None,
        )

    def close(self) -> None:
        self.closed += 1

    def _check_open(self) -> None:
        if self.closed:
            raise RuntimeError("the engine was used after it was closed")


def as_engine(fake: FakeEngine) -> "Engine":
    return cast("Engine", fake)


@dataclass
class FakeIndex:
    """What an index folder is to a LiveEngine: CURRENT, and engines that open or do not."""

    current: str | None = "000007"
    articles: Sequence[Article] = ARTICLES
    damaged: set[str] = field(default_factory=set)
    error: Exception | None = None
    opened: list[FakeEngine] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @property
    def latest(self) -> str | None:
        return self.opened[-1].generation if self.opened else None

    def read_current(self) -> str | None:
        return self.current

    def open_engine(self) -> "Engine":
        current = self.current
        assert current is not None
        if self.error is not None:
            raise self.error
        if current in self.damaged:
            raise GenerationError(current, "vectors.npy is 3 bytes short")
        with self.lock:
            self.opened.append(FakeEngine(current, self.articles))
            return as_engine(self.opened[-1])

    def live(self, *, interval: float = 0.25, retry: float = 30.0) -> LiveEngine:
        return LiveEngine(
            open_engine=self.open_engine,
            current=self.read_current,
            interval=interval,
            retry=retry,
        )


def _count(names: Iterable[str]) -> tuple[Facet, ...]:
    return tuple(Facet(name, articles) for name, articles in Counter(names).most_common())


def _age(published: Published | None, *, newest: bool) -> tuple[bool, int]:
    day = published.first_day.toordinal() if published else 0
    return published is None, -day if newest else day


def _passage(article: Article, score: float) -> Passage:
    return Passage(
        article_id=article.id,
        title=article.title,
        published=article.published,
        url=article.url,
        source=article.publisher,
        text=article.text,
        start=0,
        end=len(article.text),
        score=score,
        dense=score / 2,
        lexical=score * 10,
    )


def _citation(number: int, span: Span) -> Citation:
    passage = span.passage
    return Citation(
        id=number,
        article_id=passage.article_id,
        title=passage.title,
        published=passage.published,
        url=passage.url,
        source=passage.source,
        quote=span.text,
        start=span.start,
        end=span.end,
    )


def _allowed(article: Article, filters: Filters) -> bool:
    published = article.published
    dated = filters.as_of or filters.since or filters.until
    if dated and published is None:
        return False
    ends = [each.last_day for each in (filters.as_of, filters.until) if each]
    return (
        all(published is not None and published.last_day <= end for end in ends)
        and (filters.since is None or article.published.first_day >= filters.since.first_day)  # type: ignore[union-attr]
        and (not filters.sources or article.publisher in filters.sources)
        and (not filters.tags or bool(set(article.tags) & set(filters.tags)))
    )


class FakeBuild:
    """Publishes what a corpus folder says into a FakeIndex; fails as often as it is told to."""

    def __init__(self, corpus: Corpus, index: FakeIndex, failures: int = 0) -> None:
        self.corpus = corpus
        self.index = index
        self.failures = failures
        self.built: list[bool] = []

    def __call__(self, *, full: bool, noticed: bool, progress: "Progress") -> Outcome:
        """Take over the articles of the corpus as the next generation."""
        self.built.append(full)
        progress("read", 1, 2)
        if self.failures:
            self.failures -= 1
            raise BuildFailedError("No space left on device")
        reading = self.corpus.read()
        self.index.articles = reading.articles
        self.index.current = f"{int(self.index.current or 0) + 1:06}"
        count = len(reading.articles)
        problems = {each.path: each.reason for each in reading.problems}
        return Outcome(
            generation=self.index.current,
            published=True,
            articles=count,
            chunks=count,
            added=1,
            changed=0,
            removed=0,
            embedded=1,
            reused=0,
            seconds=0.5,
            problems=problems,
        )


NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def make_parts(
    live: LiveEngine,
    build: FakeBuild,
    *,
    first_delay: float = 0.01,
    keep: int = 0,
    answers: int = 0,
    turns: int = 2,
) -> Parts:
    """Return a server's parts over a real corpus folder and fake engines; its clock stands."""
    beside = build.corpus.folder.parent / "beside"
    receipts = Receipts(beside / "receipts", lambda: datetime.now(UTC))
    writer = Writer(build.corpus, receipts, Store(beside).writing)
    builds = Builds(build, after=live.refresh, gather=0, first_delay=first_delay)
    return Parts(
        live=live,
        writer=writer,
        builds=builds,
        roll_back=lambda: "000001",
        generations=lambda: [Generation("000001", current=True, articles=1, chunks=2, bytes=3)],
        unanswered=UnansweredQuestions(keep, lambda: NOON),
        keep_answers=answers,
        searches=turns,
        answers=turns,
        started_at=NOON,
    )


def make_app(
    live: LiveEngine, *, key: str = "", hosts: Sequence[str] | None = None, version: str = "1.2.3"
) -> FastAPI:
    """Return a service over `live` that nobody means to change."""
    folder = Path(tempfile.gettempdir()) / "qa-test-nothing-is-written-here"
    parts = make_parts(live, FakeBuild(Corpus(folder / "corpus"), FakeIndex()))
    return create_app(parts, version=version, rules=Rules(Access(key), hosts))
