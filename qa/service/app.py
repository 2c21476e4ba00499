"""Puts the service together: routes, problems, the page, the guard around them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from qa.service import problems, site
from qa.service.changing import build_changing_router
from qa.service.guard import Guard
from qa.service.insight import build_insight_router
from qa.service.reference import DocumentedAPI
from qa.service.routes import build_router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI

    from qa.service.guard import Rules
    from qa.service.parts import Parts

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names by which a server that listens on this machine only may be called."""

_DESCRIPTION = """Ask a folder of articles; get the answer with exact, dated, checkable citations.

Offsets count Unicode code points, `[start, end)`. Errors are RFC 9457 problems; every reply names
the generation of the index that it comes from.
"""


def create_app(parts: Parts, *, version: str, rules: Rules) -> FastAPI:
    """Return the service made of `parts`, which it starts and closes."""

    @contextlib.asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(parts.start)
        yield
        await run_in_threadpool(parts.close)

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
    )
    app.include_router(build_router(parts))
    app.include_router(build_insight_router(parts))
    app.include_router(build_changing_router(parts))
    app.router.routes.extend(site.build_routes())  # last: a route is sought from the first on
    problems.install(app)
    app.add_middleware(Guard, rules=rules, metrics=parts.metrics)
    _show_state(parts, rules)
    return app


def _show_state(parts: Parts, rules: Rules) -> None:
    """Let the figures tell how the server stands whenever they are asked for."""
    live, builds = parts.live, parts.builds
    for name, meaning, read in (
        ("qa_generation", "Number of the generation served; 0 without one.", live.read_number),
        ("qa_refused", "1 while a newer generation is refused.", lambda: live.refused is not None),
        ("qa_requests_held", "Requests being answered or waiting.", lambda: rules.queue.held),
        ("qa_questions_waiting", "Questions that wait for their turn.", lambda: parts.waiting),
        ("qa_builds_pending", "Builds asked for and not done.", lambda: builds.pending),
    ):
        parts.metrics.show(name, meaning, read)
