"""Batches: articles as JSON Lines, written as they come, each line answered by a line.

The reply begins before the request has ended. A client need not read it meanwhile: results wait in
memory, since a batch has a limited number of lines.
"""

from __future__ import annotations

import asyncio
from codecs import BOM_UTF8
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from qa.errors import QAError
from qa.service import problems
from qa.service.acknowledgements import BatchReply, LineReply
from qa.service.limits import ARTICLE_BYTES, BATCH_LINES
from qa.service.requests import ArticleRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pydantic_core import ErrorDetails
    from starlette.types import Receive, Scope, Send

    from qa.indexing.writing import Change, Writer
    from qa.service.builds import Builds
    from qa.service.following import Follower
    from qa.service.replies import Reply

LINES = ("application/x-ndjson", "application/jsonl", "application/jsonlines")
"""The media types of JSON Lines; replies have the first."""


class Batch:
    """One batch on its way into the corpus."""

    def __init__(self, writer: Writer, builds: Builds, follower: Follower) -> None:
        self._writer = writer
        self._builds = builds
        self._follower = follower
        self._results: asyncio.Queue[Reply | None] = asyncio.Queue()
        self._last: Change | None = None
        self._lines = self._written = 0

    async def results(self, body: AsyncIterator[bytes], *, wait: bool) -> AsyncIterator[str]:
        """Write what comes; yield a line for each, and one for the whole batch in the end."""
        writing = asyncio.create_task(self._write_all(body))
        try:
            while (result := await self._results.get()) is not None:
                yield result.to_json() + "\n"
            yield (await self._sum_up(wait)).to_json() + "\n"
        finally:
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing

    async def _write_all(self, body: AsyncIterator[bytes]) -> None:
        try:
            with self._builds.held():
                async for line in split_lines(body):
                    self._lines += 1
                    result = await run_in_threadpool(self._write, self._lines, line)
                    self._results.put_nowait(result)
        except ClientDisconnect:
            pass  # nobody is there to be told
        except HTTPException as error:
            self._lines += 1  # the line that reading stopped at came, if not whole, and failed
            self._results.put_nowait(_failed(self._lines, problems.of_refusal(error)))
        finally:
            self._results.put_nowait(None)

    def _write(self, number: int, line: bytes) -> LineReply:
        try:
            request = ArticleRequest.model_validate_json(line.removeprefix(BOM_UTF8))
            article = request.to_article(request.id)
            change = self._writer.put(article) if request.id else self._writer.create(article)
        except ValidationError as error:
            return _failed(number, problems.of_faults(list(map(_in_body, error.errors()))))
        except QAError as error:
            return _failed(number, problems.of_error(error))
        self._last = change
        self._written += 1
        return LineReply(
            line=number,
            status=201 if change.created else 200,
            id=change.id,
            etag=change.etag,
            error=None,
        )

    async def _sum_up(self, wait: bool) -> BatchReply:
        job = self._builds.request()
        generation = reason = None
        if wait and self._last:
            generation, reason = await self._follower.follow(self._last, job)
        return BatchReply(
            lines=self._lines,
            written=self._written,
            failed=self._lines - self._written,
            job=job.id,
            generation=generation,
            reason=reason,
        )


class BatchResponse(StreamingResponse):
    """A reply that begins while the request is still being read.

    Starlette's own would listen for the client to go, and so take parts of the body away.
    """

    media_type = LINES[0]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the reply."""
        await self.stream_response(send)


async def split_lines(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the lines of a body that are not blank; 413 when one is too long, or they too many.

    Blank lines do not count.
    """
    rest, number = bytearray(), 0
    async for part in body:
        rest += part
        *lines, tail = rest.split(b"\n") if b"\n" in part else (rest,)
        for line in filter(bytes.strip, map(bytes, lines)):
            number += 1
            _check(number, line)
            yield line
        rest = bytearray(tail)
        _check(number, rest)
    if rest.strip():
        _check(number + 1, rest)
        yield bytes(rest)


def _check(number: int, line: bytes | bytearray) -> None:
    if number > BATCH_LINES:
        raise BatchTooLongError
    if len(line) > ARTICLE_BYTES:
        raise problems.BodyTooLargeError(ARTICLE_BYTES)


class NoLinesError(problems.ToldError):
    """A batch is of another media type than JSON Lines."""

    def __init__(self) -> None:
        super().__init__(415, f"send an object a line, with Content-Type: {LINES[0]}")


class BatchTooLongError(problems.ToldError):
    """A batch has more lines than are read."""

    def __init__(self) -> None:
        super().__init__(413, f"at most {BATCH_LINES:,} lines are read: send the rest as another")


def _in_body(error: ErrorDetails) -> ErrorDetails:
    error["loc"] = ("body", *error["loc"])
    return error


def _failed(number: int, problem: problems.Problem) -> LineReply:
    return LineReply(line=number, status=problem.status, id=None, etag=None, error=problem.detail)
