"""The routes that programs use: values in, values out; whatever goes wrong is raised.

A route that looks something up is a plain function, which FastAPI runs in a thread; one that is
asked a question has its work done when its turn has come (`qa.service.turns`). Each holds one
engine, and so one generation, from beginning to end.
"""

import time
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from qa.answering.deciding import THRESHOLD
from qa.answering.engine import Engine
from qa.corpus.names import normalised
from qa.service import reference
from qa.service.answers import AskReply, TimelineReply
from qa.service.examples import Examples
from qa.service.live import NotReadyError
from qa.service.metrics import MEDIA_TYPE
from qa.service.parts import Parts
from qa.service.remembering import Asked
from qa.service.replies import (
    AliveReply,
    ArticleReply,
    ArticlesReply,
    ArticleSummary,
    ExamplesReply,
    FacetsReply,
    IndexReply,
    ReadyReply,
    RefusalReply,
    SearchReply,
)
from qa.service.requests import AskRequest, ListRequest, SearchRequest, TimelineRequest
from qa.service.sending import send
from qa.types import Answer

_WITH_BODY = (400, 408, 413, 415, 422, 429, 503)


class Routes:
    """What the service answers, from the engine that is live."""

    def __init__(self, parts: Parts) -> None:
        self._examples = Examples()
        self._live = parts.live
        self._metrics = parts.metrics
        self._remembered = parts.remembered
        self._searching = parts.searching
        self._answering = parts.answering
        self._unanswered = parts.unanswered

    async def ask(self, request: AskRequest, http: Request) -> Response:
        """Answer a question with exact, dated citations, or abstain and say why."""
        answer = partial(self._answer, request)
        if self._is_remembered(request):
            return await run_in_threadpool(answer)  # past all those for whom there is work to do
        return await self._answering.take(answer, http.receive)

    async def timeline(
        self, request: Annotated[TimelineRequest, Query()], http: Request
    ) -> Response:
        """Tell how the answer to a question changed, dated and cited."""
        return await self._answering.take(partial(self._tell, request), http.receive)

    async def search(self, request: SearchRequest, http: Request) -> Response:
        """Find the passages that have most to do with a question, best first."""
        return await self._searching.take(partial(self._find, request), http.receive)

    def articles(self, page: Annotated[ListRequest, Query()]) -> Response:
        """List the articles that can be found, or some of them."""
        with self._live.engine() as engine:
            ids = engine.find_articles(page.q, page.filters, page.order)
            shown = ids[page.offset : page.offset + page.limit]
            reply = ArticlesReply(
                articles=[ArticleSummary.of(engine.article(each)) for each in shown],
                total=len(ids),
                offset=page.offset,
                limit=page.limit,
                generation=engine.generation,
            )
        return send(reply)

    def article(self, article_id: str) -> Response:
        """Return one article as it was built."""
        with self._live.engine() as engine:
            article = engine.article(normalised(article_id))
            reply = ArticleReply.of(article, generation=engine.generation)
        return send(reply, headers={"ETag": f'"{article.digest}"'})

    def facets(self) -> Response:
        """Say by which sources and tags articles can be filtered, and from when they are."""
        with self._live.engine() as engine:
            reply = FacetsReply.of(engine.facets(), generation=engine.generation)
        return send(reply)

    def examples(self) -> Response:
        """Propose questions that the articles answer."""
        with self._live.engine() as engine:
            examples = list(self._examples.of(engine))
            reply = ExamplesReply(examples=examples, generation=engine.generation)
        return send(reply)

    def index(self) -> Response:
        """Say what is served now."""
        with self._live.engine() as engine:
            reply = IndexReply(
                generation=engine.generation,
                built_at=engine.built_at,
                articles=engine.article_count,
                chunks=engine.chunk_count,
                embedder=engine.embedder_name,
                refused=self._refused(),
            )
        return send(reply)

    def ready(self) -> Response:
        """Say whether questions can be asked; 503 with the reason while they cannot."""
        if self._live.draining:
            raise NotReadyError("the server is stopping")
        with self._live.engine() as engine:
            reply = ReadyReply(
                status="ready", generation=engine.generation, refused=self._refused()
            )
        return send(reply)

    async def metrics(self) -> Response:
        """Show the figures of this server in the text format of Prometheus."""
        return Response(self._metrics.render(), media_type=MEDIA_TYPE)

    async def alive(self) -> Response:
        """Say that the process runs."""
        return send(AliveReply(status="alive"))

    def _is_remembered(self, request: AskRequest) -> bool:
        if not self._remembered.most:
            return False
        with self._live.engine() as engine:
            return Asked.of(engine, request) in self._remembered

    def _answer(self, request: AskRequest) -> Response:
        began = time.perf_counter()
        with self._live.engine() as engine:
            asked = Asked.of(engine, request)
            answer = self._remembered.find(asked) or self._ask(engine, asked)
        took_ms = (time.perf_counter() - began) * 1000
        self._note(request, answer)
        return send(AskReply.of(answer, took_ms=took_ms, explain=request.explain))

    def _tell(self, request: TimelineRequest) -> Response:
        with self._live.engine() as engine:
            began = time.perf_counter()
            timeline = engine.timeline(request.question, filters=request.filters)
        took_ms = self._time("timeline", began)
        return send(TimelineReply.of(timeline, took_ms=took_ms))

    def _find(self, request: SearchRequest) -> Response:
        with self._live.engine() as engine:
            began = time.perf_counter()
            passages = engine.search(request.question, top_k=request.top_k, filters=request.filters)
            generation = engine.generation
        took_ms = self._time("search", began)
        return send(
            SearchReply.of(request.question, passages, generation=generation, took_ms=took_ms)
        )

    def _ask(self, engine: Engine, asked: Asked) -> Answer:
        began = time.perf_counter()
        answer = engine.ask(
            asked.question,
            top_k=asked.top_k,
            filters=asked.filters,
            min_confidence=asked.min_confidence,
        )
        self._time("ask", began)
        if engine.today() == asked.day:  # else midnight passed, and nobody knows whose it is
            self._remembered.keep(asked, answer)
        return answer

    def _time(self, stage: str, began: float) -> float:
        """Count the time inside the engine; return it in milliseconds."""
        seconds = time.perf_counter() - began
        self._metrics.time_stage(stage, seconds)
        return seconds * 1000

    def _note(self, request: AskRequest, answer: Answer) -> None:
        """Count how a question ended; keep it if it was asked of everything and not answered."""
        if answer.reason is None:
            self._metrics.count_answer()
            self._unanswered.drop(answer.question)
            return
        self._metrics.count_answer(answer.reason)
        if not request.filters.active and request.min_confidence <= THRESHOLD:
            self._unanswered.note(answer.question, answer.reason, answer.confidence)

    def _refused(self) -> RefusalReply | None:
        refused = self._live.refused
        return RefusalReply.model_validate(refused) if refused else None


def build_router(parts: Parts) -> APIRouter:
    """Return the routes over one live engine."""
    routes = Routes(parts)
    router = APIRouter()
    for method, path, route, reply, errors in (
        ("POST", "/v1/ask", routes.ask, AskReply, _WITH_BODY),
        ("POST", "/v1/search", routes.search, SearchReply, _WITH_BODY),
        ("GET", "/v1/timeline", routes.timeline, TimelineReply, (422, 429, 503)),
        ("GET", "/v1/articles", routes.articles, ArticlesReply, (422, 429, 503)),
        ("GET", "/v1/articles/{article_id:path}", routes.article, ArticleReply, (404, 429, 503)),
        ("GET", "/v1/facets", routes.facets, FacetsReply, (429, 503)),
        ("GET", "/v1/examples", routes.examples, ExamplesReply, (429, 503)),
        ("GET", "/v1/index", routes.index, IndexReply, (429, 503)),
        ("GET", "/livez", routes.alive, AliveReply, (429,)),
        ("GET", "/readyz", routes.ready, ReadyReply, (429, 503)),
    ):
        responses = reference.describe_errors(errors)
        router.add_api_route(
            path, route, methods=[method], response_model=reply, responses=responses
        )
    router.add_api_route(
        "/metrics",
        routes.metrics,
        methods=["GET"],
        response_class=PlainTextResponse,
        responses=reference.describe_errors(()),
    )
    return router
