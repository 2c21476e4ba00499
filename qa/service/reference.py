"""The OpenAPI document, with errors as they are sent: `application/problem+json`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from qa.service.problems import MEDIA_TYPE, ProblemReply

if TYPE_CHECKING:
    from collections.abc import Iterable


_KEY = "QA_API_KEY. Where none is set, programs on the server's own machine need none."

KEY = "key"
"""The name by which the document calls the way of showing the key."""


def describe_errors(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """Return what FastAPI wants to know of a route's errors; any route may also fail by chance."""
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": ProblemReply, "description": HTTPStatus(status).phrase}
        for status in statuses
    }
    described["default"] = {"model": ProblemReply, "description": "Any other error"}
    return described


class DocumentedAPI(FastAPI):
    """A FastAPI whose OpenAPI document names the media type of problems."""

    def openapi(self) -> dict[str, Any]:
        """Return the document; it is made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemes = {KEY: {"type": "http", "scheme": "bearer", "description": _KEY}}
            document["components"]["securitySchemes"] = schemes
            for operations in document["paths"].values():
                for operation in operations.values():
                    _name_media_type(operation["responses"])
        return super().openapi()


def _name_media_type(responses: dict[str, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if not status.startswith("2"):
            (described,) = response["content"].values()
            response["content"] = {MEDIA_TYPE: described}
