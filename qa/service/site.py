"""The pages and what they are made of: static files of this package, nothing else.

Everything comes from this server: no font, script or style is fetched from anywhere.
"""

from __future__ import annotations

import gzip
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

PAGES: Final[Mapping[str, str]] = {
    "/": "index.html",
    "/article": "article.html",
    "/docs": "docs.html",
}
"""Which document is served at which address."""

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


def read_files() -> dict[str, tuple[str, bytes]]:
    """Return, by address, the name and the content of every file in the folder."""
    folder = resources.files("qa.service") / "page"
    contents = {each.name: each.read_bytes() for each in folder.iterdir()}
    addresses = {name: address for address, name in PAGES.items()}
    return {
        addresses.get(name, f"/{name}"): (name, content)
        for name, content in sorted(contents.items())
    }


def build_routes() -> list[Route]:
    """Return a route for each file, read once from the package."""
    return [
        Route(address, _serve(content, MEDIA_TYPES[name[name.rindex(".") :]]))
        for address, (name, content) in read_files().items()
    ]


def _serve(content: bytes, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    """Send it small where the browser can read that, and not at all where it has it already."""
    small = gzip.compress(content, mtime=0)
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'  # weak: the same in either encoding
    headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding"}

    async def serve(request: Request) -> Response:
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                small, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(content, media_type=media_type, headers=headers)

    return serve
