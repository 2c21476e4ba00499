"""Puts the service together: routes, problems, the page, the guard around them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from qa.service import problems, site
from qa.service.guard import Guard
from qa.service.reference import DocumentedAPI
from qa.service.routes import build_router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from fastapi import FastAPI

    from qa.service.live import LiveEngine

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names by which a server that listens on this machine only may be called."""

_DESCRIPTION = """Ask a folder of articles; get the answer with exact, dated, checkable citations.

Offsets count Unicode code points, `[start, end)`. Errors are RFC 9457 problems; every reply names
the generation of the index that it comes from.
"""


def create_app(
    live: LiveEngine, *, version: str, allowed_hosts: Sequence[str] | None = None
) -> FastAPI:
    """Return the service over `live`, which it starts and closes; None allows every host."""

    @contextlib.asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(live.start)
        yield
        await run_in_threadpool(live.close)

    app = DocumentedAPI(
        title="qa",
        summary="Answers from a folder of articles, each with its proof.",
        description=_DESCRIPTION,
        version=version,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=run,
        generate_unique_id_function=lambda route: route.name,
        routes=[*site.build_routes()],
    )
    app.include_router(build_router(live))
    problems.install(app)
    app.add_middleware(Guard, allowed_hosts=allowed_hosts)
    return app
