"""Replies as responses."""

from collections.abc import Mapping

from starlette.responses import Response

from qa.service.replies import Reply


def send(reply: Reply, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Write a reply here, in the thread of its route, past FastAPI's second validation."""
    return Response(reply.to_json(), status, headers, media_type="application/json")
