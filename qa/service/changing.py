"""The routes that change: articles are written, builds asked for, generations taken back.

What is acknowledged is on the disk. The routes that may wait are asynchronous, so that no thread
waits with them; whatever touches a file runs in one.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from qa.indexing.writing import Change, Expectation
from qa.service import reference
from qa.service.acknowledgements import (
    ChangeReply,
    FileReply,
    GenerationReply,
    GenerationsReply,
    JobReply,
    JobsReply,
    RollbackReply,
    TakenReply,
)
from qa.service.batches import LINES, Batch, BatchResponse, NoLinesError
from qa.service.files import take_file
from qa.service.following import Follower
from qa.service.limits import KEY_CHARACTERS
from qa.service.parts import Parts
from qa.service.replies import Reply, shape
from qa.service.requests import (
    ArticleRequest,
    BuildRequest,
    FileRequest,
    PutRequest,
    WaitRequest,
)
from qa.service.sending import send

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=KEY_CHARACTERS,
        pattern=r"^[\x21-\x7e]*$",
        description="A request with the same key and the same article is done once.",
    ),
]
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        description="Only if the article has this ETag.",
        min_length=1,
        max_length=1000,
    ),
]
IfNoneMatch = Annotated[
    str,
    Header(
        alias="If-None-Match",
        description="`*`: only if there is none yet.",
        min_length=1,
        max_length=1000,
    ),
]
Wait = Annotated[WaitRequest, Query()]


class ChangingRoutes:
    """What the service does when it is told to change something."""

    def __init__(self, parts: Parts) -> None:
        self._live = parts.live
        self._writer = parts.writer
        self._builds = parts.builds
        self._roll_back = parts.roll_back
        self._generations = parts.generations
        self._follower = Follower(parts.live, parts.builds)

    async def create_article(
        self, request: ArticleRequest, wait: Wait, idempotency_key: Key = ""
    ) -> Response:
        """Write a new article; it is on the disk when this returns."""
        article = request.to_article(request.id)
        change = await run_in_threadpool(self._writer.create, article, idempotency_key)
        return await self._acknowledge(change, wait, status=201)

    async def put_article(
        self,
        article_id: str,
        request: PutRequest,
        wait: Wait,
        if_match: IfMatch = "",
        if_none_match: IfNoneMatch = "",
    ) -> Response:
        """Write an article under this id, new or in place of the one that has it."""
        expected = Expectation.read(if_match, if_none_match)
        article = request.to_article(article_id)
        change = await run_in_threadpool(self._writer.put, article, expected)
        return await self._acknowledge(change, wait, status=201 if change.created else 200)

    async def delete_article(self, article_id: str, wait: Wait, if_match: IfMatch = "") -> Response:
        """Remove an article; the generations kept for a rollback hold it a while longer."""
        expected = Expectation.read(if_match, "")
        change = await run_in_threadpool(self._writer.delete, article_id, expected)
        return await self._acknowledge(change, wait, status=200)

    async def write_articles(self, request: Request, wait: Wait) -> Response:
        """Write articles, one JSON object a line; the reply has a line for each, as it is done.

        A line with an `id` replaces what has that id; the last line of the reply sums up.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in LINES:
            raise NoLinesError
        batch = Batch(self._writer, self._builds, self._follower)
        results = batch.results(request.stream(), wait=wait.wait)
        return BatchResponse(results)

    async def write_file(self, request: Request, file: Annotated[FileRequest, Query()]) -> Response:
        """Write the articles of one file, read as `qa add` would; the reply tells each one's fate.

        Markdown, text, HTML, JSON and JSON Lines are read, by the suffix of `name`.
        """
        raw = await request.body()
        taken = await run_in_threadpool(self._take_file, file, raw)
        written = any(each.error is None for each in taken)
        job = self._builds.request().id if written else None
        return send(FileReply(name=file.name, articles=taken, job=job))

    def _take_file(self, file: FileRequest, raw: bytes) -> list[TakenReply]:
        with self._builds.held():
            return take_file(self._writer, file.name, raw, replace=file.replace)

    async def build_index(self, request: BuildRequest | None = None) -> Response:
        """Ask for a build; GET /v1/jobs/{job_id} tells how it goes."""
        job = self._builds.request(full=request.full if request else False)
        return send(JobReply.of(job), 202, {"Location": f"/v1/jobs/{job.id}"})

    async def jobs(self) -> Response:
        """List the builds that are remembered, the last asked for first."""
        return send(JobsReply(jobs=shape(JobReply, self._builds.jobs())))

    async def job(self, job_id: str) -> Response:
        """Say how a build stands."""
        return send(JobReply.of(self._builds.job(job_id)))

    async def job_events(self, job_id: str) -> Response:
        """Tell the progress of a build as server-sent events, each a job, until it is done."""
        self._builds.job(job_id)
        return _Events(self._follower.events(job_id))

    def generations(self) -> Response:
        """List the generations that are kept, newest first; their files are not checked."""
        return send(GenerationsReply(generations=shape(GenerationReply, self._generations())))

    def roll_back_index(self) -> Response:
        """Return to the generation before the current one; the next build goes forward again."""
        generation = self._roll_back()
        self._live.refresh()
        return send(RollbackReply(generation=generation))

    async def _acknowledge(self, change: Change, wait: WaitRequest, *, status: int) -> Response:
        job = self._builds.request()
        generation = reason = None
        if wait.wait:
            generation, reason = await self._follower.follow(change, job)
        headers = {"Location": f"/v1/articles/{quote(change.id)}"} if status == 201 else {}
        if change.etag:
            headers["ETag"] = f'"{change.etag}"'
        return send(ChangeReply.of(change, job, generation, reason), status, headers)


def build_changing_router(parts: Parts) -> APIRouter:
    """Return the routes that change, and those that tell how it goes."""
    routes = ChangingRoutes(parts)
    router = APIRouter()
    for method, path, route, status, errors in (
        ("POST", "/v1/articles", routes.create_article, 201, (*_WRITES, 409)),
        ("PUT", _ARTICLE, routes.put_article, 200, (*_WRITES, 412)),
        ("DELETE", _ARTICLE, routes.delete_article, 200, (*_WRITES, 404, 412)),
        ("POST", "/v1/articles:bulk", routes.write_articles, 200, _WRITES),
        ("POST", _FILE, routes.write_file, 200, _WRITES),
        ("POST", "/v1/index/build", routes.build_index, 202, (*_CHANGES, 400, 422)),
        ("POST", "/v1/index/rollback", routes.roll_back_index, 200, (*_CHANGES, 409)),
        ("GET", "/v1/index/generations", routes.generations, 200, (429, 503)),
        ("GET", "/v1/jobs", routes.jobs, 200, (429, 503)),
        ("GET", "/v1/jobs/{job_id}", routes.job, 200, (404, 429, 503)),
        ("GET", "/v1/jobs/{job_id}/events", routes.job_events, 200, (404, 429, 503)),
    ):
        reply, form = _SHAPES[route.__name__]
        router.add_api_route(
            path,
            route,
            methods=[method],
            status_code=status,
            response_model=reply,
            response_class=form,
            responses=reference.describe_errors(errors) | _also(path, method),
            openapi_extra=_extra(path, method),
        )
    return router


class _Events(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


_CHANGES = (401, 403, 408, 413, 415, 429, 503)
_WRITES = (*_CHANGES, 400, 422, 507)
_SHAPES: Mapping[str, tuple[type[Reply] | None, type[Response]]] = {
    "create_article": (ChangeReply, JSONResponse),
    "put_article": (ChangeReply, JSONResponse),
    "delete_article": (ChangeReply, JSONResponse),
    "write_articles": (None, BatchResponse),
    "write_file": (FileReply, JSONResponse),
    "generations": (GenerationsReply, JSONResponse),
    "jobs": (JobsReply, JSONResponse),
    "build_index": (JobReply, JSONResponse),
    "roll_back_index": (RollbackReply, JSONResponse),
    "job": (JobReply, JSONResponse),
    "job_events": (None, _Events),
}
_ARTICLE = "/v1/articles/{article_id:path}"
_FILE = "/v1/articles:file"


def _also(path: str, method: str) -> dict[int | str, dict[str, Any]]:
    """Return the replies that come with a status of their own."""
    created = {"model": ChangeReply, "description": "Created"}
    return {201: created} if (method, path) == ("PUT", _ARTICLE) else {}


def _extra(path: str, method: str) -> dict[str, Any]:
    extra: dict[str, Any] = {} if method == "GET" else {"security": [{reference.KEY: []}]}
    if path.endswith(":bulk"):
        lines = {"schema": {"type": "string"}, "examples": {"one": {"value": _LINE}}}
        extra["requestBody"] = {"required": True, "content": {LINES[0]: lines}}
    if path == _FILE:
        raw = {"schema": {"type": "string", "format": "binary"}}
        extra["requestBody"] = {"required": True, "content": {"application/octet-stream": raw}}
    return extra


_LINE = '{"title": "The bridge reopens", "text": "It reopened on Friday."}\n'
