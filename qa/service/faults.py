"""What is wrong with a request that is invalid, in words, and where; never the value itself."""

import difflib
from collections.abc import Mapping

from pydantic import BaseModel, Field
from pydantic_core import ErrorDetails

from qa.service.requests import (
    ArticleRequest,
    AskRequest,
    BuildRequest,
    FileRequest,
    ListRequest,
    WaitRequest,
)

_WORDS: Mapping[str, str] = {
    "missing": "is required",
    "string_type": "must be a string",
    "string_too_short": "must not be blank",
    "string_too_long": "may have at most {max_length} characters",
    "string_unicode": "holds half a surrogate pair, which is no character",
    "string_pattern_mismatch": "must be a date like 2022, 2022-02 or 2022-02-09",
    "too_long": "may have at most {max_length} entries",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_attributes_type": "must be a JSON object",
    "value_error": "{error}",
}

_REQUESTS = (AskRequest, ListRequest, ArticleRequest, BuildRequest, FileRequest, WaitRequest)
_KEYS = sorted({key for request in _REQUESTS for key in request.model_fields})


class FaultReply(BaseModel):
    """One thing that is wrong with a request, and where: in the body or in the query."""

    pointer: str | None = Field(
        default=None, description="JSON pointer into the body.", examples=["/question"]
    )
    parameter: str | None = Field(
        default=None, description="Name of a query parameter.", examples=["limit"]
    )
    detail: str = Field(examples=["must not be blank"])

    def __str__(self) -> str:
        return f"{self.pointer or self.parameter or 'the body'} {self.detail}"


def describe(error: ErrorDetails) -> FaultReply:
    """Turn one of pydantic's errors into ours."""
    part, *path = error["loc"]
    steps = [_fit(str(step)) for step in path]
    if error["type"] == "extra_forbidden":
        detail = _unknown_key(steps[-1])
    else:
        words = _WORDS.get(error["type"], "{error}")
        detail = words.format_map({"error": error["msg"], **error.get("ctx", {})})
    if part == "body":
        return FaultReply(pointer="".join(f"/{_escape(step)}" for step in steps), detail=detail)
    return FaultReply(parameter=steps[-1], detail=detail)


def _unknown_key(key: str) -> str:
    nearest = difflib.get_close_matches(key, {*_KEYS} - {key}, n=1)
    return f"is not known: did you mean {nearest[0]}?" if nearest else "is not known"


def _fit(step: str) -> str:
    """Cut a key that a client invented to a length and to characters that can be sent back."""
    return step[:100].encode("utf-8", "replace").decode("utf-8")


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
