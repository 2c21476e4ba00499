"""Every error as RFC 9457 `application/problem+json`, from one table.

What a program is to tell apart is in `type`; `detail` is for a person and says the way out.
"""

import logging
import traceback
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.responses import Response

from qa.errors import (
    ArticleChangedError,
    ArticleError,
    ArticleExistsError,
    ArticleMissingError,
    GenerationError,
    IndexLockedError,
    IndexMissingError,
    ModelError,
    QAError,
    QuestionError,
    RollbackError,
    StorageError,
    StorageFullError,
)
from qa.indexing.writing import KeyReusedError
from qa.service import faults
from qa.service.access import ForbiddenError, KeyMissingError
from qa.service.admission import BusyError, TooOftenError
from qa.service.builds import JobMissingError
from qa.service.faults import FaultReply
from qa.service.live import NotReadyError
from qa.service.turns import ClientGoneError

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER: Final = {"Retry-After": "5"}


class ProblemReply(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(
        description="What a program can tell apart.", examples=["urn:qa:problem:invalid-request"]
    )
    title: str = Field(examples=["Invalid request"])
    status: int = Field(examples=[422])
    detail: str = Field(
        description="For a person, with the way out.",
        examples=["1 thing is wrong with the request: /question must not be blank"],
    )
    instance: str | None = Field(
        default=None, description="Name of this one occurrence in the server's log."
    )
    errors: list[FaultReply] | None = Field(
        default=None, description="All that is wrong with a request that is invalid."
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """An error on its way to a client."""

    status: int
    kind: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[FaultReply] = ()
    instance: str | None = None

    def to_response(self) -> Response:
        """Write it as `application/problem+json`."""
        reply = ProblemReply(
            type=f"urn:qa:problem:{self.kind}",
            title=self.kind.replace("-", " ").capitalize(),
            status=self.status,
            detail=self.detail,
            instance=self.instance,
            errors=list(self.errors) or None,
        )
        return Response(
            reply.model_dump_json(exclude_none=True),
            self.status,
            headers=self.headers,
            media_type=MEDIA_TYPE,
        )


_OF_OURS: Mapping[type[QAError], tuple[int, str, Mapping[str, str]]] = {
    QuestionError: (422, "invalid-question", {}),
    ArticleError: (422, "invalid-article", {}),
    ArticleChangedError: (412, "article-changed", {}),
    ArticleExistsError: (409, "article-exists", {}),
    KeyReusedError: (422, "idempotency-key-reused", {}),
    KeyMissingError: (401, "key-missing", {"WWW-Authenticate": "Bearer"}),
    ForbiddenError: (403, "forbidden", {}),
    JobMissingError: (404, "job-missing", {}),
    RollbackError: (409, "nothing-to-roll-back-to", {}),
    TooOftenError: (429, "too-many-requests", RETRY_AFTER),
    BusyError: (503, "busy", {"Retry-After": "1"}),
    ClientGoneError: (499, "client-gone", {}),  # nginx's status; nobody is there to read it
    IndexLockedError: (503, "index-locked", RETRY_AFTER),
    StorageError: (503, "storage-unusable", RETRY_AFTER),
    StorageFullError: (507, "storage-full", {}),
    ArticleMissingError: (404, "article-missing", {}),
    NotReadyError: (503, "not-ready", RETRY_AFTER),
    IndexMissingError: (503, "not-ready", RETRY_AFTER),
    GenerationError: (503, "generation-unusable", RETRY_AFTER),
    ModelError: (503, "model-unusable", RETRY_AFTER),
}

_WITHOUT_PLACE: Mapping[type[QAError], str] = {
    IndexLockedError: "another process holds the index or the corpus: try again in a moment",
    IndexMissingError: "nothing has been built yet: run `qa build`",
}
"""What is said in place of an error's own words, as these say where a folder lies."""

_OF_HTTP: Mapping[int, tuple[str, str]] = {
    400: ("malformed-body", "the body is no JSON in UTF-8"),
    404: ("no-such-address", "nothing is at this address: GET /openapi.json lists what there is"),
    405: ("method-not-allowed", "this address takes other methods: see the header Allow"),
    408: ("request-timeout", "the rest of the request did not come in time: send it again"),
    413: ("body-too-large", "the body is too large"),
    414: (
        "address-too-long",
        "path and query are too long together: send fewer filters, or ask with POST",
    ),
    415: (
        "unsupported-media-type",
        "send the body as JSON, with Content-Type: application/json",
    ),
    421: (
        "unknown-host",
        "this server listens on this machine only and answers to the name localhost",
    ),
    431: ("headers-too-large", "the headers are too many or too long: send only what is needed"),
}


class ToldError(HTTPException):
    """A refusal that says more than its status; FastAPI lets no other kind of error through."""


class BodyTooLargeError(ToldError):
    """A body is larger than what is read."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"the body is too large: at most {most:,} bytes are read")


def install(app: FastAPI) -> None:
    """Answer every error that a route of `app` raises with a problem."""

    @app.exception_handler(QAError)
    async def answer_ours(_: Request, error: QAError) -> Response:
        return of_error(error).to_response()

    @app.exception_handler(RequestValidationError)
    async def answer_invalid(_: Request, error: RequestValidationError) -> Response:
        return _of_invalid(error).to_response()

    @app.exception_handler(HTTPException)
    async def answer_http(_: Request, error: HTTPException) -> Response:
        return of_refusal(error).to_response()


def of_refusal(error: HTTPException | QAError) -> Problem:
    """Return the problem that an error is to a client, whoever raised it."""
    if isinstance(error, QAError):
        return of_error(error)
    problem = of_status(error.status_code, headers=error.headers)
    if isinstance(error, ToldError):
        return replace(problem, detail=str(error.detail))
    return problem


def of_error(error: QAError) -> Problem:
    """Return the problem that an error of ours is to a client."""
    for known in type(error).__mro__:
        if known in _OF_OURS:
            status, kind, headers = _OF_OURS[known]
            if isinstance(error, TooOftenError):
                headers = {"Retry-After": str(error.seconds)}
            return Problem(status, kind, _WITHOUT_PLACE.get(known, str(error)), headers)
    return of_unexpected(error)


def of_status(status: int, *, headers: Mapping[str, str] | None = None) -> Problem:
    """Return the problem that an HTTP status alone stands for."""
    kind, detail = _OF_HTTP.get(status, ("http-error", HTTPStatus(status).phrase))
    return Problem(status, kind, detail, headers or {})


def of_no_request() -> Problem:
    """Return the problem that something is which is no request at all."""
    return Problem(400, "malformed-request", "this is no HTTP/1.1 request that can be understood")


def of_unexpected(error: Exception) -> Problem:
    """Return a problem that says nothing but its number, and log where the error arose.

    The error's own words are not logged, as they may repeat what was asked.
    """
    instance = uuid.uuid4().urn
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames[:-9:-1])
    logger.error("%s: %s at %s", instance, type(error).__name__, places)
    detail = "something went wrong inside the server; its log says more under this instance"
    return Problem(500, "internal-error", detail, instance=instance)


def _of_invalid(error: RequestValidationError) -> Problem:
    if isinstance(error.body, bytes):  # FastAPI leaves a body that is not declared JSON unread
        return of_status(415)
    return of_faults(error.errors())


def of_faults(raw: Sequence[ErrorDetails]) -> Problem:
    """Return the problem that a request is of which pydantic has found all that is wrong."""
    if any(each["type"] == "json_invalid" for each in raw):
        return of_status(400)
    found = [faults.describe(each) for each in raw]
    things = "1 thing is" if len(found) == 1 else f"{len(found)} things are"
    detail = f"{things} wrong with the request: {'; '.join(str(each) for each in found)}"
    return Problem(422, "invalid-request", detail, errors=found)
